"""Every field that a published schema calls a name of something is held against what there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from schema_walk import document

from aubette.rules.references import IN_CHECKLIST, IN_EDITION, IN_LEDGER, IN_PROJECT

FOLLOWED = {"project": IN_PROJECT, "edition": IN_EDITION, "ledger": IN_LEDGER, "checklist": IN_CHECKLIST}
BY_ANOTHER_RULE = {
    "project": {"merged_into": "lifecycle/merged-into-unknown", "decisions.*.rule": "feasibility/unknown-rule"},
    "edition": {"contests.*.counting.quotas.*.envelope": "ballot/quota-elsewhere"},
    "ledger": dict.fromkeys(("entries.*.from", "entries.*.to", "entries.*.project"), "reference/unknown-envelope"),
}


def named(node: dict[str, Any], schema: dict[str, Any], way: tuple[str, ...] = ()) -> Iterator[str]:
    """The ways to all fields that carry the name of something else."""
    if "$ref" in node:
        yield from named(schema["$defs"][node["$ref"].removeprefix("#/$defs/")], schema, way)
    if "x-ref" in node:
        yield ".".join(way)
    for key, part in node.get("properties", {}).items():
        yield from named(part, schema, (*way, key))
    for part in (*node.get("anyOf", ()), *node.get("allOf", ()), *node.get("oneOf", ())):
        yield from named(part, schema, way)
    if "items" in node:
        yield from named(node["items"], schema, (*way, "*"))


@pytest.mark.parametrize("kind", FOLLOWED)
def test_each_name_in_a_schema_is_followed(kind: str) -> None:
    schema = document(kind)
    followed = {".".join(way) for _, way in FOLLOWED[kind]}
    others = set(BY_ANOTHER_RULE.get(kind, ()))
    assert followed.isdisjoint(others)
    assert set(named(schema, schema)) == followed | others
