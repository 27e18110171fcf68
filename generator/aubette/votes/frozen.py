"""The frozen ballot: `rules.json`, `ballot.csv` and `units.csv`, written once when the vote opens, then only read."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from aubette.model.enums import VoteChannel
from aubette.model.evidence import FrozenBallot, FrozenContest, FrozenProject, Unit
from aubette.model.finding import Finding, Place, Related
from aubette.model.money import Money
from aubette.votes import table
from aubette.votes.reading import SLUG, WHOLE, Read, limited
from aubette.votes.rules_json import Rules, read_rules, write_rules

RULES, PROJECTS, UNITS = "rules.json", "ballot.csv", "units.csv"
FILES = (PROJECTS, RULES, UNITS)
PROJECTS_HEADER, UNITS_HEADER = "number;cost;envelope;order", "contest;unit;channel"
MERGED = "merged"


def folder(edition: str) -> str:
    """Where an edition's frozen ballot stands."""
    return f"votes/{edition}/ballot"


def freeze(
    *,
    city: str,
    edition: str,
    contests: Sequence[FrozenContest],
    projects: Sequence[FrozenProject],
    units: Sequence[Unit],
    ties: Sequence[str] = (),
    seed_commitment: str | None = None,
) -> dict[str, bytes]:
    """The bytes of the three files by path; `read` gives the same values back, or says what they lack."""
    where = folder(edition)
    ballot = ((one.number, Money(one.cost).written(), one.envelope, one.order) for one in projects)
    places = ((one.contest, one.unit, one.channel) for one in units)
    return {
        f"{where}/{PROJECTS}": table.write(PROJECTS_HEADER, ballot),
        f"{where}/{RULES}": write_rules(Rules(city, edition, tuple(contests), tuple(ties), seed_commitment)),
        f"{where}/{UNITS}": table.write(UNITS_HEADER, places),
    }


def read(city: str, edition: str, files: Mapping[str, bytes], *, free: bool = False) -> Read[FrozenBallot | None]:
    """Read the three files, given by their names, of the ballot of this city and edition.

    A project that costs nothing is refused unless `free`: elections counted elsewhere have some.
    """
    where = folder(edition)
    absent = [Finding("votes/file-missing", Place(f"{where}/{name}")) for name in FILES if name not in files]
    if absent:
        return Read(None, tuple(absent))
    rules = read_rules(f"{where}/{RULES}", files[RULES], city, edition)
    known = rules.value.contests if rules.value else None
    projects = _projects(f"{where}/{PROJECTS}", files[PROJECTS], edition, known, 0 if free else 1)
    units = _units(f"{where}/{UNITS}", files[UNITS], known)
    findings = (*rules.findings, *projects.findings, *units.findings)
    if findings or rules.value is None:
        return Read(None, findings)
    ballot = FrozenBallot(
        city=city,
        edition=edition,
        rules=rules.value.written,
        contests=rules.value.contests,
        projects=projects.value,
        units=units.value,
        ties=rules.value.ties,
        seed_commitment=rules.value.seed_commitment,
        digests={name: hashlib.sha256(files[name]).hexdigest() for name in FILES},
    )
    apart = (*_empty(where, ballot), *_areas_elsewhere(where, ballot))
    return Read(None if apart else ballot, apart)


Contests = Sequence[FrozenContest] | None


def _projects(path: str, data: bytes, edition: str, contests: Contests, least: int) -> Read[tuple[FrozenProject, ...]]:
    rows = table.read(path, data, PROJECTS_HEADER)
    envelopes = None if contests is None else {one.id for contest in contests for one in contest.envelopes}
    findings = [finding for row in rows.value for finding in _project(path, row, edition, envelopes, least)]
    findings += _twice(path, rows.value, (0,), "votes/project-twice", "number")
    findings += _twice(path, rows.value, (2, 3), "votes/order-twice", "order")
    if findings or rows.findings:
        return Read((), limited([*rows.findings, *findings]))
    return Read(tuple(FrozenProject(n, Money.parse(cost).cents, env, int(o)) for n, cost, env, o in _cells(rows.value)))


