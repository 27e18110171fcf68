"""Colours can be read, agendas understand our dates."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest

from aubette.publish import ics
from aubette.publish.gantt import Span, gantt
from aubette.publish.palette import DARK, LIGHT, NAMES, contrast, readable, stylesheet

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize("name", sorted(NAMES))
@pytest.mark.parametrize("background", [LIGHT, DARK])
def test_every_colour_can_be_read(name: str, background: str) -> None:
    assert contrast(readable(NAMES[name], background), background) >= 4.5


def test_contrast_is_wcags() -> None:
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


def test_unknown_colours_keep_the_theme() -> None:
    assert stylesheet("custom", "red;}") == ""
    assert "--primary:#123456" in stylesheet("#123456", "custom")


def entry(**changes: object) -> ics.Entry:
    facts: dict[str, object] = {"uid": "a@b", "title": "Vote", "starts": date(2027, 3, 1), "ends": date(2027, 3, 3)}
    return ics.Entry(**{**facts, **changes})  # type: ignore[arg-type]


def test_whole_days_end_the_day_after() -> None:
    feed = icalendar.Calendar.from_ical(ics.feed("Ville", [entry()], date(2027, 1, 1), PARIS))
    event = feed.walk("VEVENT")[0]
    assert event["dtend"].dt == date(2027, 3, 4)


def test_hours_are_told_in_utc() -> None:
    hours = entry(starts=datetime(2027, 7, 1, 8), ends=date(2027, 7, 2))
    event = icalendar.Calendar.from_ical(ics.feed("Ville", [hours], date(2027, 1, 1), PARIS)).walk("VEVENT")[0]
    assert event["dtstart"].dt.hour == 6
    assert event["dtend"].dt.isoformat() == "2027-07-02T21:59:00+00:00"


def test_a_moved_date_raises_the_sequence_and_bytes_are_stable() -> None:
    first = ics.feed("Ville", [entry(), entry(uid="c@d", moved=True)], date(2027, 1, 1), PARIS)
    assert first == ics.feed("Ville", [entry(uid="c@d", moved=True), entry()], date(2027, 1, 1), PARIS)
    assert b"SEQUENCE:1" in first
    assert b"SEQUENCE:0" in first


def test_the_drawing_has_a_title_and_escapes() -> None:
    drawn = gantt([Span("<b>", date(2027, 1, 1), date(2027, 2, 1), True)], date(2027, 1, 5), "T", "D", str)
    assert 'role="img"' in drawn
    assert "<title>T</title><desc>D</desc>" in drawn
    assert "&lt;b&gt;" in drawn
    assert gantt([], date(2027, 1, 1), "T", "D", str) == ""
