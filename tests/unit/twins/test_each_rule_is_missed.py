"""Every rule is missed when it is taken away: of each, some case shows a finding that no other rule gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import of_border
import of_change
import of_city
import of_rest
from pairs import Pair
from rules_house import Case, changed, found
from speakers import every_rule, speakers
from test_no_rule_is_idle import HOUSE

BY_RULES = (
    *of_city.PAIRS,
    *of_change.RULES,
    *of_change.FROZEN,
    *of_border.TEXTS,
    *of_border.AREAS,
    *of_border.PICTURES,
    *of_rest.WHOLE,
)
"""The pairs that rules judge; the others are found at the border, in the votes or in the history."""


def judged() -> Iterator[tuple[str, Callable[[], object]]]:
    """Each case and how it is judged; of the rules' own tables only what no pair shows."""
    for pair in BY_RULES:
        yield pair.code, partial(of_pair, pair)
    shown = {pair.code for pair in BY_RULES}
    yield from ((case.code, partial(of_case, case)) for case in HOUSE if case.code not in shown)


def of_pair(pair: Pair) -> object:
    return pair.said(pair.states()[0])


def of_case(case: Case) -> object:
    return found(changed(*case.broken, files=of_city.near(*case.broken)), case.today)


def test_each_rule_taken_away_is_missed_by_some_case() -> None:
    alone: set[str] = set()
    for code, judge in judged():
        said = speakers(code, judge)
        if len(said) == 1:
            alone |= said
    assert every_rule() - alone == set()
