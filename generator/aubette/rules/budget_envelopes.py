"""What winners cost within each envelope, and the ledger that moves money between envelopes (R19, R46, R48)."""

from __future__ import annotations

from collections.abc import Iterator

from aubette.model.budget import Envelope
from aubette.model.edition import Edition
from aubette.model.enums import EnvelopeKind, LedgerKind, Section, Status
from aubette.model.finding import Finding, Related
from aubette.model.lifecycle import WON
from aubette.model.money import ZERO, Money, total
from aubette.model.project import Project
from aubette.rules.context import Context
from aubette.rules.ledger import moved_into
from aubette.rules.reading import asked_part, envelope_of, live_editions, operating_part, unless_lifted


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
    """What the envelope's investment gives a winner: what was funded, else its estimate's part, or what was paid."""
    works = project.implementation
    if project.status is Status.CANCELLED:
        return (works and works.spent) or ZERO
    if works and works.funded is not None:
        return works.funded - operating_part(project)
    return asked_part(edition, project)


def counted_into(context: Context, edition: Edition, envelope: Envelope) -> Money:
    """What the count brought to an envelope by the rule's own clause on leftovers; no entry of the ledger is needed."""
    return Money(context.moved.get(edition.id, {}).get(envelope.id, 0))


def within_envelope(context: Context) -> Iterator[Finding]:
    """The winners of an envelope cost no more than it holds, with what the ledger and the counting rule moved."""
    for edition in live_editions(context.city):
        for position, envelope in enumerate(edition.envelopes):
            winners = winners_of(context, edition, envelope)
            spent = total(price(edition, project) for project in winners)
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
    """Transfers out of an envelope take together no more than its winners left in that section of the budget."""
    for edition in live_editions(context.city):
        ledger = context.city.ledger(edition.id)
        known = {e.id: e for e in edition.envelopes}
        left = {
            (e.id, section): _remainder(context, edition, e, section) for e in edition.envelopes for section in Section
        }
        for position, entry in enumerate(ledger.entries):
            envelope = known.get(entry.from_ or "")
            if entry.amount is None or entry.kind is LedgerKind.EXCEPTION:
                continue
            if envelope is not None and entry.amount > left[envelope.id, entry.section]:
                yield Finding(
                    "budget/transfer-exceeds-remainder",
                    ledger.origin.at("entries", position, "amount"),
                    {"envelope": envelope.id, "amount": entry.amount, "left": left[envelope.id, entry.section]},
                    related=(Related(edition.origin.at("envelopes"), "envelopes-here"),),
                )
            for name, amount in ((entry.from_, ZERO - entry.amount), (entry.to, entry.amount)):
                if name in known:
                    left[name, entry.section] += amount


def _remainder(context: Context, edition: Edition, envelope: Envelope, section: Section) -> Money:
    """What an envelope's own winners left of one section of it, before any transfer; never less than nothing."""
    winners = winners_of(context, edition, envelope)
    if section is Section.OPERATING:
        left = envelope.operating - total(operating_part(p) for p in winners)
    else:
        holds = envelope.amount + counted_into(context, edition, envelope)
        left = holds - total(price(edition, p) for p in winners)
    return max(left, ZERO)
