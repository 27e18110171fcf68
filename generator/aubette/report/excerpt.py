"""The line of a file that a finding is about, with a mark under the place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from aubette.model.finding import Place
from aubette.report.visible import ELLIPSIS, columns_of, visible

Read = Callable[[str], bytes]
LONGEST = 110


@dataclass(frozen=True)
class Excerpt:
    """One line, cut to the width of a screen, and where the mark begins and how long it is (0-based, in columns)."""

    text: str
    start: int
    length: int


def excerpt(place: Place, read: Read, longest: int = LONGEST) -> Excerpt | None:
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
    end = start + _length(line, start)
    first = max(0, start - longest // 2) if columns_of(line) > longest else 0
    last = _last(line, first, longest)
    before = ELLIPSIS if first else ""
    after = ELLIPSIS if last < len(line) else ""
    shown = visible(line[first:last])
    lead = columns_of(before) + columns_of(shown[: start - first])
    marked = columns_of(shown[start - first : max(start, min(end, last)) - first])
    return Excerpt(before + shown + after, lead, max(1, marked))


def _last(line: str, first: int, longest: int) -> int:
    """Where to cut a line so that what is shown from `first` on fits."""
    last = min(len(line), first + longest)
    while columns_of(line[first:last]) > longest:
        last -= 1
    return last


def _length(line: str, start: int) -> int:
    """The mark covers a value to the end of its line, or a key up to its colon."""
    rest = line[start:]
    key, colon, after = rest.partition(":")
    if colon and key.replace("_", "").replace("-", "").isalnum() and (not after or after.startswith(" ")):
        return len(key)
    return len(rest.rstrip())
