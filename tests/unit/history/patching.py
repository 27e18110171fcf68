"""Applies told changes to an old state, for the property that they say everything and nothing else."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from aubette.history.diff import keyed
from aubette.history.shape import PLAIN, Node
from aubette.model.change import Change, Kind, steps

Keyed = dict[str, Any]


def opened(value: Any, node: Node) -> Any:
    """A document with its lists as mappings by the keys of their items, so that their order is nothing."""
    if node.is_list and isinstance(value, list):
        return {name: opened(item, node.item or PLAIN) for name, item in keyed(value, node).items()}
    if node.fields and isinstance(value, Mapping):
        return {name: opened(item, node.fields.get(name, PLAIN)) for name, item in value.items()}
    return value.rstrip() if isinstance(value, str) else value


def without_nothing(value: Any) -> Any:
    """The same without empty parts, which say as much as missing ones."""
    if isinstance(value, dict):
        kept = {name: without_nothing(item) for name, item in value.items()}
        return {name: item for name, item in kept.items() if item not in (None, {}, [])}
    return value


def at(value: Keyed, path: str) -> Any:
    """What an opened document says at a path, None where it says nothing."""
    for _, name in steps(path):
        if not isinstance(value, dict) or name not in value:
            return None
        value = value[name]
    return value


def node_at(shape: Node, path: str) -> Node:
    """What the schema says of a path."""
    for is_item, name in steps(path):
        shape = (shape.item or PLAIN) if is_item else shape.fields.get(name, PLAIN)
    return shape


def patched(before: Keyed, changes: Iterable[Change], shape: Node) -> Keyed:
    """An opened document with the changes applied, outermost first."""
    made = copy.deepcopy(before)
    for change in sorted(changes, key=lambda c: (len(list(steps(c.path))), c.kind is not Kind.REMOVED)):
        *parents, last = [name for _, name in steps(change.path)]
        place = made
        for name in parents:
            if not isinstance(place.get(name), dict):
                place[name] = {}
            place = place[name]
        if change.after is None:
            place.pop(last, None)
        else:
            place[last] = opened(change.after, node_at(shape, change.path))
    return made
