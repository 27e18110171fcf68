"""The living edition against its frozen ballot: no candidate may vanish, and every other difference is told (R32)."""

from __future__ import annotations

from collections.abc import Iterator

from aubette.model.finding import Finding, Place, Related, Severity
from aubette.model.money import Money
from aubette.rules.context import Context
from aubette.rules.unread import unread_projects


def candidates_are_there(context: Context) -> Iterator[Finding]:
    """Each number on the frozen ballot is a project of the edition."""
    for edition, candidates in context.ballots.items():
        numbers = {p.number for p in context.city.projects_of(edition)}
        for candidate in candidates:
            if candidate.number not in numbers and not unread_projects(context.city, edition):
                place = Place(f"votes/{edition}/ballot/ballot.csv", candidate.line, 1)
                yield Finding("ballot/candidate-missing", place, {"number": candidate.number, "edition": edition})


def costs_as_voted(context: Context) -> Iterator[Finding]:
    """A cost that is no longer the one shown to voters is noted, with both amounts."""
    for edition, candidates in context.ballots.items():
        projects = {p.number: p for p in context.city.projects_of(edition)}
        for candidate in candidates:
            project = projects.get(candidate.number)
            shown = Money(candidate.cost)
            if project is None or project.estimated_cost is None or project.estimated_cost == shown:
                continue
            place = Place(f"votes/{edition}/ballot/ballot.csv", candidate.line, 1)
            yield Finding(
                "ballot/cost-differs",
                project.origin.at("estimated_cost"),
                {"project": project.name, "cost": project.estimated_cost, "shown": shown},
                Severity.NOTE,
                (Related(place, "voted-here"),),
            )
