"""Investment and operating money never mix: two sections, each with its own sum and its own winners (R24).

`budget/operating-sum`, `budget/operating-without-envelope`, `budget/operating-exceeded`, `budget/section-crossed`.
"""

from __future__ import annotations

from collections.abc import Iterator

from aubette.model.accounts import operating_part
from aubette.model.enums import LedgerKind, Section, Status
from aubette.model.finding import Finding, Related
from aubette.model.ledger import moved_into, purse
from aubette.model.money import total
from aubette.rules.budget_envelopes import winners_of
from aubette.rules.context import Context
from aubette.rules.reading import binding_projects, envelope_of, live_editions

UNFINISHED = (Status.ELIGIBLE, Status.UNDER_STUDY)


def operating_sum(context: Context) -> Iterator[Finding]:
    """The operating parts of the envelopes add up to the edition's operating envelope, to the cent."""
    for edition in live_editions(context.city):
        summed = total(e.operating for e in edition.envelopes)
        if summed != edition.budget.operating_envelope:
            yield Finding(
                "budget/operating-sum",
                edition.origin.at("envelopes"),
                {"edition": edition.id, "sum": summed, "operating": edition.budget.operating_envelope},
                related=(Related(edition.origin.at("budget", "operating_envelope"), "total-set-here"),),
            )


def operating_paid(context: Context) -> Iterator[Finding]:
    """A project with operating expenses stands in an envelope that has operating money."""
    for edition, project in binding_projects(context.city):
        envelope, part = envelope_of(edition, project), operating_part(project)
        if not part or project.status in UNFINISHED or envelope is None:
            continue
        if not envelope.operating and not moved_into(context.city, edition, envelope.id, Section.OPERATING):
            yield Finding(
                "budget/operating-without-envelope",
                project.origin.at("study", "cost", "lines"),
                {"project": project.name, "part": part, "envelope": envelope.id},
                related=(Related(edition.origin.at("envelopes", edition.envelopes.index(envelope)), "envelope-here"),),
            )


def operating_within(context: Context) -> Iterator[Finding]:
    """The winners' operating expenses stay within the operating money of their envelope."""
    for edition in live_editions(context.city):
        for position, envelope in enumerate(edition.envelopes):
            holds = envelope.operating + moved_into(context.city, edition, envelope.id, Section.OPERATING)
            spent = total(operating_part(p) for p in winners_of(context, edition, envelope))
            if holds and spent > holds:
                yield Finding(
                    "budget/operating-exceeded",
                    edition.origin.at("envelopes", position, "operating"),
                    {"envelope": envelope.id, "spent": spent, "holds": holds, "over": spent - holds},
                )


def sections_kept(context: Context) -> Iterator[Finding]:
    """Operating money moves only between envelopes that hold operating money."""
    for edition in live_editions(context.city):
        ledger = context.city.ledger(edition.id)
        for position, entry in enumerate(ledger.entries):
            if entry.kind is LedgerKind.EXCEPTION or entry.section is not Section.OPERATING:
                continue
            for field, name in (("from", entry.from_), ("to", entry.to)):
                home, _, own = purse(edition.id, name).partition("/")
                holder = context.city.edition(home)
                envelope = holder.envelope(own) if holder else None
                if holder and envelope is not None and not envelope.operating:
                    yield Finding(
                        "budget/section-crossed",
                        ledger.origin.at("entries", position, field),
                        {"entry": entry.id, "envelope": envelope.id},
                        related=(
                            Related(holder.origin.at("envelopes", holder.envelopes.index(envelope)), "envelope-here"),
                        ),
                    )
