"""The commented examples: each is read without a finding, in the canonical form, with every key explained."""

from __future__ import annotations

from typing import Any

import pytest
from schema_walk import NAMES, SCHEMA, document

from aubette.load.build import build, unbuild
from aubette.load.canonical import write
from aubette.load.schema import Schemas
from aubette.load.yaml_text import parse
from aubette.model.city import CityConfig
from aubette.model.edition import Edition
from aubette.model.project import Project
from aubette.model.registers import Checklist, Ledger

CLASSES: dict[str, type] = {
    "project": Project, "edition": Edition, "city": CityConfig, "checklist": Checklist, "ledger": Ledger,
}  # fmt: skip


def text(name: str) -> str:
    return (SCHEMA / f"EXAMPLE-{name}.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_is_read_without_a_finding(name: str) -> None:
    parsed = parse(text(name).encode(), f"EXAMPLE-{name}.yml")
    assert parsed.findings == ()
    assert Schemas(SCHEMA).validate(name, parsed) == ()


@pytest.mark.parametrize("name", NAMES)
def test_without_its_comments_is_the_canonical_form(name: str) -> None:
    bare = "".join(line for line in text(name).splitlines(keepends=True) if line.strip()[:1] not in ("", "#"))
    data = parse(bare.encode(), "example.yml").data
    assert data is not None
    assert write(data, document(name)).decode() == bare


@pytest.mark.parametrize("name", NAMES)
def test_shows_every_key_of_the_top(name: str) -> None:
    lines = text(name).splitlines()
    for key in document(name)["properties"]:
        assert any(line.startswith((f"{key}:", f"#{key}:")) for line in lines), key


@pytest.mark.parametrize("name", CLASSES)
def test_becomes_the_model_and_comes_back(name: str) -> None:
    data: Any = parse(text(name).encode(), "example.yml").data
    instance: Any = build(CLASSES[name], data)
    assert build(CLASSES[name], unbuild(instance)) == instance
