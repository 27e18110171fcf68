"""What voters have left under equal shares: floats to look quickly, exact fractions to decide.

A group's exact money is never stored: it is 0 once it paid all it had, else the share minus the prices it paid, so a
sum over groups is a whole number of shares minus, for each winner, a whole number of its prices.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import numpy.typing as npt

from aubette.votes.count.profile import Ints, Profile, Support

Mask = npt.NDArray[np.bool_]
NEAR = 1e-9
"""Floats that differ by less than this part of a share (or of a price) are compared again exactly."""


class Purses:
    """The money of every group during one run of equal shares; `share` is in cents."""

    def __init__(self, profile: Profile, share: Fraction) -> None:
        self.profile = profile
        self.share = share
        self.unit = float(share)
        self.money = np.full(len(profile.counts), self.unit)
        self.empty = np.zeros(len(profile.counts), dtype=np.bool_)
        self.paid: list[tuple[Fraction, Ints]] = []

    def total(self, groups: Ints) -> Fraction:
        """The exact money of these groups together."""
        live = groups[~self.empty[groups]]
        counts = self.profile.counts[live]
        whole = self.share * int(counts.sum())
        return whole - sum((price * int((counts * weights[live]).sum()) for price, weights in self.paid), Fraction(0))

    def of(self, group: int) -> Fraction:
        """The exact money of one voter of a group."""
        if self.empty[group]:
            return Fraction(0)
        return self.share - sum((price * int(weights[group]) for price, weights in self.paid), Fraction(0))

    def affords(self, support: Support) -> bool:
        """Whether the supporters together have the cost; exact where floats are too near to tell."""
        cost = support.candidate.cost
        about = float((self.profile.counts[support.groups] * self.money[support.groups]).sum())
        if abs(about - cost) > NEAR * max(cost, 1):
            return about > cost
        return self.total(support.groups) >= cost

    def price(self, support: Support, start: float = 0.0) -> tuple[float, Mask]:
        """The price per weight at which supporters just pay the cost, and who pays all they have, by floats."""
        money, weights = self.money[support.groups], support.weights
        counts = self.profile.counts[support.groups]
        poor = money < start * weights
        while True:
            rich = counts[~poor] * weights[~poor]
            if not rich.sum():
                return float("inf"), poor
            price = (support.candidate.cost - float((counts[poor] * money[poor]).sum())) / float(rich.sum())
            now = money < price * weights
            if not (now & ~poor).any():
                return price, poor
            poor = poor | now

    def exact_price(self, support: Support) -> tuple[Fraction, Mask]:
        """The same, decided exactly: groups whose floats are near the price are looked at again."""
        about, poor = self.price(support)
        if about == float("inf"):
            poor = np.zeros(len(support.groups), dtype=np.bool_)
        near = np.abs(self.money[support.groups] - min(about, self.unit * 2) * support.weights) <= NEAR * self.unit
        poor = poor & ~near
        while True:
            price = self._price_given(support, poor)
            moved = [
                k
                for k in np.flatnonzero(near & ~poor)
                if self.of(int(support.groups[k])) < price * int(support.weights[k])
            ]
            if not moved:
                return price, poor
            poor = poor.copy()
            poor[moved] = True

    def _price_given(self, support: Support, poor: Mask) -> Fraction:
        counts = self.profile.counts[support.groups]
        rich = int((counts[~poor] * support.weights[~poor]).sum())
        return (support.candidate.cost - self.total(support.groups[poor])) / rich

    def pay(self, support: Support, price: Fraction, poor: Mask) -> None:
        """Take a winner's price from its supporters."""
        weights = np.zeros(len(self.profile.counts), dtype=np.int64)
        weights[support.groups] = support.weights
        self.paid.append((price, weights))
        self.money = np.maximum(self.money - float(price) * weights, 0.0)
        emptied = support.groups[poor]
        self.money[emptied] = 0.0
        self.empty[emptied] = True
