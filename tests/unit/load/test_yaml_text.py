from __future__ import annotations

import random
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aubette.load.limits import Limits
from aubette.load.yaml_text import parse
from aubette.model.finding import Place, Severity

FILE = "projects/2027/jardin-k7f3q9.yml"
GOOD = (Path(__file__).parents[2] / "cases" / "yaml" / "good-every-scalar.yml").read_bytes()


def data_of(text: str) -> object:
    parsed = parse(text.encode(), FILE)
    assert parsed.findings == ()
    return parsed.data


def first(text: str) -> tuple[str, int, int]:
    finding = parse(text.encode(), FILE).findings[0]
    return finding.code, finding.place.line, finding.place.column


def test_values_have_the_types_of_the_core() -> None:
    data = data_of("a: 1\nb: 2.50\nc: true\nd:\ne: [x, 'y', \"z\"]\nf: {g: 2027-03-14}\nh: |\n  1\n  2\ni: '3'\n")
    assert data == {
        "a": 1,
        "b": Decimal("2.50"),
        "c": True,
        "d": None,
        "e": ["x", "y", "z"],
        "f": {"g": "2027-03-14"},
        "h": "1\n2",
        "i": "3",
    }


def test_the_line_end_of_a_block_is_layout_and_that_of_a_quoted_text_is_not() -> None:
    assert data_of('a: |\n  x\n\nb: |+\n  y\n\nc: "z\\n"\n') == {"a": "x", "b": "y", "c": "z\n"}


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("key: x\n\ntitre: Jardin : place du Marché\n", "yaml/unquoted-colon", 3, 15),
        ("titre: Jardin: place\n", "yaml/unquoted-colon", 1, 14),
        ("a: 1\nétude: x\na: 2\n", "yaml/duplicate-key", 3, 1),
        ("l:\n  - é: 1\n    é: 2\n", "yaml/duplicate-key", 3, 5),
        ("a: x\nb: é &x z\nc: &x z\n", "yaml/anchor", 3, 4),
        ("a: [é, *x]\n", "yaml/alias", 1, 8),
        ("a: [é, !x z]\n", "yaml/tag", 1, 8),
        ("a:\n  <<: x\n", "yaml/merge-key", 2, 3),
        ("a: b\nc: é\td\n", "yaml/tab", 2, 5),
        ("a: [[[[[[[[b]]]]]]]]\n", "yaml/too-deep", 1, 11),
        ("a: x\nb: 012\n", "yaml/ambiguous-scalar", 2, 4),
        ("a: x\n  no: 1\n", "yaml/indentation", 2, 3),
        ("a:\n  no: 1\n", "yaml/ambiguous-key", 2, 3),
        ("a: 'b\n", "yaml/unclosed-quote", 1, 4),
        ("a: [b\nc: d\n", "yaml/unclosed-bracket", 1, 4),
        ("a: b\nc: [\n", "yaml/unclosed-bracket", 2, 4),
        ("a: b\nc: {d: e,\n\n", "yaml/unclosed-bracket", 2, 4),
        ("a: b #c\n", "yaml/text-after-hash", 1, 4),
        ('a: "\\u200b"\n', "bytes/forbidden-character", 1, 4),
        ("a: b\n---\nc: d\n", "yaml/several-documents", 2, 1),
    ],
)
def test_a_finding_points_at_its_cause(text: str, code: str, line: int, column: int) -> None:
    assert first(text) == (code, line, column)


def test_a_second_key_names_the_first() -> None:
    finding = parse(b"a: 1\nb: 2\na: 3\n", FILE).findings[0]
    assert finding.params == {"key": "a", "first": 1}
    assert [(related.place, related.role) for related in finding.related] == [(Place(FILE, 1, 1), "first-here")]
    assert parse(b"a: 1\nb: 2\na: 3\n", FILE).data == {"a": 1, "b": 2}


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("titre: Jardin : place du Marché\n", "titre: 'Jardin : place du Marché'"),
        ("titre: L'arbre : place\n", 'titre: "L\'arbre : place"'),
        ("l:\n  - titre: a : b\n", "titre: 'a : b'"),
        ("titre: 'l'arbre'\n", 'titre: "l\'arbre"'),
        ("a: 1\ntitre:Jardin\nb: 2\n", "titre: Jardin"),
        ("a: 1\ntitre:\u00a0Jardin\nb: 2\n", "titre: Jardin"),
        ("a: @home # x\n", "'@home # x'"),
    ],
)
def test_the_way_out_is_a_line_that_reads_without_complaint(text: str, fixed: str) -> None:
    assert parse(text.encode(), FILE).findings[0].params["fixed"] == fixed
    line = fixed if ":" in fixed.partition(" ")[0] else f"a: {fixed}"
    assert parse(f"{line}\n".encode(), FILE).findings == ()


