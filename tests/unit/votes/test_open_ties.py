"""Equal shares: an open tie stops the count where a draw could elect others, and only there."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_equal_shares import PLAIN, candidates, counted, g, result

from aubette.model.counting import Completion, Pot, TieBreak
from aubette.model.evidence import BallotGroup
from aubette.model.outcome import Outcome, Refused
from aubette.votes.count import shared
from aubette.votes.count.equal_shares import Race, completed, may_be_bought
from aubette.votes.count.profile import profile
from aubette.votes.count.ties import Chain

OPEN = replace(PLAIN, ties=(TieBreak.LOWEST_COST,))
TWINS = {"a": 3000, "b": 3000}


def test_equals_that_both_win_wait_for_no_draw() -> None:
    groups = [g(2, "a"), g(2, "b")]
    outcome = counted(OPEN, TWINS, groups, 6000)
    assert outcome.winners == ("a", "b")
    assert [(tie.numbers, tie.decided_by) for tie in outcome.ties] == [(("a", "b"), None)]


def test_equals_of_which_one_wins_wait_for_the_draw() -> None:
    groups = [g(1, "a b"), g(1, "a"), g(1, "b")]
    assert result(OPEN, TWINS, groups, 5000) == Refused("tie-undecided", ("a", "b"))


def test_an_order_that_lets_a_third_one_win_waits_for_the_draw() -> None:
    """Both equals are bought in any order, but who is bought first empties the purses of one more or one less."""
    costs = {"a": 2000, "b": 2000, "c": 2000}
    groups = [g(1, "a c"), g(1, "a b"), g(1, "b c")]
    refused = result(OPEN, costs, groups, 4500)
    assert isinstance(refused, Refused)


def test_too_many_equals_are_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    costs = dict.fromkeys("abcde", 1000)
    groups = [g(1, name) for name in costs]
    assert result(OPEN, costs, groups, 5000) == Refused("tie-undecided", tuple("abcde"))
    monkeypatch.setattr(shared, "MOST_TRIED", 5)
    assert counted(OPEN, costs, groups, 5000).winners == tuple("abcde")


ELECTIONS = st.tuples(
    st.lists(st.sampled_from([1000, 2000, 3000]), min_size=2, max_size=4),
    st.lists(st.tuples(st.integers(1, 3), st.sets(st.integers(0, 3), min_size=1)), min_size=1, max_size=5),
    st.sampled_from([4000, 6000, 9000]),
    st.sampled_from([Completion.NONE, Completion.ADD1E]),
)


@settings(max_examples=150, deadline=None)
@given(ELECTIONS)
def test_a_count_is_refused_just_where_two_draws_elect_others(
    election: tuple[list[int], list[tuple[int, set[int]]], int, Completion],
) -> None:
    prices, votes, budget, completion = election
    costs = dict(zip("abcd", prices, strict=False))
    groups = [
        BallotGroup(count, picks, ())
        for count, chosen in votes
        if (picks := tuple(name for at, name in enumerate("abcd") if at in chosen and name in costs))
    ]
    if not groups:
        return
    rule = replace(OPEN, ties=(), completion=completion, step=100)
    field = candidates(costs, groups)
    ballots = profile(groups, field, rule)
    running = frozenset(s.candidate.number for s in ballots.supports if may_be_bought(s, rule))
    elected = set()
    for order in permutations(sorted(costs)):
        scan = completed(Race(ballots, Pot("e", budget), rule, Chain((), assumed=order), running))
        elected.add(frozenset(support.candidate.number for support in scan.run.elected))
    told = result(rule, costs, groups, budget)
    assert isinstance(told, Refused) == (len(elected) > 1)
    if isinstance(told, Outcome):
        assert {frozenset(told.winners)} == elected
