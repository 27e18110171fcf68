from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aubette.load.marks import Marks, Path
from aubette.load.yaml_text import parse

TEXT = b"""# remarque
titre: Jardin
etude:
  lignes:
    - montant: 5
      taxe: ttc
    - [a, b]
vide:
flux: {x: 1, y: [2, 3]}
"""


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        ((), (2, 1), (2, 1)),
        (("titre",), (2, 8), (2, 1)),
        (("etude", "lignes", 0, "taxe"), (6, 13), (6, 7)),
        (("etude", "lignes", 1), (7, 7), (7, 7)),
        (("etude", "lignes", 1, 1), (7, 11), (7, 11)),
        (("flux", "y", 1), (9, 21), (9, 21)),
        (("vide",), (8, 6), (8, 1)),
    ],
)
def test_keys_and_values_are_found_where_they_stand(path: Path, value: tuple[int, int], key: tuple[int, int]) -> None:
    assert Marks(TEXT).at(path) == value
    assert Marks(TEXT).at(path, key=True) == key


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        (("etude", "delai"), (3, 1)),
        (("etude", "lignes", 0, "nom"), (5, 7)),
        (("rien", 4, "x"), (2, 1)),
        (("titre", "fr"), (2, 1)),
    ],
)
def test_what_is_not_there_is_placed_at_its_nearest_parent(path: Path, nearest: tuple[int, int]) -> None:
    assert Marks(TEXT).at(path) == nearest


def test_a_broken_text_keeps_the_marks_before_its_end() -> None:
    assert Marks(b"a: 1\nb: 2\nc: 'x\n").at(("b",)) == (2, 4)
    assert Marks(b"").at(("b",)) == (1, 1)
    assert Marks(b"[a]: {b: c}\n? [x]\n").at(("b", 1)) is not None


def test_of_two_equal_keys_the_first_counts() -> None:
    assert Marks(b"a: 1\na: 2\n").at(("a",)) == (1, 4)


KEYS = st.text("abc", min_size=1, max_size=3)
TREES = st.recursive(
    st.integers(0, 9) | KEYS,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(KEYS, below, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, TREES, min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_each_scalar_stands_at_its_mark(data: dict[str, object]) -> None:
    from aubette.load.canonical import write

    written = write(data, {})
    lines = written.decode().split("\n")
    parsed = parse(written, "projects/x.yml")
    for path, value in _leaves(data, ()):
        line, column = parsed.locate(path)
        assert lines[line - 1][column - 1 :] in (str(value), f"'{value}'", "[]", "{}")


def _leaves(value: object, path: Path) -> list[tuple[Path, object]]:
    if isinstance(value, dict) and value:
        return [leaf for key, part in value.items() for leaf in _leaves(part, (*path, key))]
    if isinstance(value, list) and value:
        return [leaf for index, part in enumerate(value) for leaf in _leaves(part, (*path, index))]
    return [(path, value)]