def test_a_text_of_blanks_says_nothing() -> None:
    parsed = parse("a: ' '\nb: \"\\n \"\nc: ''\nd: ' x '\ne: \u00a0\u202f\nf: \u00a0x\n".encode(), FILE)
    assert [(f.code, f.place.line, f.place.column) for f in parsed.findings] == [
        ("yaml/blank-text", 1, 4),
        ("yaml/blank-text", 2, 4),
        ("yaml/blank-text", 5, 4),
    ]


def test_harmless_things_are_warnings_and_leave_the_data() -> None:
    parsed = parse("\ufeffa: NO\r\nb: e\u0301".encode(), FILE)
    assert {f.severity for f in parsed.findings} == {Severity.WARNING}
    assert parsed.data == {"a": "NO", "b": "é"}
    assert not parsed.broken


def test_what_makes_a_tree_impossible_leaves_no_data() -> None:
    for text in ("a: b : c\n", "- a\n", "", "a: [\n", "a: b\n---\nc: d\n", "a:\tb\n", "a: \u202e\n"):
        assert parse(text.encode(), FILE).data is None, text


def test_limits_belong_to_the_place_of_the_file() -> None:
    big = b"".join(b"k%d: abcdefghij\n" % n for n in range(4_500))
    assert [f.code for f in parse(big, FILE).findings] == ["bytes/too-large"]
    assert parse(big, "site_config/ledger/2027.yml").findings == ()
    assert [f.code for f in parse(b"a: [1, 2, 3]\n", FILE, Limits(values=2)).findings] == ["yaml/too-many-values"]
    assert [f.code for f in parse(b"a: 'xyz'\n", FILE, Limits(text=2)).findings] == ["yaml/text-too-long"]


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 200_000,
        b"a: " + b"[" * 200_000,
        b"a: " + b"{" * 60_000,
        b"- " * 30_000,
        b"? " * 30_000,
        b"a: " + b"9" * 5_000,
        b"a: 0." + b"9" * 5_000,
        b"a: " + b"x" * 1_000_000,
        b"a: '" + b"x" * 60_000 + b"'",
        b"&a " * 20_000,
        b"a: &a [*a, *a]\n",
        b"a: !!python/object/apply:os.system ['true']\n",
        b"a: " + b"\xff" * 100,
        b"%YAML 9.9\n---\na: b\n",
        b"%TAG ! tag:x,2027:\n---\na: !b c\n",
        b"\x00",
        b": : :\n",
        b"{a: b}: c\n",
        b"'",
        b'"\\x',
        b"!<",
        b"a: |9\n x\n",
        b"a: >-+\n x\n",
        b"#" * 65_000,
    ],
    ids=lambda data: repr(data[:24]),
)
def test_no_bytes_make_it_raise(data: bytes) -> None:
    parsed = parse(data, FILE)
    assert parsed.findings
    assert all(finding.place.file == FILE for finding in parsed.findings)


def test_reading_deep_files_needs_no_deep_stack() -> None:
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(300)
    try:
        assert parse(b"a: " + b"[" * 60_000 + b"\n", FILE).findings[0].code == "yaml/too-deep"
    finally:
        sys.setrecursionlimit(limit)


@given(st.binary(max_size=300))
@example(b"a: \xf0\x9f")
@settings(max_examples=400, deadline=None)
def test_random_bytes_never_raise(data: bytes) -> None:
    _reads(data)


@given(st.text("ab: -#'\"[]{}&*!|>%@`?,\n\t\\0.~=<é\u200b\r", max_size=60))
@settings(max_examples=800, deadline=None)
def test_random_punctuation_never_raises(text: str) -> None:
    _reads(text.encode())


def test_hundreds_of_slips_of_the_pen_never_raise() -> None:
    """Seeded mutations of a good file: bytes changed, dropped, doubled, moved, lines swapped or cut."""
    rng = random.Random(20270314)
    complained = 0
    for _ in range(600):
        data = bytearray(GOOD)
        for _ in range(rng.randint(1, 4)):
            _slip(data, rng)
        complained += bool(_reads(bytes(data)))
    assert complained > 200


def _slip(data: bytearray, rng: random.Random) -> None:
    at = rng.randrange(len(data))
    match rng.randrange(5):
        case 0:
            data[at] = rng.choice(b":#-'\"[]{}&*!|>%@`?,\n\t\\ \x00\xe9")
        case 1:
            del data[at : at + rng.randint(1, 5)]
        case 2:
            data[at:at] = data[at : at + rng.randint(1, 20)]
        case 3:
            data[at:at] = rng.choice((b": ", b"  ", b"\n", b"\n  ", b"'", b'"', b"- ", b"\t", b" #"))
        case _:
            lines = bytes(data).split(b"\n")
            rng.shuffle(lines)
            data[:] = b"\n".join(lines)


def _reads(data: bytes) -> tuple[object, ...]:
    """Parse, and hold what must be true of every answer."""
    parsed = parse(data, FILE)
    lines = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for finding in parsed.findings:
        assert 0 <= finding.place.line <= len(lines) + 1
    if parsed.data is None:
        assert parsed.broken
    else:
        assert parsed.locate(("a", 0, "b"))
    return parsed.findings
