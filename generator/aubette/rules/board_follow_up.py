"""Where the winners' works stand against what was promised: dates, slips, money (R06, R33, R48)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Date

from aubette.model.board import Cell, Column, Kind, Named, Table
from aubette.model.edition import Edition
from aubette.model.enums import DifficultyKind, Status
from aubette.model.lifecycle import WON
from aubette.model.numerals import percent
from aubette.model.project import Project
from aubette.model.works import Implementation, Milestone
from aubette.rules.context import Context
from aubette.rules.lifecycle import add_months
from aubette.rules.reading import live_editions

WORKS = (
    Column("edition", Kind.TEXT),
    Column("project", Kind.TEXT),
    Column("title", Kind.TEXT),
    Column("service", Kind.NAME),
    Column("status", Kind.LABEL, "labels.status"),
    Column("promised_on", Kind.DATE),
    Column("expected_on", Kind.DATE),
    Column("delivered_on", Kind.DATE),
    Column("late_days", Kind.COUNT),
    Column("milestone", Kind.TEXT),
    Column("slip_days", Kind.COUNT),
    Column("difficulty", Kind.LABEL, "report.board.difficulty"),
    Column("funded", Kind.MONEY, summed=True),
    Column("committed", Kind.MONEY, summed=True),
    Column("spent", Kind.MONEY, summed=True),
)


def follow_up(context: Context, edition: str = "") -> tuple[Table, ...]:
    """Every winner that was not cancelled, the latest against its promise first."""
    found = [
        (held, project)
        for held in live_editions(context.city)
        if edition in ("", held.id)
        for project in context.city.projects_of(held.id)
        if _won(context, held, project)
    ]
    found.sort(key=lambda one: (-_late(context, *one), one[1].name))
    names = {s.id: Named(s.id, s.label) for s in context.city.config.services}
    return (Table("works", WORKS, tuple(_row(context, held, project, names) for held, project in found), edition),)


def _won(context: Context, edition: Edition, project: Project) -> bool:
    if project.status is Status.ON_BALLOT:
        return project.number in context.winners.get(edition.id, ())
    return project.status in WON and project.status is not Status.CANCELLED


def promised(edition: Edition, project: Project) -> Date | None:
    """The last day of the promise, counted from the council's vote on the project; None before that vote."""
    works = project.implementation
    return add_months(works.deliberation.date, edition.delivery.max_months) if works and works.deliberation else None


def expected(project: Project, today: Date) -> Date | None:
    """When its last step is planned; None where it was delivered, or where that day has passed and no other is set."""
    works = project.implementation
    if works is None or works.delivered_on:
        return None
    last = works.last_day
    return last if last and last >= today else None


def _late(context: Context, edition: Edition, project: Project) -> int:
    """Days beyond the promise, 0 where it is kept so far."""
    limit, works = promised(edition, project), project.implementation
    if limit is None or works is None:
        return 0
    end = works.delivered_on or expected(project, context.today) or context.today
    return max(0, (end - limit).days)


def _next(works: Implementation | None) -> Milestone | None:
    """The first step that is still to come, in the order of the planned days."""
    waiting = [m for m in works.milestones if m.actual is None] if works and not works.delivered_on else []
    return min(waiting, key=lambda m: m.planned, default=None)


def difficulties(edition: Edition, project: Project, today: Date) -> Iterator[DifficultyKind]:
    """Which of the edition's declared meanings of « projet en souffrance » a winner meets."""
    works, terms = project.implementation, edition.delivery
    if DifficultyKind.WINNER_SUSPENDED in terms.difficulty and project.status is Status.SUSPENDED:
        yield DifficultyKind.WINNER_SUSPENDED
    step = _next(works)
    if DifficultyKind.WINNER_LATE in terms.difficulty and step and (today - step.planned).days > terms.late_days:
        yield DifficultyKind.WINNER_LATE
    if works and works.funded and works.forecast_cost and DifficultyKind.WINNER_OVER_COST in terms.difficulty:
        most = works.funded.cents * (1 + percent(terms.over_cost_percent))
        if works.forecast_cost.cents > most:
            yield DifficultyKind.WINNER_OVER_COST


def _row(context: Context, edition: Edition, project: Project, names: dict[str, Named]) -> tuple[Cell, ...]:
    works, step = project.implementation, _next(project.implementation)
    slip = max(0, (context.today - step.planned).days) if step else 0
    service = works.service if works else None
    status = Status.SELECTED if project.status is Status.ON_BALLOT else project.status
    return (
        edition.id,
        project.name,
        project.title,
        names.get(service, Named(service)) if service else None,
        status.value,
        promised(edition, project),
        expected(project, context.today),
        works.delivered_on if works else None,
        _late(context, edition, project) or None,
        step.label if step else None,
        slip or None,
        next((kind.value for kind in difficulties(edition, project, context.today)), None),
        works.funded if works else None,
        works.committed if works else None,
        works.spent if works else None,
    )
