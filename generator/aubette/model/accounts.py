"""An edition's money envelope by envelope: held, moved, given to winners, paid, left (R01, R19, R24, R46).

The board, the checks and the pages all take their amounts from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from aubette.model.budget import Envelope
from aubette.model.city import City
from aubette.model.edition import Edition
from aubette.model.enums import Section, Status, TaxBasis
from aubette.model.ledger import moved_into
from aubette.model.lifecycle import WON
from aubette.model.money import ZERO, Money, total
from aubette.model.numerals import Percent, percent
from aubette.model.paying import tier_of
from aubette.model.project import Project


@dataclass(frozen=True)
class Account:
    """One envelope's amounts, tax included; `envelope` is None for the programme's own costs taken from the edition's.

    `left` is what it holds, ledger included, less what winners receive.
    """

    envelope: Envelope | None
    amount: Money
    moved: Money
    winners: int
    allotted: Money
    committed: Money
    spent: Money

    @property
    def left(self) -> Money:
        """What nobody was given, negative where too much was."""
        return self.amount + self.moved - self.allotted


def accounts(city: City, edition: Edition, selected: frozenset[str]) -> tuple[Account, ...]:
    """Every envelope of an edition; `selected` are the numbers that verified votes elected."""
    rows = tuple(_account(city, edition, envelope, selected) for envelope in edition.envelopes)
    return (*rows, _programme(edition)) if edition.budget.programme_costs_from_envelope else rows


def _account(city: City, edition: Edition, envelope: Envelope, selected: frozenset[str]) -> Account:
    won = winners(city, edition, envelope, selected)
    works = [p.implementation for p in won if p.implementation]
    return Account(
        envelope,
        envelope.amount,
        moved_into(city, edition, envelope.id),
        len(won),
        total(price(edition, p) for p in won),
        total(w.committed for w in works if w.committed),
        total(w.spent for w in works if w.spent),
    )


def _programme(edition: Edition) -> Account:
    """What the envelopes leave of the edition's total for the programme, and what it costs."""
    kept = edition.budget.envelope - total(e.amount for e in edition.envelopes)
    paid = total(c.actual for c in edition.budget.programme_costs if c.actual)
    return Account(None, kept, ZERO, 0, programme_cost(edition), paid, paid)


def programme_cost(edition: Edition) -> Money:
    """What running the programme costs: for each line what is planned, or what it became where that is more."""
    return total(max(c.planned, c.actual or ZERO) for c in edition.budget.programme_costs)


def winners(city: City, edition: Edition, envelope: Envelope, selected: frozenset[str]) -> tuple[Project, ...]:
    """The projects that an envelope pays: written as adopted or later, or selected by the verified votes."""
    return tuple(
        project
        for project in city.projects_of(edition.id)
        if (project.status in WON or (project.status is Status.ON_BALLOT and project.number in selected))
        and city.payer(edition, project) == envelope
    )


def price(edition: Edition, project: Project) -> Money:
    """What the envelope's investment gives a winner: what was funded, else its estimate's part, or what was paid."""
    works = project.implementation
    if project.status is Status.CANCELLED:
        return (works and works.spent) or ZERO
    if works and works.funded is not None:
        return works.funded - operating_part(project)
    return asked_part(edition, project)


def area_shares(edition: Edition, project: Project) -> dict[str, Money]:
    """What a winner brings to each of its areas, "" where it names none: equal parts that add up to its price.

    The odd cents go to the first names.
    """
    names = sorted(set(project.areas)) or [""]
    each, odd = divmod(price(edition, project).cents, len(names))
    return {name: Money(each + (place < odd)) for place, name in enumerate(names)}


def asked_part(edition: Edition, project: Project) -> Money:
    """What a project asks of its envelope's investment: what the brackets give its estimate, less operating expense."""
    return funded_part(edition, project.estimated_cost or ZERO) - operating_part(project)


def including_tax(amount: Money, vat_percent: Percent) -> Money:
    """An amount without tax as one with it, to the nearest cent, halves up."""
    return Money(int(amount.cents * (1 + percent(vat_percent)) + Fraction(1, 2)))


def funded_part(edition: Edition, cost: Money) -> Money:
    """What the envelope pays of a cost: the sum over the tier's brackets, in whole cents rounded down (R47)."""
    tier = tier_of(edition, cost)
    if tier is None or not tier.funding:
        return cost
    paid, lower = Fraction(0), 0
    for bracket in tier.funding:
        upper = cost.cents if bracket.up_to is None else min(cost.cents, bracket.up_to.cents)
        paid += percent(bracket.rate_percent) * max(0, upper - lower)
        lower = max(lower, upper)
    return Money(int(paid))


def operating_part(project: Project) -> Money:
    """What of a project's estimate is operating expense, contingency left with the investment; money of its own."""
    cost = project.study.cost if project.study else None
    lines = cost.lines if cost else ()
    without_tax = total(line.amount for line in lines if line.section is Section.OPERATING)
    if cost is None or cost.tax is TaxBasis.INCL_TAX or cost.vat_percent is None:
        return without_tax
    return including_tax(without_tax, cost.vat_percent)
