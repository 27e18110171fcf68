"""An edition and its ledger against the state before the change: rules of the game, money and origin stay put."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Date

from aubette.model.contest import Contest
from aubette.model.edition import Edition
from aubette.model.enums import LedgerKind, Outcome, PhaseKind, Provenance, Status
from aubette.model.finding import Finding, Param, Place, Related
from aubette.rules.against_base import first_difference, pairs
from aubette.rules.against_base_voted import live_before_and_after
from aubette.rules.context import Context
from aubette.rules.reading import day, unless_lifted

FROZEN_IN_CONTEST = ("counting", "ballot", "effect", "shortlist", "feeds", "envelopes")
"""How votes become winners: fixed when deposit opens."""


def counting_kept(context: Context) -> Iterator[Finding]:
    """From the first day of deposit, as the calendar before the change had it, the counting rules do not move.

    An exception that the ledger held before the change lifts this, and stays visible.
    """
    base = context.base
    for before, after in live_before_and_after(context):
        opening = before.phase(PhaseKind.SUBMISSION)
        if base is not None and opening is not None and context.today >= day(opening.starts):
            for finding in _moved(before, after, day(opening.starts)):
                yield unless_lifted(base, before.id, finding, None)


def _moved(before: Edition, after: Edition, opened: Date) -> Iterator[Finding]:
    """What is not as it was in the contests: one that is gone, one that is new, a rule."""
    old, new = ({c.id: (i, c) for i, c in enumerate(e.contests)} for e in (before, after))
    for name in {**old, **new}:
        index, contest = old.get(name, (0, None))
        position, found = new.get(name, (None, None))
        for field in _differences(contest, found):
            params: dict[str, Param] = {"edition": before.id, "contest": name, "field": field, "opened": opened}
            place = after.origin.at("contests", *(() if position is None else (position, field)))
            related = (Related(before.origin.at("contests", index, field), "before-here"),) if contest else ()
            yield Finding("base/counting-changed", place, params, related=related)


def _differences(before: Contest | None, after: Contest | None) -> tuple[str, ...]:
    if before is None or after is None:
        return ("id",)
    return tuple(name for name in FROZEN_IN_CONTEST if getattr(before, name) != getattr(after, name))


def live_stays_live(context: Context) -> Iterator[Finding]:
    """An edition that the city ran itself is never called imported: that would turn its rules and seals off."""
    for before, after in live_before_and_after(context):
        if after.provenance is not Provenance.LIVE:
            yield Finding("base/provenance-changed", after.origin.at("provenance"), {"edition": before.id})


def ledger_only_grows(context: Context) -> Iterator[Finding]:
    """Movements and exceptions of the ledger are added at the end, and never changed or removed (R46)."""
    if context.base is None:
        return
    for before in context.base.ledgers:
        after = next((x for x in context.city.ledgers if x.edition == before.edition), None)
        if after is None:
            continue
        position = first_difference(before.entries, after.entries)
        if position is not None:
            yield Finding(
                "base/ledger-rewritten",
                after.origin.at("entries", position),
                {"edition": before.edition, "entry": before.entries[position].id},
                related=(Related(before.origin.at("entries", position), "before-here"),),
            )


def ledger_before_status(context: Context) -> Iterator[Finding]:
    """A project that voters did not select is adopted only after the ledger moved money to it, by a dated act."""
    if context.base is None:
        return
    for pair in pairs(context):
        winners = context.winners.get(pair.before.edition)
        lost = pair.before.status is Status.ON_BALLOT and winners is not None and pair.before.number not in winners
        if not lost or pair.after.status is not Status.ADOPTED:
            continue
        adopted = pair.after.last_decision(Outcome.ADOPTED)
        entries = context.city.ledger(pair.before.edition).entries
        names = {pair.after.key, pair.after.number} - {None}
        moved = (e for e in entries if e.kind is LedgerKind.REALLOCATION and names & {e.project, e.to})
        if not any(adopted is None or e.date <= adopted.date for e in moved):
            place = pair.after.origin.at("status")
            related = (Related(Place(f"site_config/ledger/{pair.before.edition}.yml"), "ledger-here"),)
            yield Finding("base/ledger-before-status", place, {"project": pair.after.name}, related=related)
