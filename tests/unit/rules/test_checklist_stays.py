"""The checklist that ideas are studied with moves by an act only, from the end of the deposit until the vote."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from rules_house import DAY, E27, Change, Edit, add, both, changed, found, put, without

from aubette.words.catalogue import Catalogue

GRID = "site_config/checklists/strasbourg-30.yml"
AMENDED = {
    "date": "2026-11-17",
    "summary": "Le conseil change la grille.",
    "deliberation": {"reference": "2026-11-16/9", "date": "2026-11-16"},
}
LINE = {"id": "Z01", "label": "Un critère de plus", "service": "juridique", "kind": "blocking"}


def unrouted(name: str) -> Edit:
    def edit(data: Any) -> None:
        for route in data["feasibility"]["routes"]:
            route["criteria"] = [one for one in route.get("criteria", ()) if one != name]

    return edit


ROUTED = (E27, add("feasibility", "routes", 0, "criteria", value="Z01"))
ADVISORY = (GRID, put("criteria", 1, "kind", value="advisory"))


def told(*changes: Change, today: date = DAY) -> list[tuple[object, object, object, object]]:
    new = found(changed(*changes), today, changed())
    mine = [f for f in new if f.code == "base/criterion-changed"]
    for finding in mine:
        assert all((finding.place.line, Catalogue("fr").finding(finding.code, finding.params).message))
    return [(f.params["edition"], f.params["criterion"], f.params["before"], f.params["after"]) for f in mine]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([ADVISORY], [("2027", "E02", "blocking", "advisory")]),
        ([(GRID, without("criteria", 1))], [("2027", "E02", "blocking", "-")]),
        ([(E27, unrouted("E02"))], [("2027", "E02", "blocking", "-")]),
        ([(GRID, add("criteria", value=LINE)), ROUTED], [("2027", "Z01", "-", "blocking")]),
        ([(GRID, put("criteria", 1, "id", value="E99"))], [("2027", "E02", "blocking", "-")]),
        ([(GRID, add("criteria", value=LINE))], []),
        ([(GRID, both(put("criteria", 1, "help", value="x"), put("criteria", 1, "service", value="voirie")))], []),
        ([ADVISORY, (E27, add("rules", "amendments", value=AMENDED))], []),
    ],
)
def test_which_criteria_apply_and_block_moves_by_an_act_only(
    changes: Sequence[Change], expected: list[tuple[object, ...]]
) -> None:
    assert told(*changes) == expected


def test_an_edition_that_gives_its_checklist_up_is_told_of_each_criterion() -> None:
    assert ("2027", "E02", "blocking", "-") in told((E27, put("feasibility", value=...)))


@pytest.mark.parametrize(
    ("today", "is_held"),
    [
        (date(2026, 10, 15), False),
        (date(2026, 10, 16), True),
        (date(2027, 3, 14), True),
        (date(2027, 3, 15), False),
    ],
)
def test_it_is_held_from_the_end_of_the_deposit_until_the_vote_opens(today: date, is_held: bool) -> None:
    assert [edition for edition, *_ in told(ADVISORY, today=today) if edition == "2027"] == ["2027"] * is_held
