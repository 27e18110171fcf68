"""One pass over the log and the blobs: every document's versions and what changed in each, oldest first.

Nothing here depends on who reads: services, languages, days and visibility are added later, so that what this pass
found can be kept and gone on from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from aubette.history.chunks import Parse, State, Versions
from aubette.history.diff import diff
from aubette.history.git import GitError, Repository
from aubette.history.register import PROJECT, Register, Version
from aubette.history.shape import Node
from aubette.model.change import Change, Event, FileChange, Kind, Turn, Weight

SETTINGS = {
    "edition": re.compile(r"site_config/editions/[^/]+\.yml"),
    "ledger": re.compile(r"site_config/ledger/[^/]+\.yml"),
    "checklist": re.compile(r"site_config/checklists/[^/]+\.yml"),
    "city": re.compile(r"site_config/city\.yml"),
}
BATCH = 256
HEAVY = frozenset({Weight.DECISION, Weight.MONEY, Weight.DATE})
Pair = tuple[str, str]
Told = tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One version of one document with what changed; `event` is the place of its commit among the events."""

    event: int
    version: Version
    changes: Told


@dataclass(frozen=True, slots=True)
class Gap:
    """A state of a file that could not be read, passed over; `event` is the place of its commit among the events."""

    event: int
    path: str


@dataclass(frozen=True, slots=True)
class Bulk:
    """What a commit with the trailer `Bulk: true` changed: documents that got no entry, and how many heavy changes."""

    event: int
    documents: int
    heavy: int


class Steps:
    """The versions of each document, oldest first; those that were kept by an earlier pass are read when asked for."""

    def __init__(self, kept: dict[str, bytes] | None = None, read: Callable[[bytes], list[Step]] | None = None) -> None:
        self._kept = kept or {}
        self._read = read
        self._open: dict[str, list[Step]] = {}
        self._changed: set[str] = set()

    def keys(self) -> tuple[str, ...]:
        """Every document, sorted."""
        return tuple(sorted(self._kept.keys() | self._open.keys()))

    def of(self, key: str) -> list[Step]:
        """The versions of a document; nothing where there is none."""
        if key not in self._open and key in self._kept and self._read:
            self._open[key] = self._read(self._kept[key].partition(b"\t")[2])
        return self._open.get(key, [])

    def add(self, key: str, step: Step) -> None:
        """Add a document's newest version."""
        self.of(key)
        self._open.setdefault(key, []).append(step)
        self._changed.add(key)

    def kept(self, key: str) -> bytes | None:
        """The line that an earlier pass kept of a document, None if there is none or it has a newer version."""
        return None if key in self._changed else self._kept.get(key)


@dataclass
class Replay:
    """All that a pass found; `steps` by document, `seals` the events of each file below `votes/`."""

    events: list[Event] = field(default_factory=list)
    register: Register = field(default_factory=Register)
    steps: Steps = field(default_factory=Steps)
    gaps: list[Gap] = field(default_factory=list)
    bulks: list[Bulk] = field(default_factory=list)
    seals: dict[str, list[int]] = field(default_factory=dict)
    head: str = ""


@dataclass(frozen=True)
class Meaning:
    """How files are read and compared: parser, shapes by kind (`project`, `edition` ...), the first language.

    `upgrade` turns the data of an older schema version into today's. `identities` (by blob and place) and `pairs` (what
    changed from one blob to another) come from an earlier pass.
    """

    parse: Parse
    shapes: Mapping[str, Node]
    language: str = ""
    upgrade: Callable[[State], State] | None = None
    identities: Mapping[Pair, str | None] = field(default_factory=dict)
    pairs: Mapping[Pair, Told] = field(default_factory=dict)


def kind_of(path: str) -> str:
    """What kind of document a path of the city holds; empty for what has no timeline."""
    if PROJECT.fullmatch(path):
        return "project"
    if path.startswith("site_config/"):
        return next((kind for kind, pattern in SETTINGS.items() if pattern.fullmatch(path)), "")
    return ""


def blob_name(blob: str, path: str) -> Pair:
    """What a blob's identity depends on: a project's is inside it wherever it stands, a setting's is its path."""
    return blob, "" if path.startswith("projects/") else path


def replay(repository: Repository, events: Iterable[Event], meaning: Meaning, found: Replay) -> None:
    """Go on from what was found with more events, oldest first.

    Raises:
        GitError: a blob cannot be read.
    """
    _Player(repository, meaning, found).play(events)


