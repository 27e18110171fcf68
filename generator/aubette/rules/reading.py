"""Small questions that several rules ask of the city; every answer is computed from values, none is stored."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Date
from datetime import datetime as DateTime
from fractions import Fraction

from aubette.model.budget import Envelope
from aubette.model.city import City
from aubette.model.edition import Edition
from aubette.model.enums import LedgerKind, Provenance
from aubette.model.finding import LIFTED, Finding, Place, Related, Severity
from aubette.model.lifecycle import BINDING
from aubette.model.money import Money
from aubette.model.numerals import Percent, percent
from aubette.model.paying import paying
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


def excluding_tax(amount: Money, vat_percent: Percent) -> Money:
    """HT = TTC / (1 + vat), to the nearest cent, halves up: what procurement thresholds are held against."""
    return Money(int(amount.cents / (1 + percent(vat_percent)) + Fraction(1, 2)))


def envelope_of(edition: Edition, project: Project) -> Envelope | None:
    """The envelope that would pay a project: the one it names, else the first that takes it."""
    return paying(edition, project)


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
    related = (*finding.related, Related(place, LIFTED))
    return Finding(finding.code, finding.place, finding.params, Severity.NOTE, related)
