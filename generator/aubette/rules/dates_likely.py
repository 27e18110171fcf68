"""Dates far from anything else in their edition, events that have already been counted, and polls outside the vote.

`calendar/year-unlikely`, `calendar/unit-outside-vote`; an event to come that says how many came is
`calendar/date-in-future`.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median_low

from aubette.model.contest import PollingUnit
from aubette.model.edition import Edition
from aubette.model.enums import PhaseKind
from aubette.model.finding import Finding, Param, Related
from aubette.rules.context import Context
from aubette.rules.dates import before, dates_along, documents, told
from aubette.rules.reading import day, live_editions
from aubette.rules.ways import Way

FARTHEST = 35
"""Years from the middle of an edition: beyond any works or edition planned ahead, short of 2062 for 2026."""

IN_PROJECT: tuple[Way, ...] = (
    ("submission", "received_on"),
    ("submission", "acknowledged_on"),
    ("holder", "commitment", "until"),
    ("study", "due_on"),
    ("study", "planned_start"),
    ("study", "planned_delivery"),
    ("decisions", "*", "date"),
    ("decisions", "*", "reexamination_until"),
    ("implementation", "milestones", "*", "planned"),
    ("implementation", "milestones", "*", "expected"),
)
IN_EDITION: tuple[Way, ...] = (
    ("rules", "deliberation", "date"),
    ("budget", "deliberation", "date"),
    ("committee", "meetings", "*", "date"),
    ("committee", "meetings", "*", "next_on"),
    ("contests", "*", "units", "*", "opens"),
    ("contests", "*", "units", "*", "closes"),
    ("phases", "*", "starts"),
    ("phases", "*", "ends"),
    ("budget_calendar", "budget_orientation"),
    ("budget_calendar", "initial_budget"),
    ("budget_calendar", "amending_decisions", "*"),
    ("budget_calendar", "council_sessions", "*", "date"),
    ("holidays", "*", "starts"),
    ("holidays", "*", "ends"),
    ("events", "*", "date"),
)
IN_LEDGER: tuple[Way, ...] = (("entries", "*", "date"),)
VOTING = (PhaseKind.VOTE, PhaseKind.SHORTLISTING)


def likely_years(context: Context) -> Iterator[Finding]:
    """No date lies decades from its edition; what is merely to come is told as such elsewhere."""
    middles = {edition.id: _middle(edition) for edition in live_editions(context.city)}
    for ways, (document, origin, name) in documents(context.city, IN_PROJECT, IN_EDITION, IN_LEDGER):
        middle = middles[document.id if isinstance(document, Edition) else getattr(document, "edition", "")]
        for way in ways:
            for steps, value in dates_along(document, way):
                years = abs(day(value).year - middle)
                future = day(value) > context.today and way[-1] in ("date", "received_on", "acknowledged_on")
                if years > FARTHEST and not (future and ways is not IN_EDITION):
                    params: dict[str, Param] = {"project": name, "field": told(way), "date": day(value), "n": years}
                    yield Finding("calendar/year-unlikely", origin.at(*steps), params)


def _middle(edition: Edition) -> int:
    """The year around which an edition lies, whatever one slip of the pen says."""
    return median_low([edition.year_decision, *(day(phase.starts).year for phase in edition.phases)])


def events_counted(context: Context) -> Iterator[Finding]:
    """Nobody has come yet to what is still to come."""
    for edition in live_editions(context.city):
        for position, event in enumerate(edition.events):
            if event.reached is not None and day(event.date) > context.today:
                params: dict[str, Param] = {"project": edition.id, "field": "events.date", "date": day(event.date)}
                yield Finding("calendar/date-in-future", edition.origin.at("events", position, "date"), params)


def units_open_during_vote(context: Context) -> Iterator[Finding]:
    """A polling place opens and closes while its contest is held."""
    for edition in live_editions(context.city):
        for position, contest in enumerate(edition.contests):
            held = [n for n, p in enumerate(edition.phases) if p.kind in VOTING and p.contest in (None, contest.id)]
            for n, unit in enumerate(contest.units if held else ()):
                step = _outside(unit, edition, held)
                if step:
                    related = (Related(edition.origin.at("phases", held[0], "starts"), "phase-here"),)
                    params: dict[str, Param] = {"unit": unit.id, "date": day(getattr(unit, step))}
                    place = edition.origin.at("contests", position, "units", n, step)
                    yield Finding("calendar/unit-outside-vote", place, params, related=related)


def _outside(unit: PollingUnit, edition: Edition, held: list[int]) -> str:
    """The field that lies outside of every phase in which the contest is held; empty where none does."""
    phases = [edition.phases[n] for n in held]
    if unit.opens is not None and all(before(unit.opens, p.starts) or before(p.ends, unit.opens) for p in phases):
        return "opens"
    if unit.closes is not None and all(before(unit.closes, p.starts) or before(p.ends, unit.closes) for p in phases):
        return "closes"
    return ""
