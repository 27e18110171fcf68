"""The frozen ballot carries what the envelope pays, so that the count and the books of the budget agree (R47).

It carries the rule about double votes too, where the edition has one.
"""

from __future__ import annotations

import json
from typing import Any

from toy import Edit, Toy, counted, fates, no_edit, reported

FIRST, SECOND = Toy("00001", 150_000, 20), Toy("00002", 200_000, 10)
"""Lorient's envelope holds 285 000: both do not fit whole."""


def half_above(limit: int) -> Edit:
    """The same edition, whose envelope pays the half of what a cost exceeds a limit by."""

    def edit(data: dict[str, Any]) -> None:
        brackets = [{"up_to": limit, "rate_percent": 100}, {"rate_percent": 50}]
        tier = {"id": "tous", "label": "Tous", "support": "light", "min_lead_months": 1, "funding": brackets}
        data["size_tiers"] = [tier]

    return edit


def shown(edit: Edit) -> list[str]:
    files, _ = reported("lorient-2021", (FIRST, SECOND), edit=edit)
    return [line.split(";")[1] for line in files["votes/lorient-2021/ballot/ballot.csv"].decode().splitlines()[1:]]


def test_brackets_lower_what_is_frozen_and_so_what_the_count_takes() -> None:
    assert shown(half_above(100_000)) == ["125000", "150000"]
    won = fates(counted("lorient-2021", (FIRST, SECOND), edit=half_above(100_000)))
    assert set(won.values()) == {"selected"}


def test_without_brackets_the_estimate_is_frozen_whole() -> None:
    assert shown(no_edit) == ["150000", "200000"]
    won = fates(counted("lorient-2021", (FIRST, SECOND)))
    assert sorted(won.values()) == ["not_selected", "selected"]


def test_the_rule_about_double_votes_is_frozen_where_the_edition_states_it() -> None:
    def rules(edit: Edit) -> dict[str, Any]:
        files, _ = reported("lorient-2021", (FIRST, SECOND), edit=edit)
        return json.loads(files["votes/lorient-2021/ballot/rules.json"])["contests"][0]

    def stated(data: dict[str, Any]) -> None:
        data["contests"][0]["duplicates"] = "last_stands"

    assert "duplicates" not in rules(no_edit)
    assert rules(stated)["duplicates"] == "last_stands"
