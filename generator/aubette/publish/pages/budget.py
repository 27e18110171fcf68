"""The money of each edition: envelopes, what winners took of them, every movement with its reason (R01, R24, R48)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from aubette.model.budget import Envelope
from aubette.model.edition import Edition
from aubette.model.enums import LedgerKind, Provenance, Scope, Status
from aubette.model.lifecycle import WON
from aubette.model.money import ZERO, Money, total
from aubette.model.project import Project
from aubette.publish.lens import Lens
from aubette.publish.shell import Body
from aubette.publish.site import cost_of


@dataclass(frozen=True)
class EnvelopeRow:
    """An envelope: what it holds with the ledger's movements, what winners take, what is left."""

    label: str
    amount: Money
    used: Money
    left: Money
    share: str


@dataclass(frozen=True)
class EditionBudget:
    """One edition's money."""

    id: str
    label: str
    sentence: str
    rows: tuple[tuple[str, str], ...]
    envelopes: tuple[EnvelopeRow, ...]
    ledger: tuple[Any, ...]
    programme: tuple[Any, ...]


@dataclass(frozen=True)
class Line:
    """A line of the ledger or of the programme's costs, in words."""

    label: str
    date: Any = None
    amount: Any = None
    reason: Any = None
    act: str = ""
    planned: Any = None
    actual: Any = None


def bodies(lens: Lens) -> Iterator[Body]:
    """The budget page."""
    say = lens.words.say
    editions = tuple(_edition(lens, e) for e in lens.site.editions())
    yield lens.page(
        "pages/budget.html",
        "budget/",
        say("site.budget.title"),
        say("site.budget.lead"),
        section="budget",
        crumbs=lens.crumb(),
        editions=editions,
    )


def winners(lens: Lens, edition: Edition) -> tuple[Project, ...]:
    """The projects that take money of an edition; a cancelled one takes what was already paid."""
    return tuple(p for p in lens.site.city.projects_of(edition.id) if lens.site.status(p) in WON)


def taken(project: Project) -> Money:
    """What a winner takes of its envelope."""
    works = project.implementation
    if project.status is Status.CANCELLED:
        return (works.spent if works else None) or ZERO
    return cost_of(project) or ZERO


def envelope_of(edition: Edition, project: Project) -> str:
    """The id of the envelope that pays a project."""
    if project.envelope:
        return project.envelope
    wanted = "city" if project.scope is Scope.CITY else ""
    for envelope in edition.envelopes:
        if envelope.kind.value == wanted or (not wanted and envelope.area in project.areas):
            return envelope.id
    return ""


def _edition(lens: Lens, edition: Edition) -> EditionBudget:
    say, formats = lens.words.say, lens.words.formats
    budget = edition.budget
    used = total(taken(p) for p in winners(lens, edition))
    rows = [
        (say("site.budget.total"), formats.money(budget.envelope)),
        (say("site.budget.to_winners"), formats.money(used)),
    ]
    sentence = say("site.budget.imported", envelope=budget.envelope)
    if edition.provenance is Provenance.LIVE:
        spent = total((p.implementation.spent or ZERO) if p.implementation else ZERO for p in winners(lens, edition))
        share = Fraction(budget.envelope.cents, max(1, budget.city_investment_budget.cents))
        rows.insert(1, (say("site.budget.share_of"), formats.percent(share)))
        rows.append((say("site.budget.paid"), formats.money(spent)))
        invested = {"total": budget.city_investment_budget, "act": budget.basis.act}
        sentence = say("site.budget.sentence", envelope=budget.envelope, **invested)
    programme = tuple(
        Line(say(f"labels.programme_cost.{c.category.value}"), planned=c.planned, actual=c.actual)
        for c in budget.programme_costs
    )
    envelopes = tuple(_row(lens, edition, e) for e in edition.envelopes)
    return EditionBudget(
        edition.id, lens.say(edition.label), sentence, tuple(rows), envelopes, _ledger(lens, edition), programme
    )


def _row(lens: Lens, edition: Edition, envelope: Envelope) -> EnvelopeRow:
    moved = ZERO
    for entry in lens.site.city.ledger(edition.id).entries:
        if entry.amount and entry.kind is not LedgerKind.EXCEPTION:
            moved += entry.amount if entry.to == envelope.id else ZERO
            moved -= entry.amount if entry.from_ == envelope.id else ZERO
    amount = envelope.amount + moved
    used = total(taken(p) for p in winners(lens, edition) if envelope_of(edition, p) == envelope.id)
    share = f"{min(100.0, used.cents * 100 / amount.cents):.1f}" if amount.cents > 0 else "0"
    label = lens.say(envelope.label) or lens.areas.get(envelope.area or "", envelope.id)
    return EnvelopeRow(label, amount, used, amount - used, share)


def _ledger(lens: Lens, edition: Edition) -> tuple[Line, ...]:
    entries = lens.site.city.ledger(edition.id).entries
    return tuple(
        Line(lens.words.say(f"labels.ledger.{e.kind.value}"), date=e.date, amount=e.amount, reason=e.reason, act=e.act)
        for e in entries
    )
