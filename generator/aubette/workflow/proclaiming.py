"""Whether a proclamation may be sealed: a tie that changes who wins must have been drawn before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from aubette.model.city import City
from aubette.model.finding import Finding, Severity
from aubette.model.source import Source
from aubette.votes import inventory, proclamation
from aubette.votes.verify import Stage, verify
from aubette.workflow.overlay import Overlay
from aubette.workflow.results import counted


def undecided(
    source: Source, city: City, edition: str, files: Mapping[str, bytes], now: datetime
) -> tuple[Finding, ...]:
    """Why the results that these files proclaim cannot be counted; nothing where no proclamation is among them."""
    path = f"{inventory.votes_folder(edition)}/{inventory.PROCLAMATION}"
    found = city.edition(edition)
    said = proclamation.read(path, files[path]).value if path in files else None
    if found is None or said is None:
        return ()
    root = inventory.votes_folder(edition)
    acts = frozenset(e.path for e in source.entries(root) if e.path.startswith(f"{root}/{inventory.PROCLAMATION}"))
    reported = Overlay(source, gone=acts)
    policy = city.policies.get(edition)
    verified = verify(reported, edition, policy, city_id=city.config.id, now=now, expect=Stage.REPORTED)
    if verified.evidence is None:
        return tuple(one for one in verified.findings if one.severity is Severity.ERROR)
    return counted(replace(verified.evidence, proclamation=said), city, found, {})[1]
