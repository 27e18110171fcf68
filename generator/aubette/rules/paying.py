"""The envelope that would pay for a project takes its place, its theme and its size (R19, R20, R47)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aubette.model.edition import Edition
from aubette.model.enums import Scope
from aubette.model.finding import Finding, Param, Related
from aubette.model.paying import Misfit, misfit, paying
from aubette.model.project import Project
from aubette.rules.context import Context
from aubette.rules.reading import binding_projects, unless_lifted

CODES: Mapping[Misfit, str] = {
    Misfit.PLACE: "budget/envelope-of-other-place",
    Misfit.THEME: "budget/envelope-of-other-theme",
    Misfit.TIER: "budget/envelope-of-other-size",
}


def envelope_fits(context: Context) -> Iterator[Finding]:
    """A project that names its envelope names one that takes it; one that names none finds one."""
    for edition, project in binding_projects(context.city):
        if project.envelope and edition.envelope(project.envelope) is None:
            continue
        envelope = paying(edition, project)
        if envelope is None:
            params: dict[str, Param] = {"project": project.name, "edition": edition.id}
            yield Finding("budget/no-envelope", project.origin.at("scope"), params, related=_envelopes(edition))
            continue
        fault = misfit(edition, envelope, project)
        if fault is None:
            continue
        position = edition.envelopes.index(envelope)
        finding = Finding(
            CODES[fault],
            project.origin.at("envelope"),
            {"project": project.name, "envelope": envelope.id, **_said(fault, project)},
            related=(Related(edition.origin.at("envelopes", position), "envelopes-here"),),
        )
        yield unless_lifted(context.city, edition.id, finding, project)


def _envelopes(edition: Edition) -> tuple[Related, ...]:
    return (Related(edition.origin.at("envelopes"), "envelopes-here"),)


def _said(fault: Misfit, project: Project) -> dict[str, Param]:
    if fault is Misfit.THEME:
        return {"theme": project.theme}
    if fault is Misfit.TIER and project.estimated_cost is not None:
        return {"cost": project.estimated_cost}
    return {"areas": project.areas}


def areas_enough(context: Context) -> Iterator[Finding]:
    """A project of the whole city that names neighbourhoods names as many as the rules ask for (Montreuil: three)."""
    for edition, project in binding_projects(context.city):
        least = edition.eligibility.city_min_areas if edition.eligibility else None
        if least is None or project.scope is not Scope.CITY or not 0 < len(project.areas) < least:
            continue
        finding = Finding(
            "eligibility/too-few-areas",
            project.origin.at("areas"),
            {"project": project.name, "n": len(project.areas), "least": least},
            related=(Related(edition.origin.at("eligibility", "city_min_areas"), "minimum-set-here"),),
        )
        yield unless_lifted(context.city, edition.id, finding, project)
