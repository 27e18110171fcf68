"""No clause of a preset goes untried: each is broken somewhere, or its effect on a count is shown."""

from __future__ import annotations

import pytest
import test_ballots
import test_counts
import test_violations

from aubette.model.clauses import clauses_of
from aubette.workflow.presets import preset_names, read_preset

COVERED = test_violations.COVERED | test_counts.COVERED | test_ballots.COVERED
SAID_ONLY = frozenset({"age_to_propose", "age_to_vote", "ideas_per_holder"})
"""Nobody's age or name is ever kept, so that these are said to residents and checked at the door, not in a file."""


@pytest.mark.parametrize("preset", preset_names())
def test_every_clause_of_a_preset_is_tried(preset: str) -> None:
    clauses = {clause.code for clause in clauses_of(read_preset(preset).edition)}
    tried = {code for name, code in COVERED if name == preset}
    assert clauses - tried - SAID_ONLY == set()
    assert tried - clauses == set(), "a clause is tried that the preset no longer has"