class _Player:
    """The state of one pass: the last version of each document, and the blobs that were read ahead."""

    def __init__(self, repository: Repository, meaning: Meaning, found: Replay) -> None:
        self.repository = repository
        self.meaning = meaning
        self.found = found
        self.versions = {
            kind: Versions(meaning.parse, "projects/0/0.yml" if kind == "project" else "site_config/city.yml")
            for kind in meaning.shapes
        }
        self.ahead: dict[str, bytes | None] = {}
        self.states: dict[str, tuple[str, State]] = {}
        self.fresh: dict[Pair, State | None] = {}

    def play(self, events: Iterable[Event]) -> None:
        """Replay events, a batch of blobs at a time."""
        coming = iter(events)
        while batch := list(islice(coming, BATCH)):
            changed = [tuple(self._files(event)) for event in batch]
            self._read_ahead(changed)
            for event, files in zip(batch, changed, strict=True):
                self._event(event, files)

    def _files(self, event: Event) -> Iterator[FileChange]:
        """The files of an event that have a timeline; one that came from or went to elsewhere is new or gone."""
        for file in event.files:
            here, there = (kind_of(path) in self.versions for path in (file.path, file.earlier_path))
            if here:
                yield file if there else replace(file, before="", earlier_path=file.path)
            elif there and file.earlier_path != file.path:
                yield FileChange(file.earlier_path, file.before, "", file.earlier_path)

    def _read_ahead(self, changed: list[tuple[FileChange, ...]]) -> None:
        wanted = dict.fromkeys(
            file.after
            for files in changed
            for file in files
            if file.after and blob_name(file.after, file.path) not in self.meaning.identities
        )
        self.ahead = dict(zip(wanted, self.repository.blobs(wanted), strict=True))

    def _event(self, event: Event, files: tuple[FileChange, ...]) -> None:
        found = self.found
        number = len(found.events)
        found.events.append(replace(event, files=()))
        for file in event.files:
            if file.path.startswith("votes/"):
                found.seals.setdefault(file.path, []).append(number)
        if not files:
            return
        for file in files:
            if file.earlier_path != file.path and file.after:
                self.versions[kind_of(file.path)].moved(file.earlier_path, file.path)
        self.fresh.clear()
        unreadable: list[str] = []
        told = [(v, self._changes(v)) for v in found.register.step(files, self._identity, unreadable)]
        found.gaps.extend(Gap(number, path) for path in unreadable)
        self._tell(number, event, told)

    def _tell(self, number: int, event: Event, told: list[tuple[Version, Told]]) -> None:
        """Keep what is an entry; what a bulk change did to existing documents is only counted."""
        silent = [changes for v, changes in told if event.bulk and v.turn is Turn.CHANGED and changes]
        if silent:
            heavy = sum(1 for changes in silent for change in changes if change.weight in HEAVY)
            self.found.bulks.append(Bulk(number, len(silent), heavy))
        for version, changes in told:
            self.found.steps.add(version.key, Step(number, version, changes))

    def _identity(self, blob: str, path: str) -> str | None:
        known = self.meaning.identities.get(blob_name(blob, path), MISSING)
        if known is not MISSING:
            return None if known is None else str(known)
        state = self._state(blob, path)
        if state is None or kind_of(path) != "project":
            return None if state is None else path
        key = state.get("key")
        return key if isinstance(key, str) and key and "/" not in key else None

    def _changes(self, version: Version) -> Told:
        pair = version.before, version.after
        if pair in self.meaning.pairs:
            self.states.pop(version.key, None)
            return self.meaning.pairs[pair]
        after = self._state(version.after, version.path) or {} if version.after else {}
        before: State = {}
        if version.turn in (Turn.CHANGED, Turn.REMOVED):
            last = self.states.get(version.key, ("", {}))
            before = last[1] if last[0] == version.before else self._state(version.before, version.path) or {}
        if version.after:
            self.states[version.key] = version.after, after
        else:
            self.states.pop(version.key, None)
        return _told(before, after, self.meaning.shapes[kind_of(version.path)], self.meaning.language)

    def _state(self, blob: str, path: str) -> State | None:
        """The data of a blob, in today's schema version; None for what cannot be read."""
        if (blob, path) not in self.fresh:
            raw = self.ahead[blob] if blob in self.ahead else self.repository.blob(blob)
            if raw is None:
                raise GitError(f"git cat-file: {blob}")
            state = self.versions[kind_of(path)].read(raw, path)
            upgrade = self.meaning.upgrade
            self.fresh[blob, path] = upgrade(state) if state is not None and upgrade else state
        return self.fresh[blob, path]


MISSING: Any = object()


def _told(before: State, after: State, shape: Node, language: str) -> Told:
    """What changed; between two schema versions only what both can say, since a migration is no decision."""
    changes = diff(before, after, shape, language)
    versions = {state.get("schema_version") for state in (before, after)}
    if not before or not after or len(versions) == 1 or None in versions:
        return changes
    aside = (Kind.ADDED, Kind.REMOVED)
    return tuple(c for c in changes if c.before is not None and c.after is not None and c.kind not in aside)
