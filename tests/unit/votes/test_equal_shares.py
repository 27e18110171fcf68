"""Equal shares against the same rule written naively, and each clause on the smallest election that shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import naive_shares
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aubette.model.counting import (
    Candidate,
    Comparison,
    Completion,
    CountingRule,
    Measure,
    Method,
    Pot,
    Start,
    Then,
    Thresholds,
    TieBreak,
    Utility,
)
from aubette.model.evidence import BallotGroup
from aubette.model.outcome import WINS, Outcome, Payment, Refused
from aubette.votes.count import equal_shares
from aubette.votes.count.contest import count_shares
from aubette.votes.count.profile import profile
from aubette.votes.count.purses import Purses

PLAIN = CountingRule(method=Method.EQUAL_SHARES, ties=(TieBreak.ID,), thresholds=Thresholds(votes=0))
POINTS = replace(PLAIN, utility=Utility.POINTS, measure=Measure.POINTS)


def g(count: int, picks: str, *points: int) -> BallotGroup:
    return BallotGroup(count, tuple(picks.split()), points)


def candidates(costs: Mapping[str, int], groups: Sequence[BallotGroup]) -> list[Candidate]:
    """Candidates with their totals; costs are in cents."""
    votes, points = dict.fromkeys(costs, 0), dict.fromkeys(costs, 0)
    for x in groups:
        for pick, worth in zip(x.picks, x.points or (1,) * len(x.picks), strict=True):
            if pick in costs:
                votes[pick] += x.count
                points[pick] += x.count * worth
    return [Candidate(name, cost, "e", points[name], votes[name]) for name, cost in costs.items()]


def result(
    rule: CountingRule,
    costs: Mapping[str, int],
    groups: Sequence[BallotGroup],
    budget: int,
    seed: str | None = None,
) -> Outcome | Refused:
    valid = sum(x.count for x in groups if x.picks)
    return count_shares("c", rule, [Pot("e", budget)], candidates(costs, groups), groups, valid, seed)


def counted(rule: CountingRule, costs: Mapping[str, int], groups: Sequence[BallotGroup], budget: int) -> Outcome:
    outcome = result(rule, costs, groups, budget)
    assert isinstance(outcome, Outcome)
    return outcome


def why(outcome: Outcome, number: str) -> tuple[str, str]:
    return outcome.of(number).status.value, outcome.of(number).reason.code


NAMES = "abcdefg"
RULES = st.builds(
    lambda points, completion, start, step: replace(
        POINTS if points else PLAIN, completion=completion, start=start, step=step
    ),
    st.booleans(),
    st.sampled_from(Completion),
    st.sampled_from(Start),
    st.sampled_from([100, 37, 2500]),
)


@st.composite
def elections(draw: st.DrawFn) -> tuple[CountingRule, dict[str, int], list[BallotGroup], int]:
    """Small elections with few different costs, so that exact ties are met often."""
    rule = draw(RULES)
    names = NAMES[: draw(st.integers(1, 7))]
    cost = st.sampled_from([1, 3333, 6000, 12000, 12000, 24000, 40000, 99999])
    costs = {name: draw(cost) for name in names}
    groups = []
    for _ in range(draw(st.integers(1, 8))):
        picks = "".join(sorted(draw(st.sets(st.sampled_from(names)))))
        points = tuple(draw(st.integers(0, 4)) for _ in picks) if rule.utility is Utility.POINTS else ()
        groups.append(BallotGroup(draw(st.integers(1, 9)), tuple(picks), points))
    return rule, costs, groups, draw(st.sampled_from([0, 1, 20000, 48000, 100000]))


def naively(
    rule: CountingRule, costs: Mapping[str, int], groups: Sequence[BallotGroup], budget: int
) -> tuple[list[str], int]:
    ballots = [(x.count, dict(zip(x.picks, x.points or (1,) * len(x.picks), strict=True))) for x in groups]
    return naive_shares.count(
        costs, ballots, budget,
        alike=rule.utility is Utility.COST, completion=rule.completion.value, step=rule.step,
        floor=rule.start is Start.FLOOR,
    )  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(elections())
def test_the_winners_are_those_of_the_rule_as_written(
    election: tuple[CountingRule, dict[str, int], list[BallotGroup], int],
) -> None:
    rule, costs, groups, budget = election
    outcome = counted(rule, costs, groups, budget)
    winners, steps = naively(rule, costs, groups, budget)
    assert list(outcome.winners) == winners
    assert outcome.envelopes[0].notes["steps"] == steps
    assert outcome.envelopes[0].spent <= budget or rule.start is not Start.FLOOR


@settings(max_examples=100, deadline=None)
@given(elections(), st.randoms(use_true_random=False))
def test_neither_the_order_of_the_files_nor_the_grouping_matters(
    election: tuple[CountingRule, dict[str, int], list[BallotGroup], int], chance: object
) -> None:
    rule, costs, groups, budget = election
    outcome = counted(rule, costs, groups, budget)
    apart = [replace(x, count=1) for x in groups for _ in range(x.count)]
    chance.shuffle(apart)  # type: ignore[attr-defined]
    turned = dict(sorted(costs.items(), reverse=True))
    other = counted(rule, turned, apart, budget)
    assert other.winners == outcome.winners
    assert {p.number: p.reason for p in other.projects} == {p.number: p.reason for p in outcome.projects}
    assert other.envelopes == outcome.envelopes


@settings(max_examples=100, deadline=None)
@given(elections())
def test_every_cent_is_accounted_for(election: tuple[CountingRule, dict[str, int], list[BallotGroup], int]) -> None:
    """What supporters of a loser paid and what they have left is what they had, but for the cents cut off."""
    rule, costs, groups, budget = election
    outcome = counted(rule, costs, groups, budget)
    assert sum(p.cost for p in outcome.projects if p.status in WINS) == outcome.envelopes[0].spent <= budget
    for project in outcome.projects:
        params = project.reason.params
        if project.reason.code == "shares_spent":
            paid = params["paid_to"]
            assert all(isinstance(p, Payment) and 0 < p.voters <= params["supporters"] for p in paid)
            missing = params["budget"] - params["had"] - sum(p.amount for p in paid)
            assert -1 <= missing <= len(paid) + 1
            assert [p.amount for p in paid] == sorted((p.amount for p in paid), reverse=True)
            assert params["had"] < params["cost"] <= params["budget"]


@given(
    st.integers(1, 10**13),
    st.lists(st.tuples(st.integers(1, 10**9), st.integers(1, 10**9)), min_size=1, max_size=6),
    st.lists(st.integers(1, 10**13), min_size=1, max_size=3),
)
@settings(max_examples=100, deadline=None)
@example(10**13, [(10**9, 10**9)] * 6, [10**13])
def test_neither_large_sums_nor_large_points_overflow(
    budget: int, voters: list[tuple[int, int]], costs: list[int]
) -> None:
    names = dict(zip(NAMES, costs, strict=False))
    groups = [BallotGroup(many, tuple(names), (worth,) * len(names)) for many, worth in voters]
    for rule in (PLAIN, POINTS):
        plain = [replace(x, points=()) for x in groups] if rule is PLAIN else groups
        assert list(counted(rule, names, plain, budget).winners) == naively(rule, names, plain, budget)[0]


NEAR = 10**15
"""Prices that differ by one part in this many: no float can tell them apart once something was paid."""


@pytest.mark.parametrize("nearer", ["x", "y"])
def test_what_floats_cannot_tell_apart_is_decided_exactly(nearer: str) -> None:
    """Both have three supporters; one of them costs a cent less than the other, of a million million."""
    costs = {"a": 10, "x": NEAR - (nearer == "x"), "y": NEAR - (nearer == "y")}
    groups = [g(7, "a x y"), g(1, "x"), g(1, "y")]
    points = [replace(x, points=(1,) * len(x.picks)) for x in groups]
    outcome = counted(POINTS, costs, points, 3 * NEAR)
    assert outcome.winners[:2] == ("a", nearer)


def test_a_cost_that_is_reached_to_the_cent_is_paid() -> None:
    """Three voters with a third of 100 each have exactly 100; a cent more is too much."""
    groups = [g(1, "a"), g(1, "a b"), g(1, "a b")]
    assert counted(PLAIN, {"a": 10000}, groups, 10000).winners == ("a",)
    assert counted(PLAIN, {"a": 10001}, groups, 10000).winners == ()


def test_the_margin_of_floats_holds_for_every_purse() -> None:
    """After forty purchases in thirds and sevenths, each purse is as near to the exact one as it says."""
    costs = {f"p{n:02}": 10**6 + 7919 * n for n in range(40)}
    names = list(costs)
    groups = [BallotGroup(n % 5 + 1, tuple(names[n % 13 :: n % 7 + 2]), ()) for n in range(60)]
    rule = replace(PLAIN, completion=Completion.ADD1)
    made = profile(groups, candidates(costs, groups), rule)
    purses = Purses(made, Fraction(10**9, 7))
    exact = [Fraction(10**9, 7)] * len(made.counts)
    for support in made.supports:
        quote = purses.quote(support, 0.0)
        if quote is None:
            continue
        asked = purses.exactly(support).exact
        assert asked is not None
        assert abs(Fraction(quote.price) - asked) <= Fraction(quote.off)
        purses.pay(quote)
        for at in support.groups:
            exact[at] -= min(exact[at], asked)
        for at, money in enumerate(exact):
            assert abs(Fraction(float(purses.money[at])) - money) <= Fraction(purses.slack)
            assert Fraction(purses.lowest) <= money
        errors = (abs(Fraction(float(m)) - e) for m, e in zip(purses.money, exact, strict=True))
        assert sum(e * int(n) for e, n in zip(errors, made.counts, strict=True)) <= Fraction(purses.doubt)
    assert len(purses.bought) > 20
    assert purses.total(made.supports[0].groups) == sum(
        exact[at] * int(made.counts[at]) for at in made.supports[0].groups
    )


def test_a_scan_of_a_million_steps_is_proven_in_few_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = []
    real = equal_shares.run
    monkeypatch.setattr(equal_shares, "run", lambda race, share, *more: runs.append(share) or real(race, share, *more))
    costs = {"a": 90_000_000_00, "b": 70_000_000_00, "d": 2_000_000_00}
    groups = [g(1, "a"), g(1, "a b"), g(1, "b d"), g(40, "d")]
    outcome = counted(replace(PLAIN, completion=Completion.ADD1), costs, groups, 100_000_000_00)
    assert len(runs) < 2000
    assert outcome.envelopes[0].notes["steps"] > 20_000_000
    assert outcome.winners == ("d", "a")


def test_steps_are_proven_together_as_if_each_had_been_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    costs = {"a": 300_00, "b": 420_00, "d": 250_00, "f": 610_00, "h": 190_00}
    groups = [g(2, "a b"), g(1, "b d f"), g(3, "f"), g(1, "h"), g(1, "a d h")]
    for completion in (Completion.ADD1, Completion.ADD1E):
        rule = replace(PLAIN, completion=completion, step=7)
        bold = counted(rule, costs, groups, 1200_00)
        monkeypatch.setattr(equal_shares, "alike", lambda low, high: False)
        assert counted(rule, costs, groups, 1200_00).envelopes == bold.envelopes
        monkeypatch.undo()
        assert bold.envelopes[0].notes["steps"] == naively(rule, costs, groups, 1200_00)[1]


def test_a_blank_ballot_has_no_share_and_a_borda_ballot_of_one_pick_has_one() -> None:
    costs = {"a": 5000, "b": 5000}
    rule = replace(POINTS, weights="borda")
    outcome = counted(rule, costs, [g(5, "a b"), g(4, "b"), g(7, "")], 9000)
    assert outcome.envelopes[0].notes["voters"] == 9
    assert outcome.winners == ("a",)


def test_a_project_that_is_free() -> None:
    groups = [g(3, "a b", 2, 1)]
    outcome = counted(POINTS, {"a": 0, "b": 100}, groups, 300)
    assert outcome.winners == ("a", "b")
    assert outcome.of("a").reason.params["effective"] == 6
    by_cost = counted(PLAIN, {"a": 0, "b": 100}, [g(3, "a b")], 300)
    assert by_cost.winners == ("b",)
    assert why(by_cost, "a") == ("not_selected", "shares_free")
    by_votes = counted(replace(PLAIN, then=Then.VOTES), {"a": 0, "b": 100}, [g(3, "a b")], 300)
    assert by_votes.winners == ("b", "a")
    assert why(by_votes, "a") == ("funded_from_leftover", "from_leftover")


def test_reasons_of_winners_and_losers() -> None:
    costs = {"a": 6000, "b": 5000, "d": 6000, "f": 100}
    groups = [g(4, "a b"), g(2, "b"), g(1, "d")]
    outcome = counted(PLAIN, costs, groups, 10500)
    assert outcome.winners == ("b",)
    bought = outcome.of("b").reason
    assert bought.code == "shares_bought"
    assert bought.params["effective"] == 6
    assert bought.params["price"] == 833
    assert why(outcome, "d") == ("not_selected", "shares_too_few")
    assert outcome.of("d").reason.params["had"] == 1500
    spent = outcome.of("a").reason
    assert spent.code == "shares_spent"
    assert spent.params["paid_to"] == (Payment("b", 4, 3333),)
    assert spent.params["had"] == 2666
    assert spent.params["percent"] == 44
    assert why(outcome, "f") == ("not_selected", "no_votes")


def test_thresholds_and_withdrawals_hold() -> None:
    """Świecie: a project that takes a share of the money needs a third of that share of the votes."""
    costs = {"a": 6000, "b": 3000, "d": 3000}
    groups = [g(9, "a"), g(6, "b"), g(5, "d")]
    open_to_all = replace(PLAIN, completion=Completion.ADD1E)
    assert counted(open_to_all, costs, groups, 12000).winners == ("a", "b", "d")
    needing = replace(open_to_all, thresholds=Thresholds(votes=6))
    outcome = counted(needing, costs, groups, 12000)
    assert outcome.winners == ("a", "b")
    assert why(outcome, "d") == ("below_threshold", "below_votes")
    by_cost = replace(open_to_all, thresholds=Thresholds(cost_divisor=1))
    assert why(counted(by_cost, costs, groups, 12000), "a") == ("below_threshold", "below_votes")
    gone = counted(replace(open_to_all, withdrawn=("b",)), costs, groups, 12000)
    assert why(gone, "b") == ("withdrawn", "withdrawn")
    assert gone.winners == ("a", "d")


def test_a_winner_excludes_its_rivals_also_while_shares_rise() -> None:
    costs = {"a": 3000, "b": 3000, "d": 3000}
    groups = [g(4, "a b"), g(3, "b"), g(2, "d")]
    rule = replace(PLAIN, completion=Completion.ADD1, exclusions=(("a", "b"),))
    outcome = counted(rule, costs, groups, 9000)
    assert outcome.winners == ("b", "d")
    assert why(outcome, "a") == ("excluded_by", "excluded")
    assert outcome.of("a").reason.params["by"] == "b"
    assert outcome.envelopes[0].notes["ended"] == "everyone"


def test_whom_a_winner_excludes_is_excluded_also_when_nobody_could_pay_for_it() -> None:
    """`b` has the most supporters and is asked first, in vain; beside `a` it can never be bought, so shares rest."""
    costs = {"a": 2000, "b": 9000, "d": 100}
    rule = replace(PLAIN, completion=Completion.ADD1E, exclusions=(("a", "b"),))
    outcome = counted(rule, costs, [g(3, "a"), g(7, "b"), g(1, "d")], 12000)
    assert outcome.winners == ("a", "d")
    assert why(outcome, "b") == ("excluded_by", "excluded")
    assert outcome.envelopes[0].notes["ended"] == "everyone"


def test_what_winners_of_an_earlier_envelope_exclude_is_excluded() -> None:
    groups = [g(2, "a b"), g(2, "b d")]
    field = [
        replace(c, envelope="first" if c.number == "a" else "second")
        for c in candidates({"a": 1000, "b": 1000, "d": 1000}, groups)
    ]
    pots = [Pot("first", 4000), Pot("second", 4000)]
    rule = replace(PLAIN, exclusions=(("a", "b"),))
    outcome = count_shares("c", rule, pots, field, groups, 4)
    assert isinstance(outcome, Outcome)
    assert outcome.winners == ("a", "d")


def test_ties_are_told_with_what_decides_them() -> None:
    costs = {"a": 3000, "b": 3000}
    groups = [g(1, "a b"), g(1, "a"), g(1, "b")]
    drawn = replace(PLAIN, ties=(TieBreak.LOWEST_COST, TieBreak.DRAW))
    assert result(drawn, costs, groups, 5000) == Refused("tie-undecided", ("a", "b"))
    seeded = result(drawn, costs, groups, 5000, "seed")
    assert isinstance(seeded, Outcome)
    (tie,) = seeded.ties
    assert set(tie.numbers) == {"a", "b"}
    assert tie.decided_by is TieBreak.DRAW
    assert tie.numbers[0] == seeded.winners[0]


def test_a_tie_between_areas_is_decided_by_who_has_a_winner_already() -> None:
    costs = {"a": 1000, "b": 3000, "d": 3000}
    groups = [g(4, "a"), g(3, "b"), g(3, "d")]
    field = [replace(c, area="north" if c.number in "ab" else "south") for c in candidates(costs, groups)]
    rule = replace(PLAIN, ties=(TieBreak.AREA_WITHOUT_WINNER, TieBreak.ID))
    outcome = count_shares("c", rule, [Pot("e", 12000)], field, groups, 10)
    assert isinstance(outcome, Outcome)
    assert outcome.winners == ("a", "d", "b")
    (tie,) = outcome.ties
    assert tie.decided_by is TieBreak.AREA_WITHOUT_WINNER


def test_leftovers_go_by_votes_and_equals_by_the_declared_chain() -> None:
    """With 30 left, one of two equals at 30 and 20 fits: the cheaper one under this chain."""
    costs = {"a": 7000, "b": 3000, "d": 2000, "f": 9000}
    groups = [g(14, "a"), g(2, "b"), g(2, "d"), g(2, "f")]
    rule = replace(PLAIN, then=Then.VOTES, ties=(TieBreak.LOWEST_COST,))
    outcome = counted(rule, costs, groups, 10000)
    assert outcome.winners == ("a", "d")
    assert why(outcome, "d") == ("funded_from_leftover", "from_leftover")
    assert [tie.decided_by for tie in outcome.ties] == [TieBreak.LOWEST_COST]
    same = dict(costs, b=2000)
    assert result(rule, same, groups, 9500) == Refused("tie-undecided", ("b", "d"))
    assert counted(replace(rule, ties=(TieBreak.ID,)), same, groups, 9500).winners == ("a", "b")


@pytest.mark.parametrize(
    ("groups", "how", "kept"),
    [
        ([g(2, "b d"), g(3, "a")], Comparison.PROJECTS, "votes"),
        ([g(2, "b d"), g(3, "a")], Comparison.NONE, "shares"),
        ([g(4, "a"), g(1, "b"), g(1, "d")], Comparison.PROJECTS, "votes"),
        ([g(3, "a"), g(1, "b"), g(2, "d")], Comparison.PROJECTS, "shares"),
    ],
)
def test_the_comparison_counts_every_voter(groups: list[BallotGroup], how: Comparison, kept: str) -> None:
    """Voters who get nothing under one outcome count too; as many on both sides keep equal shares."""
    costs = {"a": 10000, "b": 1000, "d": 1000}
    rule = replace(PLAIN, comparison=how)
    outcome = counted(rule, costs, groups, 10000)
    shares = counted(PLAIN, costs, groups, 10000).winners
    assert (outcome.winners == shares) is (kept == "shares")
    assert outcome.notes.get("kept", "shares") == kept


def test_the_two_criteria_of_the_comparison_differ() -> None:
    """Most get more of their picks in the order of votes; fewer are left with nothing under equal shares."""
    costs = {"a": 4000, "b": 4000, "d": 2000, "f": 2000}
    groups = [g(5, "a b"), g(2, "d"), g(2, "f"), g(1, "")]
    shares = counted(PLAIN, costs, groups, 9000)
    assert shares.winners == ("a", "d", "f")
    by_projects = counted(replace(PLAIN, comparison=Comparison.PROJECTS), costs, groups, 9000)
    assert by_projects.winners == ("a", "b")
    assert by_projects.notes == {"prefer_shares": 4, "prefer_votes": 5, "kept": "votes"}
    by_excluded = counted(replace(PLAIN, comparison=Comparison.EXCLUDED), costs, groups, 9000)
    assert by_excluded.winners == shares.winners
    assert by_excluded.notes == {"prefer_shares": 4, "prefer_votes": 0, "kept": "shares"}


def test_an_envelope_without_voters_elects_nobody() -> None:
    outcome = counted(replace(PLAIN, completion=Completion.ADD1), {"a": 100}, [g(3, "")], 1000)
    assert outcome.winners == ()
    assert outcome.envelopes[0].left == 1000
