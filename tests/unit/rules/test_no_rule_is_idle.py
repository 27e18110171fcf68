"""The rules' own tables of cases, all together; and no code of a rule goes unnamed by the tests."""

from __future__ import annotations

import re

from rules_house import ROOT, Case
from test_budget_rules import CASES as BUDGET
from test_calendar_rules import CASES as CALENDAR
from test_dates_and_names import CASES as DATES
from test_once_and_in_order import CASES as ORDER
from test_slips import CASES as SLIPS
from test_study_rules import CASES as STUDY

HOUSE: tuple[Case, ...] = (*BUDGET, *CALENDAR, *DATES, *ORDER, *SLIPS, *STUDY)


def test_every_code_of_the_rules_stands_in_some_test() -> None:
    """A code that no test names is a rule that could go without anybody noticing."""
    rules = "".join(p.read_text("utf-8") for p in (ROOT / "generator/aubette/rules").glob("*.py"))
    codes = set(re.findall(r'"((?:[a-z]+)/[a-z][a-z-]+)"', rules)) - {"site_config/editions"}
    tests = [p for p in (ROOT / "tests").rglob("*.*") if p.suffix in (".py", ".yml", ".md") and p.is_file()]
    written = "".join(p.read_text("utf-8", "replace") for p in tests)
    assert sorted(code for code in codes if code not in written) == []
