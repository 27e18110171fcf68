"""The line of a file that a finding is about, with a mark under the place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from aubette.model.finding import Place

Read = Callable[[str], bytes]
LONGEST = 110


@dataclass(frozen=True)
class Excerpt:
    """One line, cut to the width of a screen, and where the mark begins and how long it is (0-based, in characters)."""

    text: str
    start: int
    length: int


def excerpt(place: Place, read: Read) -> Excerpt | None:
    """The excerpt of a place, None where the file or the line cannot be shown."""
    if not place.line:
        return None
    try:
        lines = read(place.file).decode("utf-8", "replace").split("\n")
    except (OSError, ValueError):
        return None
    if place.line > len(lines):
        return None
    line = lines[place.line - 1].rstrip("\r")
    start = min(max(place.column - 1, 0), len(line))
    length = _length(line, start)
    offset = max(0, start - LONGEST // 2) if len(line) > LONGEST else 0
    shown = "".join(c if c.isprintable() else "\ufffd" for c in line[offset : offset + LONGEST])
    return Excerpt(shown, start - offset, max(1, min(length, LONGEST - (start - offset))))


def _length(line: str, start: int) -> int:
    """The mark covers a value to the end of its line, or a key up to its colon."""
    rest = line[start:]
    key, colon, after = rest.partition(":")
    if colon and key.replace("_", "").replace("-", "").isalnum() and (not after or after.startswith(" ")):
        return len(key)
    return len(rest.rstrip())
