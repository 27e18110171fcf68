"""Whether a unit's figures go together: minutes, tally, ballots, and what the ballot form makes possible."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from aubette.model.enums import BallotType
from aubette.model.evidence import BallotGroup, FrozenBallot, Tally, TallyKind, Weights
from aubette.model.finding import Finding, Param, Place, Severity
from aubette.model.seal import Manifest, Policy
from aubette.votes import ballots, manifest
from aubette.votes import statement as notation


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one valid ballot may add: at most to one project, at least and at most in all."""

    each: int
    least: int
    most: int


def statement(path: str, said: Manifest, here: Mapping[str, str], now: datetime | None) -> Iterator[Finding]:
    """Whether a manifest speaks of the place where it stands, at times in their order, with minutes that add up.

    `here` maps the keys `city`, `edition`, `contest`, `unit` and, where it is known, `channel` to what they must be.
    """
    for key, expected in here.items():
        if (found := str(getattr(said, key))) != expected:
            params: dict[str, Param] = {"key": key, "said": found, "here": expected}
            yield Finding("votes/manifest-moved", manifest.place(path, key), params)
    signed = manifest.place(path, "signed")
    if said.signed < said.closed:
        yield Finding("votes/signed-before-closed", signed, {"signed": said.signed, "closed": said.closed})
    if now and said.signed > now:
        yield Finding("votes/signed-in-future", signed, {"signed": said.signed, "now": now})
    if (said.seq == 1) != (said.supersedes is None):
        yield Finding("votes/supersedes", manifest.place(path, "supersedes"), {"seq": said.seq})
    if not notation.explained(said.seq, said.note):
        yield Finding("votes/correction-unexplained", manifest.place(path, "note"), {"seq": said.seq})
    yield from _minutes(path, said)


def _minutes(path: str, said: Manifest) -> Iterator[Finding]:
    figures = said.figures
    parts = {"blank": figures.blank, "null": figures.null, "valid": figures.valid}
    if (total := sum(parts.values())) != figures.ballots_found:
        where = manifest.place(path, "ballots-found")
        yield Finding("votes/figures-do-not-add-up", where, {**parts, "total": total, "found": figures.ballots_found})
    if figures.roll != figures.ballots_found and not said.note:
        params: dict[str, Param] = {"roll": figures.roll, "found": figures.ballots_found}
        yield Finding("votes/note-needed", manifest.place(path, "note"), params)


def tally(path: str, said: Manifest, tally_path: str, counted: Tally, ballot: FrozenBallot) -> Iterator[Finding]:
    """Whether a tally is the one that its manifest sums up, and possible with that many valid ballots."""
    total, valid = sum(counted.amounts.values()), said.figures.valid
    stated = {"rows": (said.figures.rows, len(counted.amounts)), "votes-cast": (said.figures.votes_cast, total)}
    for key, (stands, found) in stated.items():
        if stands != found:
            params: dict[str, Param] = {"key": key, "said": stands, "found": found}
            yield Finding("votes/tally-differs-from-manifest", manifest.place(path, key), params)
    limits = bounds(ballot, counted.contest)
    for line, (number, amount) in enumerate(counted.amounts.items(), 2):
        if amount > limits.each * valid:
            where = Place(tally_path, line, len(number) + 2)
            most = limits.each * valid
            yield Finding("votes/tally-too-high", where, {"number": number, "n": amount, "most": most, "valid": valid})
    least, most = limits.least * valid, limits.most * valid
    if not least <= total <= most:
        params = {"n": total, "least": least, "most": most, "valid": valid}
        yield Finding("votes/sum-impossible", Place(tally_path), params)


def bounds(ballot: FrozenBallot, contest: str) -> Bounds:
    """The limits of the tallies of a contest, for each valid ballot."""
    rules, weights = ballot.contest(contest).ballot, ballot.weights(contest)
    choices = ballots.most_choices(rules) or len(ballot.candidates(contest))
    fewest = max(1, rules.min_choices)
    if weights:
        highest = ballots.places(weights, choices)
        return Bounds(highest[0], sum(ballots.places(weights, fewest)), sum(highest))
    if rules.type is BallotType.POINTS:
        return Bounds(ballots.limits(rules)[1], fewest, rules.max_points or 0)
    if rules.type is BallotType.GRADES:
        best = ballots.limits(rules)[1]
        return Bounds(best, 0, best * choices)
    return Bounds(1, fewest, choices)


def sums(tally_path: str, counted: tuple[BallotGroup, ...], stated: Tally, weights: Weights) -> Iterator[Finding]:
    """Whether ballots sum to the tally beside them."""
    found = ballots.sums(counted, weights)
    for line, (number, amount) in enumerate(stated.amounts.items(), 2):
        if found.get(number, 0) != amount:
            params: dict[str, Param] = {"number": number, "ballots": found.get(number, 0), "tally": amount}
            where = Place(tally_path, line, len(number) + 2)
            yield Finding("votes/ballots-differ-from-tally", where, params)


def numbers(path: str, said: Manifest, counted: tuple[BallotGroup, ...]) -> Iterator[Finding]:
    """Whether ballots are as many as the minutes say."""
    blank = sum(group.count for group in counted if not group.picks)
    valid = sum(group.count for group in counted if group.picks)
    for key, stands, have in (("blank", said.figures.blank, blank), ("valid", said.figures.valid, valid)):
        if stands != have:
            params: dict[str, Param] = {"key": key, "ballots": have, "said": stands}
            yield Finding("votes/ballots-differ-from-manifest", Place(path), params)


def secrecy(path: str, said: Manifest, counted: Tally, policy: Policy) -> Iterator[Finding]:
    """Whether a unit's totals are so few, or so alike, that they tell how somebody voted."""
    valid = said.figures.valid
    where = manifest.place(path, "valid")
    if 0 < valid < policy.small_unit_limit:
        yield Finding("votes/small-unit", where, {"n": valid, "limit": policy.small_unit_limit}, Severity.WARNING)
    elif valid and counted.kind is TallyKind.VOTES and {*counted.amounts.values()} <= {0, valid}:
        yield Finding("votes/unanimous-unit", where, {"n": valid}, Severity.WARNING)


def few(path: str, said: Manifest, policy: Policy) -> Iterator[Finding]:
    """Whether a file of ballots holds too few of them to be shown."""
    have = said.figures.blank + said.figures.valid
    if have < policy.ballots_minimum:
        yield Finding("votes/ballots-too-few", Place(path), {"n": have, "least": policy.ballots_minimum})
