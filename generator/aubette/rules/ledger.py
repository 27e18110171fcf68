"""The ledger's own entries: what it moved to whom, and that it names things that exist (R46, R48).

`budget/exception-unknown-rule`, `budget/transfer-to-itself`, and `reference/unknown-envelope` or `unknown-project` of
an entry.
"""

from __future__ import annotations

from collections.abc import Iterator

from aubette.model.city import City
from aubette.model.edition import Edition
from aubette.model.enums import LedgerKind, Section
from aubette.model.finding import Finding
from aubette.model.money import Money, total
from aubette.model.project import Project
from aubette.model.registers import Ledger, LedgerEntry
from aubette.rules.context import Context
from aubette.rules.reading import LIFTABLE, live_editions
from aubette.rules.references import unknown
from aubette.rules.unread import unread_keys, unread_projects


def movements(ledger: Ledger, section: Section | None = None) -> tuple[LedgerEntry, ...]:
    """The entries that move money, all of them or those of one section of the budget."""
    moving = (e for e in ledger.entries if e.kind is not LedgerKind.EXCEPTION and e.amount is not None)
    return tuple(e for e in moving if section is None or e.section is section)


def moved_into(city: City, edition: Edition, envelope: str, section: Section = Section.INVESTMENT) -> Money:
    """The net amount that the ledger moved into an envelope's section, negative when money left it."""
    entries = movements(city.ledger(edition.id), section)
    into = total(e.amount for e in entries if e.to == envelope and e.amount)
    out = total(e.amount for e in entries if e.from_ == envelope and e.amount)
    return into - out


def moved_into_project(city: City, edition: Edition, project: Project) -> Money:
    """The net amount that the ledger gave a project beyond what it was funded with."""
    names = {project.key, project.number}
    entries = movements(city.ledger(edition.id))
    into = total(e.amount for e in entries if e.amount and (e.to in names or e.project in names))
    out = total(e.amount for e in entries if e.from_ in names and e.amount)
    return into - out


def names_known(context: Context) -> Iterator[Finding]:
    """An entry moves money between envelopes or projects that exist."""
    projects = {name for p in context.city.projects for name in (p.key, p.number) if name} | unread_keys(context.city)
    for edition in context.city.editions:
        ledger = context.city.ledger(edition.id)
        purses = {e.id for e in edition.envelopes}
        for position, entry in enumerate(ledger.entries):
            for field, name in (("from", entry.from_), ("to", entry.to)):
                if name is not None and name not in purses | projects and not _unread(context.city, name):
                    yield unknown(ledger.origin.at("entries", position, field), "envelope", name, purses)
            if entry.project is not None and entry.project not in projects and not _unread(context.city, entry.project):
                yield unknown(ledger.origin.at("entries", position, "project"), "project", entry.project, projects)


def moves_between_two(context: Context) -> Iterator[Finding]:
    """Money moves from one purse to another, not to itself."""
    for edition in live_editions(context.city):
        ledger = context.city.ledger(edition.id)
        for position, entry in enumerate(ledger.entries):
            if entry.from_ is not None and entry.from_ == entry.to:
                place = ledger.origin.at("entries", position, "to")
                yield Finding("budget/transfer-to-itself", place, {"entry": entry.id, "name": entry.from_})


def _unread(city: City, name: str) -> bool:
    """Whether a number may be that of a project whose file could not be read."""
    edition, _, digits = name.rpartition("-")
    return digits.isdecimal() and unread_projects(city, edition)


def exceptions(context: Context) -> Iterator[Finding]:
    """An exception names a rule that the council may lift: a check of that name, on money or on who proposes."""
    for edition in live_editions(context.city):
        ledger = context.city.ledger(edition.id)
        for position, entry in enumerate(ledger.entries):
            if entry.kind is LedgerKind.EXCEPTION and entry.rule not in LIFTABLE:
                yield Finding(
                    "budget/exception-unknown-rule",
                    ledger.origin.at("entries", position, "rule"),
                    {"entry": entry.id, "rule": entry.rule or "", "known": tuple(sorted(LIFTABLE))},
                )
