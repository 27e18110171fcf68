"""The ballots of one envelope as arrays: equal ballots once, and for each project who supports it and how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from aubette.model.counting import Candidate, CountingRule, Utility
from aubette.model.evidence import BallotGroup
from aubette.votes.count.scores import worths

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Support:
    """One project: which groups support it, with what weight, and by what its price per weight is divided to compare.

    With cost utility every supporter weighs 1 and a project is worth its cost; with points it is worth its points.
    """

    candidate: Candidate
    groups: Ints
    weights: Ints
    worth: int
    voters: int


@dataclass(frozen=True)
class Profile:
    """`counts` is how many voters each group has; `voters` counts those who support at least one candidate."""

    counts: Ints
    supports: tuple[Support, ...]
    voters: int


def profile(groups: Sequence[BallotGroup], candidates: Sequence[Candidate], rule: CountingRule) -> Profile:
    """The profile of these candidates; a voter of an envelope is a ballot that gives something to one of them."""
    wanted = {c.number for c in candidates}
    members: dict[str, list[int]] = {number: [] for number in wanted}
    weights: dict[str, list[int]] = {number: [] for number in wanted}
    counts: list[int] = []
    for group in groups:
        given = [(n, w) for n, w in zip(group.picks, worths(group, rule), strict=True) if n in wanted and w > 0]
        if given:
            for number, weight in given:
                members[number].append(len(counts))
                weights[number].append(1 if rule.utility is Utility.COST else weight)
            counts.append(group.count)
    array = np.array(counts, dtype=np.int64)
    supports = tuple(
        Support(
            c,
            np.array(members[c.number], dtype=np.int64),
            np.array(weights[c.number], dtype=np.int64),
            c.cost if rule.utility is Utility.COST else 1,
            int(array[members[c.number]].sum()) if members[c.number] else 0,
        )
        for c in candidates
    )
    return Profile(array, supports, int(array.sum()))
