"""Each document's timeline: entries with the day, the service and the change, made from one pass over log and blobs.

A project is known by the `key` inside its file, wherever the file stood; a state that cannot be read is passed over
(and counted), so that the next readable one is compared with the last.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import datetime, timedelta
from datetime import time as Time
from typing import Any
from zoneinfo import ZoneInfo

from aubette.history.cache import Cache, memory
from aubette.history.chunks import Parse, State
from aubette.history.git import Repository
from aubette.history.log import day_of, events
from aubette.history.replay import Meaning, Replay, Step, replay
from aubette.history.shape import compile_schema
from aubette.model.change import Doubt, Entry, Event, Turn

__all__ = ["BulkEntry", "GapEntry", "Past", "Reader", "recall", "timelines"]


@dataclass(frozen=True)
class Reader:
    """How files are read and named: parser, schema, author's name to service id, zone of the days.

    `schemas` holds the schemas of the settings whose timelines are wanted too, by kind (`edition`, `ledger` ...).
    `language` is the city's first; `upgrade` turns data of an older schema version into today's; `today` is the ISO
    day after which a commit's date cannot be right (empty: not judged).
    """

    parse: Parse
    schema: Mapping[str, Any]
    services: Mapping[str, str]
    lead_service: str
    zone: ZoneInfo
    schemas: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    language: str = ""
    upgrade: Callable[[State], State] | None = None
    today: str = ""


@dataclass(frozen=True, slots=True)
class GapEntry:
    """A state of a file that could not be read: path, commit and day."""

    path: str
    commit: str
    date: str


@dataclass(frozen=True, slots=True)
class BulkEntry:
    """A change of many documents at once that is told as one: how many, and how many decisions, amounts and dates."""

    entry: Entry
    documents: int
    heavy: int


@dataclass(frozen=True)
class Past:
    """All that the repository tells, as entries; documents other than projects are named by their path."""

    found: Replay
    reader: Reader
    signers: Mapping[str, str] = field(default_factory=dict)
    """Whose signature on a commit was checked, by commit."""

    def keys(self) -> tuple[str, ...]:
        """Every document that ever was, sorted."""
        return self.found.steps.keys()

    def timeline(self, key: str) -> tuple[Entry, ...]:
        """A document's entries, newest first; nothing where there is no such document."""
        told = (self._entry(step) for step in reversed(self.found.steps.of(key)))
        return tuple(entry for entry in told if entry is not None)

    def gaps(self) -> tuple[GapEntry, ...]:
        """The states that could not be read, oldest first."""
        met = ((gap.path, self.found.events[gap.event]) for gap in self.found.gaps)
        return tuple(GapEntry(path, event.commit, self._day(event)) for path, event in met)

    def bulks(self) -> tuple[BulkEntry, ...]:
        """The changes that were told as one, newest first."""
        return tuple(
            BulkEntry(self._made(bulk.event, ()), bulk.documents, bulk.heavy) for bulk in reversed(self.found.bulks)
        )

    def doubts(self) -> tuple[Entry, ...]:
        """The commits whose dates cannot be right, newest first."""
        now = _end_of(self.reader.today, self.reader.zone)
        met = [number for number, event in enumerate(self.found.events) if event.doubt or event.time >= now]
        return tuple(self._made(number, ()) for number in reversed(met))

    def seals(self, path: str) -> tuple[Entry, ...]:
        """The commits that wrote a file below `votes/`, oldest first."""
        return tuple(self._made(number, ()) for number in self.found.seals.get(path, ()))

    def sealed(self) -> dict[str, tuple[Entry, ...]]:
        """The commits that wrote each file below `votes/`, oldest first, by path."""
        return {path: self.seals(path) for path in sorted(self.found.seals)}

    def unmapped(self) -> tuple[str, ...]:
        """The authors that no service knows, sorted; names as git holds them, for the city's own eyes."""
        return tuple(sorted({event.author for event in self.found.events} - self.reader.services.keys()))

    def _day(self, event: Event) -> str:
        return day_of(event.time, self.reader.zone)

    def _entry(self, step: Step) -> Entry | None:
        version = step.version
        bulk = self.found.events[step.event].bulk and version.turn is Turn.CHANGED
        if bulk or (not step.changes and version.turn is Turn.CHANGED):
            return None
        return self._made(step.event, step)

    def _made(self, number: int, step: Step | tuple[()]) -> Entry:
        event, reader = self.found.events[number], self.reader
        service = reader.services.get(event.author)
        day = self._day(event)
        version = step.version if isinstance(step, Step) else None
        turn = version.turn if version else Turn.CHANGED
        return Entry(
            date=day,
            commit=event.commit,
            service=service or reader.lead_service,
            number=event.number,
            subject=event.subject,
            changes=step.changes if isinstance(step, Step) else (),
            created=turn in (Turn.CREATED, Turn.RESTORED),
            turn=turn,
            time=event.time,
            order=number,
            assumed=service is None,
            doubt=Doubt.IN_FUTURE if reader.today and day > reader.today else event.doubt,
            skipped=version.skipped if version else 0,
            path=version.path if version else "",
            verified=self.signers.get(event.commit, ""),
        )


def _end_of(day: str, zone: ZoneInfo) -> float:
    """The moment at which an ISO day ends in a zone, in seconds since 1970; never, where no day is given."""
    if not day:
        return float("inf")
    return datetime.combine(Date.fromisoformat(day) + timedelta(days=1), Time.min, zone).timestamp()


def recall(repository: Repository, reader: Reader, cache: Cache | None = None) -> Past:
    """Everything that the repository tells, from where an earlier pass ended if there was one.

    Raises:
        GitError: the repository cannot be read to its end.
    """
    head = repository.head or ""
    shapes = {"project": compile_schema(reader.schema)}
    shapes |= {kind: compile_schema(schema) for kind, schema in reader.schemas.items()}
    kept = cache.load() if cache else None
    meaning = Meaning(reader.parse, shapes, reader.language, reader.upgrade)
    if kept is None:
        kept = Replay()
    elif not repository.continues(kept.head, head):
        identities, pairs = memory(kept)
        meaning = Meaning(reader.parse, shapes, reader.language, reader.upgrade, identities, pairs)
        kept = Replay()
    new = () if kept.head == head else events(repository, reader.zone, kept.head or None)
    replay(repository, new, meaning, kept)
    kept.head = head
    if cache and new:
        cache.save(kept, len(new))
    return Past(kept, reader)


def timelines(repository: Repository, reader: Reader) -> dict[str, tuple[Entry, ...]]:
    """Every project's entries, newest first, by key."""
    past = recall(repository, reader)
    told = {key: past.timeline(key) for key in past.keys() if "/" not in key}  # noqa: SIM118
    return {key: entries for key, entries in told.items() if entries}
