"""Every step from every status to every other one, held against a list written by hand from the rules of the city."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import cache

import pytest
from base_house import ROOT, SCHEMAS

from aubette.load.city import load_city
from aubette.model.city import City
from aubette.model.edition import Edition
from aubette.model.enums import Outcome, PhaseKind, Status
from aubette.model.finding import Severity
from aubette.model.lifecycle import WRITTEN
from aubette.model.project import Decision
from aubette.model.source import MemorySource
from aubette.model.text import Text
from aubette.rules.against_base_steps import decided, documented, in_season
from aubette.rules.context import Context
from aubette.rules.lifecycle import steps_since_base
from aubette.words.catalogue import Catalogue

DAY = date(2026, 11, 20)
STEPS = """
in_preparation > submitted withdrawn
submitted > eligible ineligible merged withdrawn
eligible > under_study merged withdrawn
under_study > feasible unfeasible merged withdrawn
feasible > on_ballot not_shortlisted merged withdrawn
on_ballot > withdrawn
ineligible > eligible
unfeasible > under_study feasible
not_shortlisted > on_ballot
adopted > in_progress suspended cancelled
in_progress > delivered suspended cancelled
delivered > evaluated
suspended > adopted in_progress cancelled
"""
"""What a file's status may become, before any count."""

PASSED_THROUGH = """
in_preparation > eligible ineligible merged
submitted > under_study
under_study > on_ballot not_shortlisted
"""
"""Two steps in one change: received and examined, studied and put to the vote; a re-examination comes alone."""


def listed(text: str) -> dict[str, set[str]]:
    rows = (line.split(" > ") for line in text.strip().splitlines())
    return {before: set(after.split()) for before, after in rows}


@cache
def example() -> City:
    files = [*(ROOT / "projects").rglob("verger-de-*.yml"), *(ROOT / "site_config").rglob("*.yml")]
    found = load_city(MemorySource({p.relative_to(ROOT).as_posix(): p.read_bytes() for p in files}), SCHEMAS).city
    assert found is not None
    return found


def step(
    before: Status,
    after: Status,
    *added: Decision,
    won: bool | None = None,
    edition: Edition | None = None,
    **more: object,
) -> Context:
    """One project of the example before and after; `won` says what the count made of it."""
    city = example()
    project = replace(city.projects[0], decisions=())
    changed = replace(project, status=after, decisions=added, **more)  # type: ignore[arg-type]
    editions = tuple(edition if edition and e.id == edition.id else e for e in city.editions)
    winners = {} if won is None else {"2026": frozenset({project.number or ""} if won else set())}
    base = replace(city, projects=(replace(project, status=before),))
    return Context(replace(city, projects=(changed,), editions=editions), DAY, winners, base)


