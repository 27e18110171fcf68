"""Who paid whom under equal shares: for a project, what its supporters had spent on each winner, exactly."""

from __future__ import annotations

import numpy as np

from aubette.model.outcome import Payment
from aubette.votes.count.profile import Support
from aubette.votes.count.purses import NEVER, Purses


class Payments:
    """The payments of one finished run."""

    def __init__(self, purses: Purses) -> None:
        self.ledger = purses.ledger(len(purses.bought))
        self.numbers = [quote.support.candidate.number for quote in purses.bought]
        self.counts = purses.profile.counts
        self.emptied = purses.emptied

    def left(self, support: Support, times: int = 1) -> int:
        """What these supporters have left, times a number, in whole cents, rounded down."""
        live = support.groups[self.emptied[support.groups] == NEVER]
        return self.ledger.left(live, self.counts[live], len(self.numbers)) * times // self.ledger.whole

    def of(self, support: Support) -> tuple[Payment, ...]:
        """What these supporters paid, the largest amount first; amounts are whole cents, rounded down."""
        rounds = np.arange(len(self.numbers))[:, None]
        weights, counts = self.ledger.weights[: len(rounds), support.groups], self.counts[support.groups]
        out = self.emptied[support.groups][None, :]
        heads, paying = weights * counts, weights > 0
        in_full = (heads * (out > rounds)).sum(axis=1)
        voters = ((paying & (out >= rounds)) * counts).sum(axis=1)
        with_rest = paying & (out == rounds)
        found = []
        for at in np.flatnonzero(voters):
            amount = self.ledger.prices[at] * int(in_full[at])
            rest = np.flatnonzero(with_rest[at])
            amount += self.ledger.left(support.groups[rest], counts[rest], int(at))
            if amount:
                found.append((amount, Payment(self.numbers[at], int(voters[at]), amount // self.ledger.whole)))
        return tuple(payment for _, payment in sorted(found, key=lambda row: -row[0]))
