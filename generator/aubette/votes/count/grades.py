"""Majority judgment (Balinski and Laraki): a project's grade is the median of its grades, a valid ballot without one
counting as the worst.

Written tie-break: with the same median, let p be how many gave better and q how many gave worse. A project with p > q
goes before one with p <= q; among the former more p goes first, among the latter fewer q. What is still equal goes to
the rule's tie chain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from aubette.model.counting import Candidate, MajorityGrade
from aubette.model.evidence import BallotGroup


def graded(
    candidates: Sequence[Candidate], groups: Sequence[BallotGroup], names: Sequence[str]
) -> tuple[Candidate, ...]:
    """The candidates as they were judged, with, as score, their place from the bottom: equal judgments share a score.

    `names` are those of the grades, worst first.
    """
    voters = sum(group.count for group in groups if group.picks)
    given: dict[str, dict[int, int]] = {c.number: {} for c in candidates}
    for group in groups:
        for number, grade in zip(group.picks, group.points, strict=False):
            if number in given:
                given[number][grade] = given[number].get(grade, 0) + group.count
    judged = {number: judgment(grades, voters, names) for number, grades in given.items()}
    ladder = {order: place for place, order in enumerate(sorted({one.order for one in judged.values()}), start=1)}
    return tuple(replace(c, score=ladder[judged[c.number].order], judged=judged[c.number]) for c in candidates)


def judgment(grades: Mapping[int, int], voters: int, names: Sequence[str]) -> MajorityGrade:
    """The median grade of so many voters; half of an even number counts down. Without a name, it is its number."""
    counts = dict(grades)
    counts[0] = counts.get(0, 0) + voters - sum(grades.values())
    seen, median = 0, 0
    for grade in sorted(counts):
        seen += counts[grade]
        if 2 * seen >= voters:
            median = grade
            break
    better = sum(n for grade, n in counts.items() if grade > median)
    worse = sum(n for grade, n in counts.items() if grade < median)
    name = names[median] if median < len(names) else str(median)
    return MajorityGrade(median, name, better, voters - better - worse, worse)
