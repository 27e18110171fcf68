"""What the published schemas promise to those who read them: forms, checks, histories, editors."""

from __future__ import annotations

import re
import time
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
from schema_walk import NAMES, SCHEMA, document, nodes, objects, properties, resolved

from schemas.build import ROOT, generated, left_over

REFS = {"service", "area", "theme", "tier", "envelope", "criterion", "article", "project", "contest", "checklist"}
FORMATS = REFS | {
    "amount",
    "code",
    "coordinates",
    "country",
    "currency",
    "date",
    "date-time",
    "decimal",
    "digest",
    "domain",
    "field",
    "hours",
    "key",
    "markdown",
    "moment",
    "money",
    "number",
    "path",
    "percent",
    "reference",
    "rule",
    "site-path",
    "slug",
    "telephone",
    "text",
    "time-zone",
    "url",
}
WEIGHTS = {"decision", "money", "date", "text", "minor"}


@pytest.fixture(params=NAMES)
def schema(request: pytest.FixtureRequest) -> dict[str, Any]:
    return document(request.param)


def test_every_generated_file_is_current() -> None:
    stale = [path for path, text in generated().items() if (ROOT / path).read_text(encoding="utf-8") != text]
    assert stale == []
    assert left_over(generated()) == (), "pages of codes that are no more: python -m schemas.build"


def test_no_other_schema_is_published() -> None:
    assert sorted(path.name.removesuffix(".schema.json") for path in SCHEMA.glob("*.schema.json")) == list(NAMES)


def test_is_a_schema_of_its_draft_and_of_no_host(schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert re.fullmatch(r"urn:aubette:schema:[a-z-]+:1", schema["$id"])


def test_every_mapping_is_closed(schema: dict[str, Any]) -> None:
    open_ones = [n.get("title") for n in nodes(schema) if n.get("title") and "properties" in n and n.get("type")
                 and n.get("additionalProperties") is not False]  # fmt: skip
    assert open_ones == []


def test_every_property_is_described_in_both_languages(schema: dict[str, Any]) -> None:
    for name, part in properties(schema):
        for lang in ("fr", "en"):
            assert part["x-title"][lang].strip() and part["x-description"][lang].strip(), name
        assert (part["title"], part["description"]) == (part["x-title"]["fr"], part["x-description"]["fr"]), name
        assert part["x-description"]["fr"] != part["x-description"]["en"], name
        assert part["examples"], name


def test_descriptions_are_sentences(schema: dict[str, Any]) -> None:
    for name, part in properties(schema):
        for lang in ("fr", "en"):
            assert part["x-description"][lang][-1] in ".?…", (name, lang)
            assert not part["x-title"][lang].endswith("."), (name, lang)


def test_annotations_are_of_the_known_kinds(schema: dict[str, Any]) -> None:
    for node in nodes(schema):
        if "x-format" in node:
            assert node["x-format"] in FORMATS
        if "x-ref" in node:
            assert {node["x-ref"]} <= REFS if isinstance(node["x-ref"], str) else set(node["x-ref"]) <= REFS
        if "x-weight" in node:
            assert node["x-weight"] in WEIGHTS


def test_every_property_has_a_weight(schema: dict[str, Any]) -> None:
    assert [name for name, part in properties(schema) if "x-weight" not in part] == []


def test_lists_of_blocks_say_what_identifies_an_item(schema: dict[str, Any]) -> None:
    for name, part in properties(schema):
        items = resolved(part.get("items", {}), schema)
        if items.get("type") == "object":
            assert part["x-key"], name
            assert set(part["x-key"]) <= set(items["properties"]), name
        else:
            assert "x-key" not in part, name


def test_amounts_dates_and_references_say_so(schema: dict[str, Any]) -> None:
    for name, part in properties(schema):
        inner = part.get("items", part)
        if inner.get("type") == "number":
            assert inner["x-format"] in {"money", "percent", "coordinates", "decimal"}, name
        if (
            inner.get("type") == "string"
            and "enum" not in inner
            and not name.startswith(".Text")
            and "Text" not in name
        ):
            assert "x-format" in inner, name
        if "service" in name.rsplit(".", 1)[1] and inner.get("type") == "string":
            assert inner["x-ref"] == "service", name


def test_every_property_of_a_project_has_its_group() -> None:
    schema = document("project")
    study = schema["$defs"]["Study"]["properties"]
    missing = [key for key, part in schema["properties"].items() if "x-group" not in part and key != "study"]
    assert missing + [key for key, part in study.items() if "x-group" not in part] == []
    assert study["checklist"]["x-group"] == "checklist"
    assert schema["properties"]["estimated_cost"]["x-group"] == "cost_total"


def patterns() -> list[str]:
    return sorted({node["pattern"] for name in NAMES for node in nodes(document(name)) if "pattern" in node})


@pytest.mark.parametrize("pattern", patterns())
def test_patterns_are_anchored_ascii_and_linear(pattern: str) -> None:
    assert pattern.isascii() and pattern.startswith("^") and pattern.endswith("$")
    assert not pattern[1:-1].startswith("^") and "|^" not in pattern and not re.search(r"(?<!\\)\.[*+]", pattern)
    compiled = re.compile(pattern, re.ASCII)
    rust = jsonschema_rs.Draft202012Validator({"type": "string", "pattern": pattern})
    seeds = ["a", "a-", "-a", "0", "0-", "1.", "a.a", "/", "http://a", "2027-01-01T", " ", "A/", "é", "+0 "]
    for seed in seeds:
        for text in ((seed * 50_000)[:50_000], (seed * 50_000)[:50_000] + "\x00", "a" + (seed * 50_000)[:50_000] + "!"):
            start = time.process_time()
            compiled.search(text)
            rust.is_valid(text)
            assert time.process_time() - start < 0.05


def test_examples_pass_the_property_that_they_illustrate(schema: dict[str, Any]) -> None:
    for name, part in properties(schema):
        judge = jsonschema_rs.Draft202012Validator({**part, "$defs": schema["$defs"]})
        for example in part["examples"]:
            assert [error.message for error in judge.iter_errors(example)] == [], name


def test_both_validators_agree_on_the_required_fields(schema: dict[str, Any]) -> None:
    for name, part in objects(schema):
        alone = {**part, "$defs": schema["$defs"]}
        del alone["examples" if "examples" in alone else "title"]
        slow = {error.message for error in jsonschema.Draft202012Validator(alone).iter_errors({})}
        fast = list(jsonschema_rs.Draft202012Validator(alone).iter_errors({}))
        assert bool(slow) == bool(fast) == bool(part["required"]), name
