"""The ledger's own entries: what it moved to whom, and that it names things that exist (R46, R48).

`budget/exception-unknown-rule`, `budget/exception-idle`, `budget/transfer-to-itself`, `budget/transfer-twice`,
`budget/envelope-general`, and `reference/unknown-envelope` or `unknown-project` of an entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from aubette.model.city import City
from aubette.model.enums import LedgerKind
from aubette.model.finding import Finding, Param, Place, Related, Severity
from aubette.model.ledger import GENERAL, purse
from aubette.model.lifecycle import BINDING
from aubette.rules.context import Context
from aubette.rules.reading import LIFTABLE, live_editions, names_of
from aubette.rules.references import unknown
from aubette.rules.unread import unread_keys, unread_projects

OF_AN_EDITION = re.compile(r"(?:projects|site_config/(?:editions|ledger))/(?P<edition>[^/.]+)")


def names_known(context: Context) -> Iterator[Finding]:
    """An entry moves money between envelopes, of its edition or of another, projects, and the general budget."""
    projects = {name for p in context.city.projects for name in (p.key, p.number) if name} | unread_keys(context.city)
    elsewhere = {f"{edition.id}/{e.id}" for edition in context.city.editions for e in edition.envelopes}
    for edition in context.city.editions:
        ledger = context.city.ledger(edition.id)
        purses = {GENERAL, *(e.id for e in edition.envelopes)}
        known = purses | projects | elsewhere
        for position, entry in enumerate(ledger.entries):
            for field, name in (("from", entry.from_), ("to", entry.to)):
                if name is not None and name not in known and not _unread(context.city, name):
                    near = elsewhere if "/" in name else purses
                    yield unknown(ledger.origin.at("entries", position, field), "envelope", name, near)
            if entry.project is not None and entry.project not in projects and not _unread(context.city, entry.project):
                yield unknown(ledger.origin.at("entries", position, "project"), "project", entry.project, projects)


def moves_between_two(context: Context) -> Iterator[Finding]:
    """Money moves from one purse to another, not to itself."""
    for edition in live_editions(context.city):
        ledger = context.city.ledger(edition.id)
        for position, entry in enumerate(ledger.entries):
            if entry.from_ is not None and purse(edition.id, entry.from_) == purse(edition.id, entry.to):
                place = ledger.origin.at("entries", position, "to")
                yield Finding("budget/transfer-to-itself", place, {"entry": entry.id, "name": entry.from_})


def moved_once(context: Context) -> Iterator[Finding]:
    """A movement between two editions stands in one of their ledgers: written in both, its money counts twice."""
    seen: dict[tuple[object, ...], tuple[str, str, Place]] = {}
    for ledger in context.city.ledgers:
        edition = context.city.edition(ledger.edition)
        own = {envelope.id for envelope in edition.envelopes} if edition else set()
        for position, entry in enumerate(ledger.entries):
            if entry.amount is None or entry.kind is LedgerKind.EXCEPTION:
                continue
            ends = [purse(ledger.edition, name) if name in own else name for name in (entry.from_, entry.to)]
            key = (*ends, entry.amount, entry.section, entry.act)
            place = ledger.origin.at("entries", position, "amount")
            home, other, at = seen.setdefault(key, (ledger.edition, entry.id, place))
            if home != ledger.edition:
                params: dict[str, Param] = {"entry": entry.id, "other": other, "amount": entry.amount}
                there = (Related(at, "same-movement"),)
                yield Finding("budget/transfer-twice", place, params, Severity.WARNING, there)


def general_kept(context: Context) -> Iterator[Finding]:
    """No envelope has the name that stands for the city's general budget."""
    for edition in context.city.editions:
        for position, envelope in enumerate(edition.envelopes):
            if envelope.id == GENERAL:
                yield Finding("budget/envelope-general", edition.origin.at("envelopes", position, "id"), {})


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


def idle_exceptions(
    context: Context, lifting: AbstractSet[Place], standing: Iterable[Finding], families: AbstractSet[str]
) -> Iterator[Finding]:
    """An exception lifts something, else its rule or its subject is not the one that was meant.

    `lifting` are the entries that lifted a finding of these families, `standing` the findings that none lifted. What is
    recorded in a ledger stays: an entry is only told while somebody can act on it, because the change brings it or
    because the edition has an excess that it may have been meant for. One that was voted and not needed is silent.

    An exception for a project that content does not bind yet or any more waits; one of a check that only a change can
    break cannot be judged.
    """
    exceeded = {_edition_of(finding.place) for finding in standing if finding.code in LIFTABLE}
    for edition in live_editions(context.city):
        bound = {name for p in context.city.projects_of(edition.id) if p.status in BINDING for name in names_of(p)}
        envelopes = {envelope.id for envelope in edition.envelopes}
        ledger = context.city.ledger(edition.id)
        recorded = {entry.id for entry in context.base.ledger(edition.id).entries} if context.base else None
        for position, entry in enumerate(ledger.entries):
            rule, subject = entry.rule or "", entry.project or entry.to
            place = ledger.origin.at("entries", position)
            judged = entry.kind is LedgerKind.EXCEPTION and rule in LIFTABLE and rule.split("/")[0] in families
            meant = edition.id in exceeded or (recorded is not None and entry.id not in recorded)
            if judged and meant and place not in lifting and (subject is None or subject in bound | envelopes):
                params: dict[str, Param] = {"entry": entry.id, "rule": rule, "subject": subject or edition.id}
                at = ledger.origin.at("entries", position, "rule")
                yield Finding("budget/exception-idle", at, params, Severity.WARNING)


def _edition_of(place: Place) -> str:
    """The edition whose project, rules or ledger a finding is about; no edition's name where it is none of these."""
    found = OF_AN_EDITION.match(place.file)
    return found["edition"] if found else ""
