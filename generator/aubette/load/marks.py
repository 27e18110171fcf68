"""Where each key and value of a YAML text stands, found again when somebody asks.

Ten thousand files are read without keeping a mark; the few that are wrong are scanned a second time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from aubette.load import events
from aubette.load.events import Event
from aubette.model.document import Step

Path = tuple[Step, ...]
Position = tuple[int, int]

DEEPEST = 64
OPENING = (events.MappingStartEvent, events.SequenceStartEvent)
CLOSING = (events.MappingEndEvent, events.SequenceEndEvent)


@dataclass
class _Frame:
    """An open mapping or list: its own path, the key that waits for its value, the number of values so far."""

    path: Path
    is_list: bool
    key: str | None = None
    count: int = 0

    def child(self) -> Path:
        return (*self.path, self.count if self.is_list else self.key or "")


@dataclass
class Marks:
    """The positions of a text that was read before: lines and columns from 1."""

    source: bytes

    @cached_property
    def _table(self) -> Mapping[tuple[Path, bool], Position]:
        table: dict[tuple[Path, bool], Position] = {}
        frames: list[_Frame] = []
        following = events.events(self.source)
        try:
            while not isinstance(event := following(), events.StreamEndEvent) and len(frames) < DEEPEST:
                _note(event, frames, table)
        except events.YAMLError:
            pass  # what stands before the error is still known
        return table

    def at(self, path: Path, *, key: bool = False) -> Position:
        """The position of a value, or of its key; where nothing stands there, that of the nearest parent's key."""
        table = self._table
        found = table.get((path, True)) if key else table.get((path, False))
        while found is None and path:
            found = table.get((path, True)) or table.get((path, False))
            path = path[:-1]
        return found or table.get(((), False), (1, 1))


def _note(event: Event, frames: list[_Frame], table: dict[tuple[Path, bool], Position]) -> None:
    """Enter one event into the table; of two equal keys the first is the one that counts."""
    if isinstance(event, CLOSING):
        frames.pop()
        return
    if not isinstance(event, (*OPENING, events.ScalarEvent, events.AliasEvent)):
        return
    position = (event.start_mark.line + 1, event.start_mark.column + 1)
    frame = frames[-1] if frames else None
    if frame is not None and not frame.is_list and frame.key is None and not isinstance(event, OPENING):
        frame.key = event.value if isinstance(event, events.ScalarEvent) else ""
        table.setdefault((frame.child(), True), position)
        return
    path = frame.child() if frame is not None else ()
    table.setdefault((path, False), position)
    if frame is not None:
        frame.count += 1
        frame.key = None
    if isinstance(event, OPENING):
        frames.append(_Frame(path, isinstance(event, events.SequenceStartEvent)))
