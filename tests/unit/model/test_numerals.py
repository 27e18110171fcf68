"""Shares beside the limits that they pass."""

from __future__ import annotations

from fractions import Fraction

import pytest

from aubette.model.numerals import beside


@pytest.mark.parametrize(
    ("cents", "of", "limit", "said"),
    [
        (500_001, 10_000_000, 5, "5.00001"),
        (600_000, 10_000_000, 5, "6"),
        (524_000, 10_000_000, 5, "5.2"),
        (523_600, 10_000_000, Fraction(523, 100), "5.24"),
        (499_999, 10_000_000, 5, "4.99999"),
        (500_000, 10_000_000, 5, "5"),
        (1, 3, Fraction(100, 3), "33.3"),
        (995_000, 10_000_000, 9, "10"),
    ],
)
def test_a_share_is_told_apart_from_its_limit(cents: int, of: int, limit: Fraction, said: str) -> None:
    assert beside(Fraction(cents, of), Fraction(limit) / 100) == said
