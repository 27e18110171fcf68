"""What is wrong with a file, as a value: a code, a place and typed parameters, never prose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from aubette.model.money import Money

Param = str | int | Money | date | Fraction | tuple[str, ...]


class Severity(StrEnum):
    """Errors always fail a check; warnings fail it only under `--strict`; notes never do."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


LIFTED = "lifted-here"
"""The role of the ledger's entry that allows what a finding is about: there is nothing left to mend."""


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """A position in a file of the city; line and column count from 1, 0 means the file as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that explains a finding; `role` is a key of the catalogues (`set-here`, `first-here` ...)."""

    place: Place
    role: str
    params: Mapping[str, Param] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a person must know about a file.

    `code` is `family/name` in words; `params` are the values that the catalogues' sentence about this code needs.
    """

    code: str
    place: Place
    params: Mapping[str, Param] = field(default_factory=dict)
    severity: Severity = Severity.ERROR
    related: tuple[Related, ...] = ()


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in reading order: by file, line and column, then by code."""
    return tuple(sorted(findings, key=lambda f: (f.place, f.code)))
