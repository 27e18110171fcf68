"""A promised day stays; a new one stands beside it with its reason, and only a great delay asks for one afterwards."""

from __future__ import annotations

from datetime import date

import pytest
from rules_house import ABRIS, Case, Edit, changed, city, judge_case, put

from aubette.model.works import Implementation

STEPS = ("implementation", "milestones")
"""The works of the third milestone were promised for 13 October 2025; the edition calls 90 days late."""


def at(position: int, **fields: str) -> tuple[tuple[str, Edit], ...]:
    return tuple((ABRIS, put(*STEPS, position, name, value=value)) for name, value in fields.items())


WHY = "Le premier marché est resté sans offre."
CASES = (
    Case("lifecycle/slip-without-reason", at(2, expected="2025-10-14"), at(2, expected="2025-10-13")),
    Case("lifecycle/slip-without-reason", at(2, expected="2027-03-01"), at(2, expected="2027-03-01", slip_reason=WHY)),
    Case("lifecycle/slip-without-reason", at(2, actual="2026-01-12"), at(2, actual="2026-01-11")),
)


@pytest.mark.parametrize("case", CASES, ids=("moved", "moved-without-a-word", "missed"))
def test_a_day_that_moves_says_why(case: Case) -> None:
    judge_case(case)


def works(*changes: tuple[str, Edit]) -> Implementation:
    found = next(p for p in city(changed(*changes)).projects if p.number == "2024-016")
    assert found.implementation is not None
    return found.implementation


def test_the_last_day_is_the_expected_one_until_it_is_reached() -> None:
    last = len(works().milestones) - 1
    later = at(last, expected="2027-05-03", slip_reason=WHY)
    assert works().last_day != date(2027, 5, 3)
    assert works(*later).last_day == date(2027, 5, 3)
    assert works(*later).milestones[last].planned == works().milestones[last].planned
