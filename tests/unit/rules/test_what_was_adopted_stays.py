"""After the council's vote: act, money, days, choice, opinions and evaluation stay, or something written says why."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from rules_house import ABRIS, DAY, L24, Change, Edit, add, both, changed, city, example, found, put, without

from aubette.model.lifecycle import WON
from aubette.rules.context import Context
from aubette.rules.registry import judge
from aubette.words.catalogue import Catalogue
from example.life import example_files, states

EVALUATED = "projects/2024/boites-a-livres-neudorf-"
STUDIED = "projects/2027/skatepark-bois-robertsau-"
CORRECTED = {
    "outcome": "corrected",
    "date": "2026-11-19",
    "service": "participation",
    "reason": "Mal recopié du procès-verbal.",
    "approver": "Comité de suivi",
}
ENTRY = {
    "id": "2024-L9",
    "date": "2026-11-16",
    "kind": "reallocation",
    "reason": "Les portes coûtent plus que prévu ; la réserve soutient ce projet.",
    "act": "2026-11-16/4",
    "amount": 100,
    "section": "investment",
    "from": "reserve",
    "to": "ville",
    "project": "yabhp7",
    "service": "finances",
}
ACT = {"reference": "2026-11-16/4", "date": "2026-11-16"}
WORKS = "implementation"


def codes(*changes: Change, before: tuple[Change, ...] = ()) -> list[str]:
    base = changed(*before)
    context = Context(city(changed(*changes, files=base)), DAY, base=city(base))
    new = list(judge(context, frozenset({"base"})))
    for finding in (f for f in new if f.code in OURS):
        for lang in ("fr", "en"):
            said = Catalogue(lang).finding(finding.code, finding.params)
            assert all((said.message, said.cause, said.fix, said.explain))
    return sorted({f.code for f in new} & OURS)


OURS = {
    "base/act-rewritten",
    "base/milestone-rewritten",
    "base/opinion-rewritten",
    "base/evaluation-rewritten",
    "base/choice-changed",
}
REWRITTEN: list[tuple[str, str, Edit]] = [
    ("base/act-rewritten", ABRIS, both(put(WORKS, "funded", value=45000), put(WORKS, "deliberation", value=ACT))),
    ("base/act-rewritten", ABRIS, put(WORKS, "funded", value=...)),
    ("base/act-rewritten", ABRIS, put(WORKS, "deliberation", value=ACT)),
    ("base/milestone-rewritten", ABRIS, put(WORKS, "milestones", 3, "planned", value="2026-12-15")),
    ("base/milestone-rewritten", ABRIS, put(WORKS, "milestones", 0, "actual", value="2025-03-03")),
    ("base/milestone-rewritten", ABRIS, put(WORKS, "milestones", 0, "actual", value=...)),
    ("base/milestone-rewritten", ABRIS, without(WORKS, "milestones", 3)),
    ("base/milestone-rewritten", EVALUATED, put(WORKS, "delivered_on", value="2025-08-13")),
    ("base/opinion-rewritten", ABRIS, put("study", "opinions", 0, "verdict", value="unfavourable")),
    ("base/opinion-rewritten", ABRIS, put("study", "opinions", 0, "answered_on", value="2024-05-30")),
    ("base/opinion-rewritten", ABRIS, without("study", "opinions", 0)),
    ("base/evaluation-rewritten", EVALUATED, put("evaluation", "final_cost", value=1)),
    ("base/evaluation-rewritten", EVALUATED, put("evaluation", "satisfaction_percent", value=99)),
    ("base/choice-changed", ABRIS, put("title", value="Un parking")),
    ("base/choice-changed", ABRIS, put("envelope", value="reserve")),
    ("base/choice-changed", ABRIS, put("estimated_cost", value=39800)),
    ("base/choice-changed", ABRIS, put("scope", value="city")),
    ("base/choice-changed", ABRIS, put("location", "latitude", value=Decimal("48.5"))),
]


@pytest.mark.parametrize(("code", "start", "edit"), REWRITTEN)
def test_what_was_written_is_rewritten_only_by_a_correction(code: str, start: str, edit: Edit) -> None:
    assert codes((start, edit)) == [code]
    assert codes((start, both(edit, add("decisions", value=CORRECTED)))) == []
    nobody = {**CORRECTED}
    del nobody["approver"]
    assert codes((start, both(edit, add("decisions", value=nobody)))) == [code], "somebody must have approved it"


def test_a_new_act_is_told_by_the_ledger() -> None:
    more = both(put(WORKS, "funded", value=36100), put(WORKS, "deliberation", value=ACT))
    assert codes((ABRIS, more), (L24, add("entries", value=ENTRY))) == []
    other = {**ENTRY, "project": "e6an0b"}
    assert codes((ABRIS, more), (L24, add("entries", value=other))) == ["base/act-rewritten"]
    earlier = ((L24, add("entries", value=ENTRY)),)
    assert codes((ABRIS, more), before=earlier) == [], "the entry names the act that the project now names"
    raised = (ABRIS, put(WORKS, "funded", value=90000))
    assert codes(raised, before=earlier) == ["base/act-rewritten"], "an old entry covers no new sum"


def test_what_is_added_is_silent() -> None:
    step = {"id": "fete", "label": "Inauguration", "planned": "2027-01-15"}
    grown = both(
        add(WORKS, "milestones", value=step), put(WORKS, "milestones", 2, "actual", value="2026-11-18"),
        put(WORKS, "forecast_cost", value=40100), put(WORKS, "spent", value=12700),
    )  # fmt: skip
    assert codes((ABRIS, grown)) == []


def test_a_service_answers_anew_after_a_revision() -> None:
    """In an open study; on what the council adopted, a revision opens nothing again."""
    answer = both(
        put("study", "opinions", 0, "verdict", value="favourable"),
        put("study", "opinions", 0, "answered_on", value="2026-11-18"),
    )
    given = {"verdict": "unfavourable", "answered_on": "2026-11-10"}
    before = ((STUDIED, lambda d: d["study"]["opinions"][0].update(given)),)
    assert codes((STUDIED, answer), before=before) == ["base/opinion-rewritten"]
    revision = {"proposed_on": "2026-11-16", "summary": "Une piste plus courte, loin des arbres."}
    assert codes((STUDIED, both(answer, add("study", "revisions", value=revision))), before=before) == []
    late = both(
        put("study", "opinions", 0, "verdict", value="unfavourable"),
        put("study", "opinions", 0, "answered_on", value="2026-11-18"),
        add("study", "revisions", value=revision),
    )
    assert codes((ABRIS, late)) == ["base/opinion-rewritten"]


def test_the_change_that_adopts_holds_to_what_was_voted() -> None:
    orchard = "projects/2026/verger-de-hautepierre-"
    adopted = both(
        put("status", value="adopted"),
        add("decisions", value={"outcome": "adopted", "date": "2026-11-16", "service": "finances"}),
    )
    assert codes((orchard, adopted)) == []
    assert codes((orchard, both(adopted, put("title", value="Un parking")))) == ["base/choice-changed"]


@pytest.mark.parametrize("status", ["merged", "withdrawn", "unfeasible", "feasible"])
def test_money_does_not_leave_the_accounts_with_a_status(status: str) -> None:
    def held(*edits: Edit) -> list[str]:
        said = found(changed((ABRIS, both(put("status", value=status), *edits))), DAY)
        return [f.code for f in said if f.code == "lifecycle/funds-without-adoption"]

    assert held() == ["lifecycle/funds-without-adoption"]
    assert held(*(put(WORKS, name, value=...) for name in ("funded", "committed", "spent"))) == []
    cancelled = found(changed((ABRIS, put("status", value="cancelled"))), DAY)
    assert "lifecycle/funds-without-adoption" not in {f.code for f in cancelled}


def test_the_example_citys_own_life_breaks_none_of_these() -> None:
    """Each state of each project against the state before it, all projects side by side: one step at a time."""
    lives = [[data for _, data in states(f)] for f in example_files() if f.kind == "project"]
    names = [f.path for f in example_files() if f.kind == "project"]
    settings = {name: data for name, data in example().items() if name not in names}
    cities = [
        city({**settings, **{n: life[min(step, len(life) - 1)] for n, life in zip(names, lives, strict=True)}})
        for step in range(max(map(len, lives)))
    ]
    under_way = 0
    for before, after in pairwise(cities):
        kept = judge(Context(after, DAY, base=before), frozenset({"base", "lifecycle"}))
        assert [f for f in kept if f.code in OURS or f.code == "lifecycle/funds-without-adoption"] == []
        under_way += sum(p.status in WON and q != p for p, q in zip(before.projects, after.projects, strict=True))
    assert under_way > 20, "the life holds changes to projects that were adopted"
