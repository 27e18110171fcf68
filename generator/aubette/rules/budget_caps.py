"""Caps on one project: what the rules let a neighbourhood or city project cost, and the least it may cost (R19)."""

from __future__ import annotations

from collections.abc import Iterator

from aubette.model.edition import Edition
from aubette.model.enums import Scope
from aubette.model.finding import Finding, Related
from aubette.model.money import Money
from aubette.model.project import Project
from aubette.rules.context import Context
from aubette.rules.reading import binding_projects, live_editions, unless_lifted


def project_cap(context: Context) -> Iterator[Finding]:
    """A project may not cost more than the cap of its scope, tax included."""
    for edition, project in binding_projects(context.city):
        name, cap = _cap(edition, project)
        cost = project.estimated_cost
        if cap is None or cost is None or cost <= cap:
            continue
        finding = Finding(
            "budget/project-cap",
            project.origin.at("estimated_cost"),
            {"project": project.name, "cost": cost, "cap": cap, "over": cost - cap},
            related=(Related(edition.origin.at("caps", name), "cap-set-here"),),
        )
        yield unless_lifted(context.city, edition.id, finding, project)


def _cap(edition: Edition, project: Project) -> tuple[str, Money | None]:
    if project.scope is Scope.CITY:
        return "project_city", edition.caps.project_city
    return "project_area", edition.caps.project_area


def project_minimum(context: Context) -> Iterator[Finding]:
    """A project may not cost less than the minimum that the rules set."""
    for edition, project in binding_projects(context.city):
        least, cost = edition.caps.project_minimum, project.estimated_cost
        if least is None or cost is None or cost >= least:
            continue
        finding = Finding(
            "budget/project-minimum",
            project.origin.at("estimated_cost"),
            {"project": project.name, "cost": cost, "minimum": least},
            related=(Related(edition.origin.at("caps", "project_minimum"), "minimum-set-here"),),
        )
        yield unless_lifted(context.city, edition.id, finding, project)


def no_cost(context: Context) -> Iterator[Finding]:
    """No project is free: only an election counted elsewhere has some, most often withdrawn from its list."""
    for edition in live_editions(context.city):
        for project in context.city.projects_of(edition.id):
            if project.estimated_cost is not None and project.estimated_cost.cents == 0:
                yield Finding("budget/no-cost", project.origin.at("estimated_cost"), {"project": project.name})
