"""The envelope that would pay for a project takes its place, its theme and its size (R19, R20, R47)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aubette.model.enums import Scope
from aubette.model.finding import Finding, Related
from aubette.model.paying import Misfit, misfit, paying
from aubette.rules.context import Context
from aubette.rules.reading import binding_projects, unless_lifted

CODES: Mapping[Misfit, str] = {
    Misfit.PLACE: "budget/envelope-of-other-place",
    Misfit.THEME: "budget/envelope-not-for",
    Misfit.TIER: "budget/envelope-not-for",
}


def envelope_fits(context: Context) -> Iterator[Finding]:
    """A project that names its envelope names one that takes it; one that names none finds one."""
    for edition, project in binding_projects(context.city):
        if project.envelope and edition.envelope(project.envelope) is None:
            continue
        envelope = paying(edition, project)
        if envelope is None:
            yield Finding(
                "budget/no-envelope",
                project.origin.at("scope"),
                {"project": project.name, "scope": project.scope.value},
                related=(Related(edition.origin.at("envelopes"), "envelopes-here"),),
            )
            continue
        fault = misfit(edition, envelope, project)
        if fault is not None:
            finding = Finding(
                CODES[fault],
                project.origin.at("envelope"),
                {"project": project.name, "envelope": envelope.id},
                related=(Related(edition.origin.at("envelopes", edition.envelopes.index(envelope)), "envelopes-here"),),
            )
            yield unless_lifted(context.city, edition.id, finding, project)


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
