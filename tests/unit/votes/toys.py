"""Made-up contests by the dozen, with every clause of the rule by votes that totals and ballots alone decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from random import Random

from sealing import CITY, CLOSED, EDITION, VOTES, counted

from aubette.model.contest import BallotRules
from aubette.model.enums import BallotType, Effect, VoteChannel
from aubette.model.evidence import BallotGroup, FrozenBallot, FrozenContest, FrozenEnvelope, FrozenProject, Unit
from aubette.model.source import MemorySource
from aubette.votes import ballots, compose, frozen, tally

TIES = (["lowest_cost", "receipt"], ["most_votes", "receipt"], ["receipt"], ["most_votes", "lowest_cost"], [])
UNITS = ("internet", "mairie")


def toy_city(seed: int, contests: int, **clauses: object) -> dict[str, bytes]:
    """The files of an imported edition with so many contests; the same seed gives the same city.

    Numbers go beyond three digits, where their order as text is not that in which they were given.
    """
    dice = Random(seed)
    made = [_contest(dice, f"c{at:02}", clauses) for at in range(contests)]
    numbers = iter(range(980, 2000))
    projects = [
        FrozenProject(f"{EDITION}-{next(numbers):03}", dice.choice([1, 2, 2, 3, 5, 8]) * 100_050, envelope.id, order)
        for contest in made
        for envelope in contest.envelopes
        for order in range(1, dice.randint(3, 6))
    ]
    made = [_with_names(dice, contest, projects, clauses) for contest in made]
    units = [Unit(contest.id, name, VoteChannel.MIXED) for contest in made for name in UNITS]
    files = frozen.freeze(city=CITY, edition=EDITION, contests=made, projects=projects, units=units, ties=["receipt"])
    files[f"site_config/editions/{EDITION}.yml"] = b"schema_version: 1\nprovenance: imported\n"
    ballot = frozen.read(CITY, EDITION, {path.rpartition("/")[2]: data for path, data in files.items()}).value
    assert ballot
    for unit in units:
        files |= _return(dice, files, ballot, unit)
    return files


def _contest(dice: Random, name: str, added: Mapping[str, object]) -> FrozenContest:
    points = dice.random() < 0.4
    rules = BallotRules(BallotType.POINTS, max_points=6) if points else BallotRules(BallotType.APPROVAL)
    clauses: dict[str, object] = {
        "overflow": dice.choice(["skip", "stop"]),
        "measure": dice.choice(["points", "votes"]) if points else "votes",
        "ties": dice.choice(TIES),
        "leftover": dice.choice(["return", "carry", "pool_by_votes"]),
        "quotas": [{"envelope": f"{name}-a", "most": dice.choice([1, 2])}],
        "max_winners": dice.choice([2, 3]),
        "thresholds": {
            "votes": dice.choice([0, 4]),
            "points": dice.choice([0, 9]),
            "share_percent": dice.choice(["0", "12.5"]),
            **dice.choice([{}, {"cost_divisor": 3}]),
        },
    }
    kept = {key: value for key, value in clauses.items() if key == "measure" or dice.random() < 0.6}
    envelopes = tuple(FrozenEnvelope(f"{name}-{which}", dice.randint(2, 9) * 100_000) for which in "ab")
    return FrozenContest(
        name, Effect.DECISIVE, rules, {k: v for k, v in {**kept, **added}.items() if v is not None}, envelopes
    )


def _with_names(
    dice: Random, contest: FrozenContest, projects: list[FrozenProject], added: Mapping[str, object]
) -> FrozenContest:
    """The same contest with clauses that name projects."""
    mine = [p.number for p in projects if p.envelope in {envelope.id for envelope in contest.envelopes}]
    named: dict[str, object] = {"exclusions": [sorted(dice.sample(mine, 3))], "withdrawn": [dice.choice(mine)]}
    kept = {key: value for key, value in named.items() if dice.random() < 0.5 and key not in added}
    return FrozenContest(contest.id, contest.effect, contest.ballot, {**contest.rule, **kept}, contest.envelopes)


def _groups(dice: Random, ballot: FrozenBallot, contest: str) -> Iterator[tuple[tuple[str, ...], tuple[int, ...]]]:
    numbers = [project.number for project in ballot.candidates(contest)]
    for _ in range(12):
        picks = tuple(sorted(dice.sample(numbers, dice.randint(0, 3))))
        points = ballot.contest(contest).ballot.type is BallotType.POINTS
        yield picks, tuple(dice.randint(1, 2) for _ in picks) if points else ()


def _return(dice: Random, files: dict[str, bytes], ballot: FrozenBallot, unit: Unit) -> dict[str, bytes]:
    many = Counter(_groups(dice, ballot, unit.contest))
    groups = tuple(BallotGroup(count, *box) for box, count in sorted(many.items()))
    shown = ballot.contest(unit.contest).ballot.type is BallotType.POINTS or dice.random() < 0.5
    return reported(files, ballot, unit, groups, shown=shown)


def reported(
    files: dict[str, bytes], ballot: FrozenBallot, unit: Unit, groups: tuple[BallotGroup, ...], *, shown: bool
) -> dict[str, bytes]:
    """The files of one unit, with or without its ballots."""
    contest, name = unit.contest, unit.unit
    folder = f"{VOTES}/{contest}/{name}"
    made = {f"{folder}/tally.csv": tally.write(counted(ballot, contest, name, groups))}
    if shown:
        made[f"{folder}/ballots.csv"] = ballots.write(ballot.contest(contest).ballot, groups)
    blank = sum(group.count for group in groups if not group.picks)
    valid = sum(group.count for group in groups if group.picks)
    minutes = compose.Minutes(CLOSED, blank + valid, blank + valid, blank, 0, valid)
    source = MemorySource({**files, **made})
    text = compose.draft(source, EDITION, (contest, name), minutes, city_id=CITY, signed=CLOSED)
    assert text.value, text.findings
    return {**made, f"{folder}/MANIFEST": text.value}


def two_rounds(
    first: dict[str, int], second: dict[str, int], own: Sequence[str] = ("receipt",), common: Sequence[str] = ()
) -> dict[str, bytes]:
    """An edition in which a shortlist of two feeds a decision; votes of each project by the end of its number.

    Of two projects the later one costs less; ties are broken by each contest's `own` chain, beside the `common` one.
    """
    purse = (FrozenEnvelope("ville", 300_000),)
    approval = BallotRules(BallotType.APPROVAL)
    ties = {"ties": list(own)}
    contests = (
        FrozenContest("avis", Effect.ADVISORY, approval, ties, purse),
        FrozenContest("finale", Effect.DECISIVE, approval, ties, purse),
        FrozenContest("tri", Effect.SHORTLIST, approval, ties, purse, shortlist=2, feeds="finale"),
    )
    projects = [FrozenProject(f"{EDITION}-{end}", 200_000 - at, "ville", at) for at, end in enumerate(first, 1)]
    units = [Unit(contest.id, "mairie", VoteChannel.PAPER) for contest in contests]
    files = frozen.freeze(
        city=CITY, edition=EDITION, contests=contests, projects=projects, units=units, ties=list(common)
    )
    files[f"site_config/editions/{EDITION}.yml"] = b"schema_version: 1\nprovenance: imported\n"
    ballot = frozen.read(CITY, EDITION, {path.rpartition("/")[2]: data for path, data in files.items()}).value
    assert ballot
    for unit in units:
        votes = second if unit.contest == "finale" else first
        groups = tuple(BallotGroup(n, (f"{EDITION}-{end}",), ()) for end, n in sorted(votes.items()) if n)
        files |= reported(files, ballot, unit, groups, shown=False)
    return files


def ranked_city(seed: int, weights: object) -> dict[str, bytes]:
    """An imported edition with one contest of ranked ballots, all of them shown, whose places are worth `weights`."""
    dice = Random(seed)
    rule = {"measure": "points", "weights": weights, "ties": ["most_votes", "receipt"]}
    ballot_rules = BallotRules(BallotType.RANKED, max_choices=4)
    contest = FrozenContest("rang", Effect.DECISIVE, ballot_rules, rule, (FrozenEnvelope("ville", 900_000),))
    projects = [
        FrozenProject(f"{EDITION}-{at:03}", dice.choice([1, 2, 3]) * 100_000, "ville", at) for at in range(1, 8)
    ]
    units = [Unit(contest.id, name, VoteChannel.MIXED) for name in UNITS]
    files = frozen.freeze(city=CITY, edition=EDITION, contests=[contest], projects=projects, units=units, ties=[])
    files[f"site_config/editions/{EDITION}.yml"] = b"schema_version: 1\nprovenance: imported\n"
    ballot = frozen.read(CITY, EDITION, {path.rpartition("/")[2]: data for path, data in files.items()}).value
    assert ballot
    numbers = [project.number for project in projects]
    for unit in units:
        many = Counter(tuple(dice.sample(numbers, dice.randint(0, 4))) for _ in range(30))
        groups = tuple(BallotGroup(count, picks, ()) for picks, count in sorted(many.items()))
        files |= reported(files, ballot, unit, groups, shown=True)
    return files
