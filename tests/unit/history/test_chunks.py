"""Reading versions block by block gives what reading the whole file gives, for every file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aubette.history.chunks import State, Versions
from aubette.load.yaml_text import parse

PATH = "projects/2027/x.yml"
ROOT = Path(__file__).resolve().parents[3]
FILES = sorted([*(ROOT / "projects").glob("*/*.yml"), *(ROOT / "tests" / "cases" / "yaml").rglob("*.yml")])


def whole(raw: bytes, path: str = PATH) -> State | None:
    return parse(raw, path).data


@pytest.mark.parametrize("folder", ["projects", "tests/cases/yaml"])
def test_every_file_reads_the_same(folder: str) -> None:
    files = sorted((ROOT / folder).rglob("*.yml"))
    assert len(files) > 20
    for file in files:
        raw = file.read_bytes()
        assert Versions(whole, PATH).read(raw, "x") == whole(raw), file


lines = st.sampled_from(
    [
        *("a: 1", "b: deux", "c:", "  - un", "- un", "  d: 2", "a: 3", "e: |", "    texte", "f: >-", "g: 'ouvert"),
        *("fermé'", 'h: "ouvert', 'fermé"', "i: [1,", "2]", "j: {k: 1", "}", "---", "...", "# un mot", "", "k: &a 1"),
        *("l: *a", "m: !!str 1", "n: x # y", "? o", ": 1", "p:  ", "\tq: 1", "%YAML 1.2", "é: 1", "r: a: b", "s: 1\r"),
    ]
)


@settings(max_examples=800, deadline=None)
@given(st.lists(st.lists(lines, max_size=8), min_size=1, max_size=3))
@example([["g: 'ouvert", "a: 1", "fermé'"]])
@example([["a: 1", "...", "b: deux"]])
@example([["i: [1,", "a: 3", "2]"]])
def test_versions_of_a_file_read_the_same(versions: list[list[str]]) -> None:
    reader = Versions(whole, PATH)
    for version in versions:
        raw = ("\n".join(version) + "\n").encode()
        assert reader.read(raw, "x") == whole(raw)


def test_only_new_blocks_go_to_the_parser() -> None:
    asked: list[bytes] = []

    def counting(raw: bytes, path: str) -> State | None:
        asked.append(raw)
        return whole(raw, path)

    reader = Versions(counting, PATH)
    reader.read(b"a: 1\nb:\n  - 2\nc: 3\n", "x")
    asked.clear()
    assert reader.read(b"a: 1\nb:\n  - 2\nc: 4\n", "x") == {"a": 1, "b": [2], "c": 4}
    assert asked == [b"c: 4\n"]


def test_a_file_at_the_limits_is_read_whole() -> None:
    many = b"".join(b"k%s: [%s]\n" % (bytes([97 + n]), b",".join([b"1"] * 900)) for n in range(8))
    assert Versions(whole, PATH).read(many, "x") == whole(many)
