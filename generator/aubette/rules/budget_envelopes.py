"""What winners cost within each envelope, and the ledger that moves money between envelopes (R19, R46, R48)."""

from __future__ import annotations

from collections.abc import Iterator

from aubette.model.budget import Envelope
from aubette.model.city import City
from aubette.model.edition import Edition
from aubette.model.enums import EnvelopeKind, LedgerKind, Status
from aubette.model.finding import Finding, Related
from aubette.model.lifecycle import WON
from aubette.model.money import ZERO, Money, total
from aubette.model.project import Project
from aubette.rules.context import Context
from aubette.rules.reading import envelope_of, funded_part, live_editions, unless_lifted


def winners_of(context: Context, edition: Edition, envelope: Envelope) -> tuple[Project, ...]:
    """The projects that an envelope pays: written as adopted or later, or selected by the verified votes."""
    selected = context.winners.get(edition.id, frozenset())
    return tuple(
        project
        for project in context.city.projects_of(edition.id)
        if (project.status in WON or (project.status is Status.ON_BALLOT and project.number in selected))
        and envelope_of(edition, project) == envelope
    )


def price(edition: Edition, project: Project) -> Money:
    """What the envelope gives a winner: what the council funded, else its estimate's part, or what was paid."""
    works = project.implementation
    if project.status is Status.CANCELLED:
        return (works and works.spent) or ZERO
    if works and works.funded is not None:
        return works.funded
    return funded_part(edition, project.estimated_cost or ZERO)


def moved_into(city: City, edition: Edition, envelope: str) -> Money:
    """The net amount that the ledger moved into an envelope, negative when money left it."""
    entries = [e for e in city.ledger(edition.id).entries if e.kind is not LedgerKind.EXCEPTION and e.amount]
    into = total(e.amount for e in entries if e.to == envelope and e.amount)
    out = total(e.amount for e in entries if e.from_ == envelope and e.amount)
    return into - out


def within_envelope(context: Context) -> Iterator[Finding]:
    """The winners of an envelope cost no more than it holds, ledger movements included."""
    for edition in live_editions(context.city):
        for position, envelope in enumerate(edition.envelopes):
            winners = winners_of(context, edition, envelope)
            spent = total(price(edition, project) for project in winners)
            holds = envelope.amount + moved_into(context.city, edition, envelope.id)
            if spent <= holds:
                continue
            finding = Finding(
                "budget/envelope-exceeded",
                edition.origin.at("envelopes", position),
                {"envelope": envelope.id, "spent": spent, "holds": holds, "over": spent - holds, "n": len(winners)},
                related=tuple(Related(p.origin.at("estimated_cost"), "winner-here") for p in winners),
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
    """A transfer takes no more from an envelope than its winners left, and never crosses the budget's two sections."""
    for edition in live_editions(context.city):
        ledger = context.city.ledger(edition.id)
        known = {e.id: e for e in edition.envelopes}
        for position, entry in enumerate(ledger.entries):
            envelope = known.get(entry.from_ or "")
            if envelope is None or entry.amount is None or entry.kind is LedgerKind.EXCEPTION:
                continue
            left = _remainder(context, edition, envelope)
            if entry.amount > left:
                yield Finding(
                    "budget/transfer-exceeds-remainder",
                    ledger.origin.at("entries", position, "amount"),
                    {"envelope": envelope.id, "amount": entry.amount, "left": left},
                    related=(Related(edition.origin.at("envelopes"), "envelopes-here"),),
                )


def _remainder(context: Context, edition: Edition, envelope: Envelope) -> Money:
    """What an envelope's own winners left of it, before any transfer."""
    return envelope.amount - total(price(edition, project) for project in winners_of(context, edition, envelope))
