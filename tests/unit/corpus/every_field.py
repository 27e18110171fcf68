"""A document of a kind with every field of its schema filled, and for each field another document with another value.

Everything is drawn from the schema (its examples, its lists of words), so that a new field is in the corpus by itself.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from aubette.load.format_plan import Plan, compile_plan, flaws
from aubette.load.judge_rust import RustJudge

Schema = Mapping[str, Any]
Steps = tuple[str | int, ...]
LISTED = {"area": "neudorf", "theme": "nature", "tier": "petit", "service": "voirie", "article": "3"}
"""Ids for lists whose items have no example of their own."""

FIXED = (("schema_version",), ("key",))
"""What never changes in a file's life."""


@dataclass(frozen=True)
class Edited:
    """A document before and after one field took another value; `where` says which field, `of` what its values are."""

    where: Steps
    of: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def resolved(part: Schema, root: Schema) -> Schema:
    """A part of a schema with what it refers to under it."""
    while "$ref" in part:
        target: Any = root
        for name in str(part["$ref"]).removeprefix("#/").split("/"):
            target = target[name]
        part = {**target, **{k: v for k, v in part.items() if k != "$ref"}}
    return part


def full(part: Schema, root: Schema) -> Any:
    """A value of this part with every field in it, and one item in every list."""
    part = resolved(part, root)
    if "properties" in part and part.get("x-format") != "text":
        return {name: full(sub, root) for name, sub in part["properties"].items()}
    if part.get("type") == "array":
        return [full(part["items"], root)]
    if "const" in part:
        return part["const"]
    if "examples" in part:
        return part["examples"][0]
    return part["enum"][0] if "enum" in part else LISTED.get(part.get("x-format", ""), "Une phrase")


def leaves(part: Schema, root: Schema, where: Steps = ()) -> Iterator[tuple[Steps, Schema]]:
    """The fields that hold one value, by their place in a full document."""
    part = resolved(part, root)
    if "properties" in part and part.get("x-format") != "text":
        for name, sub in part["properties"].items():
            yield from leaves(sub, root, (*where, name))
    elif part.get("type") == "array":
        yield from leaves(part["items"], root, (*where, 0))
    elif "const" not in part:
        yield where, part


def others(value: Any, part: Schema) -> Iterator[Any]:
    """Values that a field may hold instead."""
    if "enum" in part:
        yield from (word for word in part["enum"] if word != value)
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float | Decimal):
        yield from (value + 1, value - 1)
    elif isinstance(value, str):
        if len(value) >= 10 and value[4:5] == value[7:8] == "-":
            if value[10:12].strip("T").isdigit():
                yield f"{value[:11]}{int(value[11:13]) ^ 1:02}{value[13:]}"
            yield (date.fromisoformat(value[:10]) + timedelta(days=3)).isoformat() + value[10:]
        yield from (f"{value} encore", f"{value}-2", f"{value}2", value.replace("1", "2"), value.replace("0", "1"))
        yield from (example for example in part.get("examples", ()) if example != value)
        yield from ("BE", "USD", "Europe/Brussels", "holder.area")


def put(data: Any, where: Steps, value: Any) -> Any:
    """A copy of a document with another value at one place."""
    whole = copy.deepcopy(data)
    held = whole
    for step in where[:-1]:
        held = held[step]
    held[where[-1]] = value
    return whole


def taken(data: Any, where: Steps) -> Any:
    """A copy of a document without one field, or list item."""
    whole = copy.deepcopy(data)
    held = whole
    for step in where[:-1]:
        held = held[step]
    del held[where[-1]]
    return whole


def problems(judge: RustJudge, plan: Plan, data: Any) -> set[Any]:
    """What a schema has against a document."""
    return {(p.path, p.keyword) for p in judge.problems(data)} | {(path, code) for path, (code, _) in flaws(plan, data)}


def edits(root: Schema) -> Iterator[Edited]:
    """For each field of a schema, one other value, or none where there is but one.

    A document with every field holds some that exclude each other; a change is legal that brings no problem of its own.
    """
    whole, judge, plan = full(root, root), RustJudge(root), compile_plan(root)
    known = problems(judge, plan, whole)
    for where, part in leaves(root, root):
        if where in FIXED:
            continue
        value = whole
        for step in where:
            value = value[step]
        every = (put(whole, where, other) for other in others(value, part) if other != value)
        after = next((data for data in every if problems(judge, plan, data) <= known), taken(whole, where))
        yield Edited(where, str(part.get("x-format") or part.get("type")), whole, after)
