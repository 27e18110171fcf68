"""Each file of `tests/cases/words` says in its first lines what is wrong with it; adding a case adds no Python."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from aubette.load.sheets import sheet
from aubette.rules.registry import WORDS
from aubette.rules.sheets import Manner, judge_sheets
from aubette.workflow.check import CHOICES

CASES = sorted((Path(__file__).resolve().parents[2] / "cases" / "words").iterdir())
EXPECT = re.compile(r"^(?:# |\[//\]: # \()expect: (\d+) ([a-z0-9/-]+)", re.MULTILINE)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_case_gives_the_findings_that_it_announces(case: Path) -> None:
    text = case.read_text("utf-8")
    path = f"projects/2027/{case.name}" if case.suffix == ".yml" else f"site_config/pages/{case.name}"
    wanted = [(int(line), code) for line, code in EXPECT.findall(text)]
    found = [(f.place.line, f.code) for f in judge_sheets([sheet(path, text)], Manner(), WORDS)]
    assert sorted(found) == sorted(wanted)


def test_the_cases_cover_every_code_of_these_families() -> None:
    announced = {code for case in CASES for _, code in EXPECT.findall(case.read_text("utf-8"))}
    assert len(announced) >= 10
    assert {code.split("/")[0] for code in announced} == set(WORDS)
    assert set(WORDS) <= set(CHOICES)
