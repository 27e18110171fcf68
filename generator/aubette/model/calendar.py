"""The calendar of an edition: phases, the city's budget dates, events, and what becomes public when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime as DateTime

from aubette.model import enums
from aubette.model.text import Text


@dataclass(frozen=True)
class Phase:
    """A stage of the calendar (R50); `ends` is the last day, or the exact hour where one is written.

    `contest` says which contest a stage of voting holds, where there are several.
    """

    kind: enums.PhaseKind
    starts: Date | DateTime
    ends: Date | DateTime
    owner: str
    label: Text | None = None
    contest: str | None = None
    deliverable: Text | None = None
    moved_from: Date | None = None
    moved_reason: Text | None = None


@dataclass(frozen=True)
class CouncilSession:
    """A session of the council."""

    date: Date
    subject: Text | None = None


@dataclass(frozen=True)
class BudgetCalendar:
    """The city's own budget dates (R14): orientation debate, initial budget, amending decisions, accounts."""

    budget_orientation: Date | None = None
    initial_budget: Date | None = None
    amending_decisions: tuple[Date, ...] = ()
    single_financial_account: Date | None = None
    council_sessions: tuple[CouncilSession, ...] = ()
    orientation_window_weeks: int = 10


@dataclass(frozen=True)
class Event:
    """Something to go to: outreach, workshop, polling, celebration (R26, R36); `hours` is `HH:MM-HH:MM`."""

    kind: enums.EventKind
    date: Date
    label: Text
    place: Text | None = None
    area: str | None = None
    reached: int | None = None
    projects: tuple[str, ...] = ()
    ends: Date | None = None
    hours: str | None = None


@dataclass(frozen=True)
class Holiday:
    """Days on which people are away or offices closed: school holidays, a local day; both ends included."""

    label: Text
    starts: Date
    ends: Date


@dataclass(frozen=True)
class Publication:
    """When a group of fields becomes public (DESIGN section 4)."""

    group: enums.FieldGroup
    when: enums.Visibility
    phase: enums.PhaseKind | None = None
    status: enums.Status | None = None
