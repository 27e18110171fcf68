"""What may be shown, and when: the edition's publication list applied to one project (DESIGN section 4)."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime as DateTime

from aubette.model.edition import Edition
from aubette.model.enums import FieldGroup, PhaseKind, Status, Visibility
from aubette.model.project import FIELD_GROUPS, Project

STATUS_ORDER = {status: rank for rank, status in enumerate(Status)}


def _day(moment: Date | DateTime) -> Date:
    return moment.date() if isinstance(moment, DateTime) else moment


def _phase_started(edition: Edition, kind: PhaseKind | None, today: Date) -> bool:
    phase = edition.phase(kind) if kind else None
    return phase is not None and _day(phase.starts) <= today


def group_of(field: str) -> FieldGroup:
    """The group of a dotted field such as `study.cost.lines`; what stands in no group is identity."""
    for group, prefixes in FIELD_GROUPS.items():
        if any(field == prefix or field.startswith(prefix + ".") for prefix in prefixes):
            return group
    return FieldGroup.IDENTITY


def is_public(edition: Edition, project: Project, group: FieldGroup, today: Date) -> bool:
    """Whether this group of the project's fields may be shown on that day; without a line, it may."""
    line = next((p for p in edition.publication if p.group is group), None)
    if line is None or line.when is Visibility.PUBLIC:
        return project.status is not Status.IN_PREPARATION
    if line.when is Visibility.NEVER:
        return False
    if line.when is Visibility.PUBLIC_FROM_PHASE:
        return _phase_started(edition, line.phase, today)
    return line.status is not None and STATUS_ORDER[project.status] >= STATUS_ORDER[line.status]
