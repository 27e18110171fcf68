"""Who runs an edition and by which rules: articles, roles, committee, indicators, lessons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date

from aubette.model import enums
from aubette.model.text import Text
from aubette.model.works import Reference


@dataclass(frozen=True)
class Indicator:
    """A declared measure of the pilot's success (R49)."""

    id: str
    label: Text
    target: str
    actual: str | None = None


@dataclass(frozen=True)
class Article:
    """One article of the rules; a refusal cites its id, and `codes` are the refusal codes it covers."""

    id: str
    title: Text
    text: Text
    codes: tuple[enums.RefusalCode, ...] = ()


@dataclass(frozen=True)
class Amendment:
    """A change of the rules during the edition, with its act."""

    date: Date
    summary: Text
    deliberation: Reference
    articles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rules:
    """The « règlement »: version, articles, the deliberation that adopted it and its amendments (R22, R29)."""

    version: str
    articles: tuple[Article, ...]
    deliberation: Reference | None = None
    amendments: tuple[Amendment, ...] = ()


@dataclass(frozen=True)
class GovernanceStage:
    """Who leads, does, is consulted or informed at one stage, for the three directorates of R42."""

    stage: enums.PhaseKind
    participation: enums.GovernanceRole
    territory: enums.GovernanceRole
    finance: enums.GovernanceRole


@dataclass(frozen=True)
class Governance:
    """Lead service and role matrix (R41, R42)."""

    lead_service: str
    stages: tuple[GovernanceStage, ...]


@dataclass(frozen=True)
class College:
    """A group of the follow-up committee."""

    id: str
    label: Text
    seats: int


@dataclass(frozen=True)
class CommitteeMeeting:
    """A meeting of the committee or a workshop: counts, never names (R09, R51); `url` leads to its minutes."""

    date: Date
    place: Text
    present: int
    decisions: Text
    validated: enums.PhaseKind | None = None
    next_on: Date | None = None
    url: str | None = None


@dataclass(frozen=True)
class FollowUpCommittee:
    """« Comité de suivi »: composition by college and its public log."""

    colleges: tuple[College, ...]
    meetings: tuple[CommitteeMeeting, ...] = ()


@dataclass(frozen=True)
class Lesson:
    """What the evaluation changes in the next edition (R38)."""

    date: Date
    text: Text
    article: str | None = None


@dataclass(frozen=True)
class Tuning:
    """A city's own required fields and phase window for one status; edges cannot be tuned."""

    status: enums.Status
    required: tuple[str, ...] = ()
    phases: tuple[enums.PhaseKind, ...] = ()
