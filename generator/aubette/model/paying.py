"""Which envelope pays for a project: the one it names, else the first that takes its place, theme and size."""

from __future__ import annotations

from enum import StrEnum

from aubette.model.budget import Envelope, SizeTier
from aubette.model.edition import Edition
from aubette.model.enums import EnvelopeKind, Scope
from aubette.model.money import Money
from aubette.model.project import Project


class Misfit(StrEnum):
    """Why an envelope does not take a project."""

    PLACE = "place"
    THEME = "theme"
    TIER = "tier"


def tier_of(edition: Edition, cost: Money) -> SizeTier | None:
    """The first size tier that reaches this cost; tiers stand from small to large, the last one has no limit."""
    return next((t for t in edition.size_tiers if t.up_to is None or cost <= t.up_to), None)


def misfit(edition: Edition, envelope: Envelope, project: Project) -> Misfit | None:
    """What keeps an envelope from paying for a project, None where it may; a cost nobody knows yet fits any size."""
    if not _takes_place(edition, envelope, project):
        return Misfit.PLACE
    if envelope.themes and project.theme not in envelope.themes:
        return Misfit.THEME
    tier = tier_of(edition, project.estimated_cost) if project.estimated_cost else None
    if envelope.tiers and tier is not None and tier.id not in envelope.tiers:
        return Misfit.TIER
    return None


def _takes_place(edition: Edition, envelope: Envelope, project: Project) -> bool:
    """A city's only envelope takes projects of its neighbourhoods too; a reserve takes nobody's by itself."""
    if envelope.kind is EnvelopeKind.RESERVE:
        return False
    if envelope.kind is EnvelopeKind.CITY:
        divided = any(e.kind in (EnvelopeKind.AREA, EnvelopeKind.GROUP) for e in edition.envelopes)
        return project.scope is Scope.CITY or not divided
    mine = {*envelope.areas, *([envelope.area] if envelope.area else [])}
    return project.scope is Scope.AREA and bool(mine & set(project.areas))


def paying(edition: Edition, project: Project) -> Envelope | None:
    """The envelope that would pay a project, whether or not it may; None where no envelope takes it."""
    if project.envelope:
        return edition.envelope(project.envelope)
    return next((e for e in edition.envelopes if misfit(edition, e, project) is None), None)
