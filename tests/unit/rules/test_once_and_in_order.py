"""What is done once stands once, and what follows comes after: each slip with its silent twin."""

from __future__ import annotations

from typing import Any

import pytest
from rules_house import (
    ABRIS,
    CITY,
    E26,
    E27,
    L24,
    L26,
    SKATE,
    VERGER,
    Case,
    Change,
    add,
    changed,
    found,
    judge_case,
    put,
    stage,
)

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


UNNEEDED = {
    "id": "2026-L9", "date": "2026-11-02", "kind": "exception", "rule": "budget/project-cap", "project": "2026-003",
    "act": "2026-11-02/3", "reason": "Le devis pouvait dépasser le plafond.",
}  # fmt: skip


def test_a_voted_exception_that_was_not_needed_is_silent_once_it_is_recorded() -> None:
    """A ledger only grows: nobody could ever silence it."""
    whole = changed((L26, add("entries", value=UNNEEDED)))

    def idle(files: dict[str, bytes], base: dict[str, bytes] | None) -> list[object]:
        return [f.params["entry"] for f in found(files, base=base) if f.code == "budget/exception-idle"]

    assert idle(whole, None) == idle(whole, whole) == []
    assert idle(whole, changed()) == ["2026-L9"], "in the change that brings it, it can still be written otherwise"
    missed = changed((L26, put("entries", 0, "rule", value="budget/project-cap")), files=whole)
    assert idle(missed, missed) == ["2026-L1", "2026-L9"], "an excess stands that either may have been meant for"


def test_a_deposit_the_wrong_way_round_accuses_no_idea() -> None:
    """It is told as such; no day lies between its end and its beginning."""
    turned = changed((E27, stage("submission", starts="2026-10-15T23:59", ends="2026-09-01")))
    codes = {f.code for f in found(turned)}
    assert "calendar/ends-before-start" in codes
    assert "eligibility/received-late" not in codes
