"""Rules on examination, study, support and holders: each breaks on one change, and spares a twin nearly the same."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules_house import (
    BANCS,
    CITY,
    E26,
    LYCEE,
    SERRE,
    SKATE,
    VERGER,
    Case,
    Edit,
    add,
    changed,
    city,
    example,
    found,
    judge_case,
    put,
)

from aubette.model.city import Extent
from aubette.model.finding import Severity
from aubette.model.project import Location
from aubette.model.text import Text
from aubette.rules.eligibility_criteria import within

W = Severity.WARNING
OPINION = ("study", "opinions", 0)
MAILLE = ("study", "revisions")


def revised(**dates: str) -> Edit:
    return add(*MAILLE, value={"proposed_on": "2026-05-04", "summary": "Trente arbres au lieu de quarante.", **dates})


def answered(verdict: str = "favourable") -> Edit:
    def edit(data: Any) -> None:
        for opinion in data["study"]["opinions"]:
            opinion.update(verdict=verdict, answered_on="2026-11-19")
        for answer in data["study"]["checklist"]:
            if answer["answer"] == "pending":
                answer.update(answer="met", answered_on="2026-11-19", evidence="Vérifié sur place.")

    return edit


def still_one(data: Any) -> None:
    answered()(data)
    data["study"]["checklist"][0].update(answer="pending")


def room_for(most: int) -> Edit:
    def edit(data: Any) -> None:
        next(s for s in data["services"] if s["id"] == "territoires")["capacity"] = most

    return edit


def unmet(criterion: str) -> Edit:
    def edit(data: Any) -> None:
        for answer in data["study"]["checklist"]:
            if answer["answer"] == "not_met":
                answer["answer"] = "met"
            if answer["criterion"] == criterion:
                answer["answer"] = "not_met"

    return edit


def judged(criterion: str, answer: str | None, **more: str) -> Edit:
    """The first examination answers this criterion so, or not at all."""

    def edit(data: Any) -> None:
        lines = data["eligibility"]["criteria"]
        lines[:] = [line for line in lines if line["criterion"] != criterion]
        if answer is not None:
            lines.append({"criterion": criterion, "answer": answer, **more})

    return edit


def at(latitude: str, longitude: str) -> Edit:
    return put("location", value={"label": "Ici", "latitude": Decimal(latitude), "longitude": Decimal(longitude)})


def most_ideas(most: int) -> Edit:
    return put("eligibility", "max_ideas_per_holder", value=most)


def named(name: str) -> Edit:
    return put("holder", value={"kind": "residents_collective", "collective": name, "members": 8, **PROMISE})


PROMISE = {"commitment": {"accepted": True, "until": "2028-12-14"}}
ANSWERED = {"service": "participation", "asked_on": "2026-11-12", "answered_on": "2026-11-20", "verdict": "favourable"}
AIRE = "projects/2026/aire-de-jeux-inclusive-"
KIOSQUE = "projects/2026/kiosque-de-lecture-"
CASES = (
    Case(
        "feasibility/asked-without-due-date",
        ((SKATE, put(*OPINION, "due_on", value=...)),),
        ((SKATE, put("study", "opinions", 1, "due_on", value=...)),),
        places=2,
    ),
    Case(
        "feasibility/opinion-dates",
        ((SKATE, put(*OPINION, "due_on", value="2026-11-11")),),
        ((SKATE, put(*OPINION, "due_on", value="2026-11-12")),),
    ),
    Case(
        "feasibility/opinion-undated",
        ((SKATE, put(*OPINION, "verdict", value="favourable")),),
        ((SKATE, put("study", "opinions", 0, value=ANSWERED)),),
    ),
    Case(
        "calendar/date-in-future",
        ((SKATE, put("study", "opinions", 1, "answered_on", value="2026-11-21")),),
        ((SKATE, put("study", "opinions", 1, "answered_on", value="2026-11-20")),),
    ),
    Case("feasibility/verdict-due", ((SKATE, answered()),), ((SKATE, still_one),), W),
    Case(
        "feasibility/verdict-due",
        ((SKATE, put("study", "closed_on", value="2026-11-20")),),
        ((SKATE, put("study", "due_on", value="2026-11-20")),),
        W,
    ),
    Case("feasibility/over-capacity", ((CITY, room_for(5)),), ((CITY, room_for(6)),), W, at="projects/2027/"),
    Case(
        "feasibility/not-applicable-unexplained",
        ((VERGER, put("study", "checklist", 0, "answer", value="not_applicable")),
         (VERGER, put("study", "checklist", 0, "evidence", value=...))),
        ((VERGER, put("study", "checklist", 0, "answer", value="not_applicable")),
         (VERGER, put("study", "checklist", 0, "evidence", value=...)),
         (VERGER, put("study", "checklist", 0, "comment", value="Sans construction."))),
    ),
    Case(
        "feasibility/revision-not-accepted",
        ((VERGER, revised(refused_on="2026-05-12")),),
        ((VERGER, revised(refused_on="2026-05-12")), (VERGER, revised(accepted_on="2026-05-20"))),
    ),
    Case(
        "feasibility/revision-dates",
        ((VERGER, revised(accepted_on="2026-05-03")),),
        ((VERGER, revised(accepted_on="2026-05-04")),),
    ),
    Case("feasibility/refusal-code-differs", ((SERRE, put("decisions", 1, "code", value="legal")),), (), W),
    Case("feasibility/refusal-code-differs", ((SERRE, unmet("F01")),), ((SERRE, unmet("F12")),), W, places=2),
    Case("support/missing", ((VERGER, put("support", value=...)),), ((SKATE, put("support", value=...)),), W),
    Case(
        "support/below-tier",
        ((VERGER, put("support", "level", value="light")),),
        ((VERGER, put("support", "level", value="strong")),),
    ),
    Case(
        "support/no-commitment",
        ((VERGER, put("holder", "commitment", "accepted", value=False)),),
        ((SKATE, put("holder", "commitment", value=...)),),
        W,
    ),
    Case(
        "support/commitment-lapsed",
        ((HAIES := "projects/2027/haies-fruitieres-", put("holder", "commitment", "until", value="2026-11-19")),),
        ((HAIES, put("holder", "commitment", "until", value="2026-11-20")),),
        W,
    ),
    Case(
        "support/commitment-lapsed",
        ((HAIES, put("holder", "commitment", "state", value="lost")),),
        ((HAIES, put("holder", "commitment", "state", value="handed_over")),),
        W,
    ),
    Case("eligibility/general-interest", ((BANCS, judged("E01", None)),), ((BANCS, judged("E01", "met")),)),
    Case("eligibility/competence", ((BANCS, judged("E02", "pending")),), ((BANCS, judged("E02", "met")),)),
    Case("eligibility/territory", ((BANCS, judged("E03", None)),), ((BANCS, judged("E03", "not_applicable")),)),
    Case(
        "eligibility/criterion-not-met",
        ((BANCS, judged("E02", "not_met", reason="Cette rue est départementale.")),),
        ((BANCS, judged("E02", "met", reason="Cette rue est départementale.")),),
    ),
    Case(
        "eligibility/criterion-not-met",
        ((BANCS, judged("E02", "not_met", reason="Cette rue est départementale.")),),
        ((LYCEE, judged("E02", "not_met", reason="Un lycée relève de la région.")),),
        places=3,
    ),
    Case(
        "eligibility/criterion-without-reason",
        ((LYCEE, judged("E02", "not_met")),),
        ((LYCEE, judged("E02", "not_met", reason="Un lycée relève de la région.")),),
    ),
    Case("eligibility/outside-territory", ((BANCS, at("48.65", "7.85")),), ((BANCS, at("48.65", "7.84")),)),
    Case("eligibility/outside-territory", ((BANCS, at("7.75", "48.58")),), ((LYCEE, at("7.75", "48.58")),), places=6),
    Case(
        "eligibility/too-many-ideas",
        ((VERGER, named("Les Amis")), (KIOSQUE, named("les  amis")), (AIRE, named("Les Amis")), (E26, most_ideas(2))),
        ((VERGER, named("Les Amis")), (KIOSQUE, named("Les Amies")), (AIRE, named("Les Amis")), (E26, most_ideas(2))),
        at="projects/2026/",
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_one_change_is_found_and_its_twin_is_not(case: Case) -> None:
    judge_case(case)


def test_only_the_ideas_beyond_the_limit_are_told() -> None:
    files = changed(
        (VERGER, named("Les Amis")), (KIOSQUE, named("Les Amis")), (AIRE, named("Les Amis")), (E26, most_ideas(2))
    )
    told = [f for f in found(files) if f.code == "eligibility/too-many-ideas"]
    dates = {p.origin.file: p.submission.received_on for p in city(example()).projects}
    three = sorted(n for n in example() if n.startswith((VERGER, KIOSQUE, AIRE)))
    assert [f.place.file for f in told] == [max(three, key=lambda name: str(dates[name]))]


@given(st.integers(-90, 90), st.integers(-180, 180))
def test_a_point_lies_within_a_rectangle_or_not(latitude: int, longitude: int) -> None:
    place = Location(Text({"": "ici"}), str(latitude), str(longitude))
    assert within(Extent("-90", "-180", "90", "180"), place)
    assert within(Extent("0", "0", "9", "9"), place) is (0 <= latitude <= 9 and 0 <= longitude <= 9)
    assert within(Extent("0", "0", "0", "0"), Location(Text({"": "nulle part"})))
