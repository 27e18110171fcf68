"""One edition of the participatory budget: the rules as the council voted them, as data.

The shape of `site_config/editions/<edition>.yml`; attribute names are the keys of the file. Sources: R01 to R52.
Percentages are decimals written as text with at most two decimals (`5`, `2.5`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from aubette.model import enums
from aubette.model.budget import Budget, Caps, Delivery, Envelope, SizeTier, Split
from aubette.model.calendar import BudgetCalendar, Event, Holiday, Phase, Publication
from aubette.model.contest import Contest
from aubette.model.document import UNKNOWN, Origin
from aubette.model.governance import CommitteeMeeting, FollowUpCommittee, Governance, Indicator, Lesson, Rules, Tuning
from aubette.model.text import Text
from aubette.model.works import Reference


@dataclass(frozen=True)
class EligibilityRules:
    """Who may propose what (R04, R07, R08); `who` says it in a sentence for residents."""

    holder_kinds: tuple[enums.HolderKind, ...]
    who: Text | None = None
    themes: tuple[str, ...] = ()
    min_age: int | None = None
    max_ideas_per_holder: int | None = None
    min_collective_members: int | None = None
    city_min_areas: int | None = None


@dataclass(frozen=True)
class Route:
    """Which criteria apply and which services answer, for a theme or a size tier; no theme and tier means all."""

    services: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChecklistUse:
    """The checklist of this edition and how it is routed to services (R15, R16)."""

    checklist: str
    routes: tuple[Route, ...] = ()
    answer_days: int = 60


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One edition; `id` is the first part of its projects' numbers and the name of its folders."""

    schema_version: int
    id: str
    label: Text
    summary: Text | None = None
    provenance: enums.Provenance
    source: Text | None = None
    pilot: bool = False
    indicators: tuple[Indicator, ...] = ()
    cadence: enums.Cadence = enums.Cadence.ANNUAL
    year_decision: int
    year_implementation: int
    rules: Rules | None = None
    governance: Governance | None = None
    committee: FollowUpCommittee | None = None
    workshops: tuple[CommitteeMeeting, ...] = ()
    budget: Budget
    split: Split | None = None
    envelopes: tuple[Envelope, ...]
    caps: Caps = field(default_factory=Caps)
    size_tiers: tuple[SizeTier, ...] = ()
    remainder: tuple[enums.RemainderUse, ...] = ()
    delivery: Delivery = field(default_factory=Delivery)
    eligibility: EligibilityRules | None = None
    feasibility: ChecklistUse | None = None
    contests: tuple[Contest, ...]
    phases: tuple[Phase, ...] = ()
    budget_calendar: BudgetCalendar = field(default_factory=BudgetCalendar)
    holidays: tuple[Holiday, ...] = ()
    events: tuple[Event, ...] = ()
    publication: tuple[Publication, ...] = ()
    tuning: tuple[Tuning, ...] = ()
    adoption: Reference | None = None
    lessons: tuple[Lesson, ...] = ()
    origin: Origin = field(default=UNKNOWN, compare=False)

    def envelope(self, identifier: str) -> Envelope | None:
        """The envelope of that id, if there is one."""
        return next((e for e in self.envelopes if e.id == identifier), None)

    def phase(self, kind: enums.PhaseKind) -> Phase | None:
        """The first phase of that kind, if the calendar has one."""
        return next((p for p in self.phases if p.kind is kind), None)
