"""The formulas of the budget, on their golden example and as properties."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from aubette.model.counting import Candidate, CountingRule, Leftover, Overflow, Pot
from aubette.model.outcome import Outcome
from aubette.rules.budget_split import largest_remainder
from aubette.rules.lifecycle import add_months
from aubette.votes.count.contest import count_greedy


@given(
    st.integers(0, 10**12),
    st.dictionaries(st.text("abcdefgh", min_size=1, max_size=4), st.integers(1, 10**6), min_size=1, max_size=30),
)
def test_largest_remainder_is_exact_and_fair(cents: int, people: dict[str, int]) -> None:
    weights = {name: Fraction(n) for name, n in people.items()}
    shares = largest_remainder(cents, weights)
    assert sum(shares.values()) == cents
    everything = sum(people.values())
    for name, share in shares.items():
        assert abs(share - Fraction(cents * people[name], everything)) < 1


def golden(overflow: Overflow, leftover: Leftover = Leftover.RETURN) -> Outcome:
    """Two neighbourhoods of 80 000 and a city envelope of 60 000, as in the reference."""
    rows = (("A", "q1", 320, 50000), ("B", "q1", 300, 45000), ("C", "q1", 120, 28000), ("D", "q2", 90, 80000),
            ("E", "q2", 60, 30000), ("H", "city", 410, 40000))  # fmt: skip
    candidates = tuple(Candidate(n, c * 100, e, v, v) for n, e, v, c in rows)
    pots = (Pot("q1", 8000000), Pot("q2", 8000000), Pot("city", 6000000))
    outcome = count_greedy("c", CountingRule(overflow=overflow, leftover=leftover), pots, candidates, 1000)
    assert isinstance(outcome, Outcome)
    return outcome


def test_skip_elects_the_cheaper_and_stop_respects_the_ranking() -> None:
    assert golden(Overflow.SKIP).winners == ("A", "C", "D", "H")
    assert [e.left for e in golden(Overflow.SKIP).envelopes] == [200000, 0, 2000000]
    assert golden(Overflow.STOP).winners == ("A", "D", "H")
    assert [e.left for e in golden(Overflow.STOP).envelopes] == [3000000, 0, 2000000]


def test_pooled_leftovers_fund_the_best_voted() -> None:
    pooled = golden(Overflow.STOP, Leftover.POOL_BY_VOTES)
    assert pooled.of("B").status.value == "funded_from_leftover"
    assert pooled.of("C").status.value == "not_selected"


def test_months_end_where_months_end() -> None:
    assert add_months(date(2024, 12, 16), 24) == date(2026, 12, 16)
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert add_months(date(2024, 10, 31), 1) == date(2024, 11, 30)
    assert add_months(date(2024, 12, 31), 12) == date(2025, 12, 31)
