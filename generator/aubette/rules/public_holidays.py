"""The public holidays of France (Code du travail L3133-1), by computation.

Those of other countries, and local ones such as Good Friday in Alsace, a city declares in the edition's `holidays`.
"""

from __future__ import annotations

from datetime import date as Date
from datetime import timedelta
from functools import cache

FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
AFTER_EASTER = (1, 39, 50)
"""Easter Monday, Ascension, Whit Monday, in days after Easter Sunday."""


def easter(year: int) -> Date:
    """Easter Sunday of a Gregorian year (the algorithm of Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    lead = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * lead) // 451
    month, day = divmod(h + lead - 7 * m + 114, 31)
    return Date(year, month, day + 1)


@cache
def of_france(year: int) -> frozenset[Date]:
    """The eleven public holidays of a year that hold in the whole of France."""
    movable = {easter(year) + timedelta(days=days) for days in AFTER_EASTER}
    return frozenset(movable | {Date(year, month, day) for month, day in FIXED})


def is_public_holiday(day: Date, country: str) -> bool:
    """Whether offices are closed that day; False for a country whose holidays are not known here."""
    return country == "FR" and day in of_france(day.year)
