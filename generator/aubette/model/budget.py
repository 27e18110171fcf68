"""The money of an edition: investment budget, envelopes, split, caps, size tiers, the promise of delivery."""

from __future__ import annotations

from dataclasses import dataclass

from aubette.model import enums
from aubette.model.money import ZERO, Money
from aubette.model.numerals import Percent, Weight
from aubette.model.text import Text
from aubette.model.works import Reference, YearAmount


@dataclass(frozen=True)
class BudgetBasis:
    """Which act gives the city's investment budget, and whether debt repayment is counted in it."""

    act: str
    with_debt: bool
    deliberation: Reference | None = None


@dataclass(frozen=True)
class TrajectoryStep:
    """The share promised for a year (R21)."""

    year: int
    share_percent: Percent


@dataclass(frozen=True)
class ProgrammeCost:
    """What running the programme itself costs (R24)."""

    category: enums.ProgrammeCostCategory
    planned: Money
    actual: Money | None = None


@dataclass(frozen=True)
class Budget:
    """The money: R01, R21, R24, R40. `envelope` is the edition's total, tax included.

    `programme_authorisation` is the act that lets the city commit the whole (« autorisation de programme »), within
    which `payment_credits` are paid year by year.
    """

    city_investment_budget: Money
    basis: BudgetBasis
    envelope: Money
    max_share_percent: Percent
    operating_envelope: Money = ZERO
    deliberation: Reference | None = None
    trajectory: tuple[TrajectoryStep, ...] = ()
    programme_costs: tuple[ProgrammeCost, ...] = ()
    programme_costs_from_envelope: bool = False
    programme_authorisation: Reference | None = None
    payment_credits: tuple[YearAmount, ...] = ()


@dataclass(frozen=True)
class Split:
    """How the areas' part is divided; the result is stored amount by amount and checked to the cent (R19, R43)."""

    mode: enums.SplitMode
    total: Money | None = None
    base: Money | None = None


@dataclass(frozen=True)
class Envelope:
    """Money for one purpose; `amount` is investment, `operating` stands apart (never mixed).

    `area` names the neighbourhood of an `area` envelope, `areas` those of a `group`. `themes` and `tiers` keep an
    envelope for some themes or some sizes of project; empty means any.
    """

    id: str
    kind: enums.EnvelopeKind
    amount: Money
    label: Text | None = None
    area: str | None = None
    areas: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    operating: Money = ZERO
    weight: Weight | None = None


@dataclass(frozen=True)
class Caps:
    """Limits that bind from `eligible` on (R19); None means no limit."""

    project_area: Money | None = None
    project_city: Money | None = None
    area: Money | None = None
    project_minimum: Money | None = None
    running_cost_percent: Percent | None = None
    running_cost_total: Money | None = None
    programme_cost_percent: Percent | None = None
    contingency_minimum_percent: Percent | None = None


@dataclass(frozen=True, kw_only=True)
class FundingBracket:
    """Up to this cost, the envelope pays `rate_percent` of the part that lies in the bracket (R47)."""

    up_to: Money | None = None
    rate_percent: Percent


@dataclass(frozen=True)
class SizeTier:
    """What a project's size changes: lead time, support owed, procurement, funding (R17, R45, R47)."""

    id: str
    label: Text
    support: enums.SupportLevel
    min_lead_months: int
    up_to: Money | None = None
    funding: tuple[FundingBracket, ...] = ()
    procurement: enums.ProcurementPath | None = None


@dataclass(frozen=True)
class Delivery:
    """The promise of R06 and what « projet en souffrance » means here (R48)."""

    max_months: int = 24
    difficulty: tuple[enums.DifficultyKind, ...] = ()
    late_days: int = 90
    over_cost_percent: Percent = "10"
    first_delivery_months: int | None = None
    support_minimum: int | None = None
