"""What voters have left under equal shares: floats with a proven bound on their error, fractions where it matters.

A group's exact money is never stored: it is 0 once it paid all it had, else the share minus the prices it paid, so a
sum over groups is a whole number of shares minus, for each winner, a whole number of its prices. Prices themselves
become fractions only when somebody asks, for which it is enough to know who paid all they had.

The bounds are those of Higham, Accuracy and Stability of Numerical Algorithms, chapters 2 to 4: an operation errs by at
most `UNIT` of its result, a sum of n terms of one sign, in any order, by at most n / (1 - n `UNIT`) times that. The
constants here are rounded up, so that they also cover the conversion of whole numbers above 2**53.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from aubette.votes.count.ledger import Ledger
from aubette.votes.count.profile import Floats, Profile, Support, Whole

Mask = npt.NDArray[np.bool_]
UNIT = 2.0**-53
NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True, eq=False)
class Quote:
    """The price per weight at which a project's supporters just pay its cost, and which of them pay all they have.

    The exact price differs from `price` by at most `off`; `exact` is it, where it was needed to tell who is `poor`.
    """

    support: Support
    price: float
    off: float
    poor: Mask
    exact: Fraction | None = None

    @property
    def least(self) -> float:
        """Not above the exact price for what the project is worth."""
        return max(0.0, (self.price - self.off) / self.support.worth * (1 - 4 * UNIT))

    @property
    def most(self) -> float:
        """Not below it."""
        return (self.price + self.off) / self.support.worth * (1 + 4 * UNIT)


class Purses:
    """The money of every group during one run of equal shares; `share` is in cents.

    The exact money of each voter of a group differs from `money` by at most its `slack`. Whoever pays all they have
    passes their slack on to those who pay the rest, so that the slack of all voters together hardly grows.
    """

    def __init__(self, profile: Profile, share: Fraction) -> None:
        self.profile = profile
        self.share = share
        self.unit = float(share)
        self.money: Floats = np.full(len(profile.counts), self.unit)
        self.slack: Floats = np.full(len(profile.counts), 2 * UNIT * self.unit)
        self.emptied: Whole = np.full(len(profile.counts), NEVER)
        self.bought: list[Quote] = []
        self._ledger = Ledger(profile, share)

    def quote(self, support: Support, least: float) -> Quote | None:
        """What a project costs its supporters now, None when they cannot pay; its price is not below `least`."""
        money, slack = self.money[support.groups], self.slack[support.groups]
        cost = support.candidate.cost
        has = float(support.counts @ money)
        rounding = _terms(support) * (has + cost)
        off = 2 * float(support.counts @ slack) + rounding
        if has + off < cost:
            return None
        if has - off < cost and self.total(support.groups) < cost:
            return None
        return _settled(support, money, slack, least, rounding) or self.exactly(support)

    def exactly(self, support: Support) -> Quote:
        """The exact quote of a project that its supporters can pay."""
        weights = support.weights.astype(np.float64)
        money = self.money[support.groups]
        poor: Mask = self.emptied[support.groups] != NEVER if support.candidate.cost else np.zeros(len(money), np.bool_)
        while True:
            exact = self._price(support, poor, len(self.bought))
            price = float(exact)
            gap = money - price * weights
            margin = 2 * (self.slack[support.groups] + 8 * UNIT * price * weights)
            poorer = ~poor & (gap < -margin)
            for k in np.flatnonzero(~poor & (np.abs(gap) <= margin)):
                poorer[k] = self._of(int(support.groups[k])) < exact * int(support.weights[k])
            if not poorer.any():
                return Quote(support, price, 2 * UNIT * price, poor, exact)
            poor = poor | poorer

    def pay(self, quote: Quote) -> None:
        """Take a winner's price from its supporters."""
        support, groups = quote.support, quote.support.groups
        weights = support.weights.astype(np.float64)
        left = self.money[groups] - quote.price * weights
        left[quote.poor] = 0.0
        self.money[groups] = np.maximum(left, 0.0)
        slack = self.slack[groups] + quote.off * weights + 8 * UNIT * self.unit
        slack[quote.poor] = 0.0
        self.slack[groups] = slack
        out = groups[quote.poor]
        self.emptied[out] = np.minimum(self.emptied[out], len(self.bought))
        self.bought.append(quote)

    def total(self, groups: Whole, at: int | None = None) -> Fraction:
        """The exact money of these groups together, before round `at` (from 0), else now."""
        at = len(self.bought) if at is None else at
        live = groups[self.emptied[groups] >= at]
        return Fraction(self.ledger(at).left(live, self.profile.counts[live], at), self._ledger.whole)

    def price(self, at: int) -> Fraction:
        """The exact price per weight of the winner of round `at`, from 0."""
        return Fraction(self.ledger(at + 1).prices[at], self._ledger.whole)

    def ledger(self, rounds: int) -> Ledger:
        """The exact prices of the first rounds at least."""
        while len(self._ledger.prices) < rounds:
            at = len(self._ledger.prices)
            quote = self.bought[at]
            price = self._price(quote.support, quote.poor, at) if quote.exact is None else quote.exact
            self._ledger.add(price, quote.support)
        return self._ledger

    def _of(self, group: int) -> Fraction:
        """The exact money of one voter of a group."""
        if self.emptied[group] != NEVER:
            return Fraction(0)
        one, at = np.array([group]), len(self.bought)
        return Fraction(self.ledger(at).left(one, np.ones(1, self.profile.counts.dtype), at), self._ledger.whole)

    def _price(self, support: Support, poor: Mask, at: int) -> Fraction:
        counts = self.profile.counts[support.groups]
        rich = int((counts[~poor] * support.weights[~poor]).sum())
        return (support.candidate.cost - self.total(support.groups[poor], at)) / rich


def _terms(support: Support) -> float:
    """How far a sum over a project's supporters may err, as a part of itself."""
    return 4 * (len(support.groups) + 8) * UNIT


def _settled(support: Support, money: Floats, slack: Floats, least: float, rounding: float) -> Quote | None:
    """The quote by floats, None where they cannot tell for sure who pays all they have."""
    weights = 1.0 if support.most == 1 else support.weights.astype(np.float64)
    poor = money < least * weights
    many = int(np.count_nonzero(poor))
    while True:
        if many == len(poor):
            return None
        paid = float(support.counts @ (money * poor)) if many else 0.0
        rich = float(support.heads @ ~poor) if many else float(support.total)
        price = (support.candidate.cost - paid) / rich
        gap = money - price * weights
        wider = poor | (gap < 0)
        now = int(np.count_nonzero(wider))
        if now == many:
            break
        poor, many = wider, now
    unsure = 2 * float(support.counts @ (slack * poor)) if many else 0.0
    off = (unsure + rounding) / rich + (_terms(support) + 8 * UNIT) * abs(price)
    if (np.abs(gap) <= 2 * (slack + weights * (off + 8 * UNIT * abs(price)))).any():
        return None
    return Quote(support, price, off, poor)
