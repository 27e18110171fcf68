"""Where the studies stand: on whom each idea waits and since when, and what each service still owes (R15, R16)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Date
from statistics import median_low

from aubette.model.board import Cell, Column, Kind, Named, Table
from aubette.model.edition import Edition
from aubette.model.enums import Answer, Status
from aubette.model.project import Project
from aubette.model.study import ServiceOpinion, Study
from aubette.model.text import Text
from aubette.rules.context import Context
from aubette.rules.reading import live_editions
from aubette.rules.routing import routed

STATES = ("overdue", "not_asked", "waiting", "asked", "lines")
"""Why a study waits on a service, the most pressing first: late without a word, never asked, waiting for something it
names, still in time, or answered with lines of the checklist left open."""

WAITING = (
    Column("edition", Kind.TEXT),
    Column("project", Kind.TEXT),
    Column("title", Kind.TEXT),
    Column("service", Kind.NAME),
    Column("state", Kind.LABEL, "report.board.state"),
    Column("due_on", Kind.DATE),
    Column("late_days", Kind.COUNT),
    Column("lines", Kind.COUNT),
    Column("waiting_for", Kind.TEXT),
)
SERVICES = (
    Column("edition", Kind.TEXT),
    Column("service", Kind.NAME),
    Column("capacity", Kind.COUNT),
    Column("asked", Kind.COUNT, summed=True),
    Column("answered", Kind.COUNT, summed=True),
    *(Column(f"n_{state}", Kind.COUNT, summed=True) for state in STATES),
    Column("lines", Kind.COUNT, summed=True),
    Column("median_days", Kind.COUNT),
)


@dataclass(frozen=True)
class Owed:
    """What one service owes to one study; `late` counts the days past the due date, `lines` the open criteria."""

    edition: str
    project: str
    title: Text
    service: str
    state: str
    due_on: Date | None
    late: int
    lines: int
    waiting_for: Text | None


def owed(context: Context) -> tuple[Owed, ...]:
    """What is missing of every study under way, the most pressing first; imported editions have no study."""
    every = (
        one
        for edition in live_editions(context.city)
        for project in context.city.projects_of(edition.id)
        if project.status is Status.UNDER_STUDY
        for one in _of_project(context, edition, project, project.study or Study())
    )
    return tuple(
        sorted(every, key=lambda o: (STATES.index(o.state), -o.late, o.due_on or Date.max, o.project, o.service))
    )


def _of_project(context: Context, edition: Edition, project: Project, study: Study) -> Iterator[Owed]:
    opinions = {opinion.service: opinion for opinion in study.opinions}
    needed = routed(context.city, edition, project)
    owners = {c.id: c.service for c in needed.criteria}
    computed = {c.id for c in needed.criteria if c.computed}
    open_lines = [
        owners.get(line.criterion, line.service)
        for line in study.checklist
        if line.answer is Answer.PENDING and line.criterion not in computed
    ]
    for service in dict.fromkeys((*opinions, *needed.services, *open_lines)):
        opinion = opinions.get(service)
        lines = open_lines.count(service)
        state = _state(opinion, context.today, lines, asked=opinion is not None or service not in needed.services)
        if state:
            due = opinion.due_on if opinion and not opinion.answered_on else study.due_on
            late = max(0, (context.today - due).days) if due else 0
            waiting_for = opinion.waiting_for if opinion and not opinion.answered_on else None
            yield Owed(edition.id, project.name, project.title, service, state, due, late, lines, waiting_for)


def _state(opinion: ServiceOpinion | None, today: Date, lines: int, *, asked: bool) -> str:
    """One of `STATES`, empty where the service owes nothing."""
    if opinion is None:
        return "lines" if asked and lines else "" if asked else "not_asked"
    if opinion.answered_on:
        return "lines" if lines else ""
    if opinion.waiting_for:
        return "waiting"
    return "overdue" if opinion.due_on and opinion.due_on < today else "asked"


def feasibility(context: Context, edition: str = "", service: str = "") -> tuple[Table, ...]:
    """The two tables of the report; `service` keeps one, `edition` too; empty keeps editions with studies under way."""
    found = [o for o in owed(context) if edition in ("", o.edition) and service in ("", o.service)]
    names = {s.id: Named(s.id, s.label) for s in context.city.config.services}
    waiting = tuple(_row(one, names) for one in found)
    services = tuple(
        row
        for held in live_editions(context.city)
        if edition == held.id or (not edition and _under_way(context, held))
        for row in _workload(context, held, found, service)
    )
    return Table("waiting", WAITING, waiting), Table("services", SERVICES, services)


def _under_way(context: Context, edition: Edition) -> bool:
    return any(p.status is Status.UNDER_STUDY for p in context.city.projects_of(edition.id))


def _row(one: Owed, names: dict[str, Named]) -> tuple[Cell, ...]:
    name = names.get(one.service, Named(one.service))
    late = one.late or None
    return (one.edition, one.project, one.title, name, one.state, one.due_on, late, one.lines or None, one.waiting_for)


def _workload(context: Context, edition: Edition, found: list[Owed], only: str) -> Iterator[tuple[Cell, ...]]:
    """One row for each service that an edition's studies concern, in the order of the city's list."""
    studies = [p.study for p in context.city.projects_of(edition.id) if p.study]
    for known in context.city.config.services:
        asked = [o for study in studies for o in study.opinions if o.service == known.id]
        mine = [o for o in found if o.edition == edition.id and o.service == known.id]
        if (only and known.id != only) or not (asked or mine):
            continue
        answered = [o for o in asked if o.answered_on]
        days = [(o.answered_on - o.asked_on).days for o in answered if o.answered_on and o.asked_on]
        yield (
            edition.id,
            Named(known.id, known.label),
            known.capacity,
            len(asked),
            len(answered),
            *(sum(o.state == state for o in mine) for state in STATES),
            sum(o.lines for o in mine),
            median_low(days) if days else None,
        )
