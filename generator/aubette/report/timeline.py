"""A timeline for a person at a terminal: changes by day, sentences below, texts word by word; colours when asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from textwrap import wrap

from aubette.words.catalogue import Catalogue
from aubette.words.text_diff import Part, Piece

BOLD, DIM, GREEN, RED, CYAN = "1", "2", "32", "31", "36"
COLUMN = 12
"""Where the words begin: a day in figures and two spaces."""

NARROWEST = 50
MARKS = {Part.GONE: ("[-", "-]", RED), Part.NEW: ("{+", "+}", GREEN), Part.FOLDED: ("", "", DIM)}


@dataclass(frozen=True)
class TextVersion:
    """A text that changed: what it is called and its pieces, before and after."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Told:
    """One change of one project; `day` is ISO, `change` names the merged change, "" where there is none."""

    day: str
    commit: str
    change: str
    service: str
    number: str
    title: str
    sentences: tuple[str, ...]
    details: tuple[str, ...] = ()
    texts: tuple[TextVersion, ...] = ()


class TimelineText:
    """Says changes in one language; `width` is the terminal's, None for lines as long as they are."""

    def __init__(self, words: Catalogue, *, colour: bool = False, width: int | None = None) -> None:
        self.words = words
        self.colour = colour
        self.width = max(NARROWEST, width) if width else None

    def one(self, title: str, changes: Sequence[Told]) -> str:
        """The timeline of one project, below its title."""
        since = min((told.day for told in changes), default="")
        head = [self._paint(title, BOLD)]
        head.append(self.words.say("cli.history.changes", n=len(changes), day=since) if changes else "")
        return "\n".join([*filter(None, head), *self._months(changes, named=False)]) + "\n"

    def several(self, changes: Sequence[Told]) -> str:
        """The changes of several projects, those of one commit together."""
        lines = [*self._months(changes, named=True)]
        return "\n".join(lines or [self.words.say("cli.history.nothing")]) + "\n"

    def _months(self, changes: Iterable[Told], *, named: bool) -> Iterator[str]:
        first = not named
        for month, of_month in groupby(changes, key=lambda told: told.day[:7]):
            if first:
                yield ""
            first = True
            yield self._paint(self._month(month), f"{BOLD};{CYAN}")
            for _, of_commit in groupby(of_month, key=lambda told: (told.day, told.commit)):
                yield from self._commit(list(of_commit), named)

    def _month(self, month: str) -> str:
        said = self.words.formats.month_of(f"{month}-01")
        return said[:1].upper() + said[1:]

    def _commit(self, changes: list[Told], named: bool) -> Iterator[str]:
        about = changes[0]
        day = self.words.formats.short_date(about.day).ljust(COLUMN)
        trail = " · ".join(filter(None, (about.change, about.commit[:10])))
        yield f"{self._paint(day, BOLD)}{about.service} {self._paint(f'· {trail}', DIM)}"
        for told in changes:
            if named:
                yield self._below(f"{self._paint(told.number, CYAN)} {self._paint(told.title, BOLD)}")
            for sentence in told.sentences:
                yield from self._wrapped(sentence, "• ")
            for text in told.texts:
                yield from self._text(text)
            for detail in told.details:
                yield from self._wrapped(detail, "· ", DIM)

    def _text(self, text: TextVersion) -> Iterator[str]:
        """A text's comparison as words, marked as `git diff --word-diff` marks them."""
        yield self._below(self._paint(text.label, BOLD))
        marked = "".join(self._piece(piece) for piece in text.pieces)
        yield from (self._below(f"  {line}") for line in marked.split("\n") if line.strip())

    def _piece(self, piece: Piece) -> str:
        if piece.part is Part.SAME:
            return piece.text
        before, after, colour = MARKS[piece.part]
        said = " […] " if piece.part is Part.FOLDED else piece.text.rstrip()
        rest = "" if piece.part is Part.FOLDED else piece.text[len(said) :]
        lines = [self._paint(f"{before}{line}{after}", colour) if line.strip() else line for line in said.split("\n")]
        return "\n".join(lines) + rest

    def _wrapped(self, sentence: str, bullet: str, colour: str = "") -> Iterator[str]:
        room = self.width - COLUMN - len(bullet) if self.width else 0
        lines = wrap(sentence, room, break_long_words=False, break_on_hyphens=False) if room else [sentence]
        for n, line in enumerate(lines):
            yield self._below(f"{bullet if not n else ' ' * len(bullet)}{self._paint(line, colour)}")

    def _below(self, text: str) -> str:
        return f"{' ' * COLUMN}{text}"

    def _paint(self, text: str, colour: str) -> str:
        return f"\x1b[{colour}m{text}\x1b[0m" if self.colour and colour else text