def _project(path: str, row: table.Row, edition: str, envelopes: set[str] | None, least: int) -> Iterator[Finding]:
    number, cost, envelope, order = row.cells
    prefix, _, digits = number.rpartition("-")
    if prefix != edition or not (digits.isascii() and digits.isdecimal() and 3 <= len(digits) <= 5):
        yield Finding("votes/project-number", table.place(path, row, 0), {"number": number, "edition": edition})
    try:
        affordable = Money.parse(cost).cents >= least
    except ValueError:
        affordable = False
    if not affordable:
        yield Finding("votes/project-cost", table.place(path, row, 1), {"found": cost})
    if envelopes is not None and envelope not in envelopes:
        yield Finding("votes/envelope-unknown", table.place(path, row, 2), {"envelope": envelope})
    if not WHOLE.fullmatch(order):
        yield Finding("votes/not-a-whole-number", table.place(path, row, 3), {"found": order})


def _units(path: str, data: bytes, contests: Contests) -> Read[tuple[Unit, ...]]:
    rows = table.read(path, data, UNITS_HEADER)
    known = None if contests is None else {contest.id for contest in contests}
    findings = [finding for row in rows.value for finding in _unit(path, row, known)]
    findings += _twice(path, rows.value, (0, 1), "votes/unit-twice", "unit")
    if findings or rows.findings:
        return Read((), limited([*rows.findings, *findings]))
    return Read(tuple(Unit(contest, unit, VoteChannel(channel)) for contest, unit, channel in _cells(rows.value)))


def _unit(path: str, row: table.Row, contests: set[str] | None) -> Iterator[Finding]:
    contest, unit, channel = row.cells
    if contests is not None and contest not in contests:
        yield Finding("votes/contest-unknown", table.place(path, row, 0), {"contest": contest})
    if not SLUG.fullmatch(unit) or is_merged(unit):
        yield Finding("votes/unit-name", table.place(path, row, 1), {"unit": unit})
    if channel not in list(VoteChannel):
        known = tuple(kind.value for kind in VoteChannel)
        yield Finding("votes/channel-unknown", table.place(path, row, 2), {"found": channel, "known": known})


def is_merged(unit: str) -> bool:
    """Whether a unit's name says that it holds the mixed ballots of others."""
    return unit == MERGED or unit.startswith(f"{MERGED}-")


def _cells(rows: table.Table) -> Iterator[Sequence[str]]:
    return (row.cells for row in rows)


def _twice(path: str, rows: table.Table, cells: Sequence[int], code: str, name: str) -> Iterator[Finding]:
    first: dict[tuple[str, ...], table.Row] = {}
    for row in rows:
        key = tuple(row.cells[cell] for cell in cells)
        earlier = first.setdefault(key, row)
        if earlier is not row:
            related = (Related(Place(path, earlier.line, 1), "first-here"),)
            where = table.place(path, row, cells[-1])
            yield Finding(code, where, {name: key[-1], "line": earlier.line}, related=related)


def _empty(where: str, ballot: FrozenBallot) -> Iterator[Finding]:
    reporting = Counter(unit.contest for unit in ballot.units)
    for contest in ballot.contests:
        if not reporting[contest.id]:
            yield Finding("votes/contest-without-unit", Place(f"{where}/{UNITS}"), {"contest": contest.id})
        if not ballot.candidates(contest.id):
            yield Finding("votes/contest-without-project", Place(f"{where}/{PROJECTS}"), {"contest": contest.id})


def _areas_elsewhere(where: str, ballot: FrozenBallot) -> Iterator[Finding]:
    """Areas of projects that are no candidates of the contest: the count would not read them."""
    for at, contest in enumerate(ballot.contests):
        numbers = {project.number for project in ballot.candidates(contest.id)}
        for number in sorted((contest.areas or {}).keys() - numbers):
            yield Finding("votes/rules-value", Place(f"{where}/{RULES}"), {"key": f"contests[{at}].areas.{number}"})
