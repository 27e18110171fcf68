"""Who may carry a project and with which theme (R07, R08, R25)."""

from __future__ import annotations

from collections.abc import Iterator

from aubette.model.enums import HolderKind, Scope
from aubette.model.finding import Finding, Related
from aubette.rules.context import Context
from aubette.rules.reading import binding_projects, unless_lifted


def holder_kind(context: Context) -> Iterator[Finding]:
    """The holder is of a kind that the rules allow; an association is refused where they say so."""
    for edition, project in binding_projects(context.city):
        allowed = edition.eligibility.holder_kinds if edition.eligibility else ()
        if allowed and project.holder.kind not in allowed:
            finding = Finding(
                "eligibility/holder-kind",
                project.origin.at("holder", "kind"),
                {
                    "project": project.name,
                    "kind": project.holder.kind.value,
                    "allowed": tuple(kind.value for kind in allowed),
                },
                related=(Related(edition.origin.at("eligibility", "holder_kinds"), "allowed-here"),),
            )
            yield unless_lifted(context.city, edition.id, finding, project)


def theme(context: Context) -> Iterator[Finding]:
    """The project's theme is one that this edition accepts; one that the city does not know has its own finding."""
    known = {theme.id for theme in context.city.config.themes}
    for edition, project in binding_projects(context.city):
        allowed = edition.eligibility.themes if edition.eligibility else ()
        if allowed and project.theme not in allowed and project.theme in known:
            yield Finding(
                "eligibility/theme",
                project.origin.at("theme"),
                {"project": project.name, "theme": project.theme, "allowed": allowed},
            )


def collective_size(context: Context) -> Iterator[Finding]:
    """A collective has at least as many members as the rules ask."""
    for edition, project in binding_projects(context.city):
        least = edition.eligibility.min_collective_members if edition.eligibility else None
        members = project.holder.members
        is_collective = project.holder.kind is HolderKind.RESIDENTS_COLLECTIVE
        if least and is_collective and members is not None and members < least:
            yield Finding(
                "eligibility/collective-too-small",
                project.origin.at("holder", "members"),
                {"project": project.name, "members": members, "least": least},
            )


def area_named(context: Context) -> Iterator[Finding]:
    """A neighbourhood project names its neighbourhood."""
    for _, project in binding_projects(context.city):
        if project.scope is Scope.AREA and not project.areas:
            yield Finding("eligibility/area-missing", project.origin.at("scope"), {"project": project.name})
