"""Every rule is missed when it is taken away: of each, some case shows a finding that no other rule gives."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

import test_each_rule as each
from rules_house import Case, changed, city
from test_budget_rules import CASES as BUDGET
from test_calendar_rules import CASES as CALENDAR
from test_dates_and_names import CASES as DATES
from test_slips import CASES as SLIPS
from test_study_rules import CASES as STUDY

from aubette.model.city import City
from aubette.model.finding import Finding
from aubette.rules.context import Context, Rule
from aubette.rules.registry import FAMILIES

HOUSE: tuple[Case, ...] = (*BUDGET, *CALENDAR, *DATES, *SLIPS, *STUDY)
ELSEWHERE = frozenset(
    {
        # held against a base: tests/unit/workflow/test_attacks_on_base.py, test_steps_on_base.py
        *FAMILIES["base"],
        *(r for r in FAMILIES["lifecycle"] if r.__name__ in ("steps_since_base", "decided", "documented", "in_season")),
        # look at media folders: test_pictures.py
        *FAMILIES["pictures"],
        # look at areas.geojson: test_outlines.py
        *FAMILIES["areas"],
        # redactions, which the example has none of: tests/unit/workflow/test_redactions_hit.py
        *(r for r in FAMILIES["reference"] if r.__name__ == "redactions_hit"),
        # titles: test_text.py; contests and envelopes: test_contests_and_paying.py; frozen ballots: the votes' tests
        *FAMILIES["text"],
        *(r for r in FAMILIES["ballot"]),
    }
)
ALONE = frozenset({"similar_ideas", "envelope_fits", "areas_enough", "cadence_kept", "first_delivery",
                   "folders_have_editions"})  # fmt: skip
"""Rules whose cases need more than one edit of one city; each has a test of its own name beside this file."""


def broken_cities() -> Iterator[tuple[str, City, date]]:
    for case in each.CASES:
        yield case.code, city(each.edited(case.path, case.edit, each.FILES)), each.DAY
    for house in HOUSE:
        yield house.code, city(changed(*house.broken)), house.today


@cache
def words_of(module: str) -> str:
    return Path(str(sys.modules[module].__file__)).read_text("utf-8")


def may_say(rule: Rule, code: str) -> bool:
    """Whether a rule's module knows the code at all; references to unknown names are made in one place for all."""
    words = words_of(rule.__module__)
    return f'"{code}"' in words or "unknown(" in words or rule.__module__.endswith("references")


def said(rule: Callable[[Context], Iterator[Finding]], context: Context, code: str) -> bool:
    return any(finding.code == code for finding in rule(context))


def test_each_rule_taken_away_is_missed_by_some_case() -> None:
    rules: tuple[Rule, ...] = tuple(rule for family in FAMILIES.values() for rule in family)
    missed: set[str] = set()
    for code, broken, day in broken_cities():
        context = Context(broken, day)
        speakers = [rule for rule in rules if may_say(rule, code) and said(rule, context, code)]
        assert speakers, code
        if len(speakers) == 1:
            missed.add(speakers[0].__name__)
    silent = {rule.__name__ for rule in rules if rule not in ELSEWHERE} - missed - ALONE
    assert silent == set()
    assert missed & ALONE == set(), "these have a case now and need no exception"


def test_every_code_of_the_rules_stands_in_some_test() -> None:
    """A code that no test names is a rule that could go without anybody noticing."""
    rules = "".join(p.read_text("utf-8") for p in (each.ROOT / "generator/aubette/rules").glob("*.py"))
    codes = set(re.findall(r'"((?:[a-z]+)/[a-z][a-z-]+)"', rules)) - {"site_config/editions"}
    tests = [p for p in (each.ROOT / "tests").rglob("*.*") if p.suffix in (".py", ".yml", ".md") and p.is_file()]
    written = "".join(p.read_text("utf-8", "replace") for p in tests)
    assert sorted(code for code in codes if code not in written) == []
