"""What changed in a file between two states, field by field, and the decision that grouped it; values, never prose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

Scalar = str | int | bool | None


class Kind(StrEnum):
    """How a change is said: by the field's format in its schema."""

    STATUS = "status"
    MONEY = "money"
    DATE = "date"
    ENUM = "enum"
    TEXT = "text"
    VALUE = "value"
    ADDED = "added"
    REMOVED = "removed"
    OUTCOME = "outcome"


class Weight(StrEnum):
    """How much a change matters to a reader, heaviest first."""

    DECISION = "decision"
    MONEY = "money"
    DATE = "date"
    TEXT = "text"
    MINOR = "minor"


@dataclass(frozen=True, slots=True)
class Change:
    """One field: its dotted path with list keys in brackets (`study.opinions[voirie].verdict`), before and after.

    Both are what the file says there (`int` or `Decimal` for money and numbers, ISO text for dates, plain mappings and
    lists for parts), None where it says nothing. A part or list item that is new is told as a whole (`ADDED`) and then
    field by field; one that went is told as a whole (`REMOVED`). `of` names the list of words or the register that a
    value comes from, in the schema's terms (`Opinion`, `service`); it is empty for free values.
    """

    path: str
    kind: Kind
    weight: Weight
    before: object = None
    after: object = None
    of: str = ""


class Turn(StrEnum):
    """What became of a document in an event."""

    CREATED = "created"
    CHANGED = "changed"
    REMOVED = "removed"
    RESTORED = "restored"


class Doubt(StrEnum):
    """Why the date of a commit cannot be right as it stands."""

    BEFORE_PARENT = "before_parent"
    IN_FUTURE = "in_future"


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision on one document: a commit's changes, heaviest first; `date` is ISO, `number` the merged change.

    `service` is an id, never a person; `assumed` says that the author is nobody's and the lead service stands for them.
    `order` counts the events of the whole city, oldest first: it orders entries even where a clock was wrong (`doubt`).
    `skipped` counts the states before this one that could not be read and were passed over. `path` is the file's then.
    `verified` names whose signature on the commit was checked, empty for all others. An entry that `created` (or
    restored) its document lists every field it began with; one that removed it, every field it ended with.
    """

    date: str
    commit: str
    service: str
    number: str
    subject: str
    changes: tuple[Change, ...]
    created: bool = False
    turn: Turn = Turn.CHANGED
    time: int = 0
    order: int = 0
    assumed: bool = False
    doubt: Doubt | None = None
    skipped: int = 0
    path: str = ""
    verified: str = ""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A rewriting of history that the city owned up to: the ISO day it was told, from and to which commit, and why."""

    date: str
    published: str
    head: str
    reason: str


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file of an event: its path now and before, its blobs before and after (empty where there was no file).

    `odd` says that what stands there now is a link or another repository, which is never read.
    """

    path: str
    before: str
    after: str
    earlier_path: str
    odd: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """One commit of the first-parent line: when it became public, who wrote it, what it touched.

    `time` is the committer's, in seconds since 1970; `day` is that moment's ISO date in the city's time zone. `author`
    is the name that git knows, for choosing a service; it is never shown.
    """

    commit: str
    day: str
    time: int
    author: str
    subject: str
    number: str
    bulk: bool
    files: tuple[FileChange, ...] = ()
    doubt: Doubt | None = None


ESCAPES = (("~", "~0"), ("[", "~1"), ("]", "~2"), (".", "~3"))
PATHS = 4096
"""How many paths are kept: those of one project's past are asked for again on each of its pages, in each language."""

STEP = re.compile(r"\[([^\]]*)\]|([^.\[\]]+)")


def escaped(name: str, *, item: bool = False) -> str:
    """A field's name or a list item's key as a path holds it; dots need no escape inside brackets."""
    for sign, written in ESCAPES[:3] if item else ESCAPES:
        name = name.replace(sign, written)
    return name


@lru_cache(maxsize=PATHS)
def steps(path: str) -> tuple[tuple[bool, str], ...]:
    """The steps of a path: whether it is a list item, and its name or key in clear."""
    return tuple(
        (found[2] is None, _clear(found[1] if found[2] is None else found[2])) for found in STEP.finditer(path)
    )


def _clear(name: str) -> str:
    for sign, written in reversed(ESCAPES):
        name = name.replace(written, sign)
    return name


@lru_cache(maxsize=PATHS)
def plain(path: str) -> str:
    """A path without the keys of its list items: `study.opinions[].verdict`."""
    return STEP.sub(lambda found: "[]" if found[2] is None else found[0], path)
