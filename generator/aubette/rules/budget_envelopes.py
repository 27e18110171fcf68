"""What winners cost within each envelope, and the ledger that moves money between envelopes (R19, R46, R48)."""

from __future__ import annotations

from collections.abc import Iterator

from aubette.model.accounts import operating_part, price, winners
from aubette.model.budget import Envelope
from aubette.model.city import City
from aubette.model.edition import Edition
from aubette.model.enums import EnvelopeKind, LedgerKind, Section
from aubette.model.finding import Finding, Related
from aubette.model.ledger import moved_into, purse
from aubette.model.money import ZERO, Money, total
from aubette.model.project import Project
from aubette.model.registers import Ledger, LedgerEntry
from aubette.rules.context import Context
from aubette.rules.reading import live_editions, unless_lifted


def winners_of(context: Context, edition: Edition, envelope: Envelope) -> tuple[Project, ...]:
    """The projects that an envelope pays, as far as this context knows who was elected."""
    return winners(context.city, edition, envelope, context.winners.get(edition.id, frozenset()))


def counted_into(context: Context, edition: Edition, envelope: Envelope) -> Money:
    """What the count brought to an envelope by the rule's own clause on leftovers; no entry of the ledger is needed."""
    return Money(context.moved.get(edition.id, {}).get(envelope.id, 0))


def within_envelope(context: Context) -> Iterator[Finding]:
    """The winners of an envelope cost no more than it holds, with what the ledger and the counting rule moved."""
    for edition in live_editions(context.city):
        for position, envelope in enumerate(edition.envelopes):
            won = winners_of(context, edition, envelope)
            spent = total(price(edition, project) for project in won)
            holds = (
                envelope.amount
                + moved_into(context.city, edition, envelope.id)
                + counted_into(context, edition, envelope)
            )
            if spent <= holds:
                continue
            finding = Finding(
                "budget/envelope-exceeded",
                edition.origin.at("envelopes", position),
                {"envelope": envelope.id, "spent": spent, "holds": holds, "over": spent - holds, "n": len(won)},
                related=tuple(Related(p.origin.at("estimated_cost"), "winner-here") for p in won),
            )
            yield unless_lifted(context.city, edition.id, finding, envelope)


def area_cap(context: Context) -> Iterator[Finding]:
    """No area receives more than the cap per area, whatever its envelope holds (the Metz reading of R19)."""
    for edition in live_editions(context.city):
        cap = edition.caps.area
        for position, envelope in enumerate(edition.envelopes):
            if cap is None or envelope.kind is not EnvelopeKind.AREA:
                continue
            spent = total(price(edition, project) for project in winners_of(context, edition, envelope))
            if spent > cap:
                finding = Finding(
                    "budget/area-cap",
                    edition.origin.at("envelopes", position),
                    {"envelope": envelope.id, "spent": spent, "cap": cap, "over": spent - cap},
                    related=(Related(edition.origin.at("caps", "area"), "cap-set-here"),),
                )
                yield unless_lifted(context.city, edition.id, finding, envelope)


def ledger_sources(context: Context) -> Iterator[Finding]:
    """Transfers out of an envelope take together no more than its winners left in that section of the budget.

    Movements that another edition's ledger writes count too, each on its day.
    """
    for edition in live_editions(context.city):
        left = {
            (f"{edition.id}/{e.id}", section): _remainder(context, edition, e, section)
            for e in edition.envelopes
            for section in Section
        }
        for ledger, position, entry in _by_day(context.city, edition):
            amount = entry.amount or ZERO
            giver, taker = ((purse(ledger.edition, name), entry.section) for name in (entry.from_, entry.to))
            if giver in left and amount > left[giver]:
                yield Finding(
                    "budget/transfer-exceeds-remainder",
                    ledger.origin.at("entries", position, "amount"),
                    {"envelope": entry.from_ or "", "amount": amount, "left": left[giver]},
                    related=(Related(edition.origin.at("envelopes"), "envelopes-here"),),
                )
            for end, moved in ((giver, ZERO - amount), (taker, amount)):
                if end in left:
                    left[end] += moved


def _by_day(city: City, edition: Edition) -> list[tuple[Ledger, int, LedgerEntry]]:
    """The movements of every ledger by their day; within a day those of other editions first, then as written."""
    moves = [(ledger, n, e) for ledger in city.ledgers for n, e in enumerate(ledger.entries)]
    return sorted(
        (m for m in moves if m[2].amount is not None and m[2].kind is not LedgerKind.EXCEPTION),
        key=lambda move: (move[2].date, move[0].edition == edition.id),
    )


def _remainder(context: Context, edition: Edition, envelope: Envelope, section: Section) -> Money:
    """What an envelope's own winners left of one section of it, before any transfer; never less than nothing."""
    won = winners_of(context, edition, envelope)
    if section is Section.OPERATING:
        left = envelope.operating - total(operating_part(p) for p in won)
    else:
        holds = envelope.amount + counted_into(context, edition, envelope)
        left = holds - total(price(edition, p) for p in won)
    return max(left, ZERO)
