"""Each envelope: what it holds, what asks for it, what winners receive, what is engaged and paid, what is left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from aubette.model.accounts import Account, accounts, funded_part
from aubette.model.board import Cell, Column, Kind, Named, Table
from aubette.model.budget import Caps, Split
from aubette.model.city import City
from aubette.model.edition import Edition
from aubette.model.enums import EnvelopeKind, Scope, SplitMode, Status
from aubette.model.money import ZERO, Money, total
from aubette.model.project import Project
from aubette.rules.budget_split import divided
from aubette.rules.context import Context
from aubette.rules.reading import envelope_of

ENVELOPES = (
    Column("envelope", Kind.NAME),
    Column("amount", Kind.MONEY, summed=True),
    Column("moved", Kind.MONEY, summed=True),
    Column("candidates", Kind.COUNT, summed=True),
    Column("on_ballot", Kind.MONEY, summed=True),
    Column("winners", Kind.COUNT, summed=True),
    Column("allotted", Kind.MONEY, summed=True),
    Column("committed", Kind.MONEY, summed=True),
    Column("spent", Kind.MONEY, summed=True),
    Column("left", Kind.MONEY, summed=True),
)
SUPPOSED = (
    Column("envelope", Kind.NAME),
    Column("amount_now", Kind.MONEY, summed=True),
    Column("amount", Kind.MONEY, summed=True),
    Column("candidates", Kind.COUNT, summed=True),
    Column("on_ballot", Kind.MONEY, summed=True),
    Column("winners_now", Kind.COUNT, summed=True),
    Column("winners", Kind.COUNT, summed=True),
    Column("allotted_now", Kind.MONEY, summed=True),
    Column("allotted", Kind.MONEY, summed=True),
    Column("left", Kind.MONEY, summed=True),
)
MOVES = (
    Column("project", Kind.TEXT),
    Column("title", Kind.TEXT),
    Column("envelope", Kind.NAME),
    Column("cost", Kind.MONEY),
    Column("effect", Kind.LABEL, "report.board.effect"),
    Column("over", Kind.MONEY),
)

Numbers = frozenset[str] | None
"""The numbers of those who win, None where nothing was counted."""


@dataclass(frozen=True)
class Supposed:
    """Clauses to try in the place of the voted ones; None keeps what was voted. Amounts include tax."""

    project_area: Money | None = None
    project_city: Money | None = None
    area: Money | None = None
    split: SplitMode | None = None
    base: Money | None = None


def supposed(city: City, edition: Edition, wish: Supposed) -> Edition:
    """The edition under other clauses: its caps, the amounts of its area envelopes divided anew, held by the area cap.

    Raises:
        ValueError: the mode cannot divide, for want of areas, of populations or of money for the base.
    """
    caps = _caps(edition.caps, wish)
    areas = [e for e in edition.envelopes if e.kind is EnvelopeKind.AREA]
    amounts = {e.id: e.amount for e in areas}
    if wish.split is not None:
        summed = total(e.amount for e in areas)
        base = wish.base if wish.base is not None else edition.split.base if edition.split else None
        if base and wish.split is SplitMode.BASE_PLUS_POPULATION and base.cents * len(areas) > summed.cents:
            raise ValueError("base")
        divided_anew = divided(city, replace(edition, split=Split(wish.split, summed, base)))
        if not divided_anew:
            raise ValueError("split")
        amounts |= divided_anew
    if wish.area is not None:
        amounts = {name: min(amount, wish.area) for name, amount in amounts.items()}
    envelopes = tuple(replace(e, amount=amounts.get(e.id, e.amount)) for e in edition.envelopes)
    return replace(edition, caps=caps, envelopes=envelopes)


def _caps(voted: Caps, wish: Supposed) -> Caps:
    return replace(
        voted,
        project_area=voted.project_area if wish.project_area is None else wish.project_area,
        project_city=voted.project_city if wish.project_city is None else wish.project_city,
        area=voted.area if wish.area is None else wish.area,
    )


def candidates_of(context: Context, edition: Edition) -> tuple[tuple[Project, Money], ...]:
    """What is put to the vote with the cost that voters see: the frozen ballot, else the projects now on the ballot."""
    frozen = {line.number: Money(line.cost) for line in context.ballots.get(edition.id, ())}
    projects = context.city.projects_of(edition.id)
    if frozen:
        return tuple((p, frozen[p.number]) for p in projects if p.number and p.number in frozen)
    return tuple((p, p.estimated_cost or ZERO) for p in projects if p.status is Status.ON_BALLOT)


def over_cap(edition: Edition, project: Project, cost: Money) -> Money | None:
    """By how much a cost exceeds the project cap of its scope, None where it does not or there is no cap."""
    cap = edition.caps.project_city if project.scope is Scope.CITY else edition.caps.project_area
    return cost - cap if cap is not None and cost > cap else None


def envelopes(context: Context, edition: Edition) -> Table:
    """The table as things stand: `left` is what the envelope holds, ledger included, less what winners receive."""
    selected = context.winners.get(edition.id, frozenset())
    rows = tuple(_row(context, edition, account) for account in accounts(context.city, edition, selected))
    return Table("envelopes", ENVELOPES, rows, edition.id)


def _row(context: Context, edition: Edition, account: Account) -> tuple[Cell, ...]:
    envelope = account.envelope
    asking = [cost for p, cost in candidates_of(context, edition) if envelope and envelope_of(edition, p) == envelope]
    return (
        Named(envelope.id, envelope.label) if envelope else Named("programme", word="programme"),
        account.amount,
        account.moved,
        len(asking),
        total(funded_part(edition, cost) for cost in asking),
        account.winners,
        account.allotted,
        account.committed,
        account.spent,
        account.left,
    )


def what_if(context: Context, edition: Edition, other: Edition, winners: Numbers) -> tuple[Table, ...]:
    """The envelopes under other clauses beside the voted ones, and the projects whose fate changes.

    `winners` are the numbers that the votes elect under the other clauses, None where there is no count to redo: the
    columns about winners are empty then. Costs are those of the ballot on both sides, so that only the clauses differ.
    """
    now = context.winners.get(edition.id) if winners is not None else None
    rows = tuple(_supposed_row(context, edition, other, place, now, winners) for place in range(len(edition.envelopes)))
    moves = Table("moves", MOVES, tuple(_moves(context, edition, other, now, winners)), edition.id)
    return Table("envelopes", SUPPOSED, rows, edition.id), moves


def _supposed_row(
    context: Context,
    voted: Edition,
    other: Edition,
    place: int,
    now: frozenset[str] | None,
    then: frozenset[str] | None,
) -> tuple[Cell, ...]:
    before, after = voted.envelopes[place], other.envelopes[place]
    asking = [(p, cost) for p, cost in candidates_of(context, voted) if envelope_of(voted, p) == before]
    kept = [(p, cost) for p, cost in asking if over_cap(other, p, cost) is None]
    first = [funded_part(voted, cost) for p, cost in asking if now is not None and p.number in now]
    second = [funded_part(other, cost) for p, cost in asking if then is not None and p.number in then]
    known = now is not None and then is not None
    return (
        Named(before.id, before.label),
        before.amount,
        after.amount,
        len(kept),
        total(funded_part(other, cost) for _, cost in kept),
        len(first) if known else None,
        len(second) if known else None,
        total(first) if known else None,
        total(second) if known else None,
        after.amount - total(second) if known else None,
    )


def _moves(context: Context, voted: Edition, other: Edition, now: Numbers, then: Numbers) -> Iterator[tuple[Cell, ...]]:
    for project, cost in sorted(candidates_of(context, voted), key=lambda one: one[0].name):
        over = over_cap(other, project, cost)
        won_before, won_after = project.number in (now or ()), project.number in (then or ())
        change = "wins" if won_after and not won_before else "loses" if won_before and not won_after else ""
        effect = ("over_cap_won" if won_before else "over_cap") if over else change
        if effect:
            envelope = envelope_of(voted, project)
            named = Named(envelope.id, envelope.label) if envelope else None
            yield project.name, project.title, named, cost, effect, over
