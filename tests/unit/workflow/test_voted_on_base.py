"""What the council voted moves by an act only, once deposit has opened: real changes on a real repository."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from base_house import commit, edit, judged, setting

from aubette.model.finding import Finding

E24, E26, E27 = (f"site_config/editions/{year}.yml" for year in (2024, 2026, 2027))
BASE = frozenset({"base"})
Change = Callable[[Any], None]


def voted(root: Path, *changes: Change, file: str = E27) -> list[Finding]:
    """What is said of the rules after one change of an edition."""
    for change in changes:
        edit(root, file, change)
    commit(root)
    codes = ("base/voted-changed", "base/adoption-changed", "base/amendment-rewritten")
    return [f for f in judged(root, only=BASE).checked.findings if f.code in codes]


def amended(*articles: str, reference: str = "2026-11-16/9") -> Change:
    entry: dict[str, Any] = {
        "date": "2026-11-17",
        "summary": "Le conseil change la règle.",
        "deliberation": {"reference": reference, "date": "2026-11-16"},
    }
    if articles:
        entry["articles"] = list(articles)
    return lambda d: d["rules"].setdefault("amendments", []).append(entry)


def first(data: Any) -> Any:
    return data["contests"][0]


def article(**more: Any) -> Change:
    return lambda d: d["rules"]["articles"][3].update(more)


OTHER_TEXT = {"fr": "Un projet de quartier coûte au plus 120 000 €.", "de": "Ein Stadtteilprojekt kostet wenig."}
MOVES: dict[str, tuple[Change, str]] = {
    "share": (setting("budget", "max_share_percent", value=7), "budget.max_share_percent"),
    "envelope": (setting("budget", "envelope", value=5200000), "budget.envelope"),
    "investment budget": (
        setting("budget", "city_investment_budget", value=110000000),
        "budget.city_investment_budget",
    ),
    "basis": (setting("budget", "basis", "with_debt", value=True), "budget.basis.with_debt"),
    "act of the budget": (
        setting("budget", "deliberation", "reference", value="2026-06-22/99"),
        "budget.deliberation.reference",
    ),
    "split": (setting("split", "base", value=10), "split.base"),
    "remainder": (lambda d: d["remainder"].reverse(), "remainder"),
    "cap": (setting("caps", "project_area", value=120000), "caps.project_area"),
    "cap removed": (lambda d: d["caps"].pop("project_area"), "caps.project_area"),
    "delivery": (setting("delivery", "max_months", value=48), "delivery.max_months"),
    "who proposes": (setting("eligibility", "min_age", value=18), "eligibility.min_age"),
    "who votes": (lambda d: first(d).update(min_age=18), "contests.{contest}.min_age"),
    "who votes, in words": (
        lambda d: first(d).update(voters={"fr": "Toute personne majeure."}),
        "contests.{contest}.voters",
    ),
    "double votes": (lambda d: first(d).update(duplicates="all_cancelled"), "contests.{contest}.duplicates"),
    "act of the rules": (setting("rules", "deliberation", "date", value="2026-06-21"), "rules.deliberation.date"),
    "deposit moved away": (
        lambda d: [p.update(starts="2026-12-01") for p in d["phases"] if p["kind"] == "submission"],
        "phases.submission.starts",
    ),
}


@pytest.mark.parametrize("name", MOVES)
def test_a_voted_field_moves_with_an_amendment_only(mine: Path, name: str) -> None:
    change, field = MOVES[name]
    found = voted(mine, change)
    contests: list[str] = []
    edit(mine, E27, lambda d: contests.extend(c["id"] for c in d["contests"]))
    assert [f.params["field"] for f in found] == [field.format(contest=contests[0])]
    assert found[0].params["before"] != found[0].params["after"]
    assert found[0].place.line > 0
    edit(mine, E27, amended())
    commit(mine)
    both = {f.code for f in judged(mine, "HEAD~2", only=BASE).checked.findings}
    assert "base/voted-changed" not in both, "one change with its act"
    assert "base/voted-changed" not in {f.code for f in judged(mine, only=BASE).checked.findings}


def test_both_values_are_said_and_the_place_before_is_shown(mine: Path) -> None:
    found = voted(mine, setting("caps", "project_area", value=120000))
    assert (found[0].params["before"], found[0].params["after"]) == ("100000", "120000")
    assert [r.role for r in found[0].related] == ["before-here"]


def test_every_field_of_a_change_is_named(mine: Path) -> None:
    def change(data: Any) -> None:
        data["envelopes"][0]["amount"] += 1
        data["envelopes"].append({"id": "neuve", "kind": "reserve", "amount": 5})
        data["caps"]["project_city"] = 5

    named = [str(f.params["field"]) for f in voted(mine, change)]
    assert len(named) == 3
    assert {"envelopes.neuve", "caps.project_city"} < set(named)


def test_an_article_moves_with_an_amendment_that_names_it(mine: Path) -> None:
    found = voted(mine, article(text=OTHER_TEXT))
    assert [f.params["field"] for f in found] == ["rules.articles.R-04.text"]
    assert "120" in str(found[0].params["after"])
    assert voted(mine, article(text={"fr": "Encore un autre."}), amended("R-03"))
    assert voted(mine, article(text={"fr": "Un troisième."}), amended("R-04", reference="2026-11-16/10")) == []


def test_the_act_of_the_rules_does_not_amend_them(mine: Path) -> None:
    assert voted(mine, setting("caps", "project_area", value=120000), amended(reference="2026-06-22/17"))


def test_names_translations_and_links_stay_free(mine: Path) -> None:
    def change(data: Any) -> None:
        data["label"] = "Édition de 2027"
        data["rules"]["articles"][3]["title"] = "Les plafonds"
        data["rules"]["articles"][3]["text"]["en"] = "A neighbourhood project costs at most 100 000 €."
        data["rules"]["deliberation"]["url"] = "https://ville.example/17.pdf"
        data["budget"]["programme_costs"][0]["actual"] = 12
        data["budget"]["payment_credits"][0]["amount"] = 1500000
        first(data)["label"] = "Un autre nom"

    assert voted(mine, change) == []


def test_the_first_act_of_what_had_none_brings_its_figure(mine: Path) -> None:
    """The initial budget is voted in mid-edition: the basis that was planned gets its act, once."""
    act = {"act": "Budget primitif 2027", "with_debt": False, "deliberation": {"reference": "7", "date": "2026-11-16"}}

    def change(data: Any) -> None:
        data["budget"].update(city_investment_budget=103000000, basis=act)

    assert voted(mine, change) == []
    assert voted(mine, setting("budget", "city_investment_budget", value=104000000))


def test_before_deposit_everything_may_move(mine: Path) -> None:
    later = {"submission": ("2027-01-10", "2027-01-31")}

    def postponed(data: Any) -> None:
        for phase in data["phases"]:
            if phase["kind"] in later:
                phase["starts"], phase["ends"] = later[phase["kind"]]

    edit(mine, E27, postponed)
    commit(mine)
    assert voted(mine, setting("caps", "project_area", value=120000)) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.pop("adoption"),
        setting("adoption", "reference", value="1"),
        setting("adoption", "date", value="2024-12-17"),
    ],
)
def test_the_adoption_stays(mine: Path, change: Change) -> None:
    found = voted(mine, change, amended(), file=E24)
    assert [f.code for f in found] == ["base/adoption-changed"]
    assert found[0].params["before"] == "2024-12-16/21, 2024-12-16"


def test_an_adoption_is_written_once_and_its_link_is_free(mine: Path) -> None:
    act = {"reference": "2026-11-16/3", "date": "2026-11-16"}
    assert voted(mine, setting("adoption", value=act), file=E26) == []
    assert voted(mine, setting("adoption", value={**act, "url": "https://ville.example/3.pdf"}), file=E26) == []


def test_an_amendment_is_neither_rewritten_nor_taken_back(mine: Path) -> None:
    assert voted(mine, setting("caps", "project_area", value=120000), amended("R-04")) == []
    found = voted(mine, lambda d: d["rules"].update(amendments=[]), setting("caps", "project_area", value=100000))
    assert {f.code for f in found} == {"base/amendment-rewritten", "base/voted-changed"}
