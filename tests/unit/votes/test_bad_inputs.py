"""The table of bad inputs names cases that exist, with the code that refuses each; no code is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_corrected import CORRECTED
from test_spoiled import SPOILED

CASES = Path(__file__).parents[2] / "cases" / "votes"
ROW = re.compile(r"^\| (?P<what>[^|]+) \| (?P<cases>[a-z0-9/ -]+) \| (?P<code>votes/[a-z0-9-]+) \|$", re.MULTILINE)


def rows() -> Iterator[tuple[str, str, str]]:
    for row in ROW.finditer((CASES / "README.md").read_text("utf-8")):
        yield from ((row["what"], case, row["code"]) for case in row["cases"].split())


def test_every_line_of_the_table_is_read() -> None:
    lines = [line for line in (CASES / "README.md").read_text("utf-8").splitlines() if line.startswith("| ")]
    assert len(ROW.findall((CASES / "README.md").read_text("utf-8"))) == len(lines) - 1


@pytest.mark.parametrize(("what", "case", "code"), list(rows()))
def test_each_bad_input_has_its_case(what: str, case: str, code: str) -> None:
    folder, _, name = case.rpartition("/")
    expected = (CASES / f"{case}.expect").read_text("utf-8").split()
    assert code in expected, what
    if folder in ("spoiled", "corrected"):
        assert name in {"spoiled": SPOILED, "corrected": CORRECTED}[folder]
    else:
        assert [path for path in (CASES / folder).glob(f"{name}.*") if path.suffix != ".expect"], what


def test_each_code_of_a_table_s_case_stands_in_the_table() -> None:
    told = {code for _, _, code in rows()}
    families = (CASES / folder for folder in ("tally", "ballots", "corrected"))
    shown = {code for folder in families for path in folder.rglob("*.expect") for code in path.read_text().split()}
    codes = {code for code in shown if code.startswith("votes/")}
    apart = {
        "votes/college-without-signature",
        "votes/too-few-signatures",
        "votes/line-endings",
        "votes/byte-order-mark",
        "votes/last-line-open",
        "votes/rows-out-of-order",
        "votes/empty-group",
        "votes/points-mismatch",
        "votes/ballots-out-of-order",
        "votes/picks-out-of-order",
        "votes/too-few-choices",
    }
    assert codes - told <= apart
