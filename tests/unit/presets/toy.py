"""Toy elections under the rules of a real edition: a few projects and tallies, counted from files like any other."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aubette.load.canonical import write
from aubette.load.city import load_city
from aubette.load.root import schema_dir
from aubette.load.schema import Schemas
from aubette.model.city import City
from aubette.model.evidence import BallotGroup, Tally
from aubette.model.outcome import Outcome
from aubette.model.source import MemorySource
from aubette.votes import ballots, frozen, tally
from aubette.votes.compose import Minutes, draft
from aubette.workflow.freeze import candidates, frozen_files
from aubette.workflow.init_city import Answers, new_city
from aubette.workflow.init_edition import Figures
from aubette.workflow.presets import read_preset
from aubette.workflow.results import Results, edition_results

SCHEMAS = Schemas(schema_dir())
CLOSED = datetime(2026, 11, 14, 18, tzinfo=UTC)
Edit = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Toy:
    """A project: last digits of its number, cost in units, where it stands; votes by contest, or one number for all."""

    digits: str
    cost: int
    votes: int | Mapping[str, int]
    area: str = ""
    envelope: str = ""

    def data(self, edition: str) -> dict[str, Any]:
        places = {"areas": [self.area]} if self.area else {}
        return {
            "schema_version": 1,
            "key": f"k{self.digits}toy",
            "number": f"{edition}-{self.digits}",
            "status": "on_ballot",
            "title": f"Projet {self.digits}",
            "theme": "nature",
            "scope": "area" if self.area else "city",
            "estimated_cost": self.cost,
            "submission": {"channel": "imported"},
            "holder": {"kind": "unknown"},
            **places,
            **({"envelope": self.envelope} if self.envelope else {}),
        }

    def votes_in(self, contest: str) -> int:
        return self.votes if isinstance(self.votes, int) else self.votes.get(contest, 0)


def no_edit(_: dict[str, Any]) -> None:
    """The edition as its city had it."""


def town(preset: str, edit: Edit, projects: Sequence[Toy]) -> dict[str, bytes]:
    """A city folder that holds the preset's edition, imported, and these projects on its ballot."""
    loaded = read_preset(preset)
    made = new_city(loaded, Answers("Ville", Figures(2027)))
    data: dict[str, Any] = copy.deepcopy(dict(loaded.data))
    edit(data)
    files = {
        "site_config/city.yml": made["site_config/city.yml"],
        f"site_config/editions/{preset}.yml": write(data, SCHEMAS.document("edition")),
    }
    for project in projects:
        content = write(project.data(preset), SCHEMAS.document("project"))
        files[f"projects/{preset}/projet-k{project.digits}toy.yml"] = content
    return files


def counted(preset: str, projects: Sequence[Toy], **how: Any) -> Results:
    """The results of the toy election (see `reported`)."""
    files, city = reported(preset, projects, **how)
    return edition_results(MemorySource(files), city, city.editions[0], {})


def reported(
    preset: str,
    projects: Sequence[Toy],
    *,
    edit: Edit = no_edit,
    valid: int | None = None,
    ballots_of: Mapping[str, Sequence[BallotGroup]] | None = None,
    silent: frozenset[str] = frozenset(),
) -> tuple[dict[str, bytes], City]:
    """The whole folder after the vote: the first unit of a contest has every vote; `silent` contests have not reported.

    With `ballots_of`, tallies come from ballots, which are published; else totals alone are.
    """
    files = town(preset, edit, projects)
    city = load_city(MemorySource(files), SCHEMAS).city
    assert city is not None
    edition = city.editions[0]
    files |= frozen_files(city, edition, candidates(city, edition))
    read = frozen.read(
        city.config.id,
        preset,
        {p.rsplit("/", 1)[1]: d for p, d in files.items() if p.startswith(f"votes/{preset}/ballot/")},
    )
    assert read.value is not None, read.findings
    for unit in read.value.units:
        if unit.contest in silent:
            continue
        first = next(u for u in read.value.units if u.contest == unit.contest) == unit
        groups = tuple((ballots_of or {}).get(unit.contest, ())) if first else ()
        sums = ballots.sums(groups, read.value.weights(unit.contest)) if ballots_of is not None else {}
        given = {f"{preset}-{p.digits}": p.votes_in(unit.contest) for p in projects} if ballots_of is None else sums
        amounts = {c.number: given.get(c.number, 0) if first else 0 for c in read.value.candidates(unit.contest)}
        folder = f"votes/{preset}/{unit.contest}/{unit.unit}"
        kind = read.value.kind(unit.contest)
        files[f"{folder}/tally.csv"] = tally.write(Tally(unit.contest, unit.unit, kind, amounts))
        if ballots_of is not None:
            files[f"{folder}/ballots.csv"] = ballots.write(read.value.contest(unit.contest).ballot, groups)
        rules = read.value.contest(unit.contest).ballot
        fewest = sum(amounts.values()) // max(1, rules.min_choices)
        voters = sum(g.count for g in groups) if ballots_of is not None else fewest if valid is None else valid
        number = voters if first else 0
        text = draft(
            MemorySource(files),
            preset,
            (unit.contest, unit.unit),
            Minutes(CLOSED, number, number, 0, 0, number),
            city_id=city.config.id,
            signed=CLOSED,
        )
        assert text.value is not None, text.findings
        files[f"{folder}/MANIFEST"] = text.value
    return files, city


def fates(results: Results, contest: str | None = None) -> dict[str, str]:
    """What became of each project, by the last digits of its number."""
    assert results.outcomes, results.findings
    chosen: Outcome = next(o for o in results.outcomes if contest in (None, o.contest))
    return {p.number.rpartition("-")[2]: p.status.value for p in chosen.projects}


def all_fates(results: Results) -> dict[str, str]:
    """The same over every contest, for editions whose contests share no project."""
    assert results.outcomes, results.findings
    return {p.number.rpartition("-")[2]: p.status.value for o in results.outcomes for p in o.projects}
