"""What a ballot gives each of its picks under a rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from aubette.model.counting import Candidate, CountingRule, Measure
from aubette.model.evidence import BallotGroup


def worths(group: BallotGroup, rule: CountingRule) -> tuple[int, ...]:
    """What each pick of a ballot is worth: one vote, its written points, or its rank's weight.

    `borda`: on a ballot of k picks, the first is worth k - 1, the last 0.
    """
    if rule.measure is Measure.VOTES:
        return (1,) * len(group.picks)
    if group.points:
        return group.points
    return _by_rank(rule.weights, len(group.picks))


@lru_cache(maxsize=256)
def _by_rank(declared: tuple[int, ...] | str, picks: int) -> tuple[int, ...]:
    if declared == "borda":
        return tuple(range(picks - 1, -1, -1))
    weights = list(map(int, declared))[:picks] if declared else [1] * picks
    return tuple(weights + [0] * (picks - len(weights)))


def rescored(
    candidates: Sequence[Candidate], groups: Sequence[BallotGroup], rule: CountingRule
) -> tuple[Candidate, ...]:
    """The same candidates with scores by this rule's own measure and weights, from the ballots themselves.

    `votes` of the candidates are how many of these ballots pick them.
    """
    if rule.measure is Measure.VOTES:
        return tuple(replace(c, score=c.votes) for c in candidates)
    scores = dict.fromkeys((c.number for c in candidates), 0)
    for group in groups:
        for number, worth in zip(group.picks, worths(group, rule), strict=True):
            if number in scores:
                scores[number] += worth * group.count
    return tuple(replace(c, score=scores[c.number]) for c in candidates)
