"""Finding one's way in the published schemas, without the code that wrote them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SCHEMA = Path(__file__).resolve().parents[3] / "schema"
NAMES = ("ballot-rules", "checklist", "city", "edition", "ledger", "policy", "project", "redactions", "redirects")


def document(name: str) -> dict[str, Any]:
    """A published schema as it stands in the folder."""
    loaded: dict[str, Any] = json.loads((SCHEMA / f"{name}.schema.json").read_text(encoding="utf-8"))
    return loaded


def objects(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The mapping at the top and every definition of one, with the name of its class."""
    yield "", schema
    for name, definition in schema["$defs"].items():
        if definition["type"] == "object":
            yield name, definition


def properties(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every property of a schema by `Class.field`, those of localised texts among them."""
    for name, definition in [("", schema), *schema["$defs"].items()]:
        for key, part in definition["properties"].items():
            yield f"{name}.{key}", part


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every mapping in a schema, at any depth; what stands in `examples` is no schema."""
    if isinstance(value, dict):
        yield value
        for key, part in value.items():
            if key != "examples":
                yield from nodes(part)
    elif isinstance(value, list):
        for part in value:
            yield from nodes(part)


def resolved(part: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """What a property's reference leads to, or the property itself."""
    reference = part.get("$ref")
    return schema["$defs"][reference.removeprefix("#/$defs/")] if reference else part
