"""What a schema says of each field of a file: how two values of it are compared, named and weighed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from aubette.model.change import Kind, Weight

KINDS = {
    "money": Kind.MONEY,
    "amount": Kind.MONEY,
    "date": Kind.DATE,
    "date-time": Kind.DATE,
    "moment": Kind.DATE,
    "text": Kind.TEXT,
    "markdown": Kind.TEXT,
}


@dataclass(frozen=True)
class Node:
    """What a schema says about one field: how it is compared and how much it matters.

    `key` names the fields that identify an item of a list; `of` is the list of words or the register of a value;
    `title` is what people call it, by language.
    """

    kind: Kind = Kind.VALUE
    weight: Weight = Weight.MINOR
    key: tuple[str, ...] = ()
    fields: Mapping[str, Node] = field(default_factory=dict)
    item: Node | None = None
    is_list: bool = False
    of: str = ""
    title: Mapping[str, str] = field(default_factory=dict)


PLAIN = Node()


def compile_schema(schema: Mapping[str, Any]) -> Node:
    """The fields of a schema document; `$ref` is followed within it."""
    return _node(schema, schema, ())


def _node(part: Mapping[str, Any], root: Mapping[str, Any], path: tuple[str, ...]) -> Node:
    merged = _resolved(part, root)
    if "anyOf" in merged:
        merged = {**_resolved(merged["anyOf"][0], root), **merged}
    weight = Weight(merged["x-weight"]) if "x-weight" in merged else Weight.MINOR
    title = merged.get("x-title") or {}
    if merged.get("type") == "array" or "items" in merged:
        key = merged.get("x-key") or ()
        names = (key,) if isinstance(key, str) else tuple(key)
        item = _node(merged.get("items", {}), root, (*path, "[]"))
        return Node(Kind.VALUE, weight, names, {}, item, is_list=True, of=item.of, title=title)
    of = str(merged.get("x-enum") or merged.get("x-ref") or "")
    if path == ("status",):
        return Node(Kind.STATUS, Weight.DECISION, of=of, title=title)
    kind = KINDS.get(str(merged.get("x-format")), Kind.ENUM if "enum" in merged else Kind.VALUE)
    if kind is Kind.TEXT or "properties" not in merged:
        return Node(kind, weight, of=of, title=title)
    fields = {name: _node(sub, root, (*path, name)) for name, sub in merged["properties"].items()}
    return Node(Kind.VALUE, weight, (), fields, title=title)


def titles(node: Node, language: str) -> dict[str, str]:
    """What people call each field, by its path without list keys; a list and its items share a title.

    A title that a language lacks is said in the first there is.
    """
    return dict(_titles(node, "", language))


def _titles(node: Node, path: str, language: str) -> Iterator[tuple[str, str]]:
    if path and node.title:
        yield path, node.title.get(language) or next(iter(node.title.values()))
    if node.item is not None:
        yield from _titles(node.item, f"{path}[]", language)
    for name, part in node.fields.items():
        yield from _titles(part, f"{path}.{name}" if path else name, language)


def _resolved(part: Mapping[str, Any], root: Mapping[str, Any]) -> dict[str, Any]:
    """A part with what it refers to under it, so that a field's own annotations win."""
    if "$ref" not in part:
        return dict(part)
    target: Any = root
    for name in str(part["$ref"]).removeprefix("#/").split("/"):
        target = target[name]
    return {**_resolved(target, root), **{k: v for k, v in part.items() if k != "$ref"}}
