"""The money of each edition: envelopes, what winners took of them, every movement with its reason (R01, R24, R48)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from aubette.model.accounts import Account, accounts
from aubette.model.edition import Edition
from aubette.model.enums import Provenance
from aubette.model.ledger import touching
from aubette.model.money import Money, total
from aubette.publish.lens import Lens
from aubette.publish.shell import Body


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


def _edition(lens: Lens, edition: Edition) -> EditionBudget:
    say, formats = lens.words.say, lens.words.formats
    budget = edition.budget
    held = accounts(lens.site.city, edition, lens.site.selected(edition))
    used = total(a.allotted for a in held if a.envelope)
    rows = [
        (say("site.budget.total"), formats.money(budget.envelope)),
        (say("site.budget.to_winners"), formats.money(used)),
    ]
    sentence = say("site.budget.imported", envelope=budget.envelope)
    if edition.provenance is Provenance.LIVE:
        spent = total(a.spent for a in held if a.envelope)
        share = Fraction(budget.envelope.cents, max(1, budget.city_investment_budget.cents))
        rows.insert(1, (say("site.budget.share_of"), formats.percent(share)))
        rows.append((say("site.budget.paid"), formats.money(spent)))
        invested = {"total": budget.city_investment_budget, "act": budget.basis.act}
        sentence = say("site.budget.sentence", envelope=budget.envelope, **invested)
    programme = tuple(
        Line(say(f"labels.programme_cost.{c.category.value}"), planned=c.planned, actual=c.actual)
        for c in budget.programme_costs
    )
    envelopes = tuple(_row(lens, account) for account in held)
    return EditionBudget(
        edition.id, lens.say(edition.label), sentence, tuple(rows), envelopes, _ledger(lens, edition), programme
    )


def _row(lens: Lens, account: Account) -> EnvelopeRow:
    amount, envelope = account.amount + account.moved, account.envelope
    share = f"{min(100.0, account.allotted.cents * 100 / amount.cents):.1f}" if amount.cents > 0 else "0"
    if envelope is None:
        label = lens.words.say("site.budget.programme")
    else:
        label = lens.say(envelope.label) or lens.areas.get(envelope.area or "", envelope.id)
    return EnvelopeRow(label, amount, account.allotted, account.left, share)


def _ledger(lens: Lens, edition: Edition) -> tuple[Line, ...]:
    say = lens.words.say
    return tuple(
        Line(say(f"labels.ledger.{e.kind.value}"), date=e.date, amount=e.amount, reason=e.reason, act=e.act)
        for _, e in touching(lens.site.city, edition)
    )
