"""Who paid whom under equal shares: for a project, what its supporters had spent on each winner, exactly."""

from __future__ import annotations

from math import lcm

import numpy as np

from aubette.model.outcome import Payment
from aubette.votes.count.profile import Support
from aubette.votes.count.purses import Purses


class Payments:
    """The payments of one finished run, as whole numbers over one common denominator."""

    def __init__(self, purses: Purses) -> None:
        paid = purses.payments(len(purses.bought))
        self.whole = lcm(purses.share.denominator, *(price.denominator for price, _ in paid))
        self.share = int(purses.share * self.whole)
        self.prices = [int(price * self.whole) for price, _ in paid]
        self.numbers = [quote.support.candidate.number for quote in purses.bought]
        self.weights = np.array([weights for _, weights in paid]).reshape(len(paid), len(purses.emptied))
        self.counts = purses.profile.counts
        self.emptied = purses.emptied

    def of(self, support: Support) -> tuple[Payment, ...]:
        """What these supporters paid, the largest amount first; amounts are whole cents, rounded down."""
        if not self.prices:
            return ()
        weights, counts = self.weights[:, support.groups], self.counts[support.groups]
        rounds = np.arange(len(self.prices))[:, None]
        out = self.emptied[support.groups][None, :]
        in_full, with_rest = (weights > 0) & (out > rounds), (weights > 0) & (out == rounds)
        found = []
        for at, price in enumerate(self.prices):
            voters = int(counts[in_full[at] | with_rest[at]].sum())
            amount = price * int((counts * weights[at])[in_full[at]].sum())
            if with_rest[at].any():
                rest = counts[with_rest[at]]
                before = weights[:at, with_rest[at]] @ rest
                spent = sum(p * int(n) for p, n in zip(self.prices[:at], before, strict=True))
                amount += self.share * int(rest.sum()) - spent
            if voters and amount:
                found.append((amount, Payment(self.numbers[at], voters, amount // self.whole)))
        return tuple(payment for _, payment in sorted(found, key=lambda row: -row[0]))
