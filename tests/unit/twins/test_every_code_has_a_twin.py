"""The promise on findings: of each code a test shows a case, and a twin one place away that must stay silent."""

from __future__ import annotations

from example_places import PLACES
from test_examples_are_twins import WIDER
from test_no_rule_is_idle import HOUSE
from test_twins import PAIRS

from aubette.words.catalogue import Catalogue

WITHOUT: dict[str, str] = {}
"""The codes that no pair can show, each with its reason; there is none, and one more needs a good one."""

MORE_PLACES = {
    "votes/audit-differs": "a recount and its two seals, which cover one digest",
    "votes/college-without-signature": "another person's seal in the place of one",
    "votes/merged-member-twice": "a unit is a folder, and stands in the proclamation",
    "votes/proclamation-omits": "a unit's line and the number of units",
    "votes/rows-out-of-order": "a row that moved",
    "votes/same-tally-twice": "a figure and its sum",
    "votes/unanimous-unit": "a figure and its sum",
    "votes/unit-missing": "a unit is a folder",
}
"""The pairs whose one edit is written in more than one place, each with what it is."""


def paired() -> set[str]:
    """The codes of the pairs here, of the rules' own tables, and of the examples laid into the example city."""
    return {*(pair.code for pair in PAIRS), *(case.code for case in HOUSE if case.places == 1), *PLACES.keys() - WIDER}


def test_every_code_has_a_case_and_a_twin() -> None:
    codes = set(Catalogue("fr").codes())
    assert len(codes) > 500
    assert codes - paired() == set(WITHOUT)
    assert paired() <= codes, "nobody meets a code without words"


def test_a_twin_is_one_edit_away() -> None:
    """Each pair is measured by the test that judges it; these are all that may be further apart."""
    assert {pair.code for pair in PAIRS if pair.places != 1} == set(MORE_PLACES)
