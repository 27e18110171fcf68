"""What a change does to each file of data, field by field, before and after; values for the catalogues to say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from aubette.history.diff import compile_schema, diff
from aubette.history.shape import titles
from aubette.load.city import kind_of
from aubette.load.schema import Schemas
from aubette.load.yaml_text import parse
from aubette.model.change import Change, Turn
from aubette.model.finding import Severity
from aubette.model.source import Source
from aubette.workflow.folder import Folder

PROJECT = "project"
DATA = ("projects", "site_config")
Documents = dict[str, Mapping[str, object]]


@dataclass(frozen=True)
class Told:
    """One file: what it is (a schema's name), its name for people, what became of it, its changes, heaviest first."""

    file: str
    name: str
    turn: Turn
    changes: tuple[Change, ...] = ()
    kind: str = PROJECT


def field_titles(schemas: Schemas, kind: str, lang: str) -> tuple[str, dict[str, str]]:
    """What people call a kind of file, and each of its fields by its path."""
    document = schemas.document(kind)
    whole = document.get("x-title") or {}
    return str(whole.get(lang, document.get("title", kind))), titles(compile_schema(document), lang)


def tell(folder: Folder, base: Source, source: Source) -> tuple[Told, ...]:
    """The files that a change touches, projects first; a file that cannot be read is told by its finding only."""
    before = dict(_changed(base, source, folder.schemas))
    after = dict(_changed(source, base, folder.schemas))
    return (*_kept(folder, base, before, after), *_gone(source, before, after))


def _kept(folder: Folder, base: Source, before: Documents, after: Documents) -> Iterator[Told]:
    """The files that are there after the change."""
    moved = {str(data["key"]): data for data in before.values() if "key" in data}
    known = {entry.path for under in DATA for entry in base.entries(under)}
    for path, data in sorted(after.items()):
        kind, place = kind_of(path) or (PROJECT, "")
        earlier = before.get(path) or moved.get(str(data.get("key")))
        schema = compile_schema(folder.schemas.document(kind))
        changes = diff(earlier, data, schema) if earlier is not None else ()
        new = earlier is None and path not in known
        if changes or new:
            turn = Turn.CREATED if new else Turn.CHANGED
            yield Told(path, _name(kind, place, data), turn, changes, kind)


def _gone(source: Source, before: Documents, after: Documents) -> Iterator[Told]:
    """The files that are there no more, under no other name either."""
    left = {entry.path for under in DATA for entry in source.entries(under)}
    kept = {str(data["key"]) for data in after.values() if "key" in data}
    for path, data in sorted(before.items()):
        if path not in left and str(data.get("key")) not in kept:
            kind, place = kind_of(path) or (PROJECT, "")
            yield Told(path, _name(kind, place, data), Turn.REMOVED, (), kind)


def _name(kind: str, place: str, data: Mapping[str, object]) -> str:
    return str(data.get("number") or data.get("key")) if kind == PROJECT else place


def _changed(source: Source, other: Source, schemas: Schemas) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The files of a source whose bytes the other one does not have at the same path, and that follow their schema.

    A value that no list knows has no name for people.
    """
    for entry in (entry for under in DATA for entry in source.entries(under)):
        known = kind_of(entry.path)
        if known is None:
            continue
        try:
            raw = source.read(entry.path)
        except FileNotFoundError:
            continue
        try:
            same = other.read(entry.path) == raw
        except FileNotFoundError:
            same = False
        if same:
            continue
        parsed = parse(raw, entry.path)
        if not isinstance(parsed.data, dict):
            continue
        if not any(f.severity is Severity.ERROR for f in (*parsed.findings, *schemas.validate(known[0], parsed))):
            yield entry.path, parsed.data
