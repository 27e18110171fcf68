"""What a city decided to hide (`redactions.yml`) or not to publish yet, taken out of its files' content and its past.

A redaction names a field by its path without list keys (`decisions.reason`) and covers what stands below it, in every
item. Everything that is published is made from what comes out of here: pages, data, feeds, timelines, rebuilt pasts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from datetime import date as Date
from typing import Any

from aubette.history.diff import Node
from aubette.model.change import Change, Entry, Kind, Turn, steps
from aubette.model.city import City
from aubette.model.edition import Edition
from aubette.model.enums import FieldGroup, Status
from aubette.model.project import FIELD_GROUPS, Project
from aubette.model.registers import Redaction
from aubette.model.text import Text
from aubette.model.visibility import group_of, is_public
from aubette.words.catalogue import FALLBACKS, Catalogue

Path = tuple[str, ...]
KEPT = frozenset({"schema_version", "key", "number", "status", "edition", "origin"})
"""What a project is known by; a redaction of these hides nothing but its place in the past."""


def notice() -> Text:
    """What stands where a hidden text cannot be left out, in every language."""
    return Text({lang: Catalogue(lang).say("history.redacted") for lang in FALLBACKS})


def veiled(city: City, redactions: Iterable[Redaction], notice: Text) -> City:
    """The city without what its redactions hide; `notice` stands where a text cannot be left out.

    `redactions` are those of today even where the city is one of the past.
    """
    every = tuple({(r.key, r.field): r for r in (*city.redactions, *redactions)}.values())
    hidden: dict[str, list[Path]] = {}
    for redaction in every:
        hidden.setdefault(redaction.key, []).append(tuple(redaction.field.split(".")))
    projects = tuple(_veiled(p, hidden.get(p.key, ()), notice) for p in city.projects)
    return replace(city, projects=projects, redactions=every)


def _veiled(project: Project, hidden: Iterable[Path], notice: Text) -> Project:
    for path in hidden:
        if path[0] not in KEPT:
            project = _without(project, path, notice)
    return project


def _without(value: Any, path: Path, notice: Text) -> Any:
    """A value without the field at a path; lists are gone through, a text loses the language that is named."""
    if isinstance(value, tuple):
        return tuple(_without(item, path, notice) for item in value)
    if isinstance(value, Text):
        kept = {lang: text for lang, text in value.by_lang.items() if lang not in (path[0], "")}
        return Text(kept) if kept else notice
    found = {f.name: f for f in fields(value)} if is_dataclass(value) else {}
    name = path[0]
    if name not in found:
        return value
    before = getattr(value, name)
    after = _blank(found[name], before, notice) if len(path) == 1 else _without(before, path[1:], notice)
    return replace(value, **{name: after})


def _blank(field: Field[Any], value: Any, notice: Text) -> Any:
    """What stands in place of a hidden value: nothing where the model allows it, else what tells nothing."""
    if field.default is not MISSING:
        return field.default
    if field.default_factory is not MISSING:
        return field.default_factory()
    return _empty(value, notice)


def _empty(value: Any, notice: Text) -> Any:
    if isinstance(value, Text):
        return notice
    if isinstance(value, tuple):
        return ()
    if is_dataclass(value) and not isinstance(value, type):
        blank = {f.name: _blank(f, getattr(value, f.name), notice) for f in fields(value)}
        return replace(value, **blank)
    return "–" if type(value) is str else value


def veiled_timelines(
    city: City, shape: Node, timelines: Mapping[str, tuple[Entry, ...]], today: Date
) -> dict[str, tuple[Entry, ...]]:
    """The timelines of public projects without what may not be shown today, or at all; `shape` is a project's schema.

    The city's redactions are read from `city`, which `veiled` has completed with those of today.
    """
    shown: dict[str, tuple[Entry, ...]] = {}
    for key, entries in timelines.items():
        project = city.project(key)
        edition = city.edition(project.edition) if project else None
        if project is not None and edition is not None and project.status is not Status.IN_PREPARATION:
            shown[key] = tuple(_entries(entries, _hidden(city, project, edition, shape, today)))
    return shown


def _hidden(city: City, project: Project, edition: Edition, shape: Node, today: Date) -> tuple[Path, ...]:
    """The paths of a project's fields that its timeline does not tell; `("",)` stands for all that is in no group."""
    closed = [group for group in FieldGroup if not is_public(edition, project, group, today)]
    paths = [tuple(prefix.split(".")) for group in closed for prefix in FIELD_GROUPS.get(group, ())]
    redacted = [tuple(r.field.split(".")) for r in city.redactions if r.key == project.key]
    paths += [_whole_item(path, shape) for path in redacted]
    return (*paths, ("",)) if FieldGroup.IDENTITY in closed else tuple(paths)


def _whole_item(path: Path, shape: Node) -> Path:
    """The path to hide in a timeline: where items of a list go by the hidden field, the list and not only the field."""
    node = shape
    for depth, name in enumerate(path):
        if node.is_list:
            if name in node.key:
                return path[:depth]
            node = node.item or node
        node = node.fields.get(name, Node())
    return path


def _entries(entries: Iterable[Entry], hidden: tuple[Path, ...]) -> Iterator[Entry]:
    for entry in entries:
        changes = tuple(shown for change in entry.changes if (shown := _shown(change, hidden)) is not None)
        if changes or entry.turn is not Turn.CHANGED:
            yield replace(entry, changes=changes) if hidden else entry


def _shown(change: Change, hidden: tuple[Path, ...]) -> Change | None:
    """A change without what is hidden, None where nothing of it is left."""
    names = tuple(name for is_item, name in steps(change.path) if not is_item)
    before, after = change.before, change.after
    for path in hidden:
        if path == ("",) and group_of(".".join(names)) is FieldGroup.IDENTITY:
            return None
        if names[: len(path)] == path:
            return None
        if path[: len(names)] == names:
            before, after = _pruned(before, path[len(names) :]), _pruned(after, path[len(names) :])
    if before is None and after is None:
        return None
    if before == after and change.kind not in (Kind.ADDED, Kind.REMOVED):
        return None
    return replace(change, before=before, after=after)


def _pruned(value: object, path: Path) -> object:
    """A value as a file says it, without the field at a path; a text that has no language goes with the one named."""
    if isinstance(value, Mapping):
        name, rest = path[0], path[1:]
        kept = {n: _pruned(item, rest) if n == name else item for n, item in value.items() if n != name or rest}
        return kept or None
    if isinstance(value, list | tuple):
        return [_pruned(item, path) for item in value]
    return None
