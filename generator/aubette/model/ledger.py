"""What the ledgers moved: each movement leaves one purse and reaches one, so that no amount counts twice (R46, R48).

A purse is an envelope of the ledger's own edition (`meinau`), of another one (`2027/meinau`), a project by its key or
number, or the city's general budget (`general`). `project` says what an entry is about; it receives nothing by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Date

from aubette.model.city import City
from aubette.model.edition import Edition
from aubette.model.enums import LedgerKind, Section
from aubette.model.money import Money, total
from aubette.model.project import Project
from aubette.model.registers import Ledger, LedgerEntry

GENERAL = "general"
"""The purse that stands for the city's general budget; no envelope may have this id."""


def movements(ledger: Ledger, section: Section | None = None) -> tuple[LedgerEntry, ...]:
    """The entries that move money, all of them or those of one section of the budget."""
    moving = (e for e in ledger.entries if e.kind is not LedgerKind.EXCEPTION and e.amount is not None)
    return tuple(e for e in moving if section is None or e.section is section)


def purse(home: str, name: str | None) -> str:
    """A purse as its name with the edition, `2027/meinau`; `home` is the edition of the ledger that writes it."""
    if not name or "/" in name or name == GENERAL:
        return name or ""
    return f"{home}/{name}"


def touching(city: City, edition: Edition) -> Iterator[tuple[str, LedgerEntry]]:
    """What concerns an edition's money, with the edition whose ledger says it: its own entries, and those of others."""
    for ledger in city.ledgers:
        for entry in ledger.entries:
            ends = (purse(ledger.edition, name).partition("/")[0] for name in (entry.from_, entry.to) if name)
            if ledger.edition == edition.id or edition.id in ends:
                yield ledger.edition, entry


def moved_into(
    city: City,
    edition: Edition,
    envelope: str,
    section: Section = Section.INVESTMENT,
    before: Date | None = None,
) -> Money:
    """The net amount that ledgers moved into an envelope's section, negative when money left it.

    With `before`, only what was entered on days before that one.
    """
    mine = f"{edition.id}/{envelope}"
    moving = [(ledger.edition, e) for ledger in city.ledgers for e in movements(ledger, section)]
    entries = [(home, e) for home, e in moving if before is None or e.date < before]
    into = total(e.amount for home, e in entries if e.amount and purse(home, e.to) == mine)
    return into - total(e.amount for home, e in entries if e.amount and purse(home, e.from_) == mine)


def moved_into_project(city: City, project: Project) -> Money:
    """The net amount that ledgers gave a project itself beyond what it was funded with."""
    names = {project.key, project.number}
    entries = [e for ledger in city.ledgers for e in movements(ledger)]
    into = total(e.amount for e in entries if e.amount and e.to in names)
    return into - total(e.amount for e in entries if e.amount and e.from_ in names)
