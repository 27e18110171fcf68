"""One project, from the idea to its evaluation: the shape of `projects/<edition>/<slug>-<key>.yml`.

Attribute names are the keys of the file. Amounts include tax unless a field says otherwise; dates are days in the
city's time zone. Sources: the founding workshop's requirements R04 to R52 and its glossary.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Date

from aubette.model import enums
from aubette.model.document import UNKNOWN, Origin
from aubette.model.money import Money
from aubette.model.numerals import Degrees
from aubette.model.study import Eligibility, Study
from aubette.model.text import Text
from aubette.model.works import Evaluation, Implementation


@dataclass(frozen=True)
class Location:
    """Where the project would stand; a public place, never a private address."""

    label: Text
    latitude: Degrees | None = None
    longitude: Degrees | None = None
    public_space: bool | None = None


@dataclass(frozen=True)
class Picture:
    """A file of `projects/<edition>/media/<key>/`; `alt` is required unless it is only decoration."""

    file: str
    alt: Text | None = None
    credit: str | None = None
    licence: str | None = None
    decorative: bool = False


@dataclass(frozen=True, kw_only=True)
class Submission:
    """How the idea arrived and that it was acknowledged (R35); `estimate` is the resident's own guess."""

    received_on: Date | None = None
    channel: enums.SubmissionChannel
    place: Text | None = None
    acknowledged_on: Date | None = None
    estimate: Money | None = None


@dataclass(frozen=True)
class Commitment:
    """The holder's promise to stay with the project (R25)."""

    accepted: bool
    until: Date | None = None
    state: enums.HolderState = enums.HolderState.ACTIVE


@dataclass(frozen=True)
class Holder:
    """Who carries the project: a kind, and a collective's name or an area; never a person's name (R07, R08)."""

    kind: enums.HolderKind
    collective: str | None = None
    area: str | None = None
    members: int | None = None
    commitment: Commitment | None = None
    final_version_accepted_on: Date | None = None


@dataclass(frozen=True)
class Meeting:
    """A meeting of the support given to a holder."""

    date: Date
    subject: Text | None = None


@dataclass(frozen=True)
class Support:
    """« Montage »: what the city did to help the idea become a project (R12, R45)."""

    level: enums.SupportLevel
    service: str
    meetings: tuple[Meeting, ...] = ()
    help_given: Text | None = None


@dataclass(frozen=True)
class Decision:
    """One decision on the project, in its order; the list only grows.

    A refusal carries code, rule in force, reason, service, date, until when a re-examination can be asked, and
    another route for the idea (R45).
    """

    outcome: enums.Outcome
    date: Date
    service: str
    reason: Text | None = None
    code: enums.RefusalCode | None = None
    rule: str | None = None
    would_make_possible: Text | None = None
    reexamination_until: Date | None = None
    other_route: Text | None = None
    reference: str | None = None
    into: str | None = None
    approver: str | None = None


@dataclass(frozen=True, kw_only=True)
class Project:
    """One project; `key` never changes, `number` is the receipt, `edition` is the folder it stands in.

    `endorsements` counts the people who backed the idea before any vote; names are kept nowhere. `estimated_cost` is
    the city's current estimate, tax included, in whole units or cents; it is what caps are held against and what the
    ballot shows once frozen. `source_id` is an imported project's name in its own data.
    """

    schema_version: int
    key: str
    number: str | None = None
    status: enums.Status
    title: Text
    summary: Text | None = None
    description: Text | None = None
    easy_read: Text | None = None
    theme: str
    scope: enums.Scope
    areas: tuple[str, ...] = ()
    location: Location | None = None
    pictures: tuple[Picture, ...] = ()
    submission: Submission
    holder: Holder
    endorsements: int | None = None
    envelope: str | None = None
    estimated_cost: Money | None = None
    quick_win: bool = False
    support: Support | None = None
    eligibility: Eligibility | None = None
    study: Study | None = None
    decisions: tuple[Decision, ...] = ()
    merged_into: str | None = None
    previous: str | None = None
    implementation: Implementation | None = None
    evaluation: Evaluation | None = None
    source_id: str | None = None
    edition: str = ""
    origin: Origin = field(default=UNKNOWN, compare=False)

    @property
    def name(self) -> str:
        """The number where there is one, else the key: what people are shown."""
        return self.number or self.key

    def last_decision(self, *outcomes: enums.Outcome) -> Decision | None:
        """The latest decision, or the latest with one of these outcomes."""
        wanted = [d for d in self.decisions if not outcomes or d.outcome in outcomes]
        return wanted[-1] if wanted else None


KEYS_OUTSIDE_THE_FILE = ("edition", "origin")
"""Attributes of `Project` that come from where the file stands, not from what it says."""

FIELD_GROUPS: Mapping[enums.FieldGroup, tuple[str, ...]] = {
    enums.FieldGroup.HOLDER: ("holder",),
    enums.FieldGroup.SUPPORT: ("support",),
    enums.FieldGroup.ELIGIBILITY: ("eligibility",),
    enums.FieldGroup.OPINIONS: ("study.opinions", "study.revisions"),
    enums.FieldGroup.CHECKLIST: ("study.checklist", "study.permits", "study.risks"),
    enums.FieldGroup.COST_TOTAL: ("estimated_cost", "study.running_cost"),
    enums.FieldGroup.COST_LINES: ("study.cost", "study.other_funding", "study.procurement"),
    enums.FieldGroup.DECISIONS: ("decisions",),
    enums.FieldGroup.IMPLEMENTATION: ("implementation",),
    enums.FieldGroup.EVALUATION: ("evaluation",),
}
"""The fields that become public together; what stands in no group belongs to `identity`."""
