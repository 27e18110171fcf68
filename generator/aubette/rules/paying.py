"""The envelope that would pay for a project takes its place, its theme and its size (R19, R20, R47)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aubette.model.budget import Envelope
from aubette.model.edition import Edition
from aubette.model.enums import EnvelopeKind, Scope
from aubette.model.finding import Finding, Related
from aubette.model.paying import Misfit, misfit, paying
from aubette.model.project import Project
from aubette.rules.context import Context
from aubette.rules.reading import binding_projects, unless_lifted

FIELDS: Mapping[Misfit, str] = {Misfit.PLACE: "scope", Misfit.THEME: "theme", Misfit.TIER: "estimated_cost"}
"""The field that an envelope does not take, for projects that name no envelope."""


def envelope_fits(context: Context) -> Iterator[Finding]:
    """A project that names its envelope names one that takes it; one that names none finds one."""
    for edition, project in binding_projects(context.city):
        if project.envelope and edition.envelope(project.envelope) is None:
            continue
        envelope = paying(edition, project) or _nearest(edition, project)
        if envelope is None or envelope.kind is EnvelopeKind.RESERVE:
            yield Finding(
                "budget/no-envelope",
                project.origin.at("envelope" if project.envelope else "scope"),
                {"project": project.name, "scope": project.scope.value},
                related=(Related(edition.origin.at("envelopes"), "envelopes-here"),),
            )
            continue
        fault = misfit(edition, envelope, project)
        if fault is not None:
            finding = Finding(
                "budget/envelope-of-other-place" if fault is Misfit.PLACE else "budget/envelope-not-for",
                project.origin.at("envelope" if project.envelope else FIELDS[fault]),
                {"project": project.name, "envelope": envelope.id},
                related=(Related(edition.origin.at("envelopes", edition.envelopes.index(envelope)), "envelopes-here"),),
            )
            yield unless_lifted(context.city, edition.id, finding, project)


def _nearest(edition: Edition, project: Project) -> Envelope | None:
    """The envelope of a project's place, though it is kept for other themes or sizes."""
    return next((e for e in edition.envelopes if misfit(edition, e, project) in (Misfit.THEME, Misfit.TIER)), None)


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
