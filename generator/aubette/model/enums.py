"""The closed lists of the model; the published schemas hold the same ones, and a test compares them."""

from __future__ import annotations

from enum import StrEnum


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
    AREA = "area"
    CITY = "city"


class HolderKind(StrEnum):
    RESIDENT = "resident"
    RESIDENTS_COLLECTIVE = "residents_collective"
    ASSOCIATION = "association"
    SCHOOL = "school"
    NEIGHBOURHOOD_COUNCIL = "neighbourhood_council"
    BUSINESS = "business"
    CITY = "city"
    UNKNOWN = "unknown"


class HolderState(StrEnum):
    ACTIVE = "active"
    HANDED_OVER = "handed_over"
    LOST = "lost"


class SubmissionChannel(StrEnum):
    ONLINE = "online"
    PAPER = "paper"
    MAIL = "mail"
    MEETING = "meeting"
    COUNTER = "counter"
    IMPORTED = "imported"


class VoteChannel(StrEnum):
    ONLINE = "online"
    PAPER = "paper"
    POSTAL = "postal"
    ASSISTED = "assisted"
    MIXED = "mixed"


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
    INCL_TAX = "incl_tax"
    EXCL_TAX = "excl_tax"


class CriterionKind(StrEnum):
    BLOCKING = "blocking"
    ADVISORY = "advisory"


class ProcurementPath(StrEnum):
    DIRECT = "direct"
    IN_HOUSE = "in_house"
    ADAPTED = "adapted"
    FORMAL = "formal"


class WorksStep(StrEnum):
    STUDIES = "studies"
    PROCUREMENT = "procurement"
    WORKS = "works"
    HANDOVER = "handover"


class SupportLevel(StrEnum):
    LIGHT = "light"
    STANDARD = "standard"
    STRONG = "strong"


class PhaseKind(StrEnum):
    """The stages of an edition (R34); the five public steps of R10 group them."""

    PREPARATION = "preparation"
    OUTREACH = "outreach"
    SUBMISSION = "submission"
    RECEPTION = "reception"
    FEASIBILITY_STUDY = "feasibility_study"
    VALIDATION = "validation"
    CATALOGUE = "catalogue"
    SHORTLISTING = "shortlisting"
    VOTE = "vote"
    COUNT = "count"
    ADOPTION = "adoption"
    IMPLEMENTATION = "implementation"
    DELIVERY = "delivery"
    CELEBRATION = "celebration"
    EVALUATION = "evaluation"
    ADJUSTMENT = "adjustment"


class EventKind(StrEnum):
    OUTREACH = "outreach"
    WORKSHOP = "workshop"
    INFORMATION = "information"
    COMMITTEE = "committee"
    COUNCIL = "council"
    POLLING = "polling"
    CELEBRATION = "celebration"
    INAUGURATION = "inauguration"


class EnvelopeKind(StrEnum):
    CITY = "city"
    AREA = "area"
    RESERVE = "reserve"


class SplitMode(StrEnum):
    EXPLICIT = "explicit"
    EQUAL = "equal"
    POPULATION = "population"
    BASE_PLUS_POPULATION = "base_plus_population"
    WEIGHTED = "weighted"


class Effect(StrEnum):
    """What a contest's outcome does."""

    ADVISORY = "advisory"
    SHORTLIST = "shortlist"
    DECISIVE = "decisive"


class BallotType(StrEnum):
    APPROVAL = "approval"
    POINTS = "points"
    RANKED = "ranked"
    SINGLE = "single"
    GRADES = "grades"


class Provenance(StrEnum):
    LIVE = "live"
    IMPORTED = "imported"


class Cadence(StrEnum):
    ANNUAL = "annual"
    BIENNIAL = "biennial"


class LedgerKind(StrEnum):
    ALLOCATION = "allocation"
    REALLOCATION = "reallocation"
    EXCEPTION = "exception"
    CARRY_OVER = "carry_over"


class ProgrammeCostCategory(StrEnum):
    COMMUNICATION = "communication"
    STAFF = "staff"
    MEETINGS = "meetings"
    PLATFORM = "platform"
    VOTING = "voting"
    OTHER = "other"


class GovernanceRole(StrEnum):
    """What a directorate does at a stage: leads it, does the work, is consulted, or is kept informed."""

    LEADS = "leads"
    DOES = "does"
    CONSULTED = "consulted"
    INFORMED = "informed"


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


class Visibility(StrEnum):
    PUBLIC = "public"
    PUBLIC_FROM_PHASE = "public_from_phase"
    PUBLIC_FROM_STATUS = "public_from_status"
    NEVER = "never"


class DifficultyKind(StrEnum):
    """The declared meanings of « projet en souffrance » (R48)."""

    WINNER_LATE = "winner_late"
    WINNER_OVER_COST = "winner_over_cost"
    WINNER_SUSPENDED = "winner_suspended"
    SHORT_OF_SUPPORT = "short_of_support"


class RemainderUse(StrEnum):
    PROJECTS_IN_DIFFICULTY = "projects_in_difficulty"
    BEST_UNFUNDED = "best_unfunded"
    CARRY_OVER = "carry_over"
    RETURN = "return"


class Language(StrEnum):
    FR = "fr"
    EN = "en"
    DE = "de"


class ForgeKind(StrEnum):
    GITHUB = "github"
    GITLAB = "gitlab"
    FORGEJO = "forgejo"
    NONE = "none"
