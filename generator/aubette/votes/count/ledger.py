"""The exact prices that were paid during one run of equal shares, as whole numbers over one common denominator."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from math import lcm

import numpy as np

from aubette.votes.count.profile import Profile, Support, Whole


class Ledger:
    """`share` and `prices` are in cents times `whole`; a price is per weight, in the order in which projects won."""

    def __init__(self, profile: Profile, share: Fraction) -> None:
        self.profile = profile
        self.whole = share.denominator
        self.share = share.numerator
        self.prices: list[int] = []

    @cached_property
    def weights(self) -> Whole:
        """The weight that each group gave to the winner of each round; rows that are not filled take no memory."""
        return np.zeros((len(self.profile.supports), len(self.profile.counts)), dtype=self.profile.counts.dtype)

    def add(self, price: Fraction, support: Support) -> None:
        """Note the next winner."""
        common = lcm(self.whole, price.denominator)
        if common != self.whole:
            factor = common // self.whole
            self.share *= factor
            self.prices = [known * factor for known in self.prices]
            self.whole = common
        self.weights[len(self.prices), support.groups] = support.weights
        self.prices.append(int(price * common))

    def left(self, groups: Whole, voters: Whole, at: int) -> int:
        """What so many voters of each of these groups have before round `at`, if they paid every price in full."""
        if not len(groups):
            return 0
        spent = self.weights[:at, groups] @ voters if at else ()
        return self.share * int(voters.sum()) - sum(p * int(n) for p, n in zip(self.prices, spent, strict=False) if n)
