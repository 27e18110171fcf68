"""Amounts of money as whole cents, behind one door."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

WRITTEN = re.compile(r"(?P<units>0|[1-9][0-9]{0,12})(?:\.(?P<cents>[0-9]{2}))?", re.ASCII)


@dataclass(frozen=True, order=True, slots=True)
class Money:
    """An amount in the city's currency, in integer cents; it may be negative only as a difference."""

    cents: int

    @classmethod
    def parse(cls, written: str) -> Money:
        """Read whole units (`80000`) or exactly two decimals (`80000.50`).

        Raises:
            ValueError: on any other spelling; the caller tells the person what to write.
        """
        found = WRITTEN.fullmatch(written)
        if not found:
            raise ValueError(written)
        return cls(int(found["units"]) * 100 + int(found["cents"] or 0))

    def written(self) -> str:
        """The one spelling of this amount in files: whole units, or two decimals when there are cents."""
        sign, cents = ("-", -self.cents) if self.cents < 0 else ("", self.cents)
        return f"{sign}{cents // 100}" + (f".{cents % 100:02}" if cents % 100 else "")

    def __add__(self, other: Money) -> Money:
        return Money(self.cents + other.cents)

    def __sub__(self, other: Money) -> Money:
        return Money(self.cents - other.cents)

    def __bool__(self) -> bool:
        return self.cents != 0


ZERO = Money(0)


def total(amounts: Iterable[Money]) -> Money:
    """The sum of an iterable of `Money`."""
    return Money(sum(amount.cents for amount in amounts))
