"""What a change does to each project, field by field, before and after; values for the catalogues to say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from aubette.history.diff import compile_schema, diff
from aubette.load.city import PROJECT_PATH
from aubette.load.schema import Schemas
from aubette.load.yaml_text import parse
from aubette.model.change import Change
from aubette.model.finding import Severity
from aubette.model.source import Source
from aubette.workflow.folder import Folder


@dataclass(frozen=True)
class Told:
    """One project's file: its name for people, whether it is new, and its changes, heaviest first."""

    file: str
    name: str
    created: bool
    changes: tuple[Change, ...]


def tell(folder: Folder, base: Source, source: Source) -> tuple[Told, ...]:
    """The projects that a change touches, by file; a file that cannot be read is told by its finding only."""
    schema = compile_schema(folder.schemas.document("project"))
    before = dict(_changed(base, source, folder.schemas))
    after = dict(_changed(source, base, folder.schemas))
    moved = {str(data.get("key")): data for data in before.values()}
    known = {entry.path for entry in base.entries("projects")}
    told = []
    for path, data in sorted(after.items()):
        earlier = before.get(path) or moved.get(str(data.get("key")))
        changes = diff(earlier, data, schema) if earlier is not None else ()
        new = earlier is None and path not in known
        if changes or new:
            told.append(Told(path, str(data.get("number") or data.get("key")), new, changes))
    return tuple(told)


def _changed(source: Source, other: Source, schemas: Schemas) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The projects of a source whose bytes the other one does not have at the same path, and that follow the schema.

    A value that no list knows has no name for people.
    """
    for entry in source.entries("projects"):
        if not PROJECT_PATH.fullmatch(entry.path):
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
        if not any(f.severity is Severity.ERROR for f in (*parsed.findings, *schemas.validate("project", parsed))):
            yield entry.path, parsed.data
