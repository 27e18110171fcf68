"""A place is looked up where something is wrong, and nowhere else: finding it reads the file a second time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from rules_house import DAY, city, example

from aubette.model.city import City
from aubette.model.document import Origin, Step
from aubette.rules.context import Context, Rule
from aubette.rules.registry import FAMILIES

SETTINGS = "site_config/"
"""A city has a handful of these; it is the thousands of projects that matter."""


@cache
def loaded() -> City:
    return city(example())


def watched(document: Any, seen: set[str]) -> Any:
    """The same document, which notes its file when somebody asks for a place in it."""
    origin: Origin = document.origin
    find: Callable[[tuple[Step, ...]], tuple[int, int]] = origin.locate

    def locate(path: tuple[Step, ...]) -> tuple[int, int]:
        seen.add(origin.file)
        return find(path)

    return replace(document, origin=Origin(origin.file, locate))


@pytest.mark.parametrize("rule", [rule for rules in FAMILIES.values() for rule in rules], ids=lambda r: r.__name__)
def test_a_rule_looks_only_where_it_finds(rule: Rule) -> None:
    seen: set[str] = set()
    there = loaded()
    there = replace(there, projects=tuple(watched(p, seen) for p in there.projects))
    found = list(rule(Context(there, DAY)))
    told = {f.place.file for f in found} | {r.place.file for f in found for r in f.related}
    assert {file for file in seen if not file.startswith(SETTINGS)} <= told
