"""Each clause of the count by votes, on the smallest election that shows its effect, beside the same one without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aubette.model.counting import (
    Candidate,
    CountingRule,
    Leftover,
    Measure,
    Method,
    Overflow,
    Pot,
    Quota,
    Thresholds,
    TieBreak,
)
from aubette.model.outcome import WINS, Outcome, Refused
from aubette.votes.count.contest import count_greedy
from aubette.votes.count.rule_data import BadRuleError, from_mapping, to_mapping

PLAIN = CountingRule()


def c(number: str, cost: int, votes: int, envelope: str = "e", area: str = "", score: int | None = None) -> Candidate:
    """A candidate; its cost is in whole units."""
    return Candidate(number, cost * 100, envelope, votes if score is None else score, votes, area)


def result(
    rule: CountingRule, candidates: Sequence[Candidate], valid: int = 100, seed: str | None = None, **pots: int
) -> Outcome | Refused:
    amounts = [Pot(name, units * 100) for name, units in (pots or {"e": 100}).items()]
    return count_greedy("c", rule, amounts, candidates, valid, seed)


def counted(rule: CountingRule, candidates: Sequence[Candidate], valid: int = 100, **pots: int) -> Outcome:
    outcome = result(rule, candidates, valid, "seed", **pots)
    assert isinstance(outcome, Outcome)
    assert sum(e.received for e in outcome.envelopes) == 0
    assert all(e.left >= 0 for e in outcome.envelopes)
    assert sum(e.left + e.spent for e in outcome.envelopes) == sum(e.budget for e in outcome.envelopes)
    return outcome


def why(outcome: Outcome, number: str) -> tuple[str, str]:
    return outcome.of(number).status.value, outcome.of(number).reason.code


def test_skip_passes_over_and_stop_ends() -> None:
    field = [c("a", 60, 9), c("b", 50, 8), c("d", 40, 7)]
    assert counted(PLAIN, field).winners == ("a", "d")
    stopped = counted(replace(PLAIN, overflow=Overflow.STOP), field)
    assert stopped.winners == ("a",)
    assert why(stopped, "d") == ("not_selected", "after_stop")
    assert stopped.of("d").reason.params["stopper"] == "b"


def test_points_rank_where_votes_would_not() -> None:
    field = [c("a", 60, 9, score=12), c("b", 60, 4, score=20)]
    assert counted(replace(PLAIN, measure=Measure.POINTS), field).winners == ("b",)
    assert counted(PLAIN, [replace(x, score=x.votes) for x in field]).winners == ("a",)


@pytest.mark.parametrize(
    ("thresholds", "code"),
    [
        (Thresholds(votes=6), "below_votes"),
        (Thresholds(share_percent="5.5"), "below_votes"),
        (Thresholds(cost_divisor=1), "below_votes"),
    ],
)
def test_a_threshold_bars_what_would_have_fitted(thresholds: Thresholds, code: str) -> None:
    field = [c("a", 50, 60), c("b", 6, 5)]
    assert counted(PLAIN, field).winners == ("a", "b")
    barred = counted(replace(PLAIN, thresholds=thresholds), field)
    assert barred.winners == ("a",)
    assert why(barred, "b") == ("below_threshold", code)
    assert barred.of("b").reason.params["least"] == 6


def test_the_threshold_by_cost_is_reached_exactly() -> None:
    """A project at 30 of 100 with divisor 3 needs a tenth of 100 ballots."""
    rule = replace(PLAIN, thresholds=Thresholds(cost_divisor=3))
    assert counted(rule, [c("a", 30, 10)]).winners == ("a",)
    assert counted(rule, [c("a", 30, 9)]).winners == ()
    assert counted(rule, [c("a", 31, 10)]).winners == ()


def test_a_threshold_in_points() -> None:
    rule = replace(PLAIN, measure=Measure.POINTS, thresholds=Thresholds(points=20))
    field = [c("a", 10, 5, score=20), c("b", 10, 9, score=19)]
    assert why(counted(rule, field), "b") == ("below_threshold", "below_points")
    assert counted(rule, field).winners == ("a",)


def test_a_place_among_grades_is_no_number_of_points() -> None:
    rule = replace(PLAIN, method=Method.GRADES, measure=Measure.POINTS, thresholds=Thresholds(points=20))
    assert counted(rule, [c("a", 10, 9, score=2), c("b", 10, 9, score=1)]).winners == ("a", "b")


def test_a_winner_excludes_its_rivals_and_a_loser_does_not() -> None:
    field = [c("a", 40, 9), c("b", 40, 8), c("d", 20, 7)]
    rule = replace(PLAIN, exclusions=(("a", "b"),))
    assert counted(PLAIN, field).winners == ("a", "b", "d")
    assert counted(rule, field).winners == ("a", "d")
    assert why(counted(rule, field), "b") == ("excluded_by", "excluded")
    assert counted(rule, [replace(field[0], cost=20_000), *field[1:]]).winners == ("b", "d")


def test_winners_at_most_and_quotas_of_one_envelope() -> None:
    field = [c("a", 10, 9, "big"), c("b", 10, 8, "big"), c("d", 10, 7, "small"), c("f", 10, 6, "small")]
    pots = {"big": 100, "small": 100}
    assert counted(PLAIN, field, **pots).winners == ("a", "b", "d", "f")
    assert counted(replace(PLAIN, max_winners=1), field, **pots).winners == ("a", "d")
    one_big = replace(PLAIN, quotas=(Quota("big", 1),))
    assert counted(one_big, field, **pots).winners == ("a", "d", "f")
    assert why(counted(one_big, field, **pots), "b") == ("not_selected", "enough_winners")
    both = replace(one_big, max_winners=2)
    assert counted(both, field, **pots).winners == ("a", "d", "f")


def test_winners_of_one_area_at_most_over_all_envelopes() -> None:
    """One per canton, as Meuse: the second of a canton is passed over for the first of another."""
    field = [c("a", 40, 9, area="x"), c("b", 40, 8, area="x"), c("d", 40, 7, area="y"), c("f", 10, 6)]
    assert counted(PLAIN, field).winners == ("a", "b", "f")
    rule = replace(PLAIN, max_winners_per_area=1)
    assert counted(rule, field).winners == ("a", "d", "f")
    assert why(counted(rule, field), "b") == ("not_selected", "enough_in_area")


def test_winners_of_each_area_at_least_are_served_first() -> None:
    field = [c("a", 50, 9, area="x"), c("b", 50, 8, area="x"), c("d", 50, 2, area="y")]
    assert counted(PLAIN, field).winners == ("a", "b")
    guaranteed = counted(replace(PLAIN, min_winners_per_area=1), field)
    assert guaranteed.winners == ("a", "d")
    assert why(guaranteed, "d") == ("selected", "guaranteed")
    assert why(guaranteed, "b") == ("not_selected", "does_not_fit")


def test_an_area_that_won_in_an_envelope_is_guaranteed_no_other_in_the_next() -> None:
    """The least number is that of the whole contest, as the greatest is."""
    field = [c("a", 50, 9, "first", "x"), c("b", 50, 2, "second", "x"), c("d", 50, 8, "second", "y")]
    field.append(c("f", 50, 7, "second", "y"))
    rule = replace(PLAIN, min_winners_per_area=1)
    assert counted(rule, field, first=50, second=100).winners == ("a", "d", "f")
    assert counted(rule, field[1:], first=50, second=100).winners == ("d", "b")


def test_a_guarantee_ends_where_the_money_ends() -> None:
    field = [c("a", 80, 9, area="x"), c("d", 50, 8, area="y"), c("f", 20, 7, area="y")]
    assert counted(replace(PLAIN, min_winners_per_area=1), field).winners == ("a", "f")


CARRIED = [c("a", 60, 9, "first"), c("b", 60, 8, "first"), c("d", 70, 7, "second"), c("f", 50, 3, "second")]


def test_leftovers_stay_go_on_or_are_pooled() -> None:
    pots = {"first": 100, "second": 50}
    assert counted(PLAIN, CARRIED, **pots).winners == ("a", "f")
    carried = counted(replace(PLAIN, leftover=Leftover.CARRY), CARRIED, **pots)
    assert carried.winners == ("a", "d")
    assert [(e.received, e.left) for e in carried.envelopes] == [(-4000, 0), (4000, 2000)]
    pooled = counted(replace(PLAIN, leftover=Leftover.POOL_BY_VOTES), CARRIED, **pots)
    assert pooled.winners == ("a", "f")
    richer = {"first": 110, "second": 60}
    pooled = counted(replace(PLAIN, leftover=Leftover.POOL_BY_VOTES), CARRIED, **richer)
    assert pooled.winners == ("a", "b", "f")
    assert why(pooled, "b") == ("funded_from_leftover", "from_leftover")
    assert [(e.received, e.left) for e in pooled.envelopes] == [(1000, 0), (-1000, 0)]


def test_what_is_carried_follows_the_declared_order() -> None:
    backwards = {"second": 50, "first": 100}
    assert counted(replace(PLAIN, leftover=Leftover.CARRY), CARRIED, **backwards).winners == ("f", "a")


def test_one_large_project_then_small_ones_with_what_is_left() -> None:
    """Grenoble 2017: the second large project loses although money is there, and small ones share the rest."""
    rule = replace(PLAIN, quotas=(Quota("large", 1),), leftover=Leftover.CARRY)
    field = [c("a", 50, 9, "large"), c("b", 40, 8, "large"), c("d", 40, 5, "small"), c("f", 20, 4, "small")]
    assert counted(rule, field, large=100, small=0).winners == ("a", "d")
    assert counted(replace(rule, quotas=()), field, large=100, small=0).winners == ("a", "b")
    assert counted(replace(rule, leftover=Leftover.RETURN), field, large=100, small=0).winners == ("a",)


def test_the_pool_respects_quotas_and_forgets_the_stop() -> None:
    field = [c("a", 60, 9), c("b", 50, 8), c("d", 30, 7), c("f", 10, 6, "g")]
    rule = replace(PLAIN, overflow=Overflow.STOP, leftover=Leftover.POOL_BY_VOTES)
    assert counted(rule, field, e=100, g=10).winners == ("a", "d", "f")
    assert counted(replace(rule, quotas=(Quota("e", 1),)), field, e=100, g=10).winners == ("a", "f")


def test_a_withdrawn_project_wins_nothing_and_takes_nobodys_place() -> None:
    field = [c("a", 60, 9), c("b", 60, 8)]
    gone = counted(replace(PLAIN, withdrawn=("a",)), field)
    assert gone.winners == ("b",)
    assert why(gone, "a") == ("withdrawn", "withdrawn")
    assert counted(PLAIN, field).winners == ("a",)


def test_a_project_without_a_vote_never_wins() -> None:
    assert why(counted(PLAIN, [c("a", 1, 0)]), "a") == ("not_selected", "no_votes")
    pooled = replace(PLAIN, leftover=Leftover.POOL_BY_VOTES, min_winners_per_area=1)
    assert counted(pooled, [c("a", 1, 0, area="x")]).winners == ()


@pytest.mark.parametrize(
    "rule",
    [
        replace(PLAIN, min_winners_per_area=1, ties=(TieBreak.DRAW,)),
        replace(PLAIN, leftover=Leftover.POOL_BY_VOTES, ties=(TieBreak.DRAW,)),
    ],
)
def test_a_tie_in_a_guarantee_or_in_the_pool_waits_for_the_draw(rule: CountingRule) -> None:
    field = [c("a", 60, 5, area="x"), c("b", 60, 5, area="x"), c("d", 50, 9, "f")]
    waiting = result(rule, field, e=50 if rule.leftover is Leftover.POOL_BY_VOTES else 70, f=60)
    assert waiting == Refused("tie-undecided", ("a", "b"))
    drawn = result(rule, field, seed="graine", e=50 if rule.leftover is Leftover.POOL_BY_VOTES else 70, f=60)
    assert isinstance(drawn, Outcome)
    assert [(set(t.numbers), t.decided_by) for t in drawn.ties][-1] == ({"a", "b"}, TieBreak.DRAW)


DRAWN = replace(PLAIN, ties=(TieBreak.DRAW,))
STOPPED = replace(DRAWN, overflow=Overflow.STOP)


@pytest.mark.parametrize(
    ("rule", "costs", "undecided"),
    [
        (DRAWN, (60, 60), True),
        (DRAWN, (40, 40), False),
        (DRAWN, (90, 90), False),
        (DRAWN, (90, 40), False),
        (STOPPED, (40, 90), True),
        (STOPPED, (90, 90), False),
        (replace(DRAWN, max_winners=2), (20, 20), True),
        (replace(DRAWN, max_winners=1), (20, 20), False),
        (replace(DRAWN, exclusions=(("b", "d"),)), (20, 20), True),
    ],
)
def test_a_tie_waits_only_where_another_order_would_elect_others(
    rule: CountingRule, costs: tuple[int, int], *, undecided: bool
) -> None:
    """After a first winner of 20, eighty are left; two have the same votes and the draw has not been held."""
    outcome = result(rule, [c("a", 20, 9), c("b", costs[0], 5), c("d", costs[1], 5)])
    assert isinstance(outcome, Refused) is undecided
    if isinstance(outcome, Outcome):
        assert [set(tie.numbers) for tie in outcome.ties] == [{"b", "d"}]


def test_equals_after_the_stop_need_no_draw() -> None:
    outcome = result(STOPPED, [c("a", 20, 9), c("b", 90, 8), c("d", 10, 5), c("f", 10, 5)])
    assert isinstance(outcome, Outcome)
    assert outcome.winners == ("a",)


def test_equals_of_different_areas_are_no_tie_in_a_guarantee() -> None:
    rule = replace(PLAIN, min_winners_per_area=1, ties=(TieBreak.DRAW,))
    field = [c("a", 40, 9, area="x"), c("b", 50, 5, area="x"), c("d", 50, 5, area="y")]
    outcome = result(rule, field)
    assert isinstance(outcome, Outcome)
    assert outcome.winners == ("a", "d")


def test_the_receipt_with_the_lower_number_came_first() -> None:
    """Numbers have three to five digits: as text, 1000 would stand before 999."""
    field = [c("2027-1000", 60, 5), c("2027-999", 60, 5)]
    assert counted(replace(PLAIN, ties=(TieBreak.RECEIPT,)), field).winners == ("2027-999",)


AREA_FIRST = replace(PLAIN, ties=(TieBreak.AREA_WITHOUT_WINNER, TieBreak.LOWEST_COST))


def test_the_order_of_equals_changes_in_the_pool_too_as_areas_get_winners() -> None:
    rule = replace(AREA_FIRST, leftover=Leftover.POOL_BY_VOTES)
    field = [c("a", 20, 5, area="x"), c("b", 30, 5, area="x"), c("d", 40, 5, area="y")]
    pooled = counted(rule, field, e=0, f=60)
    assert pooled.winners == ("a", "d")
    assert [(t.numbers, t.decided_by) for t in pooled.ties][-1] == (("a", "d", "b"), TieBreak.LOWEST_COST)


def test_a_project_of_no_area_stands_in_none_without_a_winner() -> None:
    field = [c("a", 20, 5), c("b", 90, 5, area="x")]
    assert counted(AREA_FIRST, field).winners == ("b",)
    assert counted(replace(AREA_FIRST, ties=(TieBreak.LOWEST_COST,)), field).winners == ("a",)


CHOICES = st.builds(
    CountingRule,
    overflow=st.sampled_from(Overflow),
    leftover=st.sampled_from(Leftover),
    min_winners_per_area=st.integers(0, 2),
    max_winners=st.none() | st.integers(1, 3),
    max_winners_per_area=st.none() | st.integers(1, 3),
    quotas=st.dictionaries(st.sampled_from("pqr"), st.integers(1, 2), max_size=2).map(
        lambda most: tuple(Quota(envelope, number) for envelope, number in most.items())
    ),
    thresholds=st.builds(Thresholds, votes=st.integers(0, 5), cost_divisor=st.none() | st.integers(1, 4)),
)
FIELDS = st.lists(
    st.tuples(st.integers(1, 90), st.integers(0, 9), st.sampled_from("pqr"), st.sampled_from(["", "x", "y"])),
    min_size=1,
    max_size=12,
)


@given(CHOICES, FIELDS, st.lists(st.integers(0, 150), min_size=3, max_size=3))
def test_no_rule_spends_more_than_there_is_or_breaks_its_own_limits(
    rule: CountingRule, rows: list[tuple[int, int, str, str]], amounts: list[int]
) -> None:
    field = [c(f"{n:03}", *row) for n, row in enumerate(rows)]
    outcome = counted(rule, field, **dict(zip("pqr", amounts, strict=True)))
    won = [p for p in outcome.projects if p.status in WINS]
    assert sorted(outcome.winners) == [p.number for p in won]
    areas = {x.number: x.area for x in field}
    for envelope in outcome.envelopes:
        most = rule.most_winners(envelope.id)
        assert most is None or len(envelope.rounds) <= most
    if rule.max_winners_per_area is not None:
        for area in "xy":
            assert sum(1 for p in won if areas[p.number] == area) <= rule.max_winners_per_area
    assert all(p.votes >= rule.thresholds.votes for p in won)


@given(CHOICES)
def test_a_rule_is_written_and_read_again(rule: CountingRule) -> None:
    assert from_mapping(to_mapping(rule)) == rule


@pytest.mark.parametrize(
    "data",
    [
        {"quotas": [{"envelope": "a"}]},
        {"quotas": [{"most": 1}]},
        {"quotas": [3]},
        {"thresholds": {"cost_divisor": "x"}},
        {"thresholds": {"votes_at_least": 3}},
        {"leftover": "keep"},
    ],
)
def test_a_rule_that_says_something_else_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(BadRuleError):
        from_mapping(data)
