"""A city that took over a preset, and one sound project in it: what the clauses of the preset are tried on."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from aubette.load.canonical import write
from aubette.load.city import load_city
from aubette.load.root import schema_dir
from aubette.load.schema import Schemas
from aubette.load.yaml_text import parse
from aubette.model.finding import Finding
from aubette.model.source import MemorySource
from aubette.rules.context import Context
from aubette.rules.registry import judge
from aubette.workflow.init_city import Answers, new_city
from aubette.workflow.init_edition import Figures
from aubette.workflow.presets import read_preset

SCHEMAS = Schemas(schema_dir())
DAY = date(2027, 3, 20)
EDITION = "site_config/editions/2027.yml"
Data = dict[str, Any]
Edit = Callable[[Data], None]


@cache
def city(preset: str) -> Mapping[str, bytes]:
    """The files of a new city that took over a preset and whose council has voted."""
    figures = Figures(2027, act="2026-12-14/3", act_date="2026-12-14")
    return new_city(read_preset(preset), Answers("Ville-Neuve", figures, population=60_000))


def where(preset: str) -> Data:
    """Where a project stands so that an envelope of the preset pays: the first area's, else the whole city."""
    for envelope in read_preset(preset).edition.envelopes:
        area = envelope.area or next(iter(envelope.areas), None)
        if area:
            return {"scope": "area", "areas": [area]}
    return {"scope": "city"}


def sound(preset: str, digits: str = "001") -> Data:
    """A project that was found eligible and breaks no rule of the preset."""
    return {
        "schema_version": 1,
        "key": f"k{digits}sain",
        "number": f"2027-{digits}",
        "status": "eligible",
        "title": f"Bancs {digits}",
        "theme": "nature",
        **where(preset),
        "submission": {"received_on": "2027-02-01", "channel": "paper", "acknowledged_on": "2027-02-03"},
        "holder": {"kind": "resident"},
        "estimated_cost": 10_000,
        "eligibility": {
            "decided_on": "2027-03-10",
            "service": "participation",
            "criteria": [{"criterion": criterion, "answer": "met"} for criterion in ("E01", "E02", "E03")],
        },
        "decisions": [{"outcome": "eligible", "date": "2027-03-10", "service": "participation"}],
    }


@dataclass(frozen=True)
class Judged:
    """What the checks say of a city with some projects, and the text of its files."""

    files: Mapping[str, bytes]
    findings: tuple[Finding, ...]

    def lines(self, code: str) -> list[str]:
        """The line of its file at which each finding of this code points."""
        found = [f for f in self.findings if f.code == code]
        return [self.files[f.place.file].decode().splitlines()[f.place.line - 1].strip() for f in found]

    @property
    def codes(self) -> list[str]:
        return sorted(f.code for f in self.findings)


def judged(
    preset: str,
    projects: Sequence[Data],
    edition: Edit | None = None,
    winners: frozenset[str] = frozenset(),
    more: Mapping[str, bytes] | None = None,
) -> Judged:
    """Judge a city of this preset with these projects; `winners` are the numbers that verified votes selected."""
    files = dict(city(preset))
    if edition is not None:
        data = copy.deepcopy(dict(parse(files[EDITION], EDITION).data or {}))
        edition(data)
        files[EDITION] = write(data, SCHEMAS.document("edition"))
    for project in projects:
        path = f"projects/2027/bancs-{project['key']}.yml"
        files[path] = write(project, SCHEMAS.document("project"))
    files |= more or {}
    loaded = load_city(MemorySource(files), SCHEMAS)
    assert loaded.findings == (), loaded.findings
    assert loaded.city is not None
    selected = {"2027": winners} if winners else {}
    return Judged(files, tuple(judge(Context(loaded.city, DAY, selected))))
