"""The closed lists of the model; the published schemas hold the same ones, and a test compares them.

Those of a project stand here, those of an edition and of the city in `enums_edition`; both are read from here.
"""

from __future__ import annotations

from enum import StrEnum

from aubette.model.enums_edition import (
    BallotType,
    Cadence,
    DifficultyKind,
    DuplicateRule,
    Effect,
    EnvelopeKind,
    EventKind,
    ForgeKind,
    GovernanceRole,
    Language,
    LedgerKind,
    PhaseKind,
    ProgrammeCostCategory,
    Provenance,
    RemainderUse,
    SplitMode,
    Visibility,
    VoteChannel,
)

__all__ = [
    "Answer",
    "BallotType",
    "Cadence",
    "CriterionKind",
    "DifficultyKind",
    "DuplicateRule",
    "Effect",
    "EnvelopeKind",
    "EventKind",
    "FieldGroup",
    "ForgeKind",
    "GovernanceRole",
    "HolderKind",
    "HolderState",
    "Language",
    "LedgerKind",
    "Opinion",
    "Outcome",
    "PhaseKind",
    "ProcurementPath",
    "ProgrammeCostCategory",
    "Provenance",
    "RefusalCode",
    "RemainderUse",
    "Scope",
    "Section",
    "SplitMode",
    "Status",
    "SubmissionChannel",
    "SupportLevel",
    "TaxBasis",
    "Visibility",
    "VoteChannel",
    "WorksStep",
]


class Status(StrEnum):
    """Where a project stands; winning is never written, `selected` and `not_selected` are computed from the votes."""

    IN_PREPARATION = "in_preparation"
    SUBMITTED = "submitted"
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    UNDER_STUDY = "under_study"
    FEASIBLE = "feasible"
    UNFEASIBLE = "unfeasible"
    NOT_SHORTLISTED = "not_shortlisted"
    ON_BALLOT = "on_ballot"
    SELECTED = "selected"
    NOT_SELECTED = "not_selected"
    ADOPTED = "adopted"
    IN_PROGRESS = "in_progress"
    DELIVERED = "delivered"
    EVALUATED = "evaluated"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


class RefusalCode(StrEnum):
    """Why an idea was refused, for statistics; the article of the city's own rules says it in full."""

    NOT_COMPETENCE = "not_competence"
    NOT_INVESTMENT = "not_investment"
    OVER_CAP = "over_cap"
    NOT_PUBLIC_LAND = "not_public_land"
    ALREADY_PLANNED = "already_planned"
    NOT_GENERAL_INTEREST = "not_general_interest"
    TECHNICAL = "technical"
    LEGAL = "legal"
    RUNNING_COST = "running_cost"
    DUPLICATE = "duplicate"
    LATE = "late"
    HOLDER_KIND = "holder_kind"
    OUTSIDE_TERRITORY = "outside_territory"
    TOO_LONG = "too_long"


class Outcome(StrEnum):
    """What a decision on a project says."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    FEASIBLE = "feasible"
    UNFEASIBLE = "unfeasible"
    SHORTLISTED = "shortlisted"
    NOT_SHORTLISTED = "not_shortlisted"
    MERGED = "merged"
    SPLIT = "split"
    WITHDRAWN = "withdrawn"
    REEXAMINED = "reexamined"
    ADOPTED = "adopted"
    REJECTED_BY_COUNCIL = "rejected_by_council"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    CANCELLED = "cancelled"
    CORRECTED = "corrected"


class Scope(StrEnum):
    """Whether a project serves neighbourhoods or the whole city."""

    AREA = "area"
    CITY = "city"


class HolderKind(StrEnum):
    """Who carries a project; an edition's rules say which kinds they admit."""

    RESIDENT = "resident"
    RESIDENTS_COLLECTIVE = "residents_collective"
    ASSOCIATION = "association"
    SCHOOL = "school"
    NEIGHBOURHOOD_COUNCIL = "neighbourhood_council"
    BUSINESS = "business"
    CITY = "city"
    UNKNOWN = "unknown"


class HolderState(StrEnum):
    """Whether the holder still follows the project."""

    ACTIVE = "active"
    HANDED_OVER = "handed_over"
    LOST = "lost"


class SubmissionChannel(StrEnum):
    """How an idea arrived."""

    ONLINE = "online"
    PAPER = "paper"
    MAIL = "mail"
    MEETING = "meeting"
    COUNTER = "counter"
    IMPORTED = "imported"


class Opinion(StrEnum):
    """What a consulted service thinks of a project."""

    FAVOURABLE = "favourable"
    CONDITIONAL = "conditional"
    UNFAVOURABLE = "unfavourable"


class Answer(StrEnum):
    """The state of one criterion of the checklist; `pending` blocks are written when the study opens."""

    PENDING = "pending"
    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"


class Section(StrEnum):
    """The two sections of a French local budget; money never passes from one to the other."""

    INVESTMENT = "investment"
    OPERATING = "operating"


class TaxBasis(StrEnum):
    """Whether amounts include tax."""

    INCL_TAX = "incl_tax"
    EXCL_TAX = "excl_tax"


class CriterionKind(StrEnum):
    """Whether an unmet criterion stops a project."""

    BLOCKING = "blocking"
    ADVISORY = "advisory"


class ProcurementPath(StrEnum):
    """How the city buys what a project needs."""

    DIRECT = "direct"
    IN_HOUSE = "in_house"
    ADAPTED = "adapted"
    FORMAL = "formal"


class WorksStep(StrEnum):
    """The public steps of the works."""

    STUDIES = "studies"
    PROCUREMENT = "procurement"
    WORKS = "works"
    HANDOVER = "handover"


class SupportLevel(StrEnum):
    """How much the city accompanies a holder."""

    LIGHT = "light"
    STANDARD = "standard"
    STRONG = "strong"


class FieldGroup(StrEnum):
    """Groups of a project's fields that become public together (DESIGN section 4, visibility)."""

    IDENTITY = "identity"
    HOLDER = "holder"
    SUPPORT = "support"
    ELIGIBILITY = "eligibility"
    OPINIONS = "opinions"
    CHECKLIST = "checklist"
    COST_TOTAL = "cost_total"
    COST_LINES = "cost_lines"
    DECISIONS = "decisions"
    IMPLEMENTATION = "implementation"
    EVALUATION = "evaluation"
