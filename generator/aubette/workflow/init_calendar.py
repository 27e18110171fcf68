"""The calendar of a first edition, from the days that the presets give relative to the year of decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date as Date
from datetime import timedelta
from typing import Any

from aubette.model.edition import Edition
from aubette.model.enums import Effect

OPENS, CLOSES = "T08:00", "T18:00"


def day_of(written: str, year: int) -> Date:
    """A day written `-1:09-01` (year before the decision, 1 September), moved from a week-end to the Monday after."""
    offset, _, rest = written.partition(":")
    month, _, number = rest.partition("-")
    day = Date(year + int(offset), int(month), int(number))
    return day + timedelta(days=max(0, 7 - day.weekday()) % 7 if day.weekday() > 4 else 0)


def phases(calendar: Sequence[Mapping[str, str]], year: int, edition: Edition, shortlisting: Any) -> list[Any]:
    """The phases in order; one that gives no end lasts until the day before the next one."""
    found: list[Any] = []
    decisive = [c.id for c in edition.contests if c.effect is Effect.DECISIVE]
    before = [c.id for c in edition.contests if c.effect is not Effect.DECISIVE]
    for position, phase in enumerate(calendar):
        starts = day_of(phase["starts"], year)
        ends = _end(calendar, position, year)
        written = {"kind": phase["kind"], "starts": starts.isoformat(), "ends": ends.isoformat()}
        if phase["kind"] == "submission":
            written["ends"] += "T23:59"
        if phase["kind"] == "vote":
            written |= {"starts": f"{starts}{OPENS}", "ends": f"{ends}{CLOSES}"}
            found.extend(_earlier(shortlisting, year, before))
        written["owner"] = phase["owner"]
        if phase["kind"] == "vote" and before and len(decisive) == 1:
            written["contest"] = decisive[0]
        found.append(written)
    return found


def _end(calendar: Sequence[Mapping[str, str]], position: int, year: int) -> Date:
    own = calendar[position].get("ends")
    return day_of(own, year) if own else day_of(calendar[position + 1]["starts"], year) - timedelta(days=1)


def _earlier(days: Mapping[str, str], year: int, contests: Sequence[str]) -> list[Any]:
    starts, ends = day_of(days["starts"], year).isoformat(), day_of(days["ends"], year).isoformat()
    return [
        {"kind": "shortlisting", "starts": starts, "ends": ends, "owner": "participation", "contest": contest}
        for contest in contests
    ]


def budget_calendar(days: Mapping[str, Any], year: int) -> dict[str, Any]:
    """Budget dates and council sessions."""
    sessions = [{"date": day_of(day, year).isoformat()} for day in days["council_sessions"]]
    single = {key: day_of(day, year).isoformat() for key, day in days.items() if isinstance(day, str)}
    return {**single, "council_sessions": sessions}
