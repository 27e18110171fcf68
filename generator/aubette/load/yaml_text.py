"""YAML as a city's files may use it: the 1.2 core, strictly, read in one pass over libyaml's events.

One mapping per file; keys are words, once each; no anchors, aliases, merge keys, tags or second documents; at most 8
levels. Nothing a file contains makes this raise: what is wrong is a finding with its line and column, and where no
tree can be built there is no data. (PyYAML's own composer recurses in C and crashes on deep nesting; events do not.)
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from sys import intern

from aubette.load import events
from aubette.load.events import Event, Mark
from aubette.load.limits import Limits, limits_of
from aubette.load.marks import Marks
from aubette.load.parsed import Parsed, Value
from aubette.load.quoting import quoted
from aubette.load.raw import MOST_REPORTED, forbidden_characters, hash_after_words, plain_text, read_raw
from aubette.load.scalars import LONGEST_TYPED, SUSPECT, Scalar, is_number, read_word
from aubette.load.syntax import explain
from aubette.model.finding import Finding, Param, Place, Related, Severity, ordered

LONGEST_KEY = 200
MOST_NAMES = 12


def parse(data: bytes, file: str, limits: Limits | None = None) -> Parsed:
    """Read one file; `limits` are those of the file's place in the city unless given.

    Never raises, whatever the bytes.
    """
    limits = limits or limits_of(file)
    raw = read_raw(data, file, limits.size)
    if raw.data is None:
        return Parsed(file, None, raw.findings, Marks(b"").at)
    marks = Marks(raw.data)
    if b"\t" in raw.data:
        return Parsed(file, None, (*raw.findings, *_tabs(raw.data, file)), marks.at)
    reader = _Reader(raw.data, file, limits)
    tree = reader.read()
    findings = (*raw.findings, *ordered(reader.findings)) if reader.findings else raw.findings
    return Parsed(file, tree, findings, marks.at)


@lru_cache(maxsize=256)
def marks_of(data: bytes, file: str) -> Marks:
    """The places of a file's values, found when one is asked for; empty where its bytes are no text.

    The state before a change and the one after it hold nearly the same files: each is scanned once for both.
    """
    return Marks(read_raw(data, file, limits_of(file).size).data or b"")


def _tabs(data: bytes, file: str) -> list[Finding]:
    lines = data.decode().split("\n")
    places = [Place(file, number, line.index("\t") + 1) for number, line in enumerate(lines, 1) if "\t" in line]
    return [Finding("yaml/tab", place) for place in places[:MOST_REPORTED]]


class _StopError(Exception):
    """The file is read no further; the finding that says why is already noted."""


class _Reader:
    """One file's events on their way to plain values."""

    def __init__(self, data: bytes, file: str, limits: Limits) -> None:
        self.data = data
        self.file = file
        self.limits = limits
        self.findings: list[Finding] = []
        self.next = events.events(data)
        self.values = 0
        self.names = 0
        self.marked = any(sign in data for sign in (b"&", b"*", b"!"))
        self.escaped = b"\\" in data
        self.hashed = hash_after_words(data)
        self.simple = not self.marked and not self.hashed

    @cached_property
    def _lines(self) -> list[str]:
        return self.data.decode().split("\n")

    def read(self) -> dict[str, Value] | None:
        """The mapping at the top, or None with a finding that says why there is none."""
        try:
            return self._document()
        except _StopError:
            return None
        except events.MarkedYAMLError as error:
            self.findings.append(explain(error, self._lines, self.file))
        except events.YAMLError:
            self.findings.append(Finding("yaml/syntax", Place(self.file)))
        return None

    def note(self, code: str, mark: Mark, **params: Param) -> Place:
        """Add an error at a mark."""
        place = Place(self.file, mark.line + 1, mark.column + 1)
        self.findings.append(Finding(code, place, params))
        return place

    def warn(self, code: str, mark: Mark, **params: Param) -> None:
        """Add a warning at a mark."""
        place = Place(self.file, mark.line + 1, mark.column + 1)
        self.findings.append(Finding(code, place, params, Severity.WARNING))

    def stop(self, code: str, mark: Mark, **params: Param) -> _StopError:
        """Add an error after which reading makes no sense."""
        self.note(code, mark, **params)
        return _StopError(code)

    def _document(self) -> dict[str, Value]:
        self.next()
        start = self.next()
        if not isinstance(start, events.DocumentStartEvent):
            raise self._empty()
        if start.version or start.tags:
            self.note("yaml/directive", start.start_mark)
        top = self.next()
        if not isinstance(top, events.MappingStartEvent):
            self.next()  # a slip on the first lines makes them a text: the parser's complaint says more
            nothing = isinstance(top, events.ScalarEvent) and not top.value and not top.style
            raise self._empty() if nothing else self.stop("yaml/not-a-mapping", top.start_mark)
        tree = self._mapping(top, 1)
        self.next()
        after = self.next()
        if not isinstance(after, events.StreamEndEvent):
            raise self.stop("yaml/several-documents", after.start_mark)
        return tree

    def _empty(self) -> _StopError:
        self.findings.append(Finding("yaml/empty", Place(self.file, 1, 1)))
        return _StopError()

    def _value(self, event: Event, depth: int) -> Value:
        if isinstance(event, events.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, events.MappingStartEvent):
            return self._mapping(event, depth + 1)
        if isinstance(event, events.SequenceStartEvent):
            return self._list(event, depth + 1)
        self._named("yaml/alias", event)
        return None

    def _named(self, code: str, event: Event) -> None:
        """An anchor or an alias; a file that is full of them is read no further, one list of them tells it all."""
        self.note(code, event.start_mark)
        self.names += 1
        if self.names >= MOST_NAMES:
            raise _StopError(code)

    def _mapping(self, start: Event, depth: int) -> dict[str, Value]:
        self._enter(start, depth)
        following, simple = self.next, self.simple
        scalar: type = events.ScalarEvent
        ending: type = events.MappingEndEvent
        found: dict[str, Value] = {}
        keys: dict[str, Event] = {}
        while (event := following()).__class__ is not ending:  # libyaml makes no subclasses of its events
            word = event.value if simple and event.__class__ is scalar else ""
            short = word and word[0] not in SUSPECT and len(word) <= LONGEST_KEY
            key = intern(word) if short else self._key(event, depth)
            worth = following()
            value = self._scalar(worth) if worth.__class__ is scalar else self._value(worth, depth)
            if key in keys:
                self._duplicate(key, event, keys[key])
            elif key is not None:
                keys[key] = event
                found[key] = value
        if start.flow_style and not start.tag:
            self._commas(found, keys)
        self._count(len(found), start)
        return found

    def _list(self, start: Event, depth: int) -> list[Value]:
        self._enter(start, depth)
        items: list[Value] = []
        while not isinstance(event := self.next(), events.SequenceEndEvent):
            items.append(self._value(event, depth))
        self._count(len(items), start)
        return items

    def _enter(self, start: Event, depth: int) -> None:
        if self.marked:
            self._properties(start)
        if depth > self.limits.depth:
            raise self.stop("yaml/too-deep", start.start_mark, limit=self.limits.depth)

    def _count(self, more: int, start: Event) -> None:
        self.values += more
        if self.values > self.limits.values:
            raise self.stop("yaml/too-many-values", start.start_mark, limit=self.limits.values)

    def _key(self, event: Event, depth: int) -> str | None:
        if not isinstance(event, events.ScalarEvent):
            self.note("yaml/complex-key", event.start_mark)
            self._value(event, depth)
            return None
        if self.marked:
            self._properties(event)
        word: str = event.value
        if len(word) > LONGEST_KEY:
            self.note("yaml/complex-key", event.start_mark)
            return None
        if event.style or (word and word[0] not in SUSPECT):
            return intern(word)
        return self._unquoted_key(word, event)

    def _unquoted_key(self, word: str, event: Event) -> str | None:
        if word == "<<":
            self.note("yaml/merge-key", event.start_mark)
            return None
        if not word:
            self.note("yaml/complex-key", event.start_mark)
            return None
        value, kind = read_word(word)
        if kind or not isinstance(value, str):
            self.warn("yaml/ambiguous-key", event.start_mark, key=word)
        return intern(word)

    def _scalar(self, event: Event) -> Scalar:
        word: str = event.value
        style = event.style
        if self.simple and not style and word and len(word) <= LONGEST_TYPED:
            if word[0] not in SUSPECT:
                return word
            value, kind = read_word(word)
            odd = kind or len(word) > self.limits.digits or word.isspace()
            return self._unquoted(word, event) if odd else value
        if len(word) > self.limits.text:
            self.note("yaml/text-too-long", event.start_mark, length=len(word), limit=self.limits.text)
            return ""
        if self.marked:
            self._properties(event)
        if not style:
            if self.hashed:
                self._hash(event)
            return self._unquoted(word, event) if not word or word[0] in SUSPECT else word
        if word.isspace():
            self.note("yaml/blank-text", event.start_mark)
        if style == '"':
            return self._double_quoted(event) if self.escaped else word
        return word if style == "'" else word.rstrip("\n")

    def _unquoted(self, word: str, event: Event) -> Scalar:
        if len(word) > self.limits.digits and is_number(word):
            self.note("yaml/number-too-long", event.start_mark, limit=self.limits.digits)
            return None
        if word.isspace():
            self.note("yaml/blank-text", event.start_mark)
        if len(word) > LONGEST_TYPED:
            return word
        value, kind = read_word(word)
        if kind:
            self.warn("yaml/ambiguous-scalar", event.start_mark, value=word, kind=kind.value, fixed=quoted(word))
        return value

    def _double_quoted(self, event: Event) -> str:
        word: str = event.value
        hidden = next(forbidden_characters(word, self.file), None)
        if hidden:
            self.note(hidden.code, event.start_mark, **hidden.params)
        return plain_text(word)

    def _properties(self, event: Event) -> None:
        if event.anchor:
            self._named("yaml/anchor", event)
        if event.tag:
            self.note("yaml/tag", event.start_mark, tag=event.tag)

    def _hash(self, event: Event) -> None:
        """A `#` that a writer meant as text: right after an empty value, or glued to a word ("Place #3")."""
        end = event.end_mark
        rest = self._lines[end.line][end.column :]
        lost = rest.lstrip()
        if lost.startswith("#") and rest != lost and (not event.value or lost[1:2].strip()):
            self.warn("yaml/text-after-hash", event.start_mark, text=lost)

    def _commas(self, found: dict[str, Value], keys: dict[str, Event]) -> None:
        """Words between commas that have no value: `{help: Ask the region, the state}` is a text cut in two."""
        for key, event in keys.items():
            rest = self._lines[event.end_mark.line][event.end_mark.column :].lstrip()
            if found[key] is None and rest[:1] != ":":
                self.note("yaml/comma-in-text", event.start_mark, text=key)

    def _duplicate(self, key: str, event: Event, first: Event) -> None:
        self._count(1, event)
        place = Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)
        before = Place(self.file, first.start_mark.line + 1, first.start_mark.column + 1)
        related = (Related(before, "first-here"),)
        self.findings.append(Finding("yaml/duplicate-key", place, {"key": key, "first": before.line}, related=related))
