"""Which document stands at which path, commit after commit: identity is the `key` inside a project's file.

A name, a folder or a title may change in any way; a file that cannot be read keeps the identity of its path until it
can. When two files claim one key, the one that was there first speaks for it until it goes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from aubette.model.change import FileChange, Turn

PROJECT = re.compile(r"projects/[^/]+/[^/]+\.yml")
Identify = Callable[[str, str], str | None]
"""From a blob and its path to the document's identity; None for what cannot be read or names none."""


@dataclass(frozen=True, slots=True)
class Version:
    """A document's move from one blob to the next (`before` is empty for the first, `after` for a removal)."""

    key: str
    path: str
    before: str
    after: str
    turn: Turn
    skipped: int = 0


@dataclass
class Register:
    """What is known of the documents after the events seen so far; plain dictionaries, so that a cache can hold them.

    `at` and `homes` lead from a path to its document and back; `blobs` holds each document's last readable content,
    `skipped` how many unreadable states followed it, `twins` files that claim the key of a document that is elsewhere.
    A document in `blobs` without a home was removed.
    """

    at: dict[str, str] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    blobs: dict[str, str] = field(default_factory=dict)
    skipped: dict[str, int] = field(default_factory=dict)
    twins: dict[str, str] = field(default_factory=dict)

    def step(self, files: tuple[FileChange, ...], identify: Identify, unreadable: list[str]) -> Iterator[Version]:
        """The documents that a commit moves, by path; paths that cannot be read are added to `unreadable`."""
        event = _Event()
        for file in files:
            self._leave(file, event)
        for file in files:
            if file.after or file.odd:
                self._arrive(file, None if file.odd else identify(file.after, file.path), event)
        unreadable.extend(file.path for file in event.unread)
        for path in event.left:
            self.at.pop(path, None)
            self.twins.pop(path, None)
        for key, file in event.kept.items():
            self.skipped[key] = self.skipped.get(key, 0) + 1
            self.homes[key] = file.path
            self.at[file.path] = key
        for key, wanted in event.claims.items():
            version = self._claimed(key, wanted, event)
            if version:
                yield version
        for key in sorted(event.homeless - event.claims.keys() - event.kept.keys()):
            yield self._left_alone(key)

    def _leave(self, file: FileChange, event: _Event) -> None:
        """Empty the path that a file was moved from, or was removed from."""
        path = file.earlier_path
        if path == file.path and (file.after or file.odd):
            return
        event.left.append(path)
        self._unsettle(path, event)

    def _unsettle(self, path: str, event: _Event) -> None:
        key = self.at.get(path)
        if key is not None and self.homes.get(key) == path:
            event.homeless.add(key)

    def _arrive(self, file: FileChange, key: str | None, event: _Event) -> None:
        """Take note of what stands at a path now; what cannot be read is what stood there before."""
        if key is not None:
            if self.at.get(file.path) != key:
                self._unsettle(file.path, event)
            event.claims.setdefault(key, []).append(file)
            return
        event.unread.append(file)
        held = self.at.get(file.earlier_path)
        if held is not None and self.homes.get(held) == file.earlier_path:
            event.kept[held] = file
            event.homeless.discard(held)

    def _claimed(self, key: str, wanted: list[FileChange], event: _Event) -> Version | None:
        """The version of a document among the files that claim to be it; the others are noted as its twins."""
        home = self.homes.get(key)
        chosen = next((file for file in wanted if file.path == home), None)
        if chosen is None and (home is None or key in event.homeless):
            chosen = next((file for file in wanted if file.earlier_path == home), wanted[0])
        for file in wanted:
            self.at[file.path] = key
            if file is chosen:
                self.twins.pop(file.path, None)
            else:
                self.twins[file.path] = file.after
        return self._move(key, chosen.path, chosen.after) if chosen else None

    def _move(self, key: str, path: str, blob: str) -> Version | None:
        """The document's next version; None when it only went elsewhere."""
        before, skipped = self.blobs.get(key), self.skipped.pop(key, 0)
        self.homes[key], self.blobs[key] = path, blob
        if before == blob:
            return None
        turn = Turn.CREATED if before is None else Turn.CHANGED if before else Turn.RESTORED
        return Version(key, path, before or "", blob, turn, skipped)

    def _left_alone(self, key: str) -> Version:
        """What becomes of a document whose file went: a twin speaks for it, or it is removed."""
        twin = next((path for path in sorted(self.twins) if self.at.get(path) == key), None)
        before, skipped = self.blobs[key], self.skipped.pop(key, 0)
        if twin is None:
            path = self.homes.pop(key)
            self.blobs[key] = ""
            return Version(key, path, before, "", Turn.REMOVED, skipped)
        self.homes[key], self.blobs[key] = twin, self.twins.pop(twin)
        return Version(key, twin, before, self.blobs[key], Turn.CHANGED, skipped)


@dataclass
class _Event:
    """What one commit does to the paths, gathered before anything is changed."""

    left: list[str] = field(default_factory=list)
    homeless: set[str] = field(default_factory=set)
    claims: dict[str, list[FileChange]] = field(default_factory=dict)
    kept: dict[str, FileChange] = field(default_factory=dict)
    unread: list[FileChange] = field(default_factory=list)
