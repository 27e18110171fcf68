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
from functools import cached_property

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

    The exact price differs from `price` by at most `off`; `exact` is it, where it was needed to tell who is `poor`,
    which is None where nobody is.
    """

    support: Support
    price: float
    off: float
    poor: Mask | None
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

    The exact money of any voter differs from `money` by at most `slack`, that of all voters together by at most
    `doubt`. Whoever pays all they have passes their part of it on to those who pay the rest, so that `doubt` grows by
    what is rounded and no more. Nobody has less than `lowest`.
    """

    def __init__(self, profile: Profile, share: Fraction) -> None:
        self.profile = profile
        self.share = share
        self.unit = self.lowest = float(share)
        self.money: Floats = np.full(len(profile.counts), self.unit)
        self.slack = 2 * UNIT * self.unit
        self.doubt = 2 * profile.voters * self.slack
        self.lowest *= 1 - 2 * UNIT
        self.bought: list[Quote] = []

    @cached_property
    def emptied(self) -> Whole:
        """The round, from 0, in which each group paid all it had, else `NEVER`."""
        return np.full(len(self.profile.counts), NEVER)

    @cached_property
    def _ledger(self) -> Ledger:
        return Ledger(self.profile, self.share)

    def quote(self, support: Support, least: float) -> Quote | None:
        """What a project costs its supporters now, None when they cannot pay; its price is not below `least`."""
        cost, even = support.candidate.cost, support.even
        if support.voters * self.unit * (1 + 8 * UNIT) < cost:
            return None
        dearest = even * support.most * (1 + 16 * UNIT)
        if dearest <= self.lowest:
            return Quote(support, even, 4 * UNIT * even, None)
        money = self.money[support.groups]
        if dearest + self.slack < np.minimum.reduce(money):
            return Quote(support, even, 4 * UNIT * even, None)
        has = float(support.counts.dot(money))
        rounding = _terms(support) * (has + cost)
        off = 2 * self.doubt + rounding
        if has + off < cost:
            return None
        if has - off < cost and self.total(support.groups) < cost:
            return None
        return self._settled(support, money, max(least, even * (1 - 16 * UNIT)), off) or self.exactly(support)

    def _settled(self, support: Support, money: Floats, least: float, off: float) -> Quote | None:
        """The quote by floats, None where they cannot tell for sure who pays all they have.

        `off` is how far a sum of what any of the groups have may be from the exact one.
        """
        owned = support.counts * money
        weights = 1.0 if support.most == 1 else support.loads
        poor = money < least * weights
        many, price, rich = int(np.count_nonzero(poor)), support.even, float(support.total)
        while many > 0:
            if many == len(poor):
                return None
            rich = float(support.heads.dot(~poor))
            price = (support.candidate.cost - float(owned.dot(poor))) / rich
            wider = money < price * weights
            now = int(np.count_nonzero(wider))
            if now <= many:
                break
            poor, many = wider, now
        wrong = off / rich + (_terms(support) + 8 * UNIT) * abs(price)
        margin = 2 * (self.slack + support.most * (wrong + 8 * UNIT * abs(price)))
        edge = price * weights
        if np.count_nonzero(money < edge - margin) != np.count_nonzero(money <= edge + margin):
            return None
        return Quote(support, price, wrong, poor if many else None)

    def exactly(self, support: Support) -> Quote:
        """The exact quote of a project that its supporters can pay."""
        weights = support.loads
        money = self.money[support.groups]
        poor: Mask = self.emptied[support.groups] != NEVER if support.candidate.cost else np.zeros(len(money), np.bool_)
        while True:
            exact = self._price(support, poor, len(self.bought))
            price = float(exact)
            gap = money - price * weights
            margin = 2 * (self.slack + 8 * UNIT * price * weights)
            poorer = ~poor & (gap < -margin)
            for k in np.flatnonzero(~poor & (np.abs(gap) <= margin)):
                poorer[k] = self._of(int(support.groups[k])) < exact * int(support.weights[k])
            if not poorer.any():
                return Quote(support, price, 2 * UNIT * price, poor if poor.any() else None, exact)
            poor = poor | poorer

    def pay(self, quote: Quote) -> None:
        """Take a winner's price from its supporters."""
        support, groups = quote.support, quote.support.groups
        left = self.money[groups] - (quote.price if support.most == 1 else quote.price * support.loads)
        dearest = support.most * (quote.price + quote.off) * (1 + 8 * UNIT)
        self.lowest = max(0.0, self.lowest - dearest - UNIT * self.unit)
        if quote.poor is not None:
            left[quote.poor] = self.lowest = 0.0
            out = groups[quote.poor]
            self.emptied[out] = np.minimum(self.emptied[out], len(self.bought))
        self.money[groups] = np.maximum(left, 0.0)
        self.slack += support.most * quote.off + 8 * UNIT * self.unit
        self.doubt += 4 * _terms(support) * (self.unit * support.voters + support.candidate.cost)
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

    def _price(self, support: Support, poor: Mask | None, at: int) -> Fraction:
        if poor is None:
            return Fraction(support.candidate.cost, support.total)
        counts = self.profile.counts[support.groups]
        rich = int((counts[~poor] * support.weights[~poor]).sum())
        return (support.candidate.cost - self.total(support.groups[poor], at)) / rich


def _terms(support: Support) -> float:
    """How far a sum over a project's supporters may err, as a part of itself."""
    return 4 * (len(support.groups) + 8) * UNIT
