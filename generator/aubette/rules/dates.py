"""Dates that cannot be true: what is told as done lies in the future, or what follows comes before what it follows.

`calendar/date-in-future` and `calendar/dates-out-of-order`. Plans (`due_on`, `planned`, `until`) may lie anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date as Date
from datetime import datetime as DateTime
from itertools import pairwise
from typing import TypeVar

from aubette.model.city import City
from aubette.model.document import Origin, Step
from aubette.model.finding import Finding, Param, Related, Severity
from aubette.rules.context import Context
from aubette.rules.reading import day, live_editions
from aubette.rules.ways import Way, along

T = TypeVar("T")
Steps = tuple[Step, ...]
Subject = tuple[object, Origin, str]
"""A document, where it is written, and how people call it."""

DONE_IN_PROJECT: tuple[Way, ...] = (
    ("submission", "received_on"),
    ("submission", "acknowledged_on"),
    ("holder", "final_version_accepted_on"),
    ("eligibility", "decided_on"),
    ("study", "opened_on"),
    ("study", "closed_on"),
    ("study", "opinions", "*", "asked_on"),
    ("study", "opinions", "*", "answered_on"),
    ("study", "checklist", "*", "answered_on"),
    ("study", "cost", "estimated_on"),
    ("study", "permits", "*", "asked_on"),
    ("study", "permits", "*", "granted_on"),
    ("study", "revisions", "*", "proposed_on"),
    ("study", "revisions", "*", "accepted_on"),
    ("study", "revisions", "*", "refused_on"),
    ("decisions", "*", "date"),
    ("implementation", "deliberation", "date"),
    ("implementation", "started_on"),
    ("implementation", "delivered_on"),
    ("implementation", "figures_on"),
    ("implementation", "milestones", "*", "actual"),
    ("implementation", "updates", "*", "date"),
    ("evaluation", "date"),
)
DONE_IN_EDITION: tuple[Way, ...] = (
    ("rules", "deliberation", "date"),
    ("rules", "amendments", "*", "date"),
    ("budget", "deliberation", "date"),
    ("adoption", "date"),
    ("lessons", "*", "date"),
)
HELD_IN_EDITION: tuple[Way, ...] = (("committee", "meetings", "*", "date"), ("workshops", "*", "date"))
"""Meetings that say how many came and what was decided."""

DONE_IN_LEDGER: tuple[Way, ...] = (("entries", "*", "date"),)

IN_ORDER_IN_PROJECT: tuple[tuple[Way, Way], ...] = (
    (("submission", "received_on"), ("submission", "acknowledged_on")),
    (("submission", "received_on"), ("eligibility", "decided_on")),
    (("submission", "received_on"), ("decisions", "*", "date")),
    (("study", "opened_on"), ("study", "due_on")),
    (("study", "opened_on"), ("study", "closed_on")),
    (("study", "opinions", "*", "answered_on"), ("study", "closed_on")),
    (("study", "planned_start"), ("study", "planned_delivery")),
    (("study", "permits", "*", "asked_on"), ("study", "permits", "*", "granted_on")),
    (("study", "revisions", "*", "proposed_on"), ("study", "revisions", "*", "refused_on")),
    (("implementation", "deliberation", "date"), ("implementation", "started_on")),
    (("implementation", "started_on"), ("implementation", "delivered_on")),
    (("implementation", "delivered_on"), ("evaluation", "date")),
)
IN_ORDER_IN_EDITION: tuple[tuple[Way, Way], ...] = (
    (("holidays", "*", "starts"), ("holidays", "*", "ends")),
    (("contests", "*", "units", "*", "opens"), ("contests", "*", "units", "*", "closes")),
    (("committee", "meetings", "*", "date"), ("committee", "meetings", "*", "next_on")),
    (("workshops", "*", "date"), ("workshops", "*", "next_on")),
    (("events", "*", "date"), ("events", "*", "ends")),
)
"""Where both ways go through the same lists, an item is held against itself; where only the first does, the second is
held against the latest of the items."""


def not_in_future(context: Context) -> Iterator[Finding]:
    """What is written as done was done: its date is not still to come.

    An edition is prepared before the council sits, so its own acts may be foreseen: a warning.
    """
    in_edition = (*DONE_IN_EDITION, *HELD_IN_EDITION)
    for ways, (document, origin, name) in documents(context.city, DONE_IN_PROJECT, in_edition, DONE_IN_LEDGER):
        for way in ways:
            for steps, value in dates_along(document, way):
                if day(value) > context.today:
                    params: dict[str, Param] = {"project": name, "field": told(way), "date": day(value)}
                    severity = Severity.WARNING if way in DONE_IN_EDITION else Severity.ERROR
                    yield Finding("calendar/date-in-future", origin.at(*steps), params, severity)


def in_order(context: Context) -> Iterator[Finding]:
    """What follows does not come before what it follows: received, then acknowledged; begun, then delivered."""
    for pairs, (document, origin, name) in documents(context.city, IN_ORDER_IN_PROJECT, IN_ORDER_IN_EDITION, ()):
        for first, second in pairs:
            earlier = dict(dates_along(document, first))
            for steps, value in dates_along(document, second):
                way = _preceding(first, steps, earlier)
                start = earlier.get(way)
                if (
                    start is None
                    or not before(value, start)
                    or (first in DONE_IN_PROJECT and day(start) > context.today)
                ):
                    continue
                params: dict[str, Param] = {"project": name, "field": told(second), "date": day(value)}
                related = (Related(origin.at(*way), "earlier-date-here"),)
                yield Finding(
                    "calendar/dates-out-of-order",
                    origin.at(*steps),
                    {**params, "before": day(start)},
                    related=related,
                )


def entries_in_order(context: Context) -> Iterator[Finding]:
    """A ledger grows at its end, so each entry is of the day of the one before it, or later.

    An entry that was forgotten is written late and stays where it was written: a warning.
    """
    for edition in live_editions(context.city):
        ledger = context.city.ledger(edition.id)
        for position, (first, second) in enumerate(pairwise(ledger.entries)):
            if second.date < first.date:
                params: dict[str, Param] = {"project": edition.id, "field": "entries.date", "date": second.date}
                related = (Related(ledger.origin.at("entries", position, "date"), "earlier-date-here"),)
                yield Finding(
                    "calendar/dates-out-of-order",
                    ledger.origin.at("entries", position + 1, "date"),
                    {**params, "before": first.date},
                    Severity.WARNING,
                    related,
                )


def told(way: Way) -> str:
    """A way as people write it, without the positions in lists."""
    return ".".join(step for step in way if step != "*")


def _preceding(way: Way, steps: Steps, dates: Mapping[Steps, Date | DateTime]) -> Steps:
    """The way through the items through which other steps lead; to the latest date where they lead through none."""
    positions = [step for step in steps if isinstance(step, int)]
    if len(positions) < way.count("*"):
        return max(dates, key=lambda one: day(dates[one]), default=())
    items = iter(positions)
    return tuple(next(items) if step == "*" else step for step in way)


def documents(city: City, of_project: T, of_edition: T, of_ledger: T) -> Iterator[tuple[T, Subject]]:
    """The documents of live editions, each with what is asked of its kind."""
    for edition in live_editions(city):
        yield of_edition, (edition, edition.origin, edition.id)
        ledger = city.ledger(edition.id)
        yield of_ledger, (ledger, ledger.origin, edition.id)
        for project in city.projects_of(edition.id):
            yield of_project, (project, project.origin, project.name)


def dates_along(value: object, way: Way) -> Iterator[tuple[tuple[Step, ...], Date | DateTime]]:
    """Every date at the end of a way, with the steps to it."""
    return ((steps, found) for steps, found in along(value, way) if isinstance(found, Date))


def before(one: Date | DateTime, other: Date | DateTime) -> bool:
    """Whether one date comes before the other; by the hour where both have one."""
    if isinstance(one, DateTime) and isinstance(other, DateTime):
        return one.replace(tzinfo=None) < other.replace(tzinfo=None)
    return day(one) < day(other)
