"""What changed between two states of a document, field by field, as its schema says to compare (x-key, x-format).

List items are matched by the key the schema names, so that a reordered list is no change and an inserted item is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aubette.model.change import Change, Kind, Weight

KINDS = {
    "money": Kind.MONEY,
    "date": Kind.DATE,
    "date-time": Kind.DATE,
    "moment": Kind.DATE,
    "text": Kind.TEXT,
    "markdown": Kind.TEXT,
}
NOT_TOLD = frozenset({"schema_version", "key"})
ORDER = tuple(Weight)


@dataclass(frozen=True)
class Node:
    """What a schema says about one field: how it is compared and how much it matters."""

    kind: Kind = Kind.VALUE
    weight: Weight = Weight.MINOR
    key: tuple[str, ...] = ()
    fields: Mapping[str, Node] = field(default_factory=dict)
    item: Node | None = None
    is_list: bool = False


PLAIN = Node()


def compile_schema(schema: Mapping[str, Any]) -> Node:
    """The fields of a schema document; `$ref` is followed within it."""
    return _node(schema, schema, ())


def _node(part: Mapping[str, Any], root: Mapping[str, Any], path: tuple[str, ...]) -> Node:
    merged = _resolved(part, root)
    weight = Weight(merged["x-weight"]) if "x-weight" in merged else Weight.MINOR
    if merged.get("type") == "array" or "items" in merged:
        key = merged.get("x-key") or ()
        names = (key,) if isinstance(key, str) else tuple(key)
        return Node(Kind.VALUE, weight, names, {}, _node(merged.get("items", {}), root, path), is_list=True)
    if path == ("status",):
        return Node(Kind.STATUS, Weight.DECISION)
    kind = KINDS.get(str(merged.get("x-format")), Kind.ENUM if "enum" in merged else Kind.VALUE)
    if kind is Kind.TEXT or "properties" not in merged:
        return Node(kind, weight)
    fields = {name: _node(sub, root, (*path, name)) for name, sub in merged["properties"].items()}
    return Node(Kind.VALUE, weight, (), fields)


def _resolved(part: Mapping[str, Any], root: Mapping[str, Any]) -> dict[str, Any]:
    """A part with what it refers to under it, so that a field's own annotations win."""
    if "$ref" not in part:
        return dict(part)
    target: Any = root
    for name in str(part["$ref"]).removeprefix("#/").split("/"):
        target = target[name]
    return {**_resolved(target, root), **{k: v for k, v in part.items() if k != "$ref"}}


def diff(before: Mapping[str, Any], after: Mapping[str, Any], schema: Node) -> tuple[Change, ...]:
    """The changes from one state to the next, heaviest first, then in the schema's order."""
    found = list(_mapping(before, after, schema, ""))
    return tuple(sorted(found, key=lambda change: (ORDER.index(change.weight), change.kind is not Kind.STATUS)))


def _mapping(before: Mapping[str, Any], after: Mapping[str, Any], node: Node, path: str) -> Iterator[Change]:
    names = [*node.fields, *(n for n in (*before, *after) if n not in node.fields)]
    for name in dict.fromkeys(names):
        if name in NOT_TOLD and not path:
            continue
        yield from _value(
            before.get(name), after.get(name), node.fields.get(name, PLAIN), f"{path}.{name}" if path else name
        )


def _value(before: Any, after: Any, node: Node, path: str) -> Iterator[Change]:
    if before == after:
        return
    if node.is_list:
        yield from _list(before or (), after or (), node, path)
    elif node.fields and isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _mapping(before, after, node, path)
    elif node.fields and before is None:
        yield Change(path, Kind.ADDED, node.weight, None, after)
        yield from _mapping({}, after, node, path)
    elif node.fields and after is None:
        yield Change(path, Kind.REMOVED, node.weight, before, None)
    else:
        yield Change(path, node.kind, node.weight, before, after)


def _list(before: Sequence[Any], after: Sequence[Any], node: Node, path: str) -> Iterator[Change]:
    old, new = _keyed(before, node), _keyed(after, node)
    item = node.item or PLAIN
    for key, value in new.items():
        where = f"{path}[{key}]"
        if key not in old:
            yield Change(where, Kind.ADDED, node.weight, None, value)
            if isinstance(value, Mapping) and item.fields:
                yield from (c for c in _mapping({}, value, item, where) if c.after is not None)
        else:
            yield from _value(old[key], value, item, where)
    for key, value in old.items():
        if key not in new:
            yield Change(f"{path}[{key}]", Kind.REMOVED, node.weight, value, None)


def _keyed(items: Sequence[Any], node: Node) -> dict[str, Any]:
    """Items by their key, the second of two equal keys numbered so that none is lost."""
    keyed: dict[str, Any] = {}
    for value in items:
        name = (
            ",".join(str(value.get(k, "")) for k in node.key) if node.key and isinstance(value, Mapping) else str(value)
        )
        unique, n = name, 2
        while unique in keyed:
            unique, n = f"{name}#{n}", n + 1
        keyed[unique] = value
    return keyed
