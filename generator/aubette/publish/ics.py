"""The calendar as an iCalendar feed (RFC 5545): phases and events, with identifiers that never change.

All-day ends are exclusive, as the RFC wants; the stamp is the day of the build, so that the same inputs give the same
bytes. A moved date raises SEQUENCE, which is what makes agendas move it too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from datetime import date as Date
from zoneinfo import ZoneInfo

import icalendar

from aubette.model.calendar import Event, Phase
from aubette.model.edition import Edition

PRODUCT = "-//Aubette//Budget participatif//FR"
REFRESH = timedelta(hours=12)


@dataclass(frozen=True)
class Entry:
    """One line of the agenda; `ends` is the last day or the exact end."""

    uid: str
    title: str
    starts: Date | datetime
    ends: Date | datetime
    place: str = ""
    url: str = ""
    moved: bool = False


def phase_entry(edition: Edition, phase: Phase, title: str, city_id: str, url: str) -> Entry:
    """The agenda line of a phase; its identifier is the edition, the kind and the contest, never the dates."""
    uid = "-".join(filter(None, (edition.id, phase.kind.value, phase.contest))) + f"@{city_id}"
    return Entry(uid, title, phase.starts, phase.ends, url=url, moved=phase.moved_from is not None)


def event_entry(edition: Edition, event: Event, position: int, title: str, place: str, city_id: str) -> Entry:
    """The agenda line of an event."""
    uid = f"{edition.id}-event-{position}@{city_id}"
    return Entry(uid, title, event.date, event.ends or event.date, place)


def feed(name: str, entries: Iterable[Entry], stamp: Date, zone: ZoneInfo) -> bytes:
    """The bytes of an `.ics` file for these entries, in the order of their identifiers."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    for entry in sorted(entries, key=lambda entry: entry.uid):
        calendar.add_component(_component(entry, stamp, zone))
    return bytes(calendar.to_ical())


def _component(entry: Entry, stamp: Date, zone: ZoneInfo) -> icalendar.Event:
    component = icalendar.Event()
    component.add("uid", entry.uid)
    component.add("dtstamp", datetime.combine(stamp, time(), UTC))
    component.add("summary", entry.title)
    component.add("dtstart", _zoned(entry.starts, zone))
    component.add("dtend", _end(entry.ends, entry.starts, zone))
    component.add("sequence", 1 if entry.moved else 0)
    if entry.place:
        component.add("location", entry.place)
    if entry.url:
        component.add("url", entry.url)
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.title)
    alarm.add("trigger", timedelta(days=-1))
    component.add_component(alarm)
    return component


def _zoned(moment: Date | datetime, zone: ZoneInfo) -> Date | datetime:
    return (
        moment.astimezone(UTC)
        if isinstance(moment, datetime) and moment.tzinfo
        else (moment.replace(tzinfo=zone).astimezone(UTC) if isinstance(moment, datetime) else moment)
    )


def _end(ends: Date | datetime, starts: Date | datetime, zone: ZoneInfo) -> Date | datetime:
    """The exclusive end, of the same type as the start: an agenda refuses a day that ends at an hour."""
    if isinstance(starts, datetime):
        exact = ends if isinstance(ends, datetime) else datetime.combine(ends, time(23, 59))
        return _zoned(exact, zone)
    day = ends.date() if isinstance(ends, datetime) else ends
    return day + timedelta(days=1)
