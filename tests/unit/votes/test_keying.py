"""Double keying: lenient about how a sheet is written, strict about what it says."""

from __future__ import annotations

import forms
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aubette.model.finding import ordered
from aubette.votes import keying, tally
from aubette.votes.keying import Entry
from aubette.votes.sealed import unsealed

GOOD = b"number;votes\n2027-001;41\n2027-002;0\n2027-003;7\n"
NUMBERS = ("2027-001", "2027-002", "2027-003")


def read(data: bytes, name: str = "a.csv") -> Entry:
    found = keying.read(name, data, forms.BALLOT, "ville")
    assert found.value, found.findings
    return found.value


@pytest.mark.parametrize(
    "data",
    [
        GOOD,
        b"2027-001;41\n2027-002;0\n2027-003;7",
        b"\xef\xbb\xbfNum\xc3\xa9ro;Voix\r\n2027-003;7\r\n\r\n2027-001; 41\r\n2027-002;0;;\r\n",
        b'"Projet","Titre","Voix"\n"2027-001","Un verger, \xc3\xa0 Neudorf",41\n2027-002,Deux,0\n2027-003,Trois,7\n',
        b"2027-001\tUn\t41\n2027-002\tDeux\t0\n2027-003\tTrois\t7\n",
    ],
    ids=["canonical", "no-heading", "spreadsheet", "titles-between", "tabs"],
)
def test_whatever_a_spreadsheet_writes_becomes_the_canonical_file(data: bytes) -> None:
    written = keying.agreed(read(data), forms.BALLOT, "ville", "web")
    assert written == GOOD
    assert tally.read(unsealed("tally.csv", written), forms.BALLOT, "ville", "web").findings == ()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"2027-001;41\n2027-003;7\n", ["2:0 votes/project-missing"]),
        (GOOD + b"2027-003;7\n", ["5:1 votes/project-twice"]),
        (GOOD + b"2027-009;7\n", ["5:1 votes/project-unknown"]),
        (GOOD + b"Total;48\n", ["5:1 votes/total-row"]),
        (GOOD.replace(b"41", b"4 1"), ["2:10 votes/not-a-whole-number"]),
        (GOOD.replace(b"41", b""), ["2:10 votes/not-a-whole-number"]),
        (GOOD.replace(b"41", b"-1"), ["2:10 votes/not-a-whole-number"]),
        (b"2027-001;x\n" + GOOD, ["3:1 votes/project-twice", "1:10 votes/not-a-whole-number"]),
        (GOOD.replace(b"number", b"num\xe9ro"), ["1:0 votes/not-utf8"]),
        (b"", ["0:0 votes/empty-file"]),
        (b"PK\x03\x04", ["0:0 votes/other-format"]),
    ],
)
def test_figures_are_never_guessed(data: bytes, expected: list[str]) -> None:
    found = keying.read("a.csv", data, forms.BALLOT, "ville")
    assert found.value is None
    assert {f"{one.place.line}:{one.place.column} {one.code}" for one in found.findings} >= set(expected)


@pytest.mark.parametrize(
    ("data", "first", "second"),
    [
        (b"votes;number\n41;2027-001\n0;2027-002\n7;2027-003\n", "votes", "number"),
        (b"41;2027-001\n0;2027-002\n7;2027-003\n", "1", "2"),
        (b"Voix,Titre,Projet\n41,Un,2027-001\n0,Deux,2027-002\n7,Trois,2027-003\n", "Voix", "Projet"),
        (b"Titre;Projet;Voix\nUn;2027-001;41\nDeux;2027-002;0\nTrois;2027-003;7\n", "Titre", "Projet"),
        (b"votes;number\n41;2027-001\n0;2027-022\n7;2027-003\n", "votes", "number"),
    ],
    ids=["canonical", "no-heading", "around-titles", "after-titles", "and-a-slip-besides"],
)
def test_swapped_columns_are_one_finding_at_the_head(data: bytes, first: str, second: str) -> None:
    (one,) = keying.read("a.csv", data, forms.BALLOT, "ville").findings
    assert (one.code, one.place.line) == ("votes/columns-swapped", 1)
    assert one.params == {"first": first, "second": second, "expected": "number;votes"}


def test_one_line_the_wrong_way_round_is_told_at_its_place() -> None:
    found = keying.read("a.csv", GOOD.replace(b"2027-001;41", b"41;2027-001"), forms.BALLOT, "ville").findings
    assert [f"{one.place.line} {one.code}" for one in found] == [
        "2 votes/project-unknown",
        "2 votes/not-a-whole-number",
        "4 votes/project-missing",
    ]


def test_each_difference_is_told_with_both_places() -> None:
    first, second = read(GOOD), read(b"2027-003;8\n2027-001;14\n2027-002;0\n", "b.csv")
    found = ordered(keying.differences(first, second))
    assert [(one.code, one.place.file, one.place.line) for one in found] == [
        ("votes/keyed-differently", "b.csv", 1),
        ("votes/keyed-differently", "b.csv", 2),
    ]
    assert found[1].params == {"number": "2027-001", "first": 41, "second": 14}
    assert [(one.place.file, one.place.line) for one in found[1].related] == [("a.csv", 2)]
    assert tuple(keying.differences(first, read(GOOD, "b.csv"))) == ()


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    found = keying.read("a.csv", data, forms.BALLOT, "ville")
    assert (found.value is None) == bool(found.findings)


@given(st.lists(st.integers(0, 999_999_999), min_size=3, max_size=3), st.permutations(NUMBERS))
def test_order_and_line_ends_do_not_matter(amounts: list[int], order: list[str]) -> None:
    said = dict(zip(NUMBERS, amounts, strict=True))
    data = "".join(f"{number};{said[number]}\r\n" for number in order).encode()
    assert read(data).amounts == said
