"""The closed lists that editions and the city are described with; `enums` hands them on."""

from __future__ import annotations

from enum import StrEnum


class VoteChannel(StrEnum):
    """How votes were given; `meeting` is a show of hands in a hall or a workshop, with its minutes."""

    ONLINE = "online"
    PAPER = "paper"
    POSTAL = "postal"
    ASSISTED = "assisted"
    MEETING = "meeting"
    MIXED = "mixed"


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
    """What people are invited to."""

    OUTREACH = "outreach"
    WORKSHOP = "workshop"
    INFORMATION = "information"
    COMMITTEE = "committee"
    COUNCIL = "council"
    POLLING = "polling"
    CELEBRATION = "celebration"
    INAUGURATION = "inauguration"


class EnvelopeKind(StrEnum):
    """Whose projects an envelope pays: the whole city's, one area's, those of a group of areas, or none yet."""

    CITY = "city"
    AREA = "area"
    GROUP = "group"
    RESERVE = "reserve"


class SplitMode(StrEnum):
    """How the areas' part of the money is divided."""

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
    """What a voter writes."""

    APPROVAL = "approval"
    POINTS = "points"
    RANKED = "ranked"
    SINGLE = "single"
    GRADES = "grades"


class DuplicateRule(StrEnum):
    """What becomes of the votes of a person who voted twice."""

    PREVENTED = "prevented"
    PAPER_STANDS = "paper_stands"
    FIRST_STANDS = "first_stands"
    LAST_STANDS = "last_stands"
    ALL_CANCELLED = "all_cancelled"


class Provenance(StrEnum):
    """Whether an edition was lived here, with seals, or brought from other data, without."""

    LIVE = "live"
    IMPORTED = "imported"


class Cadence(StrEnum):
    """How often an edition is held."""

    ANNUAL = "annual"
    BIENNIAL = "biennial"


class LedgerKind(StrEnum):
    """What an entry of the ledger does."""

    ALLOCATION = "allocation"
    REALLOCATION = "reallocation"
    EXCEPTION = "exception"
    CARRY_OVER = "carry_over"


class ProgrammeCostCategory(StrEnum):
    """What the programme's own money is spent on."""

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


class Visibility(StrEnum):
    """When a group of fields is public."""

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
    """What unused money serves."""

    PROJECTS_IN_DIFFICULTY = "projects_in_difficulty"
    BEST_UNFUNDED = "best_unfunded"
    CARRY_OVER = "carry_over"
    RETURN = "return"


class Language(StrEnum):
    """The languages of the site."""

    FR = "fr"
    EN = "en"
    DE = "de"


class ForgeKind(StrEnum):
    """The software that hosts the repository."""

    GITHUB = "github"
    GITLAB = "gitlab"
    FORGEJO = "forgejo"
    NONE = "none"
