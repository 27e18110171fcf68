"""The city's registers beside its projects: checklists, ledgers, redactions, redirects."""

from __future__ import annotations

from dataclasses import dataclass, field
from dataclasses import field as dataclass_field
from datetime import date as Date

from aubette.model import enums
from aubette.model.document import UNKNOWN, Origin
from aubette.model.money import Money
from aubette.model.text import Text


@dataclass(frozen=True)
class Criterion:
    """One line of a feasibility checklist; `computed` criteria are judged by the rules, not by a person."""

    id: str
    label: Text
    service: str
    kind: enums.CriterionKind
    help: Text | None = None
    evidence: Text | None = None
    computed: bool = False
    refusal_code: enums.RefusalCode | None = None


@dataclass(frozen=True)
class Checklist:
    """`site_config/checklists/<id>.yml`."""

    schema_version: int
    id: str
    label: Text
    criteria: tuple[Criterion, ...]
    origin: Origin = field(default=UNKNOWN, compare=False)


@dataclass(frozen=True)
class LedgerEntry:
    """One movement or exception; `from_` and `to` are envelopes or project keys, `rule` what an exception lifts."""

    id: str
    date: Date
    kind: enums.LedgerKind
    reason: Text
    act: str
    amount: Money | None = None
    section: enums.Section = enums.Section.INVESTMENT
    from_: str | None = None
    to: str | None = None
    rule: str | None = None
    project: str | None = None
    service: str | None = None


@dataclass(frozen=True)
class Ledger:
    """`site_config/ledger/<edition>.yml`: append-only."""

    schema_version: int
    entries: tuple[LedgerEntry, ...] = ()
    edition: str = ""
    origin: Origin = field(default=UNKNOWN, compare=False)


@dataclass(frozen=True)
class Redaction:
    """A field that pages, feeds, history and rebuilt pasts must not show."""

    key: str
    field: str
    reason: Text
    date: Date
    origin: Origin = dataclass_field(default=UNKNOWN, compare=False)


@dataclass(frozen=True)
class Redirect:
    """An address of the site that moved; both start at the site's root."""

    from_: str
    to: str
    origin: Origin = field(default=UNKNOWN, compare=False)
