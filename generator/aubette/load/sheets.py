"""The city's texts as people wrote them: every data file and every page, one after the other, none kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aubette.load import events
from aubette.load.city import data_entries
from aubette.load.limits import largest
from aubette.load.pages import PAGE, PAGES
from aubette.load.raw import plain_text
from aubette.model.document import Step
from aubette.model.sheet import Passage, Sheet
from aubette.model.source import Mode, Source

UNREAD = re.compile(r"site_config/trust/")
"""Names of signers and colleges: they are public by their office and are judged by the votes' own checks."""

TIGHT = re.compile(r"\*\*(?=[^\s*])([^*`\n]+)(?<=\S)\*\*")


def sheets(source: Source, known: frozenset[str] = frozenset()) -> Iterator[Sheet]:
    """The data files and pages of a source, by path, without those `known`; what is no text is told by other checks."""
    for entry in data_entries(source):
        if entry.path in known:
            continue
        if not UNREAD.match(entry.path) and entry.mode is Mode.FILE and entry.size <= largest(entry.path):
            yield from _sheet(source, entry.path)
    for entry in source.entries(PAGES):
        if PAGE.fullmatch(entry.path) and entry.mode is Mode.FILE and entry.size <= largest(entry.path):
            yield from _sheet(source, entry.path)


def _sheet(source: Source, path: str) -> Iterator[Sheet]:
    try:
        text = source.read(path).decode("utf-8-sig")
    except (UnicodeDecodeError, FileNotFoundError):
        return
    yield sheet(path, text)


def sheet(path: str, text: str) -> Sheet:
    """One file's text, with LF line ends and composed accents as every reader sees it."""
    text = text if text.isascii() and "\r" not in text else plain_text(text)
    if path.endswith(".yml"):
        return Sheet(path, text, lambda: passages(text), _html)
    return Sheet(path, text, lambda: (Passage((), text, 0, len(text)),), _html_of_page)


def _html(text: str) -> str:
    import cmarkgfm  # few files hold what only a parser can tell

    return str(cmarkgfm.markdown_to_html(text))


def _html_of_page(text: str) -> str:
    """As MkDocs reads a page: it takes two pairs of stars for bold whatever stands around them."""
    return _html(TIGHT.sub(r"\1", text))


def passages(text: str) -> tuple[Passage, ...]:
    """Every scalar value of a YAML text, in its order; what stands after a slip of syntax is not found."""
    walk = _Walk(text)
    following = events.events(text.encode())
    try:
        while not isinstance(event := following(), events.StreamEndEvent):
            walk.note(event)
    except events.YAMLError:
        pass  # the reader tells the slip
    return tuple(walk.found)


class _Walk:
    """The way to the value that comes next, while a text's events go by."""

    def __init__(self, text: str) -> None:
        self.starts = [0]
        for line in text.split("\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.found: list[Passage] = []
        self.path: list[Step | None] = []

    def note(self, event: events.Event) -> None:
        """Take in one event."""
        if isinstance(event, events.MappingStartEvent):
            self.path.append(None)
        elif isinstance(event, events.SequenceStartEvent):
            self.path.append(0)
        elif isinstance(event, events.MappingEndEvent | events.SequenceEndEvent):
            self.path.pop()
            self._next()
        elif isinstance(event, events.AliasEvent):
            self._next()
        elif isinstance(event, events.ScalarEvent):
            self._scalar(event)

    def _scalar(self, event: events.Event) -> None:
        if self.path and self.path[-1] is None:
            self.path[-1] = event.value
            return
        start, end = self._index(event.start_mark), self._index(event.end_mark)
        way = tuple(step for step in self.path if step is not None)
        self.found.append(Passage(way, event.value, start, end, event.style or ""))
        self._next()

    def _next(self) -> None:
        if self.path:
            last = self.path[-1]
            self.path[-1] = last + 1 if isinstance(last, int) else None

    def _index(self, mark: events.Mark) -> int:
        return self.starts[min(mark.line, len(self.starts) - 1)] + mark.column
