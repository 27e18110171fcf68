"""Numbers, money, dates and lists as a reader of each language expects them (CLDR through Babel)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from datetime import date as Date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

from aubette.model.money import Money

LOCALES = {"fr": "fr_FR", "en": "en_GB", "de": "de_DE"}
FIRST_OF_MONTH = {"fr": ("1 ", "1er ")}


class Formats:
    """The formats of one language for one city."""

    def __init__(self, lang: str, currency: str, time_zone: str) -> None:
        self.lang = lang
        self.currency = currency
        self.time_zone = time_zone

    @cached_property
    def locale(self) -> Locale:
        """The CLDR locale."""
        return Locale.parse(LOCALES[self.lang])

    @cached_property
    def zone(self) -> ZoneInfo:
        """The city's time zone."""
        return ZoneInfo(self.time_zone)

    def said(self, value: Any, name: str = "") -> str:
        """A value in words; without a name the kind of the value chooses the format.

        Raises:
            ValueError: there is no such format.
        """
        if not name:
            return self._natural(value)
        formats: Mapping[str, Callable[[Any], str]] = {
            "money": self.money,
            "signed": self.signed_money,
            "date": self.date,
            "day": self.short_date,
            "datetime": self.date_time,
            "percent": self.percent,
            "number": self.number,
            "list": self.listed,
            "either": self.either,
        }
        if name not in formats:
            raise ValueError(name)
        return formats[name](value)

    def _natural(self, value: Any) -> str:
        if isinstance(value, Money):
            return self.money(value)
        if isinstance(value, datetime):
            return self.date_time(value)
        if isinstance(value, Date):
            return self.date(value)
        if isinstance(value, Fraction):
            return self.percent(value)
        if isinstance(value, tuple | list):
            return self.listed(value)
        return str(value)

    def money(self, amount: Money | int) -> str:
        """An amount of the city's currency; cents only where there are some. Whole numbers are cents too."""
        return _money(amount.cents if isinstance(amount, Money) else amount, self.currency, self.lang)

    def signed_money(self, amount: Money | int) -> str:
        """A difference, with its sign."""
        cents = amount.cents if isinstance(amount, Money) else amount
        return ("+" if cents > 0 else "−" if cents < 0 else "") + self.money(Money(abs(cents)))

    def number(self, value: int | Decimal | str) -> str:
        """A whole or decimal number with the language's separators; what is no number is said as it is."""
        if isinstance(value, str):
            return value
        return _whole(value, self.lang) if type(value) is int else str(format_decimal(value, locale=self.locale))

    def percent(self, value: Fraction | Decimal | int | str) -> str:
        """A share: a fraction of one with at most one decimal, or a percentage already written as text."""
        if isinstance(value, str):
            decimal = Decimal(value)
        else:
            exact = Fraction(value) * 1000
            decimal = Decimal(int(exact + Fraction(1, 2)) if exact >= 0 else -int(-exact + Fraction(1, 2))) / 10
        text = str(
            format_decimal(decimal.normalize() if decimal % 1 else decimal.quantize(Decimal(1)), locale=self.locale)
        )
        return f"{text}\u00a0%" if self.lang in ("fr", "de") else f"{text}%"

    def signed_percent(self, value: Fraction) -> str:
        """A change as a share of what was before, with its sign; what rounds to nothing has none."""
        said = self.percent(abs(value))
        sign = "" if said == self.percent(0) else "+" if value > 0 else "−"
        return f"{sign}{said}"

    def date(self, day: Date | datetime | str) -> str:
        """A day in full, with « 1er » in French."""
        return _date(_as_date(day), "long", self.lang)

    def short_date(self, day: Date | datetime | str) -> str:
        """A day in figures, for tables."""
        return _date(_as_date(day), "dd/MM/y" if self.lang != "de" else "dd.MM.y", self.lang)

    def month(self, day: Date) -> str:
        """A month and its year."""
        return _date(day, "MMMM y", self.lang)

    def month_of(self, day: str) -> str:
        """The month and year of an ISO day."""
        return self.month(Date.fromisoformat(day))

    def date_time(self, moment: datetime | Date | str) -> str:
        """A day and hour in the city's time zone."""
        if isinstance(moment, str):
            moment = datetime.fromisoformat(moment)
        if not isinstance(moment, datetime):
            return self.date(moment)
        local = moment.astimezone(self.zone) if moment.tzinfo else moment
        hour = "H\u00a0'h'\u00a0mm" if self.lang == "fr" else "H:mm"
        clock = str(format_time(local.time(), hour, locale=self.locale)).removesuffix("\u00a000")
        return f"{self.date(local.date())}{', ' if self.lang != 'fr' else ' à '}{clock}"

    def listed(self, values: Sequence[Any]) -> str:
        """Several values as « a, b et c »."""
        return str(format_list([self._natural(value) for value in values], locale=self.locale)) if values else ""

    def either(self, values: Sequence[Any]) -> str:
        """Several values of which one is to be chosen, as « a, b ou c »."""
        said = [self._natural(value) for value in values]
        return str(format_list(said, style="or", locale=self.locale)) if said else ""

    def plural(self, n: Any, lang: str) -> str:
        """The CLDR plural form for a count in a language."""
        return _plural(n if isinstance(n, int) else 1, lang)


def _as_date(day: Date | datetime | str) -> Date:
    if isinstance(day, str):
        day = datetime.fromisoformat(day)
    return day.date() if isinstance(day, datetime) else day


@lru_cache(maxsize=4096)
def _date(day: Date, style: str, lang: str) -> str:
    said = str(format_date(day, style, locale=LOCALES[lang]))
    short, full = FIRST_OF_MONTH.get(lang, ("", ""))
    return full + said.removeprefix(short) if style == "long" and short and said.startswith(short) else said


@lru_cache(maxsize=16384)
def _money(cents: int, currency: str, lang: str) -> str:
    amount = (Decimal(cents) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    whole = cents % 100 == 0
    text = str(
        format_currency(
            amount, currency, "#,##0 ¤" if whole else "#,##0.00 ¤", locale=LOCALES[lang], currency_digits=False
        )
    )
    return text.replace(" ", "\u00a0")


@lru_cache(maxsize=4096)
def _whole(value: int, lang: str) -> str:
    return str(format_decimal(value, locale=LOCALES[lang]))


@lru_cache(maxsize=4096)
def _plural(n: int, lang: str) -> str:
    return str(Locale.parse(LOCALES[lang]).plural_form(n))


def stamp(moment: datetime) -> str:
    """A moment for machines: UTC, seconds, `Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
