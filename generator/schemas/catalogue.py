"""Which files have a schema, and the class at the top of each."""

from __future__ import annotations

from collections.abc import Mapping

from aubette.model.city import CityConfig
from aubette.model.edition import Edition
from aubette.model.enums import FieldGroup
from aubette.model.project import FIELD_GROUPS, Project
from aubette.model.registers import Checklist, Ledger
from aubette.model.study import Study
from schemas.compose import Composer, Schema, fields_of
from schemas.fragments import Fragments
from schemas.shapes import PolicyFile, Redactions, Redirects, RulesFile

ROOTS: Mapping[str, type] = {
    "project": Project,
    "edition": Edition,
    "city": CityConfig,
    "checklist": Checklist,
    "ledger": Ledger,
    "policy": PolicyFile,
    "redactions": Redactions,
    "redirects": Redirects,
    "ballot-rules": RulesFile,
}

WITHOUT_FRACTIONS = frozenset({"ballot-rules"})
"""Signed JSON, in which an amount or a percentage is text, so that no reader can make a float of it."""


def field_groups() -> dict[tuple[str, str], str]:
    """The group of each field of a project and of its study, by class and field; the rest is identity."""
    groups = {("Project", field.name): FieldGroup.IDENTITY.value for field in fields_of(Project)}
    del groups["Project", "study"]
    groups |= {("Study", field.name): FieldGroup.IDENTITY.value for field in fields_of(Study)}
    for group, paths in FIELD_GROUPS.items():
        for path in paths:
            owner, _, name = path.rpartition(".")
            groups["Study" if owner else "Project", name] = group.value
    return groups


def all_schemas(fragments: Fragments) -> dict[str, Schema]:
    """Every schema by its name."""
    groups = field_groups()
    return {
        name: Composer(fragments, groups, numbers_as_text=name in WITHOUT_FRACTIONS).file(name, root)
        for name, root in ROOTS.items()
    }
