"""What a ballot gives each of its picks under a rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from aubette.model.counting import Candidate, CountingRule, Measure
from aubette.model.evidence import BallotGroup


def worths(groups: Sequence[BallotGroup], rule: CountingRule) -> list[tuple[int, ...]]:
    """What each pick of each ballot is worth: one vote, its written points, or its rank's weight.

    `borda`: on a ballot of k picks, the first is worth k - 1, the last 0.
    """
    sizes = [len(group.picks) for group in groups]
    if rule.measure is Measure.VOTES:
        return [(1,) * size for size in sizes]
    ranked = {size: _by_rank(rule.weights, size) for size in set(sizes)}
    return [group.points or ranked[size] for group, size in zip(groups, sizes, strict=True)]


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
    for group, given in zip(groups, worths(groups, rule), strict=True):
        for number, worth in zip(group.picks, given, strict=True):
            if number in scores:
                scores[number] += worth * group.count
    return tuple(replace(c, score=scores[c.number]) for c in candidates)
