"""Majority judgment by hand: the median grade, who stands above and below it, and the order that follows."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aubette.model.counting import Candidate, CountingRule, Method, Pot, Thresholds, TieBreak
from aubette.model.evidence import BallotGroup
from aubette.votes.count.contest import count_greedy
from aubette.votes.count.grades import graded, judgment
from aubette.votes.count.outcome_json import outcome_data, outcome_json

NAMES = ("reject", "poor", "fair", "good")
RULE = CountingRule(method=Method.GRADES, thresholds=Thresholds(votes=0), ties=(TieBreak.ID,))


@pytest.mark.parametrize(
    ("grades", "voters", "expected"),
    [
        ({3: 4, 2: 3, 1: 2}, 9, ("fair", 4, 3, 2)),
        ({3: 5, 0: 5}, 10, ("reject", 5, 5, 0)),
        ({3: 5}, 9, ("good", 0, 5, 4)),
        ({3: 4}, 9, ("reject", 4, 5, 0)),
        ({}, 0, ("reject", 0, 0, 0)),
    ],
    ids=["between", "half-counts-down", "silence-is-the-worst", "mostly-silent", "nobody"],
)
def test_the_median_and_those_around_it(
    grades: dict[int, int], voters: int, expected: tuple[str, int, int, int]
) -> None:
    one = judgment(grades, voters, NAMES)
    assert (one.name, one.better, one.same, one.worse) == expected


@given(st.lists(st.integers(0, 3), min_size=1, max_size=40))
def test_at_least_half_give_the_grade_or_less_and_half_the_grade_or_more(given_grades: list[int]) -> None:
    voters = len(given_grades)
    one = judgment({grade: given_grades.count(grade) for grade in given_grades}, voters, NAMES)
    assert one.grade in given_grades
    assert Fraction(one.same + one.worse, voters) >= Fraction(1, 2)
    assert Fraction(one.same + one.better, voters) >= Fraction(1, 2)
    assert one.better + one.same + one.worse == voters
    assert one.grade == sorted(given_grades)[(voters - 1) // 2]


def test_the_count_says_what_each_place_rests_on() -> None:
    """Three projects of one grade: more above than below goes first, then fewer below."""
    ballots = {"a": (3, 3, 2, 2, 0), "b": (3, 2, 2, 2, 0), "d": (2, 2, 2, 0, 0), "f": (3, 3, 2, 2, 1)}
    groups = [BallotGroup(1, tuple(ballots), tuple(grades[voter] for grades in ballots.values())) for voter in range(5)]
    field = [Candidate(number, 10, "e", 0, 5) for number in ballots]
    judged = graded(field, groups, NAMES)
    outcome = count_greedy("ville", RULE, (Pot("e", 20),), judged, 5)
    assert {p.number: p.rank for p in outcome.projects} == {"a": 1, "b": 3, "d": 4, "f": 1}
    data = json.loads(outcome_json(outcome_data("2026", [outcome], {}, what_if=False)))
    told = {number: one["majority_grade"] for number, one in data["projects"].items()}
    assert told["a"] == {"grade": 2, "name": "fair", "better": 2, "same": 2, "worse": 1}
    assert told["d"] == {"grade": 2, "name": "fair", "better": 0, "same": 3, "worse": 2}


def test_without_grades_there_is_no_judgment() -> None:
    outcome = count_greedy(
        "ville", CountingRule(ties=(TieBreak.ID,)), (Pot("e", 20),), [Candidate("a", 10, "e", 5, 5)], 5
    )
    assert "majority_grade" not in outcome_json(outcome_data("2026", [outcome], {}, what_if=False))
