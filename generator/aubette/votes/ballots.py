"""`ballots.csv`: identical ballots in groups, without anything about the voter, its place in the box or the time.

Each record is `count;picks` or, where voters write points or grades, `count;picks;points`: picks and points are
separated by single spaces and go together one by one. Picks are sorted as text, except on ranked ballots where their
order is the ranking. Records are sorted by the bytes of the picks, then of the points, and no two are alike; a blank
ballot has no pick.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from aubette.model.contest import BallotRules
from aubette.model.enums import BallotType
from aubette.model.evidence import WRITTEN_POINTS, BallotGroup, FrozenBallot, Weights, joined, sorting_key
from aubette.model.finding import Finding, Param, Place
from aubette.model.money import Money
from aubette.votes import table
from aubette.votes.reading import WHOLE, Read, limited
from aubette.votes.sealed import Sealed

Problem = tuple[str, int, dict[str, Param]]
"""A finding's code, the index of the cell it is about, and its parameters."""

COUNT, PICKS, POINTS = 0, 1, 2
HIGHEST = 999_999_999


def header(rules: BallotRules) -> str:
    """The first line of the ballots of a contest."""
    return "count;picks;points" if rules.type in WRITTEN_POINTS else "count;picks"


def read(sealed: Sealed, ballot: FrozenBallot, contest: str) -> Read[tuple[BallotGroup, ...] | None]:
    """Read grouped ballots; the value is None when anything is wrong with them."""
    rules = ballot.contest(contest).ballot
    path = sealed.path
    rows = table.read(path, sealed.payload, header(rules))
    judge = _judge(ballot, contest)
    findings = list(rows.findings)
    groups: list[BallotGroup] = []
    for row in rows.value:
        problems = tuple(judge(row.cells))
        findings += [Finding(code, table.place(path, row, cell), params) for code, cell, params in problems]
        if not problems:
            groups.append(_group(row.cells))
    if not findings:
        findings += _order(path, groups)
    elif rows.value:
        numbers = {project.number for project in ballot.candidates(contest)}
        other = table.misplaced((row.cells for row in rows.value), PICKS, numbers)
        if other is not None:
            expected = header(rules)
            return Read(None, (table.swapped(path, expected.split(table.SEPARATOR), PICKS, other, expected),))
    return Read(None if findings else tuple(groups), limited(findings))


def write(rules: BallotRules, groups: Iterable[BallotGroup]) -> bytes:
    """The bytes of these ballots, equal ones joined and all sorted."""
    whole = joined((tuple(groups), ()))
    width = header(rules).count(table.SEPARATOR) + 1
    cells = ((group.count, " ".join(group.picks), " ".join(map(str, group.points))) for group in whole)
    return table.write(header(rules), (record[:width] for record in cells))


def sums(groups: Iterable[BallotGroup], weights: Weights = ()) -> dict[str, int]:
    """Votes or points per project: the written points, else those of the places, else one for each ballot."""
    amounts: defaultdict[str, int] = defaultdict(int)
    for group in groups:
        if not group.points and not weights:
            for number in group.picks:
                amounts[number] += group.count
            continue
        worth = group.points or places(weights, len(group.picks))
        for number, points in zip(group.picks, worth, strict=True):
            amounts[number] += group.count * points
    return dict(amounts)


def places(weights: Weights, picks: int) -> tuple[int, ...]:
    """What each of so many picks is worth by its place; one vote where places have no weights."""
    if weights == "borda":
        return tuple(range(picks - 1, -1, -1))
    return (*weights, *(0,) * picks)[:picks] if weights else (1,) * picks


def _group(cells: Iterable[str]) -> BallotGroup:
    count, picks, *points = cells
    return BallotGroup(int(count), tuple(picks.split()), tuple(map(int, points[0].split())) if points else ())


def _order(path: str, groups: list[BallotGroup]) -> Iterator[Finding]:
    for line, (before, after) in enumerate(pairwise(map(sorting_key, groups)), 3):
        if after == before:
            yield Finding("votes/ballots-not-grouped", Place(path, line, 1), {"line": line - 1})
        elif after < before:
            yield Finding("votes/ballots-out-of-order", Place(path, line, 1), {"line": line - 1})
            return


def most_choices(rules: BallotRules) -> int | None:
    """The most projects that a ballot may name."""
    return 1 if rules.type is BallotType.SINGLE else rules.max_choices


def _judge(ballot: FrozenBallot, contest: str) -> Callable[[Sequence[str]], Iterator[Problem]]:
    """What is wrong with the cells of a record."""
    rules = ballot.contest(contest).ballot
    costs = {project.number: project.cost for project in ballot.candidates(contest)}
    known = frozenset(costs)
    purse = sum(envelope.amount for envelope in ballot.contest(contest).envelopes) if rules.cost_cap else None

    def judge(cells: Sequence[str]) -> Iterator[Problem]:
        count, written, *points = cells
        if not WHOLE.fullmatch(count):
            yield "votes/not-a-whole-number", COUNT, {"found": count}
        elif count == "0":
            yield "votes/empty-group", COUNT, {}
        picks = written.split(" ") if written else []
        yield from _picks(picks, known, rules)
        if purse is not None and (cost := sum(costs.get(pick, 0) for pick in picks)) > purse:
            yield "votes/over-budget", PICKS, {"cost": Money(cost), "cap": Money(purse)}
        for cell in points:
            yield from _points(len(picks), cell, rules)

    return judge


def _picks(picks: list[str], known: frozenset[str], rules: BallotRules) -> Iterator[Problem]:
    chosen = set(picks)
    if len(chosen) < len(picks):
        twice = next(pick for pick in picks if picks.count(pick) > 1)
        yield "votes/pick-twice", PICKS, {"number": twice}
    if not chosen <= known:
        for pick in sorted(chosen - known):
            yield "votes/project-unknown", PICKS, {"number": pick}
    most = most_choices(rules)
    if most is not None and len(picks) > most:
        yield "votes/too-many-choices", PICKS, {"n": len(picks), "most": most}
    if picks and len(picks) < rules.min_choices:
        yield "votes/too-few-choices", PICKS, {"n": len(picks), "least": rules.min_choices}
    if rules.type is not BallotType.RANKED and sorted(picks) != picks:
        yield "votes/picks-out-of-order", PICKS, {}


def _points(picks: int, cell: str, rules: BallotRules) -> Iterator[Problem]:
    written = cell.split(" ") if cell else []
    if len(written) != picks:
        yield "votes/points-mismatch", POINTS, {"picks": picks, "points": len(written)}
        return
    odd = [number for number in written if not WHOLE.fullmatch(number)]
    if odd:
        yield "votes/not-a-whole-number", POINTS, {"found": odd[0]}
        return
    least, most = limits(rules)
    points = [int(number) for number in written]
    for out in (number for number in points if not least <= number <= most):
        yield "votes/points-out-of-range", POINTS, {"found": out, "least": least, "most": most}
    if rules.max_points is not None and sum(points) > rules.max_points:
        yield "votes/too-many-points", POINTS, {"n": sum(points), "most": rules.max_points}


def limits(rules: BallotRules) -> tuple[int, int]:
    """The fewest and the most points that a voter may write beside a project."""
    if rules.type is BallotType.GRADES:
        return 0, len(rules.grades) - 1
    caps = [cap for cap in (rules.max_points_per_project, rules.max_points) if cap is not None]
    return 1, min(caps, default=HIGHEST)
