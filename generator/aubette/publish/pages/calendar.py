"""The calendar: every phase of every edition, what can be attended, and the feed for agendas (R30, R50)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Date
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from aubette.model.edition import Edition
from aubette.publish import ics
from aubette.publish.gantt import Span, gantt
from aubette.publish.lens import Lens
from aubette.publish.shell import Body
from aubette.publish.site import as_day


@dataclass(frozen=True)
class PhaseRow:
    """A phase in words."""

    label: str
    starts: Any
    ends: Any
    owner: str
    here: bool
    moved: str


@dataclass(frozen=True)
class EventRow:
    """Something to go to, in words."""

    date: Date
    kind: str
    label: str
    place: str
    reached: str


@dataclass(frozen=True)
class EditionCalendar:
    """One edition's calendar."""

    id: str
    label: str
    phases: tuple[PhaseRow, ...]
    events: tuple[EventRow, ...]
    budget: tuple[tuple[str, str], ...]
    gantt: Markup


def bodies(lens: Lens) -> Iterator[Body]:
    """The calendar page."""
    say = lens.words.say
    editions = tuple(_edition(lens, e) for e in lens.site.editions() if e.phases)
    yield lens.page(
        "pages/calendar.html",
        "calendrier/",
        say("site.calendar.title"),
        say("site.calendar.lead"),
        section="calendar",
        crumbs=lens.crumb(),
        editions=editions,
    )


def files(lens: Lens) -> Iterator[tuple[str, bytes]]:
    """The feed of everything."""
    config = lens.site.city.config
    entries: list[ics.Entry] = []
    for edition in lens.site.city.editions:
        for phase in edition.phases:
            title = f"{lens.phase_name(phase.kind.value)} – {lens.say(edition.label)}"
            entries.append(ics.phase_entry(edition, phase, title, config.id, ""))
        for position, event in enumerate(edition.events):
            title = f"{lens.words.say(f'labels.event.{event.kind.value}')} – {lens.say(event.label)}"
            entries.append(ics.event_entry(edition, event, position, title, lens.say(event.place), config.id))
    name = lens.say(config.title) or config.name
    yield "calendrier/calendrier.ics", ics.feed(name, entries, lens.site.today, ZoneInfo(lens.words.formats.time_zone))


def _edition(lens: Lens, edition: Edition) -> EditionCalendar:
    say = lens.words.say
    phases = tuple(
        PhaseRow(
            lens.say(p.label) or lens.phase_name(p.kind.value),
            p.starts,
            p.ends,
            lens.services.get(p.owner, p.owner),
            as_day(p.starts) <= lens.site.today <= as_day(p.ends),
            say("site.calendar.moved", day=p.moved_from, reason=lens.say(p.moved_reason)) if p.moved_from else "",
        )
        for p in edition.phases
    )
    events = tuple(
        EventRow(
            e.date,
            say(f"labels.event.{e.kind.value}"),
            lens.say(e.label),
            lens.say(e.place),
            say("site.calendar.reached", n=e.reached) if e.reached else "",
        )
        for e in sorted(edition.events, key=lambda e: e.date)
    )
    spans = [Span(row.label, as_day(row.starts), as_day(row.ends), row.here) for row in phases]
    label = lens.say(edition.label)
    drawing = gantt(
        spans,
        lens.site.today,
        say("site.calendar.gantt", edition=label),
        say("site.calendar.gantt_text"),
        lens.words.formats.month,
    )
    return EditionCalendar(edition.id, label, phases, events, _budget(lens, edition), Markup(drawing))


def _budget(lens: Lens, edition: Edition) -> tuple[tuple[str, str], ...]:
    calendar, say, formats = edition.budget_calendar, lens.words.say, lens.words.formats
    rows = [
        (say("site.calendar.orientation"), calendar.budget_orientation),
        (say("site.calendar.initial_budget"), calendar.initial_budget),
        (say("site.calendar.accounts"), calendar.single_financial_account),
    ]
    said = [(label, formats.date(day)) for label, day in rows if day]
    if calendar.council_sessions:
        days = formats.listed([formats.date(s.date) for s in calendar.council_sessions])
        said.append((say("site.calendar.sessions"), days))
    return tuple(said)
