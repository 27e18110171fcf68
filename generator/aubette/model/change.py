"""What changed in a file between two states, field by field, and the decision that grouped it; values, never prose."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

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


class Weight(StrEnum):
    """How much a change matters to a reader, heaviest first."""

    DECISION = "decision"
    MONEY = "money"
    DATE = "date"
    TEXT = "text"
    MINOR = "minor"


@dataclass(frozen=True, slots=True)
class Change:
    """One field: its dotted path with list keys in brackets (`study.opinions[voirie].verdict`), before and after."""

    path: str
    kind: Kind
    weight: Weight
    before: object = None
    after: object = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision on one document: a commit's changes, heaviest first; `date` is ISO, `number` the merged change."""

    date: str
    commit: str
    service: str
    number: str
    subject: str
    changes: tuple[Change, ...]
    created: bool = False
