"""Each edition's configuration against the one before it, by the semantic diff that also tells the projects' past."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from aubette.history.diff import compile_schema, diff
from aubette.load.yaml_text import parse
from aubette.model.city import City
from aubette.model.comparison import RulesCompared
from aubette.model.enums import Provenance
from aubette.workflow.folder import Folder


def rules_compared(folder: Folder, city: City) -> tuple[RulesCompared, ...]:
    """One comparison for each edition that follows another; imported elections have no rules of their own."""
    return tuple(_compared(folder, city))


def _compared(folder: Folder, city: City) -> Iterator[RulesCompared]:
    shape = compile_schema(folder.schemas.document("edition"))
    first = city.config.languages[0].value
    live = sorted((e for e in city.editions if e.provenance is Provenance.LIVE), key=lambda e: (e.year_decision, e.id))
    for before, after in pairwise(live):
        old, new = (_data(folder, edition.origin.file) for edition in (before, after))
        yield RulesCompared(after.id, before.id, diff(old, new, shape, first))


def _data(folder: Folder, path: str) -> dict[str, object]:
    """An edition's file as it is written; it has passed the check."""
    return dict(parse(folder.source.read(path), path).data or {})
