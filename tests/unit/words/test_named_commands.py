"""What a finding tells people to type is a command that this version has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import aubette.cli
import aubette.words.catalogue as words

VERBS = {path.name.removesuffix("_verb.py") for path in Path(aubette.cli.__file__).parent.glob("*_verb.py")}
NAMED = re.compile(r"\baubette ([a-z]+)", re.ASCII)


@pytest.mark.parametrize("path", sorted((words.HERE / "findings").glob("*.json")), ids=lambda path: path.name)
def test_each_command_that_is_named_exists(path: Path) -> None:
    assert set(NAMED.findall(path.read_text("utf-8"))) <= VERBS
