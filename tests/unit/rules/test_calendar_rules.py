"""Rules on dates: each breaks on one change of the example, and stays silent on a twin that is nearly the same."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from rules_house import (
    E24,
    E26,
    E27,
    SKATE,
    VERGER,
    Case,
    Edit,
    add,
    changed,
    found,
    judge_case,
    put,
    stage,
)

from aubette.model.enums import PhaseKind
from aubette.model.finding import Severity
from aubette.rules.calendar_planning import SHORTEST_DAYS, backwards
from aubette.rules.public_holidays import easter, is_public_holiday, of_france

W = Severity.WARNING
DATES = "budget_calendar"
HALL = put("contests", 0, "units", 0, "channel", value="meeting")


def without(kind: str) -> Edit:
    def edit(data: dict[str, list[dict[str, str]]]) -> None:
        data["phases"] = [p for p in data["phases"] if p["kind"] != kind]

    return edit


CASES = (
    Case(
        "calendar/in-august",
        ((E26, stage("feasibility_study", ends="2026-08-01")),),
        ((E26, stage("feasibility_study", ends="2026-07-31")),),
        W,
    ),
    Case(
        "calendar/in-august",
        ((E26, stage("vote", starts="2026-08-31")),),
        ((E26, stage("vote", starts="2026-09-01")),),
        W,
    ),
    Case(
        "calendar/due-in-august",
        (
            (SKATE, put("study", "opinions", 0, "due_on", value="2027-08-31")),
            (SKATE, put("study", "opinions", 0, "answered_on", value=...)),
            (SKATE, put("study", "opinions", 0, "verdict", value=...)),
        ),
        (
            (SKATE, put("study", "opinions", 0, "due_on", value="2027-09-01")),
            (SKATE, put("study", "opinions", 0, "answered_on", value=...)),
            (SKATE, put("study", "opinions", 0, "verdict", value=...)),
        ),
        W,
    ),
    Case(
        "calendar/on-public-holiday",
        ((E27, stage("vote", starts="2027-03-29")),),
        ((E27, stage("vote", starts="2027-03-30")),),
        W,
    ),
    Case(
        "calendar/in-holidays",
        ((E27, stage("vote", starts="2027-03-07")),),
        ((E27, stage("vote", starts="2027-03-08")),),
        W,
    ),
    Case(
        "calendar/too-late-for-budget",
        ((E26, stage("vote", ends="2026-11-26")),),
        ((E26, stage("vote", ends="2026-11-25")),),
        W,
    ),
    Case(
        "calendar/no-budget-vote",
        ((E26, put(DATES, "initial_budget", value="2026-10-11")), (E26, put(DATES, "amending_decisions", value=[]))),
        ((E26, put(DATES, "initial_budget", value="2026-10-12")), (E26, put(DATES, "amending_decisions", value=[]))),
        W,
    ),
    Case(
        "calendar/adoption-misses-budget",
        ((E26, stage("adoption", ends="2026-12-13")),),
        ((E26, stage("adoption", ends="2026-12-14")),),
        W,
    ),
    Case(
        "calendar/short-phase",
        ((E26, stage("vote", ends="2026-10-03")),),
        ((E26, stage("vote", ends="2026-10-04")),),
        W,
    ),
    Case(
        "calendar/short-phase",
        ((E26, stage("vote", ends="2026-09-22")),),
        ((E26, stage("vote", ends="2026-09-22")), (E26, HALL)),
        W,
    ),
    Case("calendar/phase-missing", ((E26, without("vote")),), (), W),
    Case("calendar/phase-missing", ((E26, without("vote")),), ((E26, without("celebration")),), W, places=2),
    Case("calendar/phase-missing", ((E26, without("vote")),), ((E26, put("phases", value=[])),), W),
    Case(
        "calendar/no-orientation-debate",
        ((E26, put(DATES, "budget_orientation", value=...)),),
        ((E26, put(DATES, "budget_orientation", value=...)), (E26, put(DATES, "initial_budget", value=...))),
        W,
    ),
    Case(
        "calendar/budget-without-session",
        ((E26, put(DATES, "amending_decisions", value=["2027-06-22"])),),
        ((E26, put(DATES, "amending_decisions", value=["2027-06-21"])),),
        W,
    ),
    Case(
        "calendar/results-after-orientation",
        ((E26, stage("count", ends="2026-11-09")),),
        ((E26, stage("count", ends="2026-11-08")),),
        W,
    ),
    Case(
        "calendar/short-lead-time",
        ((VERGER, put("study", "planned_delivery", value="2027-06-13")),),
        ((VERGER, put("study", "planned_delivery", value="2027-06-14")),),
    ),
    Case(
        "feasibility/delivery-after-limit",
        ((VERGER, put("study", "planned_delivery", value="2028-12-15")),),
        ((VERGER, put("study", "planned_delivery", value="2028-12-14")),),
    ),
    Case(
        "calendar/years-out-of-order",
        ((E26, put("year_implementation", value=2025)),),
        ((E26, put("year_implementation", value=2026)),),
    ),
    Case(
        "calendar/vote-outside-year",
        ((E26, put("year_decision", value=2025)),),
        ((E26, put("year_decision", value=2026)),),
        W,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_one_change_is_found_and_its_twin_is_not(case: Case) -> None:
    judge_case(case)


def test_an_edition_that_delivers_nothing_in_its_months_is_told() -> None:
    files = {
        name: raw
        for name, raw in changed((E24, put("delivery", "first_delivery_months", value=9))).items()
        if not name.startswith("projects/2024/")
    }
    after, before = date(2025, 9, 17), date(2025, 9, 16)
    assert "calendar/no-first-delivery" in {f.code for f in found(files, after)}
    assert "calendar/no-first-delivery" not in {f.code for f in found(files, before)}
    assert "calendar/no-first-delivery" not in {f.code for f in found(changed(), after)}


def test_planning_backwards_leaves_each_stage_its_days_and_no_gap() -> None:
    plan = backwards(date(2026, 12, 14))
    assert [step.kind for step in plan] == list(SHORTEST_DAYS)
    assert plan[-1].ends == date(2026, 12, 2)
    assert [(s.ends - s.starts).days + 1 for s in plan] == list(SHORTEST_DAYS.values())
    assert all(first.ends + timedelta(days=1) == second.starts for first, second in pairwise(plan))
    assert plan[0].starts == date(2026, 6, 8)
    assert plan[0].kind is PhaseKind.SUBMISSION


@pytest.mark.parametrize(
    ("year", "month", "day"), [(2000, 4, 23), (2008, 3, 23), (2024, 3, 31), (2027, 3, 28), (2038, 4, 25), (2285, 3, 22)]
)
def test_easter(year: int, month: int, day: int) -> None:
    assert easter(year) == date(year, month, day)


def test_france_has_eleven_public_holidays() -> None:
    assert len(of_france(2027)) == 11
    assert date(2027, 5, 6) in of_france(2027)
    assert not is_public_holiday(date(2027, 7, 14), "DE")
    assert not is_public_holiday(date(2027, 7, 15), "FR")


def test_a_declared_exception_lets_a_project_take_longer() -> None:
    entry = {
        "id": "2026-L2", "date": "2026-06-22", "kind": "exception", "act": "2026-06-22/20",
        "rule": "feasibility/delivery-after-limit", "reason": "Les travaux attendent la fin du chantier du tram.",
    }  # fmt: skip
    late = (VERGER, put("study", "planned_delivery", value="2029-03-01"))
    key = next(name for name in changed() if name.startswith(VERGER))[-10:-4]
    files = changed(late, ("site_config/ledger/2026.yml", add("entries", value={**entry, "project": key})))
    assert [f.severity for f in found(files) if f.code == "feasibility/delivery-after-limit"] == [Severity.NOTE]
