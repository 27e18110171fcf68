"""Each file of `tests/cases/yaml` says in its first lines what is wrong with it; adding a case adds no Python."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from aubette.load.yaml_text import parse

CASES = Path(__file__).parents[2] / "cases" / "yaml"
EXPECT = re.compile(rb"^(?:\xef\xbb\xbf)?# expect: (\d+) ([a-z0-9/-]+)", re.MULTILINE)


@pytest.mark.parametrize("case", sorted(CASES.glob("*.yml")), ids=lambda path: path.stem)
def test_a_case_gives_the_findings_that_it_announces(case: Path) -> None:
    data = case.read_bytes()
    wanted = [(int(line), code.decode()) for line, code in EXPECT.findall(data)]
    found = [(f.place.line, f.code) for f in parse(data, f"projects/2027/{case.name}").findings]
    assert found == wanted
