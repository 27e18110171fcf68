"""« Montage »: the support that a project is owed, and the holder who goes with it (R12, R25, R45).

`support/missing`, `support/below-tier`, `support/no-commitment` and `support/commitment-lapsed`.
"""

from __future__ import annotations

from collections.abc import Iterator

from aubette.model.edition import Edition
from aubette.model.enums import HolderKind, HolderState, Status, SupportLevel
from aubette.model.finding import Finding, Related, Severity
from aubette.model.paying import tier_of
from aubette.model.project import Project
from aubette.rules.context import Context
from aubette.rules.reading import binding_projects

LEVELS = (SupportLevel.LIGHT, SupportLevel.STANDARD, SupportLevel.STRONG)
SUPPORTED = (Status.FEASIBLE, Status.ON_BALLOT, Status.ADOPTED, Status.IN_PROGRESS)
"""From the end of the study until delivery."""

UNDER_WAY = (Status.FEASIBLE, Status.ADOPTED, Status.IN_PROGRESS)
"""Where a project waits for its holder; after the vote, those on the ballot that lost do not."""


def _supported(context: Context) -> Iterator[tuple[Edition, Project]]:
    for edition, project in binding_projects(context.city):
        if project.status in SUPPORTED and edition.size_tiers:
            yield edition, project


def support_owed(context: Context) -> Iterator[Finding]:
    """A studied project was supported, at least at the level that the edition owes projects of its size."""
    for edition, project in _supported(context):
        tier = tier_of(edition, project.estimated_cost) if project.estimated_cost else None
        if project.support is None:
            place = project.origin.at("status")
            yield Finding("support/missing", place, {"project": project.name}, Severity.WARNING)
        elif tier is not None and LEVELS.index(project.support.level) < LEVELS.index(tier.support):
            position = edition.size_tiers.index(tier)
            yield Finding(
                "support/below-tier",
                project.origin.at("support", "level"),
                {
                    "project": project.name,
                    "level": project.support.level.value,
                    "owed": tier.support.value,
                    "tier": tier.id,
                },
                related=(Related(edition.origin.at("size_tiers", position, "support"), "tiers-here"),),
            )


def commitment(context: Context) -> Iterator[Finding]:
    """The holder promised to stay, the promise still holds, and somebody is there."""
    for _, project in _supported(context):
        promise = project.holder.commitment
        if project.holder.kind in (HolderKind.UNKNOWN, HolderKind.CITY):
            continue
        if promise is None or not promise.accepted:
            place = project.origin.at("holder")
            yield Finding("support/no-commitment", place, {"project": project.name}, Severity.WARNING)
        elif project.status in UNDER_WAY and (
            promise.state is HolderState.LOST or (promise.until is not None and promise.until < context.today)
        ):
            place = project.origin.at("holder", "commitment")
            yield Finding("support/commitment-lapsed", place, {"project": project.name}, Severity.WARNING)
