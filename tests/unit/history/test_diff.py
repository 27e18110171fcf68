"""The semantic diff: what it says is all that changed and nothing else, whatever the two states are."""

from __future__ import annotations

import copy
import random
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from patching import at, node_at, opened, patched, without_nothing

from aubette.history.diff import compile_schema, diff
from aubette.history.shape import Node
from aubette.load.root import schema_dir
from aubette.load.schema import Schemas
from aubette.model.change import Kind, Weight, escaped, plain, steps

SCHEMAS = Schemas(schema_dir())
SHAPE = compile_schema(SCHEMAS.document("project"))
KINDS = ("project", "edition", "ledger", "city", "checklist")
SHAPES = {kind: compile_schema(SCHEMAS.document(kind)) for kind in KINDS}

words = st.sampled_from(["a", "b", "Arbres [3]", "A.B", "x~1", "é", "2027-01-02", "deux mots\n", "", "#2", "a#2"])
scalars = words | st.integers(-3, 3) | st.booleans() | st.decimals(0, 9, places=2) | st.none()


def values(node: Node) -> st.SearchStrategy[Any]:
    """Values of a field: mostly of its shape, sometimes of none."""
    if node.is_list:
        return st.lists(values(node.item or Node()), max_size=3) | scalars
    if node.fields:
        return documents(node) | scalars
    if node.kind is Kind.TEXT:
        return words | st.dictionaries(st.sampled_from(["fr", "de"]), words, max_size=2)
    return scalars


def documents(node: Node) -> st.SearchStrategy[dict[str, Any]]:
    """Mappings of some of a node's fields, and of fields that it does not know."""
    names = st.lists(st.sampled_from([*node.fields, "unknown", "un champ.libre"]), unique=True, max_size=4)
    return names.flatmap(
        lambda chosen: st.fixed_dictionaries({name: values(node.fields.get(name, Node())) for name in chosen})
    )


pairs = st.sampled_from(KINDS).flatmap(
    lambda kind: st.tuples(st.just(kind), documents(SHAPES[kind]), documents(SHAPES[kind]))
)


def told(state: Mapping[str, Any]) -> Any:
    """What an opened state says that a history tells."""
    return without_nothing({name: value for name, value in state.items() if name not in ("key", "schema_version")})


@settings(max_examples=400, deadline=None)
@given(pairs)
def test_applied_to_the_old_the_changes_give_the_new(pair: tuple[str, dict[str, Any], dict[str, Any]]) -> None:
    kind, before, after = pair
    shape = SHAPES[kind]
    made = patched(opened(before, shape), diff(before, after, shape), shape)
    assert told(made) == told(opened(after, shape))


@settings(max_examples=400, deadline=None)
@given(pairs)
def test_before_and_after_are_what_the_states_say(pair: tuple[str, dict[str, Any], dict[str, Any]]) -> None:
    kind, before, after = pair
    shape = SHAPES[kind]
    old, new = opened(before, shape), opened(after, shape)
    for change in diff(before, after, shape):
        node = node_at(shape, change.path)
        assert opened(change.before, node) == at(old, change.path)
        assert opened(change.after, node) == at(new, change.path)


@settings(max_examples=200, deadline=None)
@given(pairs, st.integers())
def test_another_order_is_no_change(pair: tuple[str, dict[str, Any], dict[str, Any]], seed: int) -> None:
    kind, state, _ = pair
    shape = SHAPES[kind]
    assert diff(state, shuffled(state, random.Random(seed)), shape) == ()


def shuffled(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict):
        names = sorted(value)
        chance.shuffle(names)
        return {name: shuffled(value[name], chance) for name in names}
    if isinstance(value, list) and len({repr(item) for item in value}) == len(value):
        items = copy.deepcopy(value)
        chance.shuffle(items)
        return items if not any(isinstance(item, dict) for item in items) else value
    return copy.deepcopy(value)


def test_the_heaviest_change_comes_first() -> None:
    before = {"title": "a", "estimated_cost": 1, "study": {"due_on": "2027-01-01"}, "theme": "x", "status": "submitted"}
    after = {"title": "b", "estimated_cost": 2, "study": {"due_on": "2027-01-02"}, "theme": "y", "status": "eligible"}
    changes = diff(before, after, SHAPE)
    assert [change.path for change in changes] == ["status", "estimated_cost", "study.due_on", "title", "theme"]
    assert [change.weight for change in changes] == list(Weight)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"estimated_cost": 50}, {"estimated_cost": Decimal("50.00")}),
        ({"description": "Un texte.\n"}, {"description": "Un texte."}),
        ({"title": "Un verger"}, {"title": {"fr": "Un verger"}}),
        ({"areas": []}, {}),
        ({"study": {}}, {}),
        ({"study": {"risks": ["Le sol est pollué.\n"]}}, {"study": {"risks": ["Le sol est pollué."]}}),
        ({"number": None}, {}),
    ],
)
def test_another_spelling_is_no_change(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert diff(before, after, SHAPE, "fr") == ()
    assert diff(after, before, SHAPE, "fr") == ()


@pytest.mark.parametrize(
    ("before", "after", "path"),
    [
        ({"quick_win": 1}, {"quick_win": True}, "quick_win"),
        ({"title": "Un verger"}, {"title": {"de": "Un verger"}}, "title"),
        ({"title": "Un verger"}, {"title": {"fr": "Un verger", "de": "Ein Garten"}}, "title"),
        ({"areas": ["a"]}, {"areas": ["a", "a"]}, "areas[a#2]"),
        ({"description": "a  b"}, {"description": "a b"}, "description"),
        ({"areas": "centre"}, {"areas": ["centre"]}, "areas"),
    ],
)
def test_what_looks_alike_is_told(before: dict[str, Any], after: dict[str, Any], path: str) -> None:
    assert [change.path for change in diff(before, after, SHAPE, "fr")] == [path]


def test_a_list_that_may_be_one_word_is_compared_as_a_list() -> None:
    edition = compile_schema(SCHEMAS.document("edition"))
    path = next(path for path in leaves(edition) if path.endswith("weights"))
    node = node_at(edition, path)
    assert node.is_list


def leaves(node: Node, path: str = "") -> list[str]:
    found = [path] if path else []
    for name, field in node.fields.items():
        found += leaves(field, f"{path}.{name}" if path else name)
    return found + (leaves(node.item, f"{path}[]") if node.item else [])


def test_a_value_knows_the_list_of_words_it_comes_from() -> None:
    before = {"study": {"opinions": [{"service": "voirie"}]}}
    after = {"study": {"opinions": [{"service": "voirie", "verdict": "favourable"}]}, "theme": "nature"}
    assert {change.path: change.of for change in diff(before, after, SHAPE)} == {
        "study.opinions[voirie].verdict": "Opinion",
        "theme": "theme",
    }


@given(st.lists(st.tuples(st.booleans(), st.text(min_size=1, max_size=8)), min_size=1, max_size=5))
def test_a_path_gives_its_names_back(names: list[tuple[bool, str]]) -> None:
    names = [(False, "a"), *names]
    path = "".join(f"[{escaped(n, item=True)}]" if item else f".{escaped(n)}" for item, n in names).lstrip(".")
    assert list(steps(path)) == names
    assert plain(path).count("[]") == sum(item for item, _ in names)
