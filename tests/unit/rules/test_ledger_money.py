"""Each movement of a ledger leaves one purse and reaches one: of an edition, of another one, or of the whole city."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from rules_house import E26, E27, L24, Edit, changed, city, found, name_of, put
from test_boards import EDITION, TODAY, context, plain, project, rows, units
from test_budget_rules import move

from aubette.model.budget import ProgrammeCost
from aubette.model.city import City
from aubette.model.enums import LedgerKind, ProgrammeCostCategory, Status
from aubette.model.ledger import moved_into, moved_into_project
from aubette.model.money import Money
from aubette.model.registers import Ledger, LedgerEntry
from aubette.model.works import Implementation
from aubette.rules.board_budget import envelopes
from aubette.rules.budget_envelopes import ledger_sources
from aubette.rules.context import Context
from aubette.rules.ledger import moved_once

NEXT = replace(EDITION, id="2028")


def entry(amount: int, **ends: str) -> LedgerEntry:
    return LedgerEntry("L1", TODAY, LedgerKind.REALLOCATION, plain("?"), "D1", units(amount), **ends)  # type: ignore[arg-type]


def two(*entries: LedgerEntry, later: tuple[LedgerEntry, ...] = ()) -> City:
    ledgers = (Ledger(1, entries, "2027"), Ledger(1, later, "2028"))
    return replace(context().city, editions=(EDITION, NEXT), ledgers=ledgers)


def left(seen: Context) -> dict[object, object]:
    return {row["envelope"]: row["left"] for row in rows(envelopes(seen, EDITION))}


def test_money_for_an_envelope_about_a_project_reaches_the_envelope_alone() -> None:
    done = project("001", "", 28000, Status.IN_PROGRESS, implementation=Implementation(funded=units(1)))
    for about in ({"to": "ville", "project": "k001"}, {"to": "k001"}, {"to": "2027-001"}):
        seen = context(done, ledger=Ledger(1, (entry(500, from_="nord", **about),), "2027"))
        by_envelope = moved_into(seen.city, EDITION, "ville")
        by_project = moved_into_project(seen.city, done)
        assert by_envelope + by_project == units(500), about
        assert moved_into(seen.city, EDITION, "nord") == Money(-50000)


@pytest.mark.parametrize("ledger", ["2027", "2028"])
def test_money_carried_to_another_edition_leaves_this_one(ledger: str) -> None:
    """From either ledger, whose own envelopes need no edition."""
    if ledger == "2027":
        seen = two(entry(700, from_="nord", to="2028/ville"))
    else:
        seen = two(later=(entry(700, from_="2027/nord", to="ville"),))
    moved = {(e.id, held.id): moved_into(seen, e, held.id).written() for e in seen.editions for held in e.envelopes}
    assert {key: amount for key, amount in moved.items() if amount != "0"} == {
        ("2027", "nord"): "-700",
        ("2028", "ville"): "700",
    }


def test_the_general_budget_gives_and_takes() -> None:
    seen = context(
        ledger=Ledger(1, (entry(900, from_="general", to="nord"), entry(200, from_="sud", to="general")), "2027")
    )
    assert left(seen) == {"nord": "80900", "sud": "79800", "ville": "60000"}


def test_what_came_from_another_edition_may_be_moved_on() -> None:
    spent = project("001", "nord", 80000, Status.ADOPTED)
    on = entry(300, from_="nord", to="sud")
    with_it = replace(two(on, later=(entry(300, from_="ville", to="2027/nord"),)), projects=(spent,))
    assert list(ledger_sources(Context(with_it, TODAY))) == []
    without = replace(two(on), projects=(spent,))
    assert [f.code for f in ledger_sources(Context(without, TODAY))] == ["budget/transfer-exceeds-remainder"]


@pytest.mark.parametrize(
    ("later", "told"),
    [
        ({"from_": "2027/nord", "to": "ville"}, ["budget/transfer-twice"]),
        ({"from_": "2027/sud", "to": "ville"}, []),
        ({"from_": "2027/nord", "to": "sud"}, []),
        ({"from_": "nord", "to": "ville"}, []),
    ],
)
def test_a_movement_that_stands_in_both_ledgers_is_told(later: dict[str, str], told: list[str]) -> None:
    seen = two(entry(700, from_="nord", to="2028/ville"), later=(entry(700, **later),))
    assert [f.code for f in moved_once(Context(seen, TODAY))] == told
    other = two(entry(700, from_="nord", to="2028/ville"), later=(entry(701, **later),))
    assert list(moved_once(Context(other, TODAY))) == []


def test_a_project_that_two_ledgers_pay_by_one_act_is_told() -> None:
    once, again = entry(700, from_="2027/nord", to="k001"), entry(700, from_="2027/nord", to="k001")
    assert [f.code for f in moved_once(Context(two(once, later=(again,)), TODAY))] == ["budget/transfer-twice"]
    assert list(moved_once(Context(two(once, again), TODAY))) == []


def test_the_programmes_costs_count_where_the_envelope_pays_them() -> None:
    costs = (
        ProgrammeCost(ProgrammeCostCategory.STAFF, units(6000), units(7000)),
        ProgrammeCost(ProgrammeCostCategory.VOTING, units(4000)),
    )
    budget = replace(EDITION.budget, programme_costs=costs, programme_costs_from_envelope=True, envelope=units(230000))
    paid = replace(EDITION, budget=budget)
    last = rows(envelopes(context(edition=paid), paid))[-1]
    assert (last["envelope"], last["amount"], last["allotted"], last["spent"], last["left"]) == (
        "programme", "10000", "11000", "7000", "-1000",
    )  # fmt: skip
    apart = replace(EDITION, budget=replace(budget, programme_costs_from_envelope=False))
    assert len(rows(envelopes(context(edition=apart), apart))) == len(EDITION.envelopes)


def codes(*changes: tuple[str, Edit]) -> list[str]:
    return [f.code for f in found(changed(*changes), date(2026, 11, 20))]


def test_the_split_leaves_room_for_the_programmes_costs() -> None:
    taken = (E26, put("budget", "programme_costs_from_envelope", value=True))
    assert "budget/split-sum" in codes(taken)
    assert "budget/split-sum" not in codes(taken, (E26, put("envelopes", 0, "amount", value=4_000_000 - 217_000)))


@pytest.mark.parametrize(
    ("ends", "code"),
    [
        ({"to": "2026/ville"}, None),
        ({"from": "2026/ville", "to": "ville"}, None),
        ({"from": "general"}, None),
        ({"to": "2026/vile"}, "reference/unknown-envelope"),
        ({"to": "2062/ville"}, "reference/unknown-envelope"),
        ({"from": "reserve", "to": "2024/reserve"}, "budget/transfer-to-itself"),
    ],
)
def test_the_names_of_purses(ends: dict[str, str], code: str | None) -> None:
    money = {"reference/unknown-envelope", "budget/transfer-to-itself", "schema/pattern"}
    assert [c for c in codes((L24, move(**ends))) if c in money] == ([code] if code else [])


def test_money_carried_in_is_not_part_of_the_share() -> None:
    """The edition of 2026 is at its 5 %; what 2024 left comes on top of it."""
    carried = (L24, move(to="2026/ville"))
    seen = city(changed(carried))
    edition = seen.edition("2026")
    assert edition is not None
    assert moved_into(seen, edition, "ville") == units(1000)
    assert not {"budget/share", "budget/split-sum"} & set(codes(carried))


def test_no_envelope_is_called_general() -> None:
    assert "budget/envelope-general" in codes((E27, put("envelopes", -1, "id", value="general")))
    assert "budget/envelope-general" not in codes((E27, put("envelopes", -1, "id", value="generale")))


def test_a_final_cost_below_what_was_paid_is_told() -> None:
    path = name_of("projects/2024/toilettes-accessibles-")
    (one,) = [
        f
        for f in found(changed((path, put("evaluation", "final_cost", value=199000))))
        if f.code == "budget/spent-over-final-cost"
    ]
    assert (one.params["final"], one.params["spent"]) == (units(199000), units(251900))
    assert "budget/spent-over-final-cost" not in codes((path, put("evaluation", "final_cost", value=251900)))
