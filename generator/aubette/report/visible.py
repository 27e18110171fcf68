"""Text from files on a person's screen: nothing in it moves a cursor, hides, or passes for a line of ours."""

from __future__ import annotations

import re
import unicodedata

SPACES = "\u00a0\u202f\u2007\u2009\u3000"
PICTURES = 0x2400
LONGEST_VALUE = 200
ELLIPSIS = "…"
UNSEEN = re.compile(
    r"[\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ud800-\udfff]"
)
"""What JSON may hold as it stands and a screen must not: controls, marks of direction, half characters."""


def visible(text: str) -> str:
    """The text on one line, as many characters as before: a control shows as its picture (␛), the unseen as �.

    Terminals act on control characters (ECMA-48) and forges on lines of their own, so both would let a file speak in
    the tool's name.
    """
    return text if text.isascii() and text.isprintable() else "".join(map(_shown, text))


def _shown(character: str) -> str:
    if character.isprintable() or character in SPACES:
        return character
    code = ord(character)
    return chr(PICTURES + code) if code < 0x20 else "\u2421" if code == 0x7F else "\ufffd"


def shortened(text: str) -> str:
    """A value inside a sentence: nobody reads further than a few lines."""
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + ELLIPSIS


def columns_of(text: str) -> int:
    """How many columns of a terminal a text takes: none for what combines, two for the wide letters of East Asia."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def cut(text: str, columns: int) -> str:
    """The beginning of a text that fits, with an ellipsis where something is missing."""
    if columns_of(text) <= columns:
        return text
    kept = text
    while kept and columns_of(kept) > columns - 1:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """The text filled with spaces to a width."""
    fill = " " * (columns - columns_of(text))
    return fill + text if right else text + fill


def escaped_json(text: str) -> str:
    """JSON of the same meaning in which unseen characters are written as escapes."""
    return UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
