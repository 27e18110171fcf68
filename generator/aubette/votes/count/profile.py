"""The ballots of one envelope as arrays: equal ballots once, and for each project who supports it and how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from aubette.model.counting import Candidate, CountingRule, Measure, Utility
from aubette.model.evidence import BallotGroup
from aubette.votes.count.scores import worths

Whole = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

LARGEST = 2**62
"""Sums of ballots times points stay below this in machine integers; above it Python's own integers are used."""


@dataclass(frozen=True, slots=True, eq=False)
class Support:
    """One project: which groups support it, with what weight, and by what its price per weight is divided to compare.

    With cost utility every supporter weighs 1 and a project is worth its cost; with points it is worth its points.
    `counts` is how many voters each of its groups has and `heads` is that times the weight, both as floats; `total` is
    the exact sum of the latter, `most` the largest weight.
    """

    candidate: Candidate
    groups: Whole
    weights: Whole
    worth: int
    voters: int
    counts: Floats
    heads: Floats
    total: int
    most: int


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """`counts` is how many voters each group has; `voters` counts the ballots that pick at least one candidate."""

    counts: Whole
    supports: tuple[Support, ...]
    voters: int


def profile(groups: Sequence[BallotGroup], candidates: Sequence[Candidate], rule: CountingRule) -> Profile:
    """The profile of these candidates.

    A voter of an envelope is a ballot that picks one of them, also where a pick is worth nothing (the last of a Borda
    ballot): it has its share, and nothing to spend it on.
    """
    places = {c.number: place for place, c in enumerate(candidates)}
    plain = rule.measure is Measure.VOTES
    picked: list[int] = []
    worth: list[int] = []
    sizes: list[int] = []
    for group in groups:
        try:
            mine = [places[number] for number in group.picks]
            worth += () if plain else worths(group, rule)
        except KeyError:
            both = zip(group.picks, worths(group, rule), strict=True)
            kept = [(places[number], value) for number, value in both if number in places]
            mine = [place for place, _ in kept]
            worth += () if plain else (value for _, value in kept)
        picked += mine
        sizes.append(len(mine))
    lengths = np.array(sizes, dtype=np.int64)
    numbers = [group.count for group, size in zip(groups, sizes, strict=True) if size]
    biggest = sum(numbers) * max(worth, default=1)
    counts: Whole = np.array(numbers, dtype=np.int64 if biggest < LARGEST else object)
    members = np.repeat(np.arange(len(numbers)), lengths[lengths > 0])
    weights = np.ones(len(picked), dtype=counts.dtype) if plain else np.array(worth, dtype=counts.dtype)
    supports = _supports(candidates, np.array(picked, np.int64), members, weights, counts, rule)
    return Profile(counts, supports, sum(numbers))


def _supports(
    candidates: Sequence[Candidate], picked: Whole, members: Whole, weights: Whole, counts: Whole, rule: CountingRule
) -> tuple[Support, ...]:
    """Each candidate's own part of the picks; `picked` is the candidate's place, `members` the group of each pick."""
    given = weights > 0
    order = np.argsort(picked[given], kind="stable")
    members, weights = members[given][order], weights[given][order]
    ends = np.cumsum(np.bincount(picked[given], minlength=len(candidates)))
    alike = rule.utility is Utility.COST
    weights = np.ones(len(weights), dtype=counts.dtype) if alike else weights
    mine = counts[members]
    heads = mine * weights
    floats, floating = mine.astype(np.float64), heads.astype(np.float64)
    made, begin = [], 0
    for candidate, end in zip(candidates, ends.tolist(), strict=True):
        part = slice(begin, end)
        total, most = int(heads[part].sum()), int(weights[part].max()) if end > begin else 0
        voters = total if alike else int(mine[part].sum())
        worth = candidate.cost if alike else 1
        made.append(
            Support(candidate, members[part], weights[part], worth, voters, floats[part], floating[part], total, most)
        )
        begin = end
    return tuple(made)