def decision(outcome: Outcome, **more: object) -> Decision:
    return Decision(outcome, date(2026, 11, 19), "participation", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("before", WRITTEN)
def test_every_step_is_in_the_list_or_forbidden(before: Status) -> None:
    permitted = {after for rows in (STEPS, PASSED_THROUGH) for after in listed(rows).get(before, ())}
    for after in WRITTEN:
        found = [f.code for f in steps_since_base(step(before, after))]
        expected = [] if after == before or after in permitted else ["lifecycle/forbidden-transition"]
        assert found == expected, (before, after)


def test_after_the_count_winners_and_losers_go_different_ways() -> None:
    def after_the_count(after: Status, *, won: bool) -> bool:
        return not list(steps_since_base(step(Status.ON_BALLOT, after, won=won)))

    for after in (Status.ADOPTED, Status.CANCELLED, Status.SUSPENDED, Status.WITHDRAWN):
        assert after_the_count(after, won=True), after
    for after in (Status.IN_PROGRESS, Status.DELIVERED, Status.FEASIBLE):
        assert not after_the_count(after, won=True), after
    for after in (Status.ADOPTED, Status.WITHDRAWN):
        assert after_the_count(after, won=False), after
    for after in (Status.CANCELLED, Status.SUSPENDED, Status.IN_PROGRESS):
        assert not after_the_count(after, won=False), after


def test_the_steps_that_are_told_can_be_typed() -> None:
    """`selected` is the count's word, which no file may carry: what is proposed instead is."""
    (found,) = steps_since_base(step(Status.ON_BALLOT, Status.DELIVERED))
    assert found.params["allowed"] == ("withdrawn",)
    (found,) = steps_since_base(step(Status.ON_BALLOT, Status.DELIVERED, won=True))
    assert set(found.params["allowed"]) == {"adopted", "cancelled", "suspended", "withdrawn"}  # type: ignore[arg-type]
    (found,) = steps_since_base(step(Status.EVALUATED, Status.DELIVERED))
    assert "Étapes possibles" in Catalogue("fr").finding(found.code, found.params).cause


REFERENCE = {"reference": "PV du 12 juin"}
NEW = [
    (Status.UNFEASIBLE, Status.UNDER_STUDY, Outcome.REEXAMINED),
    (Status.NOT_SHORTLISTED, Status.ON_BALLOT, Outcome.REEXAMINED),
    (Status.SUSPENDED, Status.IN_PROGRESS, Outcome.RESUMED),
]


@pytest.mark.parametrize(("before", "after", "outcome"), NEW)
def test_a_step_back_needs_a_new_decision(before: Status, after: Status, outcome: Outcome) -> None:
    (found,) = decided(step(before, after))
    assert (found.code, found.params["outcome"]) == ("lifecycle/step-without-decision", outcome.value)
    assert not list(decided(step(before, after, decision(outcome, **REFERENCE))))
    written_before = step(before, after)
    earlier = replace(written_before.base.projects[0], decisions=(decision(outcome),))  # type: ignore[union-attr]
    project = replace(written_before.city.projects[0], decisions=earlier.decisions)
    again = replace(
        written_before,
        base=replace(written_before.base, projects=(earlier,)),  # type: ignore[type-var]
        city=replace(written_before.city, projects=(project,)),
    )
    assert [f.code for f in decided(again)] == ["lifecycle/step-without-decision"], "an earlier one does not do"


def test_a_status_without_its_decision_is_told_once() -> None:
    """Where the status itself demands its decision, the rule about the status says so."""
    assert not list(decided(step(Status.ADOPTED, Status.SUSPENDED)))


def fields(context: Context) -> set[object]:
    return {f.params["field"] for f in documented(context)}


def test_a_step_leaves_its_fields_behind() -> None:
    back = decision(Outcome.REEXAMINED)
    assert "reference" in fields(step(Status.UNFEASIBLE, Status.UNDER_STUDY, back))
    back = decision(Outcome.REEXAMINED, **REFERENCE)
    assert fields(step(Status.UNFEASIBLE, Status.UNDER_STUDY, back)) == set()
    bare = {"number": None, "eligibility": None}
    eligible = decision(Outcome.ELIGIBLE)
    assert {"number", "eligibility.decided_on"} <= fields(step(Status.SUBMITTED, Status.ELIGIBLE, eligible, **bare))
    assert fields(step(Status.SUBMITTED, Status.ELIGIBLE, eligible)) == set()


def late(ends: str = "2026-11-10T18:00") -> Edition:
    edition = example().edition("2026")
    assert edition is not None
    end = datetime.fromisoformat(f"{ends}+01:00")
    kinds = (PhaseKind.SUBMISSION, PhaseKind.RECEPTION, PhaseKind.FEASIBILITY_STUDY, PhaseKind.VALIDATION)
    phases = tuple(replace(p, ends=end) if p.kind in kinds else p for p in edition.phases)
    return replace(edition, phases=phases)


def test_a_step_after_its_phase_is_a_warning() -> None:
    refused = decision(Outcome.INELIGIBLE, reason=Text.plain("Hors compétence."))
    (found,) = in_season(step(Status.SUBMITTED, Status.INELIGIBLE, refused, edition=late()))
    assert (found.code, found.severity) == ("lifecycle/step-too-late", Severity.WARNING)
    assert found.params["ended"] == date(2026, 11, 10)
    on_time = late(ends="2026-11-19T18:00")
    assert not list(in_season(step(Status.SUBMITTED, Status.INELIGIBLE, refused, edition=on_time)))
