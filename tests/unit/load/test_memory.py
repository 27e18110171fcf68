"""What was read before says exactly what reading would say, and never more."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aubette.load.city import load_city
from aubette.load.memory import Memory, dump, remembered
from aubette.load.root import schema_dir
from aubette.load.schema import Schemas
from aubette.load.worktree import WorkTree

AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9)
WORDS = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | AMOUNTS | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=20,
)


def again(memory: Memory) -> Memory:
    return remembered(dump(memory, "v1"), "v1")


@given(st.dictionaries(WORDS, VALUES, max_size=5))
def test_data_come_back_digit_for_digit(data: dict[str, Any]) -> None:
    memory = Memory()
    assert memory.recall("project", "a.yml", b"raw") is None
    memory.keep("a.yml", data)
    back = again(memory).recall("project", "b.yml", b"raw")
    assert back == data
    assert repr(back) == repr(data)


def learned() -> Memory:
    memory = Memory()
    memory.recall("project", "a.yml", b"raw")
    memory.keep("a.yml", {"cost": Decimal("85.00"), "title": "Mille « arbres » \\u0000D"})
    return memory


@pytest.mark.parametrize(("kind", "raw"), [("project", b"raw "), ("ledger", b"raw")])
def test_other_bytes_and_other_kinds_are_not_known(kind: str, raw: bytes) -> None:
    assert again(learned()).recall(kind, "a.yml", raw) is None


def test_other_code_knows_nothing() -> None:
    assert remembered(dump(learned(), "v1"), "v2").known == {}


@pytest.mark.parametrize("damage", range(0, 200, 7))
def test_a_damaged_line_is_a_file_that_is_read_anew(damage: int) -> None:
    good = learned().met
    data = bytearray(dump(learned(), "v1"))
    data[3 + damage % (len(data) - 4)] ^= 0x01
    found = remembered(bytes(data), "v1").recall("project", "a.yml", b"raw")
    assert found is None or found == json.loads(next(iter(good.values())).split(b" ", 2)[2], parse_float=Decimal)


def test_quiet_files_are_quiet_in_one_manner_only() -> None:
    memory = learned()
    memory.hush(frozenset({"a.yml", "unknown.yml"}), "french")
    later = again(memory)
    later.recall("project", "moved.yml", b"raw")
    assert later.quiet("french") == {"moved.yml"}
    assert later.quiet("german") == frozenset()
    assert not later.changed


def test_the_example_is_the_same_city_when_it_is_remembered(example: Any) -> None:
    schemas = Schemas(schema_dir())
    memory = Memory()
    read = load_city(WorkTree(example), schemas, memory)
    told = load_city(WorkTree(example), schemas, again(memory))
    assert told == read
    project = told.city.projects[5] if told.city else None
    same = read.city.projects[5] if read.city else None
    assert project is not None and same is not None
    assert project.origin.at("holder", "kind") == same.origin.at("holder", "kind")
