"""French spacing, put in when a message is said, so that translators type plain spaces."""

from __future__ import annotations

import re

NARROW = "\u202f"
WIDE = "\u00a0"
HIGH = re.compile(r"(?<=\S) (?=[;!?](?:\s|$|[»)…]))")
COLON = re.compile(r"(?<=\S) (?=:(?:\s|$))")
GUILLEMETS = re.compile(r"(«) |(?<=\S) (»)")
UNIT = re.compile(r"(?<=[0-9]) (?=[€%])")


def typeset(text: str, lang: str) -> str:
    """The text with no-break spaces where French wants them; other languages, URLs and code are left alone."""
    if lang != "fr" or " " not in text:
        return text
    text = HIGH.sub(NARROW, text)
    text = COLON.sub(WIDE, text)
    text = GUILLEMETS.sub(lambda found: f"«{WIDE}" if found[1] else f"{WIDE}»", text)
    return UNIT.sub(WIDE, text)
