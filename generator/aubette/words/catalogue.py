"""What people read, by language: messages are data, looked up by a dotted key, never built from pieces in code.

Keys follow the files: `words/site/shell.fr.json` holds `site.shell.*`, `words/cli.fr.json` holds `cli.*`; a message
inside nested objects adds their names. A file is read when the first of its keys is asked for. A message takes named
parameters with a format: `{cost:money}`, `{day:date}`, `{share:percent}`, `{n:number}`, `{names:list}`,
`{guess:either}` (one of several) or `{status:label.status}`, which looks the value up under `label.status`. A message
with plural forms is an object `{"one": ..., "other": ...}` chosen by the parameter `n` with the language's CLDR rule.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Date
from functools import cached_property
from pathlib import Path
from string import Formatter
from typing import Any

from aubette.model.money import Money
from aubette.words.formats import Formats
from aubette.words.typography import typeset

HERE = Path(__file__).resolve().parent
PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})
FALLBACKS: Mapping[str, tuple[str, ...]] = {"fr": ("fr", "en"), "en": ("en", "fr"), "de": ("de", "en", "fr")}
Params = Mapping[str, Any]
PLAIN = frozenset({int, str, Date, Money})
"""Kinds of parameters that are said alike whenever they are equal; pages say the same days and counts over and over."""

MOST_KEPT = 50_000


class UnknownMessageError(KeyError):
    """No language has this message: a bug of ours, found by the tests of the catalogues."""


@dataclass(frozen=True, slots=True)
class FindingText:
    """Everything that is said about one finding code; `before` and `after` are examples in YAML."""

    message: str
    caret: str
    cause: str
    fix: str
    explain: str
    before: str
    after: str


class Catalogue:
    """The words of one language, with the city's currency and time zone for what is said about money and time."""

    def __init__(self, lang: str, currency: str = "EUR", time_zone: str = "Europe/Paris") -> None:
        self.lang = lang if lang in FALLBACKS else "fr"
        self.formats = Formats(self.lang, currency, time_zone)
        self._rooms: dict[tuple[str, str], Mapping[str, Any]] = {}
        self._known: dict[str, tuple[str, Any]] = {}
        self._fixed: dict[object, str] = {}
        self._there: dict[tuple[str, bool], bool] = {}

    def say(self, key: str, /, **params: Any) -> str:
        """The message of a key with its parameters; the next language of the fallback where this one lacks it.

        Raises:
            UnknownMessageError: no language has it.
            KeyError: the message needs a parameter that was not given.
        """
        asked = (key, *params.items()) if params else key
        kept = all(type(value) in PLAIN for value in params.values())
        if kept and asked in self._fixed:
            return self._fixed[asked]
        lang, message = self._known.get(key) or self._look_up(key)
        said = self._filled(message, params, lang)
        if kept and len(self._fixed) < MOST_KEPT:
            self._fixed[asked] = said
        return said

    def _look_up(self, key: str) -> tuple[str, Any]:
        for lang in FALLBACKS[self.lang]:
            message = self._find(lang, key)
            if message is not None:
                self._known[key] = (lang, message)
                return lang, message
        raise UnknownMessageError(key)

    def has(self, key: str, *, own: bool = False) -> bool:
        """Whether some language (or with `own`, this one) has the message."""
        if (key, own) not in self._there:
            langs = (self.lang,) if own else FALLBACKS[self.lang]
            self._there[key, own] = any(self._find(lang, key) is not None for lang in langs)
        return self._there[key, own]

    def with_city(self, currency: str, time_zone: str) -> Catalogue:
        """The same language for a city with this currency and time zone."""
        return Catalogue(self.lang, currency, time_zone)

    def finding(self, code: str, params: Params | None = None) -> FindingText:
        """What is said about a finding; without parameters the sentences keep their places open.

        Raises:
            UnknownMessageError: the code has no words.
        """
        family = code.split("/", 1)[0]
        for lang in FALLBACKS[self.lang]:
            entry = self._file(f"findings/{family}", lang).get(code)
            if entry is not None:
                fields = {name: entry.get(name, "") for name in FindingText.__slots__}
                examples = {name: fields.pop(name) for name in ("before", "after", "explain")}
                said = {n: self._filled(t, params, lang) if params is not None else _open(t) for n, t in fields.items()}
                return FindingText(**said, **examples)
        raise UnknownMessageError(code)

    def codes(self) -> tuple[str, ...]:
        """Every finding code that has words, sorted."""
        families = sorted({path.name.split(".")[0] for path in (HERE / "findings").glob("*.json")} - {"roles"})
        return tuple(code for family in families for code in sorted(self._file(f"findings/{family}", "fr")))

    def role(self, role: str, params: Params) -> str:
        """What is said beside the second place of a finding; the role itself where it has no words."""
        for lang in FALLBACKS[self.lang]:
            message = self._file("findings/roles", lang).get(role)
            if message is not None:
                return self._filled(message, params, lang)
        return role

    def _filled(self, message: Any, params: Params, lang: str) -> str:
        if isinstance(message, Mapping):
            form = self.formats.plural(params.get("n", 1), lang)
            message = message.get(form, message["other"])
        if "{" in message:
            message = self._formatter.vformat(message, (), params)
        return typeset(message, lang)

    @cached_property
    def _formatter(self) -> _Words:
        return _Words(self)

    def _find(self, lang: str, key: str) -> Any:
        """The message of a dotted key: the longest file name that its beginning spells, then names inside it.

        At each depth the rest may be one name: files write `"greedy.selected"` or `"study.cost"` as it stands.
        """
        parts = key.split(".")
        for length in (2, 1):
            if length >= len(parts):
                continue
            value: Any = self._file("/".join(parts[:length]), lang)
            for depth in range(length, len(parts)):
                if not isinstance(value, Mapping):
                    value = None
                    break
                whole = ".".join(parts[depth:])
                if whole in value:
                    return _message(value[whole])
                value = value.get(parts[depth])
            if value is not None:
                return _message(value)
        return None

    def _file(self, room: str, lang: str) -> Mapping[str, Any]:
        if (room, lang) not in self._rooms:
            path = HERE / f"{room}.{lang}.json"
            self._rooms[room, lang] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        return self._rooms[room, lang]


def _message(value: Any) -> Any:
    """A message, or None for an object that only holds other messages."""
    if isinstance(value, str):
        return value
    return value if isinstance(value, Mapping) and value.keys() <= PLURALS and "other" in value else None


def _open(message: Any) -> str:
    """A message with its places open and named, `{cost}`, in the form for several."""
    text = str(message["other"] if isinstance(message, Mapping) else message)
    return "".join(said + ("" if place is None else f"{{{place}}}") for said, place, _, _ in Formatter().parse(text))


class _Words(Formatter):
    """Fills the places of a message with values said in its language."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec.startswith("label."):
            return self.catalogue.say(f"labels.{format_spec.removeprefix('label.')}.{value}")
        return self.catalogue.formats.said(value, format_spec)
