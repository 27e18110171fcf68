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
