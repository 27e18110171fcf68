"""Each rule: the example city is clean; one edit makes exactly this finding appear where it should."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from rules_house import ABRIS, CITY, DAY, E24, E26, L24, LYCEE, SCHEMAS, SERRE, SKATE, VERGER, Edit, both, city, example

from aubette.load.canonical import write
from aubette.load.city import kind_of
from aubette.load.yaml_text import parse
from aubette.model.finding import Finding, Severity
from aubette.rules.context import Context
from aubette.rules.registry import judge

BIS = "projects/2026/verger-hautepierre-bis-"
FILES = example()


def edited(path: str, edit: Edit, files: dict[str, bytes]) -> dict[str, bytes]:
    """The files with one of them changed; the path may be only how it begins."""
    full = next(name for name in files if name.startswith(path))
    data = copy.deepcopy(parse(files[full], full).data)
    edit(data)
    known = kind_of(full)
    assert known is not None
    return {**files, full: write(data, SCHEMAS.document(known[0]))}


def findings(files: dict[str, bytes], base: dict[str, bytes] | None = None, **winners: frozenset[str]) -> list[Finding]:
    by_edition = {name.removeprefix("e"): numbers for name, numbers in winners.items()}
    return list(judge(Context(city(files), DAY, by_edition, city(base) if base else None)))


def put(*path: str | int, value: Any) -> Edit:
    """Set one field; `...` as value removes it."""

    def edit(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        if value is ...:
            del data[path[-1]]
        else:
            data[path[-1]] = value

    return edit


def phase(kind: str, **values: Any) -> Edit:
    def edit(data: Any) -> None:
        next(p for p in data["phases"] if p["kind"] == kind).update(values)

    return edit


def everyone_agrees(data: Any) -> None:
    for opinion in data["study"]["opinions"]:
        opinion["verdict"] = "favourable"
    for answer in data["study"]["checklist"]:
        answer["answer"] = "met"


@dataclass(frozen=True)
class Case:
    code: str
    path: str
    edit: Edit
    severity: Severity = Severity.ERROR


CASES = (
    Case("budget/project-cap", VERGER, put("estimated_cost", value=80001)),
    Case("budget/project-minimum", VERGER, put("estimated_cost", value=1999)),
    Case("budget/no-cost", SKATE, put("estimated_cost", value=0)),
    Case("budget/share", E26, put("budget", "city_investment_budget", value=99999999)),
    Case(
        "budget/trajectory",
        E26,
        both(put("budget", "trajectory", 1, "share_percent", value=6), put("budget", "max_share_percent", value=6)),
        Severity.WARNING,
    ),
    Case("budget/no-deliberation", E26, put("budget", "deliberation", value=...), Severity.WARNING),
    Case("budget/split-sum", E26, put("envelopes", 0, "amount", value=4000001)),
    Case("reference/unknown-criterion", VERGER, put("study", "checklist", 2, "criterion", value="E33")),
    Case("reference/unknown-criterion", VERGER, put("eligibility", "criteria", 0, "criterion", value="E91")),
    Case("eligibility/extent-reversed", CITY, put("extent", "south", value=Decimal("48.75"))),
    Case("lifecycle/merged-elsewhere", BIS, put("decisions", 1, "into", value="kz857t")),
    Case("budget/split-total", E26, put("split", "total", value=800010)),
    Case("budget/population-missing", CITY, put("areas", 1, "population", value=...)),
    Case("budget/trajectory-over-share", E26, put("budget", "trajectory", 2, "share_percent", value=6)),
    Case("identity/duplicate-item", E26, put("budget", "programme_costs", 1, "category", value="communication")),
    Case("budget/split-mode", E26, put("envelopes", 1, "amount", value=79999)),
    Case("budget/envelope-exceeded", E24, put("envelopes", 0, "amount", value=700000)),
    Case("budget/area-cap", E24, put("caps", "area", value=37000)),
    Case("budget/transfer-exceeds-remainder", L24, put("entries", 1, "amount", value=39000)),
    Case("budget/running-cost-ratio", VERGER, put("study", "running_cost", "per_year", value=1826)),
    Case("budget/running-cost-total", E24, put("caps", "running_cost_total", value=100)),
    Case("budget/programme-cost", E26, put("caps", "programme_cost_percent", value=1), Severity.WARNING),
    Case("feasibility/service-not-asked", SKATE, lambda d: d["study"]["opinions"].pop(0)),
    Case("feasibility/criterion-missing", VERGER, lambda d: d["study"]["checklist"].pop(0)),
    Case("feasibility/criterion-unanswered", VERGER, put("study", "checklist", 0, "answer", value="pending")),
    Case("feasibility/verdict-contradicts-checklist", VERGER, put("study", "checklist", 0, "answer", value="not_met")),
    Case("feasibility/criterion-without-evidence", VERGER, put("study", "checklist", 0, "evidence", value=...)),
    Case("feasibility/opinion-missing", VERGER, put("study", "opinions", 0, "verdict", value=...)),
    Case(
        "feasibility/verdict-contradicts-opinion", VERGER, put("study", "opinions", 0, "verdict", value="unfavourable")
    ),
    Case("feasibility/condition-without-revision", VERGER, put("study", "opinions", 0, "verdict", value="conditional")),
    Case("feasibility/wrong-service", VERGER, put("study", "checklist", 0, "service", value="voirie")),
    Case("feasibility/refusal-without-basis", SERRE, everyone_agrees),
    Case("feasibility/refusal-without-reason", LYCEE, put("decisions", 0, "reason", value=...)),
    Case("feasibility/refusal-without-code", LYCEE, put("decisions", 0, "code", value=...)),
    Case("feasibility/refusal-without-rule", LYCEE, put("decisions", 0, "rule", value=...)),
    Case("feasibility/refusal-without-reexamination", LYCEE, put("decisions", 0, "reexamination_until", value=...)),
    Case("feasibility/refusal-without-route", LYCEE, put("decisions", 0, "other_route", value=...)),
    Case("feasibility/unknown-rule", LYCEE, put("decisions", 0, "rule", value="R-99")),
    Case("feasibility/rule-does-not-cover", LYCEE, put("decisions", 0, "rule", value="R-04")),
    Case("feasibility/reexamination-too-short", LYCEE, put("decisions", 0, "reexamination_until", value="2026-03-20")),
    Case("eligibility/holder-kind", VERGER, put("holder", "kind", value="association")),
    Case("eligibility/theme", E26, put("eligibility", "themes", value=["sport"])),
    Case("eligibility/collective-too-small", VERGER, put("holder", "members", value=2)),
    Case("eligibility/area-missing", VERGER, put("areas", value=...)),
    Case(
        "eligibility/received-late",
        VERGER,
        both(
            put("submission", "received_on", value="2026-03-02"),
            put("submission", "acknowledged_on", value="2026-03-04"),
        ),
    ),
    Case("calendar/ends-before-start", E26, phase("celebration", ends="2027-09-17")),
    Case("calendar/out-of-order", E26, phase("validation", starts="2026-03-15")),
    Case("calendar/overlap", E26, phase("catalogue", starts="2026-09-03")),
    Case("calendar/gap", E26, phase("catalogue", ends="2026-09-06"), Severity.WARNING),
    Case("calendar/orientation-debate", E26, put("budget_calendar", "budget_orientation", value="2026-10-01")),
    Case(
        "calendar/no-council-session", E26, put("budget_calendar", "council_sessions", value=[{"date": "2026-03-23"}])
    ),
    Case("calendar/short-catalogue", E26, phase("catalogue", starts="2026-09-12"), Severity.WARNING),
    Case("calendar/short-submission", E26, phase("submission", starts="2026-02-10"), Severity.WARNING),
    Case("calendar/publication-without-phase", E26, put("publication", 2, "phase", value="shortlisting")),
    Case(
        "calendar/delivery-after-limit",
        ABRIS,
        put("implementation", "milestones", 3, "planned", value="2027-01-15"),
        Severity.WARNING,
    ),
    Case(
        "calendar/date-in-future",
        LYCEE,
        both(
            put("decisions", 0, "date", value="2026-12-01"),
            put("decisions", 0, "reexamination_until", value="2027-01-01"),
        ),
    ),
    Case("lifecycle/decisions-out-of-order", VERGER, put("decisions", 0, "date", value="2026-08-01")),
    Case("lifecycle/funds-without-adoption", ABRIS, put("status", value="feasible")),
    Case("lifecycle/field-required", ABRIS, put("implementation", "started_on", value=...)),
    Case("lifecycle/status-without-decision", LYCEE, put("status", value="withdrawn")),
    Case("lifecycle/status-too-early", "projects/2027/jeux-d-eau-port-du-rhin-", put("status", value="on_ballot")),
    Case("lifecycle/merged-into-itself", BIS, put("merged_into", value="ztyax0")),
    Case("lifecycle/merged-into-unknown", BIS, put("merged_into", value="zzzzzz")),
    Case("governance/pilot-without-indicator", E26, put("indicators", value=...), Severity.WARNING),
    Case("governance/missing", E26, put("governance", value=...)),
    Case("governance/stage-missing", E26, lambda d: d["governance"]["stages"].pop(7)),
    Case("governance/nobody-leads", E26, put("governance", "stages", 7, "participation", value="informed")),
    Case("governance/no-rules", E26, put("rules", value=...)),
    Case("governance/rules-not-adopted", E26, put("rules", "deliberation", value=...), Severity.WARNING),
    Case("governance/list-not-validated", E26, put("committee", "meetings", 1, "validated", value=...)),
    Case("reference/unknown-service", VERGER, put("support", "service", value="voierie")),
    Case("reference/unknown-area", VERGER, put("areas", value=["cronembourg"])),
    Case("reference/unknown-theme", VERGER, put("theme", value="natur")),
    Case("reference/unknown-envelope", E26, put("contests", 1, "envelopes", value=["vile"])),
    Case("reference/unknown-checklist", E26, put("feasibility", "checklist", value="strasbourg")),
    Case("reference/unknown-criterion", E26, put("feasibility", "routes", 1, "criteria", value=["F99"])),
    Case("reference/unknown-tier", E26, put("feasibility", "routes", 7, "tiers", value=["geant"])),
    Case("reference/unknown-project", VERGER, put("previous", value="zzzzzz")),
    Case("identity/number-of-other-edition", VERGER, put("number", value="2027-099")),
    Case("identity/file-without-key", VERGER, put("key", value="zzzz99")),
)


def test_the_example_is_clean() -> None:
    seen = findings(FILES)
    assert [f for f in seen if f.severity is Severity.ERROR] == []
    assert sorted({f.code for f in seen}) == ["budget/area-cap", "budget/running-cost-ratio", "feasibility/overdue"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_one_edit_is_found(case: Case) -> None:
    before = {(f.code, f.place.file, f.severity) for f in findings(FILES)}
    path = next(name for name in FILES if name.startswith(case.path))
    found = [f for f in findings(edited(case.path, case.edit, FILES)) if f.code == case.code]
    fresh = [f for f in found if (f.code, f.place.file, f.severity) not in before]
    assert fresh, "the rule is silent"
    assert {f.severity for f in fresh} == {case.severity}
    if not case.code.startswith(("eligibility/theme", "reference/unknown-criterion", "feasibility/", "governance/")):
        assert path in {f.place.file for f in fresh}
    assert all(f.place.line > 0 for f in fresh)


def test_a_duplicate_number_names_the_other_file() -> None:
    number = parse(FILES[next(n for n in FILES if n.startswith(LYCEE))], "x").data["number"]
    found = [
        f for f in findings(edited(VERGER, put("number", value=number), FILES)) if f.code == "identity/same-number"
    ]
    assert len(found) == 1


def test_an_overdue_service_that_says_what_it_waits_for_is_silent() -> None:
    def waits(data: Any) -> None:
        for opinion in data["study"]["opinions"]:
            opinion.setdefault("waiting_for", "Le rapport du bureau de contrôle")

    assert "feasibility/overdue" not in {f.code for f in findings(edited(SKATE, waits, FILES))}


def test_an_exception_of_the_ledger_lifts_and_stays_visible() -> None:
    noted = [f for f in findings(FILES) if f.code == "budget/running-cost-ratio"]
    assert [f.severity for f in noted] == [Severity.NOTE]
    assert [r.role for r in noted[0].related][-1] == "lifted-here"
    without = edited("site_config/ledger/2026.yml", put("entries", value=[]), FILES)
    assert [f.severity for f in findings(without) if f.code == "budget/running-cost-ratio"] == [Severity.ERROR]


@pytest.mark.parametrize(
    ("after", "allowed"), [("feasible", False), ("withdrawn", True), ("delivered", False), ("submitted", False)]
)
def test_steps_against_the_base(after: str, *, allowed: bool) -> None:
    changed = edited(VERGER, put("status", value=after), FILES)
    codes = {f.code for f in findings(changed, FILES)}
    assert ("lifecycle/forbidden-transition" not in codes) is allowed


def test_a_correction_with_its_approver_is_a_step() -> None:
    def corrected(data: Any) -> None:
        data["status"] = "feasible"
        reason = "Mis au vote par erreur : le dossier n'était pas complet."
        data["decisions"].append(
            {
                "outcome": "corrected",
                "date": "2026-11-19",
                "service": "participation",
                "reason": reason,
                "approver": "Comité de suivi",
            }
        )

    changed = edited(VERGER, corrected, FILES)
    assert "lifecycle/forbidden-transition" not in {f.code for f in findings(changed, FILES)}


def test_after_the_count_only_a_winner_is_adopted() -> None:
    number = parse(FILES[next(n for n in FILES if n.startswith(VERGER))], "x").data["number"]
    changed = edited(VERGER, put("status", value="adopted"), FILES)
    won = {f.code for f in findings(changed, FILES, e2026=frozenset({number}))}
    assert "lifecycle/forbidden-transition" not in won
    before_count = {f.code for f in findings(changed, FILES)}
    assert "lifecycle/forbidden-transition" in before_count
