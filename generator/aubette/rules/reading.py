"""Small questions that several rules ask of the city; every answer is computed from values, none is stored."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Date
from datetime import datetime as DateTime
from decimal import Decimal
from fractions import Fraction

from aubette.model.budget import Envelope
from aubette.model.city import City
from aubette.model.edition import Edition
from aubette.model.enums import LedgerKind, Provenance, Section, TaxBasis
from aubette.model.finding import Finding, Place, Related, Severity
from aubette.model.lifecycle import BINDING
from aubette.model.money import ZERO, Money, total
from aubette.model.numerals import Percent
from aubette.model.paying import paying, tier_of
from aubette.model.project import Project


def live_editions(city: City) -> Iterator[Edition]:
    """Editions whose process the city ran itself; an imported one is shown, not judged."""
    return (edition for edition in city.editions if edition.provenance is Provenance.LIVE)


def binding_projects(city: City) -> Iterator[tuple[Edition, Project]]:
    """Projects that rules of content bind: from `eligible` on, an idea that breaks one is refused or mended."""
    for edition in live_editions(city):
        for project in city.projects_of(edition.id):
            if project.status in BINDING:
                yield edition, project


def day(moment: Date | DateTime) -> Date:
    """The day of a date or date-time."""
    return moment.date() if isinstance(moment, DateTime) else moment


def percent(written: str | Decimal | int) -> Fraction:
    """A percentage as a fraction of one, exactly."""
    return Fraction(str(written)) / 100


def including_tax(amount: Money, vat_percent: Percent) -> Money:
    """An amount without tax as one with it, to the nearest cent, halves up."""
    return Money(int(amount.cents * (1 + percent(vat_percent)) + Fraction(1, 2)))


def excluding_tax(amount: Money, vat_percent: Percent) -> Money:
    """HT = TTC / (1 + vat), to the nearest cent, halves up: what procurement thresholds are held against."""
    return Money(int(amount.cents / (1 + percent(vat_percent)) + Fraction(1, 2)))


def envelope_of(edition: Edition, project: Project) -> Envelope | None:
    """The envelope that would pay a project: the one it names, else the first that takes it."""
    return paying(edition, project)


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


def asked_part(edition: Edition, project: Project) -> Money:
    """What a project asks of its envelope's investment: what the brackets give its estimate, less operating expense."""
    return funded_part(edition, project.estimated_cost or ZERO) - operating_part(project)


LIFTABLE = frozenset(
    {
        "base/counting-changed",
        "budget/area-cap",
        "budget/contingency-low",
        "budget/envelope-exceeded",
        "budget/project-cap",
        "budget/project-minimum",
        "budget/running-cost-ratio",
        "budget/running-cost-total",
        "budget/share",
        "eligibility/holder-kind",
        "eligibility/too-many-ideas",
        "feasibility/delivery-after-limit",
    }
)
"""The checks that the council may lift by an exception of the ledger; no other finding is ever lifted."""


def exception_for(city: City, edition: str, code: str, subjects: frozenset[str | None]) -> Place | None:
    """The ledger's entry that lifts this rule for one of these names, None standing for the edition itself (R46)."""
    ledger = city.ledger(edition)
    for position, entry in enumerate(ledger.entries):
        if entry.kind is LedgerKind.EXCEPTION and entry.rule == code and (entry.project or entry.to) in subjects:
            return ledger.origin.at("entries", position)
    return None


def names_of(subject: Project | Envelope | None) -> frozenset[str | None]:
    """What the ledger may call a project (key or number), an envelope, or the edition, which it does not name."""
    if isinstance(subject, Project):
        return frozenset(filter(None, (subject.key, subject.number)))
    return frozenset({subject.id if subject else None})


def unless_lifted(city: City, edition: str, finding: Finding, subject: Project | Envelope | None) -> Finding:
    """The finding itself, or the same one as a visible note where the ledger holds an exception for its subject."""
    place = exception_for(city, edition, finding.code, names_of(subject))
    if place is None:
        return finding
    related = (*finding.related, Related(place, "lifted-here"))
    return Finding(finding.code, finding.place, finding.params, Severity.NOTE, related)
