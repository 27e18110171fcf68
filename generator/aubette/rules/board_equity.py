"""What each area proposed, won and received, per inhabitant, edition by edition (R26, R43)."""

from __future__ import annotations

from fractions import Fraction

from aubette.model.accounts import area_shares
from aubette.model.board import Cell, Column, Kind, Named, Table
from aubette.model.city import Area
from aubette.model.edition import Edition
from aubette.model.enums import EventKind, Status
from aubette.model.lifecycle import BINDING, WON
from aubette.model.money import Money
from aubette.model.project import Project
from aubette.rules.context import Context
from aubette.rules.reading import live_editions

AREAS = (
    Column("area", Kind.NAME),
    Column("priority", Kind.LABEL, "report.board.priority"),
    Column("population", Kind.COUNT, summed=True),
    Column("outreach", Kind.COUNT, summed=True),
    Column("ideas", Kind.COUNT, summed=True),
    Column("eligible", Kind.COUNT, summed=True),
    Column("feasible", Kind.COUNT, summed=True),
    Column("winners", Kind.COUNT, summed=True),
    Column("amount", Kind.MONEY, summed=True),
    Column("per_head", Kind.MONEY),
)
STUDIED = (Status.FEASIBLE, Status.NOT_SHORTLISTED, Status.ON_BALLOT, Status.NOT_SELECTED, *WON)
ELIGIBLE = (*BINDING, Status.UNFEASIBLE, Status.NOT_SHORTLISTED)


def equity(context: Context, edition: str = "") -> tuple[Table, ...]:
    """One table an edition: its areas in the city's order, then projects that name none.

    An idea for several areas is one project that stands in no single row: it is counted with the projects of the whole
    city when it names more than one area, and its money is divided between its areas, equally, to the cent.
    """
    return tuple(
        Table("areas", AREAS, tuple(_rows(context, held)), held.id)
        for held in live_editions(context.city)
        if edition in ("", held.id)
    )


def _rows(context: Context, edition: Edition) -> list[tuple[Cell, ...]]:
    projects = [p for p in context.city.projects_of(edition.id) if p.status is not Status.IN_PREPARATION]
    received: dict[str, int] = {}
    for project in projects:
        if _won(context, edition, project):
            for name, share in area_shares(edition, project).items():
                received[name] = received.get(name, 0) + share.cents
    rows = [_row(context, edition, area, projects, received) for area in context.city.config.areas]
    elsewhere = [p for p in projects if len(set(p.areas)) != 1]
    if elsewhere:
        counts = _counts(context, edition, elsewhere)
        rows.append((Named(""), None, None, None, *counts, Money(received.get("", 0)), None))
    return rows


def _won(context: Context, edition: Edition, project: Project) -> bool:
    if project.status is Status.ON_BALLOT:
        return project.number in context.winners.get(edition.id, ())
    return project.status in WON and project.status is not Status.CANCELLED


def _counts(context: Context, edition: Edition, projects: list[Project]) -> tuple[int, int, int, int]:
    """Ideas, eligible, feasible, winners: each is a part of the one before."""
    return (
        len(projects),
        sum(p.status in ELIGIBLE for p in projects),
        sum(p.status in STUDIED for p in projects),
        sum(_won(context, edition, p) for p in projects),
    )


def _row(
    context: Context, edition: Edition, area: Area, projects: list[Project], received: dict[str, int]
) -> tuple[Cell, ...]:
    mine = [p for p in projects if set(p.areas) == {area.id}]
    amount = received.get(area.id, 0)
    return (
        Named(area.id, area.label),
        "yes" if area.priority else None,
        area.population,
        sum(e.kind is EventKind.OUTREACH and e.area == area.id for e in edition.events),
        *_counts(context, edition, mine),
        Money(amount),
        Money(int(Fraction(amount, area.population))) if area.population else None,
    )
