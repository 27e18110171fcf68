"""What is done once stands once, and what follows comes after: each slip with its silent twin."""

from __future__ import annotations

from typing import Any

import pytest
from rules_house import ABRIS, CITY, E26, L24, L26, SKATE, VERGER, Case, Change, judge_case, put

from aubette.model.finding import Severity

TOILETTES = "projects/2024/toilettes-accessibles-"
STEP = {"kind": "vote", "starts": "2026-09-21T08:00", "ends": "2026-10-11T18:00", "owner": "elections"}
PICTURE = {"file": "abri.jpg", "alt": "Un abri de bois.", "credit": "Ville"}


def phase(**changes: Any) -> tuple[Change, ...]:
    return ((E26, lambda data: data["phases"].insert(8, {**STEP, **changes})),)


def revised(accepted: str) -> tuple[Change, ...]:
    versions = [{"proposed_on": "2026-10-05", "accepted_on": accepted, "summary": "Une piste plus courte."}]
    return ((SKATE, put("study", "revisions", value=versions)),)


def leading(territory: str) -> tuple[Change, ...]:
    return ((E26, put("governance", "stages", 0, "territory", value=territory)),)


def lifted(rule: str) -> tuple[Change, ...]:
    return ((L26, put("entries", 0, "rule", value=rule)),)


def signed(name: str) -> tuple[Change, ...]:
    return ((CITY, put("services", 0, "authors", value=[name])),)


def pictured(name: str) -> tuple[Change, ...]:
    news = {"date": "2026-05-12", "text": "Les abris sont montés.", "service": "voirie", "picture": name}
    return (ABRIS, put("pictures", value=[PICTURE])), (ABRIS, put("implementation", "updates", value=[news]))


def pictures(*names: str) -> tuple[Change, ...]:
    return ((ABRIS, put("pictures", value=[{**PICTURE, "file": name} for name in names])),)


CASES = (
    Case("calendar/dates-out-of-order", ((L24, put("entries", 1, "date", value="2025-11-23")),),
         ((L24, put("entries", 1, "date", value="2025-11-24")),), Severity.WARNING),
    Case("calendar/dates-out-of-order", ((VERGER, put("study", "opinions", 0, "answered_on", value="2026-11-20")),),
         ((VERGER, put("study", "opinions", 0, "answered_on", value="2026-06-01")),)),
    Case("feasibility/revision-dates", revised("2026-10-04"), revised("2026-10-05")),
    Case("lifecycle/evaluated-before-delivery", ((TOILETTES, put("status", value="in_progress")),),
         ((TOILETTES, put("status", value="delivered")),)),
    Case("lifecycle/field-required", ((SKATE, put("number", value=...)),), ()),
    Case("governance/several-lead", leading("leads"), leading("does"), Severity.WARNING),
    Case("calendar/phase-twice", phase(), phase(kind="celebration")),
    Case("calendar/phase-twice", phase(), phase(contest="ville")),
    Case("identity/duplicate-item", pictures("abri.jpg", "abri.jpg"), pictures("abri.jpg", "abri-2.jpg")),
    Case("budget/exception-idle", lifted("budget/project-cap"), lifted("budget/running-cost-ratio"), Severity.WARNING),
    Case("budget/exception-idle", ((L24, put("entries", 2, "to", value="centre")),),
         ((L24, put("entries", 2, "to", value="neuhof")),), Severity.WARNING),
    Case("privacy/contact-data", signed("jeanne.muller@exemple.fr"), signed("Jeanne")),
    Case("privacy/contact-data", signed("06 12 34 56 78"), signed("Équipe 06")),
    Case("pictures/not-declared", pictured("abris.jpg"), pictured("abri.jpg")),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_one_slip_is_found_and_its_twin_is_not(case: Case) -> None:
    judge_case(case)
