"""Two versions of a text, word by word: what stayed, what went, what came, long unchanged stretches folded away.

Lines and sentences are matched first and words only inside what differs, so that a text of many pages costs little.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

SENTENCES = re.compile(r".+?(?:[.!?…]+(?=\s)|\n|$)\s*", re.DOTALL)
WORDS = re.compile(r"[ \t\r\n]*[^ \t\r\n]+|[ \t\r\n]+$")
"""A word with the space before it; what a no-break space joins is one word, as in an amount."""

NEAR = 8
"""How many unchanged words stay beside a change."""

LONGEST = 1500
"""Stretches of more words than this are shown as a whole, before and after, since matching their words is slow."""


class Part(StrEnum):
    """What became of a stretch of text; `FOLDED` stands for unchanged words that are not repeated."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"
    FOLDED = "folded"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; the text of what is folded is there too, for those who want the whole."""

    part: Part
    text: str


def text_diff(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces of two texts in reading order; without the new ones they are `before`, without the gone, `after`."""
    return tuple(_joined(_sentences(before, after)))


def folded(pieces: Sequence[Piece], near: int = NEAR) -> tuple[Piece, ...]:
    """The pieces with their long unchanged stretches cut to the words next to a change."""
    return tuple(cut for n, piece in enumerate(pieces) for cut in _cut(piece, n == 0, n == len(pieces) - 1, near))


def _sentences(before: str, after: str) -> Iterator[Piece]:
    old, new = SENTENCES.findall(before), SENTENCES.findall(after)
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece(Part.SAME, "".join(old[a:b]))
        else:
            yield from _words("".join(old[a:b]), "".join(new[c:d]))


def _words(before: str, after: str) -> Iterator[Piece]:
    old, new = WORDS.findall(before), WORDS.findall(after)
    if max(len(old), len(new)) > LONGEST or not old or not new:
        yield Piece(Part.GONE, before)
        yield Piece(Part.NEW, after)
        return
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece(Part.SAME, "".join(old[a:b]))
        else:
            yield Piece(Part.GONE, "".join(old[a:b]))
            yield Piece(Part.NEW, "".join(new[c:d]))


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one piece; between two unchanged stretches what went stands before what came."""
    for same, run in groupby((piece for piece in pieces if piece.text), lambda piece: piece.part is Part.SAME):
        found = list(run)
        for part in (Part.SAME,) if same else (Part.GONE, Part.NEW):
            text = "".join(piece.text for piece in found if piece.part is part)
            if text:
                yield Piece(part, text)


def _cut(piece: Piece, first: bool, last: bool, near: int) -> Iterator[Piece]:
    words = WORDS.findall(piece.text)
    head, tail = (0 if first else near), (0 if last else near)
    if piece.part is not Part.SAME or len(words) <= head + tail + 4:
        yield piece
        return
    stretches = ((Part.SAME, words[:head]), (Part.FOLDED, words[head : len(words) - tail]))
    for part, found in (*stretches, (Part.SAME, words[len(words) - tail :])):
        if found:
            yield Piece(part, "".join(found))
