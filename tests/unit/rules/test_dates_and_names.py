"""Dates that cannot be true, names that stand twice, neighbours of broken files: each with its silent twin."""

from __future__ import annotations

from typing import Any

import pytest
from rules_house import (
    ABRIS,
    CITY,
    DAY,
    E26,
    L24,
    L26,
    SCHEMAS,
    SKATE,
    VERGER,
    Case,
    add,
    changed,
    example,
    judge_case,
    name_of,
    put,
)

from aubette.load.city import load_city
from aubette.model.finding import Finding, Severity
from aubette.model.source import MemorySource
from aubette.rules.context import Context, OnBallot
from aubette.rules.registry import judge

FUTURE, PAST = "2026-11-21", "2026-11-20"
AGAIN = {"id": "voirie", "label": "Encore la voirie"}
LATE = ("rules", "deliberation", "date")


def then(*path: str | int, value: Any) -> tuple[tuple[str, Any], ...]:
    return ((VERGER, put(*path, value=value)),)


def seen(field: str) -> Any:
    """A date of the works told as past."""
    return lambda day: ((ABRIS, put("implementation", *field.split("."), value=day)),)


def twice(*path: str, item: int = 0, **changes: Any) -> Any:
    def edit(data: Any) -> None:
        for step in path:
            data = data[step]
        data.append({**data[item], **changes})

    return edit


def asked(due: str) -> tuple[tuple[str, Any], ...]:
    """A service that has not answered, and was to do so by this day."""
    fields = {"service": "participation", "asked_on": "2026-10-01", "due_on": due}
    return ((SKATE, lambda data: data["study"]["opinions"].__setitem__(0, fields)),)


CARRIED = {"id": "2026-L2", "date": "2025-11-24", "kind": "carry_over", "amount": 11900, "section": "investment",
           "from": "2024/reserve", "to": "e6an0b", "act": "2025-11-24/8", "service": "finances",
           "reason": "Le reste du quartier passe à l'édition suivante."}  # fmt: skip
UNIT = ("contests", 0, "units", 1)


def e26(*path: str | int, value: Any) -> tuple[tuple[str, Any], ...]:
    return ((E26, put(*path, value=value)),)


def permit(granted: str) -> tuple[tuple[str, Any], ...]:
    return then("study", "permits", value=[{"kind": "DP", "asked_on": "2026-04-10", "granted_on": granted}])


