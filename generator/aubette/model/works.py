"""From the council's vote to the evaluation: acts, milestones, money engaged and paid, news."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date

from aubette.model import enums
from aubette.model.money import Money
from aubette.model.text import Text


@dataclass(frozen=True)
class Reference:
    """An act: a deliberation, an order, minutes (R22, R52)."""

    reference: str
    date: Date
    url: str | None = None


@dataclass(frozen=True)
class Milestone:
    """A dated step of the works; a date that moved says why (R33).

    `planned` is the promise, from which a delay is counted; `expected` the day that the city counts on today.
    """

    id: str
    label: Text
    planned: Date
    actual: Date | None = None
    expected: Date | None = None
    step: enums.WorksStep | None = None
    slip_reason: Text | None = None

    @property
    def last_day(self) -> Date:
        """The day as far as is known: reached, else expected, else promised."""
        return self.actual or self.expected or self.planned


@dataclass(frozen=True)
class YearAmount:
    """An amount for one budget year."""

    year: int
    amount: Money


@dataclass(frozen=True)
class Update:
    """News of the works, for residents (R23)."""

    date: Date
    text: Text
    service: str
    picture: str | None = None


@dataclass(frozen=True)
class Implementation:
    """The works: what the council funded, what is engaged (`committed`) and paid (`spent`), by when (R06, R40).

    `operation` is the number under which the finance directorate's own ledger knows the project; `figures_on` is the
    day up to which `committed` and `spent` are known.
    """

    deliberation: Reference | None = None
    service: str | None = None
    funded: Money | None = None
    operation: str | None = None
    step: enums.WorksStep | None = None
    milestones: tuple[Milestone, ...] = ()
    committed: Money | None = None
    spent: Money | None = None
    figures_on: Date | None = None
    payment_credits: tuple[YearAmount, ...] = ()
    updates: tuple[Update, ...] = ()
    started_on: Date | None = None
    delivered_on: Date | None = None
    forecast_cost: Money | None = None

    @property
    def last_day(self) -> Date | None:
        """The latest day of the milestones, reached, expected or planned, in whatever order they are listed."""
        return max((m.last_day for m in self.milestones), default=None)


@dataclass(frozen=True)
class Evaluation:
    """What became of a delivered project (R37)."""

    date: Date
    service: str
    final_cost: Money
    use: Text
    satisfaction_percent: int | None = None
    answers: int | None = None
    running_cost: Money | None = None
    lessons: Text | None = None
