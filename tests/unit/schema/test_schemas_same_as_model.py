"""The schemas and the model say the same: fields in the same order, the same ones required, the same closed lists."""

from __future__ import annotations

import dataclasses
import enum
import inspect
import typing
from collections.abc import Iterator
from typing import Any

import pytest
from schema_walk import NAMES, document, objects

from aubette.model import (
    budget,
    calendar,
    city,
    contest,
    counting,
    edition,
    governance,
    project,
    registers,
    study,
    works,
)
from aubette.model.lifecycle import WRITTEN
from aubette.model.money import Money
from aubette.model.text import Text
from aubette.votes import policy, rules_json

MODULES = (budget, calendar, city, contest, edition, governance, project, registers, study, works)
ROOTS = {"project": "Project", "edition": "Edition", "city": "CityConfig", "checklist": "Checklist", "ledger": "Ledger"}
NOT_IN_FILES = {"City"}
OUTSIDE = {"edition", "origin"}


def classes() -> dict[str, type]:
    return {
        name: cls
        for module in MODULES
        for name, cls in inspect.getmembers(module, dataclasses.is_dataclass)
        if inspect.isclass(cls) and cls.__module__ == module.__name__ and name not in NOT_IN_FILES
    }


def described() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every class that a schema describes: the schema's name, the class's, its mapping."""
    for name in NAMES:
        for cls, part in objects(document(name)):
            yield name, cls or ROOTS.get(name, ""), part


DESCRIBED = [(f"{schema}-{cls}", cls, part) for schema, cls, part in described() if cls in classes()]
parts = pytest.mark.parametrize(("cls", "part"), [d[1:] for d in DESCRIBED], ids=[d[0] for d in DESCRIBED])


def fields(cls: str) -> list[dataclasses.Field[Any]]:
    hints = typing.get_type_hints(classes()[cls])
    outside = OUTSIDE if "origin" in hints else set()
    return [field for field in dataclasses.fields(classes()[cls]) if field.name not in outside]


def enums_in(hint: Any) -> list[type[enum.Enum]]:
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return [hint]
    return [found for arg in typing.get_args(hint) for found in enums_in(arg)]


def test_every_class_of_the_model_is_described() -> None:
    assert set(classes()) - {cls for _, cls, _ in DESCRIBED} == set()


@parts
def test_fields_and_their_order(cls: str, part: dict[str, Any]) -> None:
    assert list(part["properties"]) == [field.name.rstrip("_") for field in fields(cls)]


@parts
def test_what_has_no_default_is_required(cls: str, part: dict[str, Any]) -> None:
    missing = dataclasses.MISSING
    bare = [f.name.rstrip("_") for f in fields(cls) if f.default is missing and f.default_factory is missing]
    assert part["required"] == bare


@parts
def test_closed_lists(cls: str, part: dict[str, Any]) -> None:
    hints = typing.get_type_hints(classes()[cls])
    for field in fields(cls):
        schema = part["properties"][field.name.rstrip("_")]
        schema = schema.get("items", schema)
        found = enums_in(hints[field.name])
        assert bool(found) == ("x-enum" in schema), field.name
        if found:
            wanted = WRITTEN if (cls, field.name) == ("Project", "status") else found[0]
            assert schema["enum"] == [member.value for member in wanted]
            assert schema["x-enum"] == found[0].__name__


@parts
def test_kinds_of_value(cls: str, part: dict[str, Any]) -> None:
    hints = typing.get_type_hints(classes()[cls])
    for field in fields(cls):
        schema = part["properties"][field.name.rstrip("_")]
        inner = schema.get("items", schema)
        if Money in (hints[field.name], *typing.get_args(hints[field.name])):
            assert inner["x-format"] == "money" and inner["minimum"] >= 0
        if Text in (hints[field.name], *typing.get_args(hints[field.name])):
            assert inner["$ref"].startswith("#/$defs/Text")
        assert ("items" in schema) == (typing.get_origin(hints[field.name]) is tuple)


def test_nobody_writes_that_a_project_has_won() -> None:
    written = document("project")["properties"]["status"]["enum"]
    assert "on_ballot" in written and not {"selected", "not_selected"} & set(written)


@pytest.mark.parametrize("name", [n for n in NAMES if n != "ballot-rules"])
def test_every_file_says_the_version_of_its_format(name: str) -> None:
    schema = document(name)
    assert next(iter(schema["properties"])) == "schema_version" == schema["required"][0]
    assert schema["properties"]["schema_version"]["const"] == 1


@pytest.mark.parametrize(("name", "number"), [("edition", "number"), ("ballot-rules", "string")])
def test_the_counting_rule_is_the_one_that_is_counted(name: str, number: str) -> None:
    definitions = document(name)["$defs"]
    rule = definitions["CountingRule"]["properties"]
    assert list(rule) == [field.name for field in dataclasses.fields(counting.CountingRule)]
    assert list(definitions["Thresholds"]["properties"]) == [f.name for f in dataclasses.fields(counting.Thresholds)]
    hints = typing.get_type_hints(counting.CountingRule)
    for key, part in rule.items():
        found = enums_in(hints[key])
        assert part.get("items", part).get("enum") == ([member.value for member in found[0]] if found else None), key
    assert rule["step"]["type"] == number == definitions["Thresholds"]["properties"]["share_percent"]["type"]


def test_the_frozen_ballot_has_the_fields_that_votes_read() -> None:
    schema = document("ballot-rules")
    contest = schema["$defs"]["RulesContest"]
    assert set(schema["properties"]) == rules_json.KEYS
    assert set(contest["required"]) == rules_json.CONTEST_KEYS
    assert set(contest["properties"]) == rules_json.CONTEST_KEYS | rules_json.OPTIONAL_CONTEST_KEYS
    assert set(document("policy")["properties"]) == policy.KEYS
