"""Which criteria apply to a project and which services must answer: theme and size tier choose (R15, R16)."""

from __future__ import annotations

from dataclasses import dataclass

from aubette.model.city import City
from aubette.model.edition import Edition, Route
from aubette.model.enums import CriterionKind
from aubette.model.paying import tier_of
from aubette.model.project import Project
from aubette.model.registers import Criterion


@dataclass(frozen=True)
class Routed:
    """What a project's study must contain."""

    services: tuple[str, ...]
    criteria: tuple[Criterion, ...]

    @property
    def blocking(self) -> tuple[Criterion, ...]:
        """The criteria that must be met; those the rules compute are judged elsewhere."""
        return tuple(c for c in self.criteria if c.kind is CriterionKind.BLOCKING)


def _applies(route: Route, edition: Edition, project: Project) -> bool:
    if route.themes and project.theme not in route.themes:
        return False
    if not route.tiers:
        return True
    tier = tier_of(edition, project.estimated_cost) if project.estimated_cost else None
    return tier is not None and tier.id in route.tiers


def routed(city: City, edition: Edition, project: Project) -> Routed:
    """The services and criteria of a project, each once, in the order of the routes."""
    use = edition.feasibility
    if use is None:
        return Routed((), ())
    routes = [route for route in use.routes if _applies(route, edition, project)]
    services = dict.fromkeys(service for route in routes for service in route.services)
    wanted = dict.fromkeys(criterion for route in routes for criterion in route.criteria)
    checklist = city.checklist(use.checklist)
    known = {c.id: c for c in checklist.criteria} if checklist else {}
    return Routed(tuple(services), tuple(known[identifier] for identifier in wanted if identifier in known))
