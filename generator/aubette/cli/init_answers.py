"""What `aubette init` asks: options first, then questions, then a default where nobody answers."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from datetime import date as Date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from aubette.model.money import Money
from aubette.words.catalogue import Catalogue
from aubette.workflow.folder import today
from aubette.workflow.init_city import Answers
from aubette.workflow.init_edition import Figures

LANGUAGES = ("fr", "en", "de")
DOMAIN = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+", re.ASCII)
YEARS = (2000, 2200)


def _name(written: str) -> str:
    name = " ".join(written.split())
    if not 0 < len(name) <= 100 or not name.isprintable():
        raise ValueError(written)
    return name


def _domain(written: str) -> str:
    if not DOMAIN.fullmatch(written):
        raise ValueError(written)
    return written


def _code(letters: int) -> Callable[[str], str]:
    def read(written: str) -> str:
        code = written.upper()
        if len(code) != letters or not (code.isascii() and code.isalpha()):
            raise ValueError(written)
        return code

    return read


def _people(written: str) -> int:
    number = int("".join(written.split()))
    if number <= 0:
        raise ValueError(written)
    return number


def _money(written: str) -> Money:
    amount = Money.parse("".join(written.split()))
    if not amount:
        raise ValueError(written)
    return amount


def _year(written: str) -> int:
    year = int(written)
    if not YEARS[0] <= year <= YEARS[1]:
        raise ValueError(written)
    return year


def _languages(written: str) -> tuple[str, ...]:
    asked = tuple(dict.fromkeys(part.strip() for part in written.split(",")))
    if not set(asked) <= set(LANGUAGES):
        raise ValueError(written)
    return asked


READERS: Mapping[str, Callable[[str], Any]] = {
    "name": _name,
    "population": _people,
    "country": _code(2),
    "currency": _code(3),
    "time_zone": lambda written: ZoneInfo(written).key,
    "languages": _languages,
    "year": _year,
    "domain": _domain,
    "envelope": _money,
    "investment": _money,
    "act": _name,
    "act_date": lambda written: Date.fromisoformat(written).isoformat(),
}
"""Each option and what it may hold, in the order of the questions."""

ASKED = ("name", "population", "currency", "year")


class Questions:
    """Asks once for what no option gives; an end of input, or `--yes`, takes every default from then on."""

    def __init__(self, words: Catalogue, given: Mapping[str, str | None], *, ask: bool) -> None:
        self.words = words
        self.given = given
        self.ask = ask

    def value(self, name: str, default: str) -> Any:
        """The value of an option, an answer or the default; None where all three are empty.

        Raises:
            click.UsageError: an option that cannot be read; a question is asked again instead.
        """
        written = self.given.get(name)
        if written is not None:
            return self._read(name, written, click.UsageError)
        while self.ask and name in ASKED:
            answer = self._asked(name, default)
            if not answer:
                break
            try:
                return self._read(name, answer, click.BadParameter)
            except click.BadParameter as error:
                click.echo(error.message, err=True)
        return self._read(name, default, click.UsageError) if default else None

    def _asked(self, name: str, default: str) -> str:
        try:
            said = self.words.say(f"cli.init.{name}").rstrip(".")
            return str(click.prompt(said, default=default, show_default=bool(default), err=True))
        except click.Abort:
            self.ask = False
            return ""

    def _read(self, name: str, written: str, kind: type[click.UsageError]) -> Any:
        try:
            return READERS[name](written)
        except (ValueError, OSError, KeyError):
            raise kind(self.words.say("cli.init.unreadable", option=name.replace("_", "-"), value=written)) from None


def answers(words: Catalogue, folder: Path, given: Mapping[str, str | None], *, ask: bool) -> Answers:
    """Everything that a new city needs, each value from its option, its question or its default."""
    questions = Questions(words, given, ask=ask)
    name = questions.value("name", _from_folder(folder))
    population = questions.value("population", "")
    currency = questions.value("currency", "EUR")
    zone = questions.value("time_zone", "Europe/Paris")
    year = questions.value("year", str(today(None, zone, os.environ).year + 1))
    figures = Figures(
        year,
        questions.value("envelope", ""),
        questions.value("investment", ""),
        questions.value("act", ""),
        questions.value("act_date", ""),
    )
    return Answers(
        name=name,
        figures=figures,
        domain=questions.value("domain", "") or "",
        population=population,
        languages=questions.value("languages", words.lang),
        country=questions.value("country", "FR"),
        currency=currency,
        time_zone=zone,
    )


def _from_folder(folder: Path) -> str:
    """A name to begin with: the folder's own, as a place is written."""
    words = [word for word in re.split(r"[^\w]+", folder.resolve().name) if word]
    return "-".join(word.capitalize() for word in words) or "Ville"
