"""Each case is found, and its twin, which differs from it in one place only, is not."""

from __future__ import annotations

import of_border
import of_change
import of_city
import of_rest
import of_votes
import pytest
from apart import places_apart
from pairs import Pair

PAIRS = (*of_city.PAIRS, *of_change.PAIRS, *of_border.PAIRS, *of_votes.PAIRS, *of_rest.PAIRS)


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_a_case_is_found_and_its_twin_is_not(pair: Pair) -> None:
    broken, twin = pair.states()
    assert pair.code in pair.said(broken)
    assert pair.code not in pair.said(twin)
    assert len(places_apart(broken, twin)) == pair.places
