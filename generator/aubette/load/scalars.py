"""What an unquoted word of YAML means here: YAML 1.2's core schema, cut down to what nobody can misread.

`true`, `false`, `null`, whole numbers and plain decimals have a type; everything else is text. A decimal keeps every
digit as it was written, so that `85.000` can be told from `85.00`; nothing is ever a float. Words that YAML 1.1 or a
spreadsheet would read as something else are text too, and are reported so that people put quotes around them.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

Scalar = str | int | Decimal | bool | None


class Trap(StrEnum):
    """How another reader of YAML would understand an unquoted word that is text here."""

    YES_NO = "yes-no"
    NUMBER = "number"
    TIME = "time"
    DATE = "date"
    SPECIAL = "special"


SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""Spaces that YAML takes for letters."""

SUSPECT = frozenset(f"0123456789-+.~nNtTfFyYoO=<{SPACES}")
"""The first characters of every word that has a type here or elsewhere, or that may be nothing but spaces."""

TYPED = re.compile(
    r"""(?P<int>-?(?:0|[1-9][0-9]*)(?<!-0))
    |   (?P<decimal>-?(?:0|[1-9][0-9]*)\.[0-9]+)
    |   (?P<bool>true|false)
    |   (?P<null>~|null|Null|NULL)""",
    re.VERBOSE | re.ASCII,
)

_ISO_TIME = r"[0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[+-][0-9]{2}:[0-9]{2})?"
ISO_DATE = re.compile(rf"(?P<day>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})(?:T{_ISO_TIME})?", re.ASCII)

_NUMBERS = (
    r"[-+]?[0-9][0-9_]*",  # signs, leading zeros, underscores
    r"[-+]?0(?:o[0-7_]+|x[0-9a-fA-F_]+|b[01_]+)",
    r"[-+]?(?:\.[0-9_]+|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?",
    r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
)
_TIMESTAMP = (
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
    r"(?:(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?))?)?"
)
AMBIGUOUS = re.compile(
    rf"""(?P<yes_no>yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|y|Y|n|N|True|TRUE|False|FALSE)
    |   (?P<number>{"|".join(_NUMBERS)})
    |   (?P<time>[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?)
    |   (?P<date>{_TIMESTAMP})
    |   (?P<special>=|<<)""".replace("[ \\t]", "[\\x20\\t]"),
    re.VERBOSE | re.ASCII,
)

LONGEST_WORD = len("False")
LONGEST_TYPED = 40


@lru_cache(maxsize=16_384)
def read_word(word: str) -> tuple[Scalar, Trap | None]:
    """The value of an unquoted scalar and how else it could be read; a city writes the same words over and over."""
    return resolve(word), trap(word)


def resolve(word: str) -> Scalar:
    """The value of an unquoted scalar; the empty word is null."""
    if word and word[0] not in SUSPECT:
        return word
    found = TYPED.fullmatch(word)
    if found is None:
        return word or None
    match found.lastgroup:
        case "int":
            return int(word)
        case "decimal":
            return Decimal(word)
        case "bool":
            return word == "true"
    return None


def is_number(word: str) -> bool:
    """Whether an unquoted word is a number here, however long."""
    found = TYPED.fullmatch(word)
    return found is not None and found.lastgroup in ("int", "decimal")


def trap(word: str) -> Trap | None:
    """How else an unquoted text could be read; days that exist in the ISO form are safe, typed words are no text."""
    if not word or word[0] not in SUSPECT:
        return None
    if (word[0].isalpha() and len(word) > LONGEST_WORD) or TYPED.fullmatch(word) or is_iso(word):
        return None
    found = AMBIGUOUS.fullmatch(word)
    if found is None:
        return None
    return Trap(str(found.lastgroup).replace("_", "-"))


def is_iso(word: str) -> bool:
    """Whether the word is a day of the calendar, or one with a time of the clock, in the ISO form."""
    found = ISO_DATE.fullmatch(word)
    if found is None:
        return False
    try:
        date.fromisoformat(found["day"])
    except ValueError:
        return False
    return True
