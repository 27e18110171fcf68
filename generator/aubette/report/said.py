"""A finding in words: what every format prints."""

from __future__ import annotations

from dataclasses import dataclass

from aubette.model.finding import Finding, Place
from aubette.words.catalogue import Catalogue, FindingText, UnknownMessageError


@dataclass(frozen=True)
class SaidRelated:
    """A second place and why it matters."""

    place: Place
    text: str


@dataclass(frozen=True)
class Said:
    """A finding with its sentences in one language."""

    finding: Finding
    text: FindingText
    related: tuple[SaidRelated, ...]


def said(finding: Finding, words: Catalogue) -> Said:
    """The sentences of a finding; a code without words still says its name rather than nothing."""
    try:
        text = words.finding(finding.code, finding.params)
    except (UnknownMessageError, KeyError):
        text = FindingText(finding.code, "", "", "", "", "", "")
    related = tuple(SaidRelated(r.place, words.role(r.role, r.params)) for r in finding.related)
    return Said(finding, text, related)
