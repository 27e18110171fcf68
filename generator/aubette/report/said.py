"""A finding in words: what every format prints.

What files say enters a sentence only as values that move no cursor, start no line and fill no screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from aubette.model.finding import LIFTED, Finding, Param, Place, Severity
from aubette.model.report import Report
from aubette.report.visible import shortened, visible
from aubette.words.catalogue import Catalogue, FindingText, UnknownMessageError
from aubette.words.pasted import values

EARLIER = "before-here"

TICK = "\ue000"
"""Stands for a backtick of the city's where ours begin and end code; what files say never holds this character."""


@dataclass(frozen=True)
class SaidRelated:
    """A second place and why it matters."""

    place: Place
    text: str
    earlier: bool = False
    """Whether the place is one of the state before a change, whose file may say something else now."""


@dataclass(frozen=True)
class Said:
    """A finding with its sentences in one language."""

    finding: Finding
    text: FindingText
    related: tuple[SaidRelated, ...]

    @property
    def where(self) -> str:
        """The place for a person's eyes: a file may be named with any character."""
        return visible(str(self.finding.place))

    @property
    def whole(self) -> str:
        """Message, cause and fix as one paragraph."""
        return " ".join(sentence(part) for part in (self.text.message, self.text.cause, self.text.fix) if part)


def said(finding: Finding, words: Catalogue, tick: str = "`") -> Said:
    """The sentences of a finding; a code without words still says its name rather than nothing.

    `tick` is written for each backtick in what files say.
    """
    try:
        text = words.finding(finding.code, harmless(values(finding), tick))
    except (UnknownMessageError, KeyError):
        text = FindingText(visible(finding.code), "", "", "", "", "", "")
    if any(r.role == LIFTED for r in finding.related):
        text = replace(text, fix=words.say("report.lifted"))
    related = tuple(
        SaidRelated(r.place, words.role(r.role, harmless(r.params, tick)), r.role == EARLIER) for r in finding.related
    )
    return Said(finding, text, related)


def harmless(params: Mapping[str, Param], tick: str = "`") -> dict[str, Param]:
    """The same values with their texts on one short line, and `tick` for each backtick in them."""
    return {name: _harmless(value, tick) for name, value in params.items()}


def _harmless(value: Param, tick: str) -> Param:
    if isinstance(value, str) and type(value) is str:
        return shortened(visible(value)).replace("`", tick)
    return tuple(str(_harmless(one, tick)) for one in value) if isinstance(value, tuple) else value


def sentence(text: str) -> str:
    """A text that ends as sentences do, so that another may follow."""
    return text if text.endswith((".", "!", "?", ":", "…")) else f"{text}."


def ranked(report: Report) -> tuple[int, ...]:
    """The positions of the findings, the worst first, among equals what a change brought in, then reading order."""
    severities = list(Severity)
    new = report.new or (True,) * len(report.findings)
    places = range(len(report.findings))
    return tuple(sorted(places, key=lambda n: (severities.index(report.findings[n].severity), not new[n])))
