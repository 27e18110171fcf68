"""Git's log as events: one first-parent commit, one event, told at the time at which it became public."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from aubette.history.git import Repository

NUMBERS = (
    re.compile(r"\(#([0-9]{1,9})\)\s*$"),
    re.compile(r"^Merge pull request #([0-9]{1,9})\b"),
    re.compile(r"!([0-9]{1,9})\b"),
)
EMPTY = "0" * 40


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file of an event: its path now, its blobs before and after (empty where it was not)."""

    path: str
    before: str
    after: str
    earlier_path: str


@dataclass(frozen=True, slots=True)
class Event:
    """One commit of the first-parent line; `day` is ISO in the city's time zone."""

    commit: str
    day: str
    time: int
    author: str
    subject: str
    number: str
    bulk: bool
    files: tuple[FileChange, ...]


def events(repository: Repository, zone: ZoneInfo, since: str | None = None) -> Iterator[Event]:
    """The events of the city's files, newest first."""
    if repository.head is None:
        return
    for chunk in repository.log(repository.head, since):
        fields = chunk.split(b"\0")
        commit, _, committed, _, author, subject, bulk = (part.decode("utf-8", "replace") for part in fields[:7])
        day = datetime.fromtimestamp(int(committed), UTC).astimezone(zone).date().isoformat()
        changes = tuple(_files(fields[7:], repository.prefix))
        is_bulk = bulk.strip().lower() == "true"
        yield Event(commit, day, int(committed), author, subject, change_number(subject), is_bulk, changes)


def change_number(subject: str) -> str:
    """The number of the merged change that a subject names, for the forges' three ways of writing it."""
    for pattern in NUMBERS:
        found = pattern.search(subject)
        if found:
            return found[1]
    return ""


def _files(parts: list[bytes], prefix: str) -> Iterator[FileChange]:
    """The raw changes of a commit; a rename or copy has two paths."""
    rest = iter(parts)
    for part in rest:
        row = part.strip(b"\n")
        if not row.startswith(b":"):
            continue
        _, _, before, after, letter = row.decode().split(" ")
        path = next(rest).decode("utf-8", "surrogateescape")
        earlier = path
        if letter[0] in "RC":
            path = next(rest).decode("utf-8", "surrogateescape")
        blobs = tuple("" if set(blob) == {"0"} else blob for blob in (before, after))
        yield FileChange(path.removeprefix(prefix), blobs[0], blobs[1], earlier.removeprefix(prefix))
