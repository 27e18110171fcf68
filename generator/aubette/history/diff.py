"""What changed between two states of a document, field by field, as its schema says to compare (x-key, x-format).

List items are matched by the key the schema names, so that a reordered list is no change and an inserted item is one.
What says the same in another spelling is no change either: `1.50` and `1.5`, a text with or without a last line end, a
text alone and the same text under the city's first language, nothing and an empty list.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from aubette.history.shape import PLAIN, Node, compile_schema
from aubette.model.change import Change, Kind, Weight, escaped

__all__ = ["Node", "compile_schema", "diff"]

NOT_TOLD = frozenset({"schema_version", "key"})
RANK = {weight: rank for rank, weight in enumerate(Weight)}
NOTHING: tuple[Any, ...] = (None, {})
LONGEST_NAME = 120


def diff(before: Mapping[str, Any], after: Mapping[str, Any], schema: Node, language: str = "") -> tuple[Change, ...]:
    """The changes from one state to the next, heaviest first, then in the schema's order.

    `language` is the one that a text without a language is in.
    """
    found = list(_mapping(before, after, schema, "", language))
    found.sort(key=_heaviest_first)
    return tuple(found)


def _heaviest_first(change: Change) -> tuple[int, bool]:
    return RANK[change.weight], change.kind is not Kind.STATUS


def _mapping(before: Mapping[str, Any], after: Mapping[str, Any], node: Node, path: str, lang: str) -> Iterator[Change]:
    fields = node.fields
    if before.keys() <= fields.keys() and after.keys() <= fields.keys():
        names = [name for name in fields if before.get(name) is not after.get(name)]
    else:
        names = list(dict.fromkeys((*fields, *before, *after)))
    for name in names:
        old, new = before.get(name), after.get(name)
        if old is new or (not path and name in NOT_TOLD):
            continue
        where = name if name.isidentifier() else escaped(str(name))
        yield from _value(old, new, fields.get(name, PLAIN), f"{path}.{where}" if path else where, lang)


def _value(before: Any, after: Any, node: Node, path: str, lang: str) -> Iterator[Change]:
    if before is after or _same(before, after) or (node.fields and before in NOTHING and after in NOTHING):
        return
    if node.is_list and _is(list, before) and _is(list, after):
        yield from _list(before or [], after or [], node, path, lang)
    elif node.fields and isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _mapping(before, after, node, path, lang)
    elif node.fields and before is None:
        yield Change(path, Kind.ADDED, node.weight, None, after)
        if isinstance(after, Mapping):
            yield from _mapping({}, after, node, path, lang)
    elif node.fields and after is None:
        yield Change(path, Kind.REMOVED, node.weight, before, None)
    elif node.kind is not Kind.TEXT or not _same_text(before, after, lang):
        yield Change(path, node.kind, node.weight, before, after, node.of)


def _is(kind: type, value: Any) -> bool:
    return value is None or isinstance(value, kind)


def _same(before: Any, after: Any) -> bool:
    """Whether two values are equal; `true` is not `1`, though Python says so."""
    return bool(before == after) and isinstance(before, bool) == isinstance(after, bool)


def _same_text(before: Any, after: Any, lang: str) -> bool:
    return bool(_texts(before, lang) == _texts(after, lang))


def _texts(value: Any, lang: str) -> Any:
    """A text by language, without the line ends that close it."""
    if isinstance(value, str):
        return {lang: value.rstrip()}
    if isinstance(value, Mapping):
        return {name: text.rstrip() if isinstance(text, str) else text for name, text in value.items()}
    return value


def _list(before: list[Any], after: list[Any], node: Node, path: str, lang: str) -> Iterator[Change]:
    old, new = keyed(before, node), keyed(after, node)
    item = node.item or PLAIN
    for key, value in new.items():
        where = f"{path}[{escaped(key, item=True)}]"
        if key in old:
            yield from _value(old[key], value, item, where, lang)
            continue
        yield Change(where, Kind.ADDED, node.weight, None, value, node.of)
        if isinstance(value, Mapping) and item.fields:
            yield from _mapping({}, value, item, where, lang)
    for key, value in old.items():
        if key not in new:
            yield Change(f"{path}[{escaped(key, item=True)}]", Kind.REMOVED, node.weight, value, None, node.of)


def keyed(items: list[Any], node: Node) -> dict[str, Any]:
    """Items by their key, the second of two equal keys numbered so that none is lost."""
    found: dict[str, Any] = {}
    for value in items:
        name = _name(value, node.key)
        unique, n = name, 2
        while unique in found:
            unique, n = f"{name}#{n}", n + 1
        found[unique] = value
    return found


def _name(value: Any, key: tuple[str, ...]) -> str:
    """What identifies an item: the fields of its key, else a short value itself, else a digest of what it says."""
    if key and isinstance(value, Mapping):
        return ",".join(str(value.get(name, "")) for name in key)
    if isinstance(value, str | int) and len(str(value)) <= LONGEST_NAME:
        return str(value).rstrip()
    told = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return f"#{sha256(told.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
