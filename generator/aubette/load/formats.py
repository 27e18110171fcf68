"""The schemas' `x-format`: what a number or a word must be beyond its JSON type, checked here and nowhere else.

A check takes a value and gives None, or the code and the parameters of what is wrong; `suggestions` are spellings
that would be right, the likeliest first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aubette.model.finding import Param

Flaw = tuple[str, Mapping[str, Param]]
Check = Callable[[object], Flaw | None]

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?", re.ASCII)
OFFSET = re.compile(r"(?P<local>.*?)(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])?", re.ASCII)
EUROPEAN_DAY = re.compile(r"(?P<day>[0-9]{1,2})[/. -](?P<month>[0-9]{1,2})[/. -](?P<year>[0-9]{4})", re.ASCII)
YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})[/.-](?P<month>[0-9]{1,2})[/.-](?P<day>[0-9]{1,2})(?:T.*)?", re.ASCII)
SPOKEN_AMOUNT = re.compile(
    r"(?P<units>[0-9]{1,3}(?:[\x20\u00a0\u202f.'\u2019][0-9]{3})+|[0-9]+)(?:,(?P<cents>[0-9]{2}))?"
    r"[\x20\u00a0\u202f]*(?:\u20ac|EUR|euros?)?",
    re.ASCII | re.IGNORECASE,
)
URL = re.compile(
    r"https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?(?:[/?#][^\s<>\"\\^`{|}]*)?", re.ASCII
)
PATH = re.compile(r"(?!.*(?:^|/)\.{1,2}(?:/|\Z))[^\s/\\:*?\"<>|][^\\:*?\"<>|\r\n]*")

ONE_AMOUNT = ("80000", "80000.50")
ONE_DAY = ("2027-03-14",)
SAID_MOMENT = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[T ](?P<hour>[0-9]{1,2}) ?[:hH] ?(?P<minute>[0-9]{2})?", re.ASCII
)
"""A day and an hour as people say them: with a space, with an h, with one digit."""

ONE_MOMENT = ("2027-03-14T18:30",)


def written(value: object) -> str:
    """A value as a person wrote it, for a message."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value) if isinstance(value, str | int) else type(value).__name__


def money(value: object) -> Flaw | None:
    """Whole units, or exactly two decimals."""
    if type(value) is int or (type(value) is Decimal and value.as_tuple().exponent == -2):
        return None
    return "schema/amount", {"value": written(value), "suggestions": _amounts(value)}


def _amounts(value: object) -> tuple[str, ...]:
    """What a mistaken amount may have meant: `85.000` is 85 thousand or 85, "67 000 €" is plain."""
    text = written(value)
    if isinstance(value, Decimal):
        units, _, decimals = text.partition(".")
        if len(decimals) == 1:
            return (f"{text}0",)
        thousands = (units + decimals,) if len(decimals) == 3 and 0 < len(units) <= 3 and units != "0" else ()
        return (*thousands, f"{units}.{decimals[:2]}")
    found = SPOKEN_AMOUNT.fullmatch(text.strip()) if isinstance(value, str) else None
    if found is None:
        return ONE_AMOUNT
    units = re.sub(r"\D", "", found["units"]).lstrip("0") or "0"
    return (f"{units}.{found['cents']}" if found["cents"] else units,)


def day(value: object) -> Flaw | None:
    """A day of the calendar, year first."""
    if isinstance(value, str) and is_day(value):
        return None
    text = value.strip() if isinstance(value, str) else ""
    found = EUROPEAN_DAY.fullmatch(text) or YEAR_FIRST.fullmatch(text)
    iso = f"{found['year']}-{int(found['month']):02}-{int(found['day']):02}" if found else ""
    suggested = (iso,) if iso and is_day(iso) else _last_of_month(iso)
    return "schema/date", {"value": written(value), "suggestions": suggested}


def _last_of_month(text: str) -> tuple[str, ...]:
    """The last day of the month that a text names, for the 30th of February; any day where it names none."""
    found = DAY.fullmatch(text)
    days = (f"{text[:8]}{number}" for number in (30, 29, 28)) if found and text[8:] in ("29", "30", "31") else ()
    return next(((iso,) for iso in days if is_day(iso)), ONE_DAY)


@lru_cache(maxsize=8192)
def is_day(text: str) -> bool:
    """Whether a text is an ISO day that exists."""
    if not DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def moment(value: object) -> Flaw | None:
    """A day, `T` and a time of the clock; an offset may follow, else the city's time zone is meant."""
    if isinstance(value, str):
        head, _, tail = value.partition("T")
        local = OFFSET.fullmatch(tail)
        if is_day(head) and local and CLOCK.fullmatch(local["local"]):
            return None
    said = SAID_MOMENT.fullmatch(str(value))
    meant = f"{said['day']}T{int(said['hour']):02}:{said['minute'] or '00'}" if said else ""
    right = meant and is_day(meant[:10]) and CLOCK.fullmatch(meant[11:])
    return "schema/date-time", {"value": written(value), "suggestions": (meant,) if right else ONE_MOMENT}


def day_or_moment(value: object) -> Flaw | None:
    """A day, or a day and a time."""
    return moment(value) if isinstance(value, str) and ("T" in value or SAID_MOMENT.fullmatch(value)) else day(value)


def time_zone(value: object) -> Flaw | None:
    """A region and a city of the time zone database."""
    try:
        ZoneInfo(str(value))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "schema/time-zone", {"value": written(value)}
    return None


def percent(value: object) -> Flaw | None:
    """A number; the sign is understood."""
    if type(value) in (int, Decimal):
        return None
    found = re.match(r"\s*([0-9]+)(?:[,.]([0-9]+))?\s*%?\s*\Z", value, re.ASCII) if isinstance(value, str) else None
    suggestion = ".".join(part for part in found.groups() if part) if found else "5"
    return "schema/percent", {"value": written(value), "suggestions": (suggestion,)}


def whole(value: object) -> Flaw | None:
    """A number without decimals, not even zeros."""
    return ("schema/expected-whole-number", {"value": written(value)}) if type(value) is Decimal else None


def url(value: object) -> Flaw | None:
    """An address of the web."""
    if isinstance(value, str) and URL.fullmatch(value):
        return None
    return "schema/url", {"value": written(value)}


def path(value: object) -> Flaw | None:
    """A file's path from the folder that the field speaks of, with `/`, never leaving it."""
    if isinstance(value, str) and PATH.fullmatch(value) and "//" not in value and not value.endswith("/"):
        return None
    return "schema/path", {"value": written(value)}


FORMATS: Mapping[str, Check] = {
    "money": money,
    "date": day,
    "date-time": moment,
    "moment": day_or_moment,
    "time-zone": time_zone,
    "percent": percent,
    "url": url,
    "path": path,
}
