"""The examination and the feasibility study of a project: each service answers its own lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date

from aubette.model import enums
from aubette.model.money import ZERO, Money
from aubette.model.numerals import Percent
from aubette.model.text import Text


@dataclass(frozen=True)
class CriterionVerdict:
    """One eligibility criterion, judged when the idea is received."""

    criterion: str
    answer: enums.Answer
    reason: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Eligibility:
    """The first examination (« recevabilité »)."""

    decided_on: Date | None = None
    service: str
    criteria: tuple[CriterionVerdict, ...] = ()


@dataclass(frozen=True)
class ServiceOpinion:
    """What one consulted service was asked and answered; `waiting_for` says why it cannot answer yet."""

    service: str
    asked_on: Date | None = None
    due_on: Date | None = None
    answered_on: Date | None = None
    waiting_for: Text | None = None
    verdict: enums.Opinion | None = None
    comment: Text | None = None


@dataclass(frozen=True)
class ChecklistAnswer:
    """One line of the feasibility checklist, answered by the service that owns it."""

    criterion: str
    service: str
    answer: enums.Answer = enums.Answer.PENDING
    answered_on: Date | None = None
    evidence: Text | None = None
    comment: Text | None = None


@dataclass(frozen=True)
class CostLine:
    """One item of the estimate, in the tax basis of the whole."""

    label: str
    amount: Money
    section: enums.Section = enums.Section.INVESTMENT


@dataclass(frozen=True)
class Cost:
    """The detailed estimate of the study; its lines and contingency add up to the project's estimated cost."""

    tax: enums.TaxBasis
    lines: tuple[CostLine, ...]
    contingency: Money = ZERO
    vat_percent: Percent | None = None
    estimated_on: Date | None = None


@dataclass(frozen=True)
class RunningCost:
    """What the project will cost each year once delivered, and which service pays it."""

    per_year: Money
    service: str
    budget_line: str | None = None
    comment: Text | None = None


@dataclass(frozen=True)
class OtherFunding:
    """Money that does not come from the envelope; unsecured money cannot carry a project."""

    source: str
    amount: Money
    secured: bool
    reference: str | None = None


@dataclass(frozen=True)
class Permit:
    """A permit to obtain before the works; `months` is how long it usually takes."""

    kind: str
    asked_on: Date | None = None
    granted_on: Date | None = None
    months: int | None = None
    reference: str | None = None


@dataclass(frozen=True)
class Procurement:
    """How the city will buy, and how many months that takes."""

    path: enums.ProcurementPath
    months: int | None = None
    reference: str | None = None


@dataclass(frozen=True)
class Revision:
    """A changed version of the idea, put to the holder; a `conditional` opinion needs one that is accepted."""

    proposed_on: Date
    summary: Text
    accepted_on: Date | None = None
    refused_on: Date | None = None


@dataclass(frozen=True)
class Study:
    """The feasibility study: each service answers its own lines."""

    opened_on: Date | None = None
    due_on: Date | None = None
    closed_on: Date | None = None
    opinions: tuple[ServiceOpinion, ...] = ()
    checklist: tuple[ChecklistAnswer, ...] = ()
    cost: Cost | None = None
    running_cost: RunningCost | None = None
    lifetime_years: int | None = None
    staff_days: int | None = None
    other_funding: tuple[OtherFunding, ...] = ()
    procurement: Procurement | None = None
    permits: tuple[Permit, ...] = ()
    revisions: tuple[Revision, ...] = ()
    planned_start: Date | None = None
    planned_delivery: Date | None = None
    risks: tuple[Text, ...] = ()
