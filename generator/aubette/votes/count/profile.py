"""The ballots of one envelope as arrays: equal ballots once, and for each project who supports it and how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from aubette.model.counting import Candidate, CountingRule, Utility
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
    members: dict[str, list[int]] = {c.number: [] for c in candidates}
    weights: dict[str, list[int]] = {c.number: [] for c in candidates}
    counts: list[int] = []
    for group in groups:
        here = len(counts)
        voting = False
        for number, worth in zip(group.picks, worths(group, rule), strict=True):
            if number in members:
                voting = True
                if worth > 0:
                    members[number].append(here)
                    weights[number].append(worth)
        if voting:
            counts.append(group.count)
    biggest = sum(counts) * max((max(w, default=1) for w in weights.values()), default=1)
    kind: type = np.int64 if biggest < LARGEST else object
    array: Whole = np.array(counts, dtype=kind)
    alike = rule.utility is Utility.COST
    supports = tuple(_support(c, members[c.number], weights[c.number], array, alike=alike) for c in candidates)
    return Profile(array, supports, sum(counts))


def _support(
    candidate: Candidate, members: Sequence[int], weights: Sequence[int], counts: Whole, *, alike: bool
) -> Support:
    groups = np.array(members, dtype=np.int64)
    mine = counts[groups]
    weighed = np.array(weights, dtype=counts.dtype) if not alike else np.ones(len(members), dtype=counts.dtype)
    heads = mine * weighed
    return Support(
        candidate,
        groups,
        weighed,
        candidate.cost if alike else 1,
        int(mine.sum()),
        mine.astype(np.float64),
        heads.astype(np.float64),
        int(heads.sum()),
        int(weighed.max()) if members else 0,
    )
