"""What a slip should have been, where that is certain: small changes of a text at the place of a finding.

Everything else in the file stays as it is, comments too. A change that could be a guess is not made: `3/05/2026` is a
day in a city that writes the day first, and stays where the month might come first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date as Date

from aubette.load.quoting import is_plain, quoted
from aubette.model.finding import Finding
from aubette.model.sheet import Passage

DAY_FIRST = frozenset({"fr", "de"})
FRENCH = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
GERMAN = "januar februar märz april mai juni juli august september oktober november dezember"
MONTHS = {name: n for names in (FRENCH, GERMAN) for n, name in enumerate(names.split(), 1)}
NUMERIC = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})", re.ASCII)
YEAR_FIRST = re.compile(r"([0-9]{4})([./-])([0-9]{1,2})\2([0-9]{1,2})", re.ASCII)
IN_WORDS = re.compile(r"([0-9]{1,2})(?:er|\.)?[ \u00a0]([^\W\d_]+)[ \u00a0]([0-9]{4})")
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:[.,][0-9]+)?", re.ASCII)
WHOLE = re.compile(r"(-?(?:0|[1-9][0-9]*))(?:\.0+)?", re.ASCII)
YES = frozenset({"yes", "true", "oui", "ja", "on"})
NO = frozenset({"no", "false", "non", "nein", "off"})
KEY_END = re.compile(r"[ \t]*:(?:[ \t\n]|\Z)")


@dataclass(frozen=True, slots=True)
class Edit:
    """The part of a text that is replaced, and by what."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a finding stands: the text, the position, the value written there, and whether days stand before months."""

    text: str
    index: int
    passage: Passage | None
    day_first: bool

    @property
    def rest(self) -> int:
        """Where the line ends, without its blanks."""
        end = self.text.find("\n", self.index)
        return len(self.text[: end if end >= 0 else len(self.text)].rstrip(" \t"))


def edit_for(finding: Finding, spot: Spot) -> Edit | None:
    """The change that mends a finding, or None where none is certain."""
    mender = MENDERS.get(finding.code)
    return mender(finding, spot) if mender else None


def day_of(text: str, *, day_first: bool) -> str | None:
    """The ISO form of a day written otherwise, where it can mean one day only."""
    if found := YEAR_FIRST.fullmatch(text):
        return _iso(found[1], found[3], found[4])
    if found := NUMERIC.fullmatch(text):
        day, month = int(found[1]), int(found[3])
        if day_first or day > 12 or day == month:
            return _iso(found[4], found[3], found[1])
        return None
    found = IN_WORDS.fullmatch(text)
    return _iso(found[3], MONTHS.get(found[2].casefold(), 0), found[1]) if found else None


def _iso(year: str, month: str | int, day: str) -> str | None:
    try:
        return Date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _value(make: Callable[[str, Finding, Spot], str | None]) -> Callable[[Finding, Spot], Edit | None]:
    """A mender of one value on one line, from a function that says what should stand there."""

    def mender(finding: Finding, spot: Spot) -> Edit | None:
        passage = spot.passage
        if passage is None or passage.style in ("|", ">"):
            return None
        new = make(passage.said.strip(), finding, spot)
        return None if new is None else Edit(passage.start, passage.end, new)

    return mender


def _date(said: str, _finding: Finding, spot: Spot) -> str | None:
    return day_of(said, day_first=spot.day_first)


def _amount(said: str, finding: Finding, _spot: Spot) -> str | None:
    """The one suggestion, where it has the digits that a person wrote."""
    suggested = finding.params.get("suggestions", ())
    if not isinstance(suggested, tuple) or len(suggested) != 1:
        return None
    digits = [re.sub(r"[^0-9]", "", text).rstrip("0") for text in (said, suggested[0])]
    return suggested[0] if digits[0] and digits[0] == digits[1] else None


def _number(said: str, _finding: Finding, _spot: Spot) -> str | None:
    return said.replace(",", ".") if NUMBER.fullmatch(said) and said != "-0" else None


def _whole(said: str, _finding: Finding, _spot: Spot) -> str | None:
    found = WHOLE.fullmatch(said)
    return found[1] if found and found[1] != "-0" else None


def _truth(said: str, _finding: Finding, _spot: Spot) -> str | None:
    word = said.casefold()
    return "true" if word in YES else "false" if word in NO else None


def _text(_said: str, _finding: Finding, spot: Spot) -> str | None:
    """A number or a yes that stands for a text, in quotes, as it was written."""
    passage = spot.passage
    return quoted(passage.said) if passage and not passage.style and passage.said else None


def _member(said: str, finding: Finding, _spot: Spot) -> str | None:
    """The value of the list that differs in capitals, spaces and dashes only."""
    known = finding.params.get("known", ())
    alike = [word for word in known if _bare(word) == _bare(said)] if isinstance(known, tuple) else []
    return (alike[0] if is_plain(alike[0]) else quoted(alike[0])) if len(alike) == 1 and alike[0] != "" else None


def _bare(word: str) -> str:
    return re.sub(r"[\s_-]+", "_", word.strip()).casefold()


def _key(finding: Finding, spot: Spot) -> Edit | None:
    """The field's name in its right letters, where only capitals and dashes were wrong."""
    written, known = finding.params.get("field"), finding.params.get("known", ())
    if not isinstance(written, str) or not isinstance(known, tuple):
        return None
    alike = [word for word in known if _bare(word) == _bare(written)]
    end = spot.index + len(written)
    if len(alike) != 1 or spot.text[spot.index : end] != written or not KEY_END.match(spot.text, end):
        return None
    return Edit(spot.index, end, alike[0])


def _quoted_key(finding: Finding, spot: Spot) -> Edit | None:
    written = str(finding.params["key"])
    end = spot.index + len(written)
    return Edit(spot.index, end, quoted(written)) if spot.text[spot.index : end] == written else None


def _line(finding: Finding, spot: Spot) -> Edit | None:
    """The line as the syntax's own explanation proposes it, from the field's name on."""
    fixed = str(finding.params["fixed"])
    key = fixed.partition(":")[0]
    start = spot.text.rfind("\n", 0, spot.index) + 1
    at = spot.text.find(f"{key}:", start, spot.rest)
    if at < 0 or spot.text[start:at].strip(" -"):
        return None
    return Edit(at, spot.rest, fixed)


def _from_here(finding: Finding, spot: Spot) -> Edit | None:
    return Edit(spot.index, spot.rest, str(finding.params["fixed"]))


MENDERS: Mapping[str, Callable[[Finding, Spot], Edit | None]] = {
    "schema/date": _value(_date),
    "schema/amount": _value(_amount),
    "schema/percent": _value(_amount),
    "schema/expected-number": _value(_number),
    "schema/expected-whole-number": _value(_whole),
    "schema/expected-true-or-false": _value(_truth),
    "schema/expected-text": _value(_text),
    "schema/not-in-list": _value(_member),
    "schema/unknown-field": _key,
    "yaml/ambiguous-scalar": _value(_text),
    "yaml/ambiguous-key": _quoted_key,
    "yaml/unquoted-colon": _line,
    "yaml/space-after-colon": _line,
    "yaml/text-after-end": _line,
    "yaml/reserved-character": _from_here,
}
"""Slips of a data file that have one certain repair, in the order in which they are made."""