CASES = (
    Case("feasibility/overdue", asked("2026-11-19"), asked("2026-11-20"), Severity.WARNING),
    Case("identity/edition-file", ((E26, put("id", value="2030")),), ()),
    Case("text/capitals", then("title", value="UN VERGER OUVERT"), then("title", value="Un VERGER ouvert"),
         Severity.WARNING),
    Case("calendar/date-in-future", ((VERGER, put("eligibility", "decided_on", value=FUTURE)),),
         then("eligibility", "decided_on", value=PAST)),
    Case("calendar/date-in-future", ((VERGER, put("study", "checklist", 0, "answered_on", value=FUTURE)),),
         then("study", "checklist", 0, "answered_on", value=PAST)),
    Case("calendar/date-in-future", ((L24, put("entries", 0, "date", value=FUTURE)),),
         ((L24, put("entries", 0, "date", value=PAST)),)),
    Case("calendar/date-in-future", ((E26, put(*LATE, value=FUTURE)),), ((E26, put(*LATE, value=PAST)),),
         Severity.WARNING),
    Case("calendar/dates-out-of-order", then("submission", "acknowledged_on", value="2026-01-16"),
         then("submission", "acknowledged_on", value="2026-01-17")),
    Case("calendar/dates-out-of-order", then("eligibility", "decided_on", value="2026-01-16"),
         then("eligibility", "decided_on", value="2026-01-17")),
    Case("calendar/dates-out-of-order", then("study", "closed_on", value="2026-05-21"),
         then("study", "closed_on", value="2026-05-22")),
    Case("calendar/dates-out-of-order", seen("started_on")("2024-12-15"), seen("started_on")("2024-12-16")),
    Case("calendar/dates-out-of-order", then("study", "planned_start", value="2027-12-29"),
         then("study", "planned_start", value="2027-12-28")),
    Case("governance/rules-adopted-late", ((E26, put(*LATE, value="2026-01-16")),),
         ((E26, put(*LATE, value="2026-01-15")),), Severity.WARNING),
    Case("calendar/date-in-future", e26("committee", "meetings", 2, "date", value=FUTURE),
         e26("committee", "meetings", 2, "date", value=PAST)),
    Case("calendar/date-in-future", e26("events", 0, "date", value=FUTURE), e26("events", 0, "date", value=PAST)),
    Case("calendar/dates-out-of-order", e26("committee", "meetings", 1, "next_on", value="2026-07-02"),
         e26("committee", "meetings", 1, "next_on", value="2026-07-04")),
    Case("calendar/dates-out-of-order", e26("events", 1, "ends", value="2026-01-20"),
         e26("events", 1, "ends", value="2026-01-22")),
    Case("calendar/dates-out-of-order", permit("2026-04-09"), permit("2026-04-10")),
    Case("calendar/year-unlikely", e26("phases", 9, "ends", value="2062-12-14"),
         e26("phases", 9, "ends", value="2041-12-14")),
    Case("calendar/year-unlikely", then("submission", "received_on", value="1926-01-17"),
         then("submission", "received_on", value="2016-01-17")),
    Case("calendar/year-unlikely", then("study", "planned_delivery", value="2072-12-28"),
         then("study", "planned_delivery", value="2027-12-28")),
    Case("calendar/unit-outside-vote", e26(*UNIT, "closes", value="2026-10-11T18:01"),
         e26(*UNIT, "closes", value="2026-10-11T18:00")),
    Case("calendar/unit-outside-vote", e26(*UNIT, "opens", value="2026-09-21T07:59"),
         e26(*UNIT, "opens", value="2026-09-21T08:00")),
    Case("eligibility/half-a-point", then("location", "longitude", value=...), then("location", value=...)),
    Case("budget/transfer-to-itself", ((L24, put("entries", 0, "to", value="reserve")),),
         ((L24, put("entries", 0, "to", value="neuhof")),)),
    Case("budget/transfer-twice", ((L26, add("entries", value=CARRIED)),),
         ((L26, add("entries", value={**CARRIED, "amount": 11901})),), Severity.WARNING),
    Case("identity/duplicate-item", ((CITY, add("services", value=AGAIN)),),
         ((CITY, add("services", value={**AGAIN, "id": "egouts"})),)),
    Case("identity/duplicate-item", ((E26, twice("envelopes", item=1)),), ((E26, twice("envelopes", item=1, id="x")),)),
    Case("identity/duplicate-item", ((VERGER, twice("study", "opinions")),),
         ((VERGER, twice("study", "opinions", service="elections")),)),
    Case("identity/checklist-file", (("site_config/checklists/", put("id", value="autre")),), ()),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_one_change_is_found_and_its_twin_is_not(case: Case) -> None:
    judge_case(case)


def broken(path: str) -> tuple[list[Finding], list[Finding]]:
    """What the reader and what the rules say of the example with one file that is no YAML."""
    loaded = load_city(MemorySource({**example(), path: b"a: [\n"}), SCHEMAS)
    assert loaded.city is not None
    ballots = {"2026": (OnBallot("2026-003", 3650000, 4),)}
    return list(loaded.findings), list(judge(Context(loaded.city, DAY, ballots=ballots)))


@pytest.mark.parametrize("start", [VERGER, E26, "site_config/checklists/"])
def test_a_broken_file_is_told_once_and_not_as_missing(start: str) -> None:
    told, judged = broken(name_of(start))
    assert {f.code.split("/")[0] for f in told} == {"yaml"}
    missing = ("reference/", "identity/", "ballot/candidate-missing", "lifecycle/merged-into-unknown")
    assert [f for f in judged if f.code.startswith(missing)] == []


@pytest.mark.parametrize(
    ("start", "code", "n"),
    [(VERGER, "ballot/candidate-missing", 1), (E26, "identity/unknown-edition", 1), ("site_config/checklists/",
     "reference/unknown-checklist", 3)],
)  # fmt: skip
def test_a_file_that_is_gone_is_told_at_what_needs_it(start: str, code: str, n: int) -> None:
    files = {name: data for name, data in example().items() if name != name_of(start)}
    loaded = load_city(MemorySource(files), SCHEMAS)
    assert loaded.city is not None
    ballots = {"2026": (OnBallot("2026-003", 3650000, 4),)}
    found = [f for f in judge(Context(loaded.city, DAY, ballots=ballots)) if f.code == code]
    assert len(found) == n
    assert not any(f.code == "reference/unknown-criterion" for f in judge(Context(loaded.city, DAY)))


def test_a_ledger_belongs_to_an_edition() -> None:
    files = {**example(), "site_config/ledger/2062.yml": b"schema_version: 1\nentries: []\n"}
    loaded = load_city(MemorySource(files), SCHEMAS)
    assert loaded.city is not None
    found = [f.place.file for f in judge(Context(loaded.city, DAY)) if f.code == "identity/unknown-edition"]
    assert found == ["site_config/ledger/2062.yml"]


@pytest.mark.parametrize(("status", "code"), [("selected", "schema/computed"), ("choisi", "schema/not-in-list")])
def test_winning_is_never_written(status: str, code: str) -> None:
    text = example()[name_of(VERGER)].replace(b"status: on_ballot", f"status: {status}".encode())
    found = load_city(MemorySource({**example(), name_of(VERGER): text}), SCHEMAS).findings
    assert [(f.code, f.place.line) for f in found] == [(code, 4)]


def test_a_doubt_about_a_word_is_not_told_beside_its_refusal() -> None:
    text = example()[name_of(VERGER)].replace(b"received_on: 2026-01-17", b"received_on: 2026-02-30")
    found = load_city(MemorySource({**example(), name_of(VERGER): text}), SCHEMAS).findings
    assert [(f.code, f.params["suggestions"]) for f in found] == [("schema/date", ("2026-02-28",))]


def test_a_changed_cost_is_told_with_both_amounts() -> None:
    city = load_city(MemorySource(changed((VERGER, put("estimated_cost", value=0)))), SCHEMAS).city
    assert city is not None
    found = judge(Context(city, DAY, ballots={"2026": (OnBallot("2026-003", 3650000, 4),)}))
    told = next(f for f in found if f.code == "ballot/cost-differs")
    assert str(told.params["cost"]) != str(told.params["shown"])
