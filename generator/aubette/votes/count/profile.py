"""The ballots of one envelope as arrays: equal ballots once, and for each project who supports it and how much."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from aubette.model.counting import Candidate, CountingRule, Measure, Utility
from aubette.model.evidence import BallotGroup
from aubette.votes.count.scores import worths

Whole = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.unsignedinteger]

LARGEST = 2**62
"""Sums of ballots times points stay below this in machine integers; above it Python's own integers are used."""


class Support(NamedTuple):
    """One project: which groups support it, with what weight, and by what its price per weight is divided to compare.

    With cost utility every supporter weighs 1 and a project is worth its cost; with points it is worth its points.
    `loads` are the weights as floats, `counts` is how many voters each of its groups has and `heads` is that times the
    weight; `total` is the exact sum of the latter, `most` the largest weight. `even` is its price while all its
    supporters can pay it.
    """

    candidate: Candidate
    groups: Whole
    weights: Whole
    worth: int
    voters: int
    loads: Floats
    counts: Floats
    heads: Floats
    total: int
    most: int
    even: float


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
    others = len(candidates)
    places = defaultdict(lambda: others, {c.number: place for place, c in enumerate(candidates)})
    sizes = [len(group.picks) for group in groups]
    picks = chain.from_iterable([group.picks for group in groups])
    picked = np.fromiter(map(places.__getitem__, picks), np.min_scalar_type(others), sum(sizes))
    members = np.repeat(np.arange(len(sizes)), sizes)
    alike = rule.measure is Measure.VOTES
    worth = [1] if alike else list(chain.from_iterable(worths(groups, rule)))
    numbers = [group.count for group in groups]
    biggest = sum(numbers) * max(worth, default=1)
    counts: Whole = np.array(numbers, dtype=np.int64 if biggest < LARGEST else object)
    weights: Whole = np.ones(len(picked), counts.dtype) if alike else np.array(worth, dtype=counts.dtype)
    ours = slice(None) if len(places) == others else picked < others
    picked, members, weights = picked[ours], members[ours], weights[ours]
    voting = np.zeros(len(sizes), dtype=np.bool_)
    voting[members] = True
    return Profile(counts, _supports(candidates, picked, members, weights, counts, rule), int(counts[voting].sum()))


def _supports(
    candidates: Sequence[Candidate], picked: Places, members: Whole, weights: Whole, counts: Whole, rule: CountingRule
) -> tuple[Support, ...]:
    """Each candidate's own part of the picks; `picked` is the candidate's place, `members` the group of each pick.

    Places are kept in as few bytes as they need: numpy sorts such numbers several times faster.
    """
    if rule.measure is not Measure.VOTES:
        given = weights > 0
        picked, members, weights = picked[given], members[given], weights[given]
    order = np.argsort(picked, kind="stable")
    members, alike = members[order], rule.utility is Utility.COST
    weights = np.ones(len(order), dtype=counts.dtype) if alike else weights[order]
    mine = counts[members]
    heads = mine if alike else mine * weights
    loads, floats = weights.astype(np.float64), mine.astype(np.float64)
    floating = floats if alike else heads.astype(np.float64)
    ends = np.cumsum(np.bincount(picked, minlength=len(candidates)))
    voters = _summed(mine, ends)
    totals = voters if alike else _summed(heads, ends)
    most = [1] * len(candidates) if alike else _largest(weights, ends)
    made, begin = [], 0
    for k, (candidate, end) in enumerate(zip(candidates, ends.tolist(), strict=True)):
        part = slice(begin, end)
        worth, even = candidate.cost if alike else 1, candidate.cost / totals[k] if totals[k] else 0.0
        parts = loads[part], floats[part], floating[part]
        made.append(
            Support(candidate, members[part], weights[part], worth, voters[k], *parts, totals[k], most[k], even)
        )
        begin = end
    return tuple(made)


def _summed(numbers: Whole, ends: Whole) -> list[int]:
    """The exact sum of each part: machine integers that run over in the whole come right again in the difference."""
    sums = np.concatenate((np.zeros(1, numbers.dtype), np.cumsum(numbers)))[np.concatenate(([0], ends))]
    return [int(total) for total in np.diff(sums).tolist()]


def _largest(numbers: Whole, ends: Whole) -> list[int]:
    """The largest number of each part, 0 where a part is empty."""
    begins = np.concatenate(([0], ends[:-1]))
    filled = begins < ends
    largest = np.zeros(len(ends), numbers.dtype)
    if filled.any():
        largest[filled] = np.maximum.reduceat(numbers, begins[filled])
    return [int(most) for most in largest.tolist()]
