"""Numbers that are no money and must keep every digit: text in the model, plain numbers in the files."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Annotated

Percent = Annotated[str, "percent"]
"""A percentage without its sign: `5`, `2.5`."""

Degrees = Annotated[str, "coordinates"]
"""A latitude or longitude in decimal degrees, WGS 84: `48.57694`."""

Weight = Annotated[str, "decimal"]
"""A factor of a weighted division: `1.5`."""


def percent(written: str | Decimal | int) -> Fraction:
    """A percentage as a fraction of one, exactly."""
    return Fraction(str(written)) / 100


def beside(share: Fraction, limit: Fraction) -> Percent:
    """A share of one as a percentage with as many decimals, one or more, as tell it from its limit.

    Above a limit it is said to be above, below to be below; equal ones are said with one decimal.
    """
    decimals = 1
    while share != limit and not _apart(_half_up(share, decimals), share, limit):
        decimals += 1
    whole, rest = divmod(int(_half_up(share, decimals) * 10 ** (decimals + 2)), 10**decimals)
    return f"{whole}.{rest:0{decimals}}".rstrip("0").rstrip(".")


def _apart(said: Fraction, share: Fraction, limit: Fraction) -> bool:
    return said > limit if share > limit else said < limit


def _half_up(share: Fraction, decimals: int) -> Fraction:
    """A share of one, zero or more, rounded to so many decimals of a percentage."""
    scale = 10 ** (decimals + 2)
    return Fraction(int(share * scale + Fraction(1, 2)), scale)
