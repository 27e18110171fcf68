"""Majority judgment (Balinski and Laraki): a project's grade is the median of its grades, a valid ballot without one
counting as the worst.

Written tie-break: with the same median, let p be how many gave better and q how many gave worse. A project with p > q
goes before one with p <= q; among the former more p goes first, among the latter fewer q. What is still equal goes to
the rule's tie chain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from aubette.model.counting import Candidate
from aubette.model.evidence import BallotGroup

Judgment = tuple[int, int]


def graded(candidates: Sequence[Candidate], groups: Sequence[BallotGroup]) -> tuple[Candidate, ...]:
    """The candidates with, as score, their place from the bottom by judgment: equal judgments share a score."""
    voters = sum(group.count for group in groups if group.picks)
    given: dict[str, dict[int, int]] = {c.number: {} for c in candidates}
    for group in groups:
        for number, grade in zip(group.picks, group.points, strict=False):
            if number in given:
                given[number][grade] = given[number].get(grade, 0) + group.count
    judged = {number: judgment(grades, voters) for number, grades in given.items()}
    ladder = {value: place for place, value in enumerate(sorted(set(judged.values())), start=1)}
    return tuple(replace(c, score=ladder[judged[c.number]]) for c in candidates)


def judgment(grades: dict[int, int], voters: int) -> Judgment:
    """Median grade and the strength of those around it; greater is better. Half of an even number counts down."""
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
    return median, better if better > worse else -worse
