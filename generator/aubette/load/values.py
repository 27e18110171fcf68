"""Single values between a file's plain data and the model: exact amounts, texts, days, hours, numbers with digits."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime as DateTime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from aubette.model.money import Money
from aubette.model.text import Text

Plain = Any
"""What a YAML reader gives and a writer takes: `str`, `int`, `Decimal`, `bool`, lists and mappings of these."""


def read_money(value: Plain) -> Money:
    """An amount, from whole units or from exactly two decimals.

    Raises:
        ValueError: any other spelling.
    """
    return Money(value * 100) if type(value) is int and value >= 0 else Money.parse(str(value))


def write_money(amount: Money) -> int | Decimal:
    """Whole units where there are no cents, else exactly two decimals."""
    units, cents = divmod(amount.cents, 100)
    return Decimal(amount.cents).scaleb(-2) if cents else units


def read_text(value: Plain) -> Text:
    """A text in the city's first language, or one per language."""
    return Text.plain(value) if isinstance(value, str) else Text(value)


def write_text(text: Text) -> str | dict[str, str]:
    """A plain string where there is only the city's first language."""
    plain = text.by_lang.get("")
    return plain if plain is not None and len(text.by_lang) == 1 else dict(text.by_lang)


def read_string(value: Plain) -> str:
    """A word, or the digits of a number that the model keeps as text, as they were written."""
    if type(value) is str:
        return value
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def write_number(digits: str) -> int | Decimal:
    """A number again, with every digit."""
    return int(digits) if digits.lstrip("-").isdecimal() else Decimal(digits)


def read_moment(value: str, zone: ZoneInfo | None) -> DateTime:
    """A day and hour; without an offset they are those of `zone`, or stay without one where no zone is given.

    Raises:
        ValueError: there is no such day or hour.
    """
    moment = DateTime.fromisoformat(value)
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment


def write_moment(moment: DateTime) -> str:
    """The same again: a zone is the city's own and goes without saying, an offset is written."""
    local = moment.replace(tzinfo=None) if isinstance(moment.tzinfo, ZoneInfo) else moment
    return local.isoformat(timespec="minutes" if local.second == 0 else "seconds")


def read_day_or_moment(value: str, zone: ZoneInfo | None) -> Date | DateTime:
    """A day, or a day and hour.

    Raises:
        ValueError: there is no such day or hour.
    """
    return read_moment(value, zone) if "T" in value else Date.fromisoformat(value)


def write_day_or_moment(value: Date | DateTime) -> str:
    """The same again."""
    return write_moment(value) if isinstance(value, DateTime) else value.isoformat()
