from __future__ import annotations

import unicodedata

import pytest

from aubette.load.raw import COMMON, FORBIDDEN, read_raw, without_invisible
from aubette.model.finding import Place, Severity

FILE = "projects/2027/a-b.yml"


def codes(data: bytes, size: int = 1000) -> list[str]:
    return [finding.code for finding in read_raw(data, FILE, size).findings]


def test_ordinary_text_passes_unchanged() -> None:
    data = "title: « L’été » à Saint-Denis, 5 € – voilà…\n".encode()
    assert read_raw(data, FILE, 1000).data == data
    assert codes(data) == []


@pytest.mark.parametrize(
    ("data", "mended", "code", "place"),
    [
        (b"\xef\xbb\xbfa: b\n", b"a: b\n", "bytes/byte-order-mark", (1, 1)),
        (b"a: b\r\nc: d\r\n", b"a: b\nc: d\n", "bytes/carriage-return", (1, 5)),
        (b"a: b\rc: d\r", b"a: b\nc: d\n", "bytes/carriage-return", (1, 5)),
        (b"a: b\nc: d", b"a: b\nc: d\n", "bytes/no-last-line-end", (2, 4)),
        ("a: b\nc: de\u0301\n".encode(), "a: b\nc: dé\n".encode(), "bytes/not-nfc", (2, 5)),
    ],
)
def test_what_an_editor_did_is_mended_and_is_a_warning(
    data: bytes, mended: bytes, code: str, place: tuple[int, int]
) -> None:
    raw = read_raw(data, FILE, 1000)
    assert raw.data == mended
    assert [(f.code, f.severity, f.place) for f in raw.findings] == [(code, Severity.WARNING, Place(FILE, *place))]
    assert read_raw(mended, FILE, 1000).findings == ()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"a" * 1001, "bytes/too-large"),
        (b"PK\x03\x04rest", "bytes/not-text"),
        (b"%PDF-1.7\n%\xe2\xe3\n", "bytes/not-text"),
        (b"{\\rtf1 title: Jardin}\n", "bytes/not-text"),
        ("a: é\n".encode("utf-16"), "bytes/not-text"),
        ("a: é\n".encode("latin-1"), "bytes/not-utf8"),
        (b"a: \xc3 \xa9\n", "bytes/not-utf8"),
        (b"a: \xed\xa0\x80\n", "bytes/not-utf8"),
        (b"a: \xc0\xae\n", "bytes/not-utf8"),
    ],
)
def test_what_is_no_text_is_read_no_further(data: bytes, code: str) -> None:
    assert codes(data) == [code]
    assert read_raw(data, FILE, 1000).data is None


def test_a_byte_that_is_not_utf8_is_named_with_its_place() -> None:
    finding = read_raw("a: b\nc: né\n".encode("latin-1"), FILE, 1000).findings[0]
    assert (finding.place, finding.params["byte"]) == (Place(FILE, 2, 5), "0xE9")


@pytest.mark.parametrize(
    "character", ["\u202e", "\u200b", "\u00ad", "\x00", "\x1b", "\x85", "\u2028", "\ue000", "\ufffd"]
)
def test_characters_that_nobody_sees_are_errors_with_a_place(character: str) -> None:
    raw = read_raw(f"a: b\nc: xy{character}z\n".encode(), FILE, 1000)
    assert raw.data is None
    assert [(f.code, f.place) for f in raw.findings] == [("bytes/forbidden-character", Place(FILE, 2, 6))]
    assert raw.findings[0].params["character"] == f"U+{ord(character):04X}"


def test_a_joiner_stands_only_between_the_parts_of_an_emoji() -> None:
    assert codes("a: 👩\u200d🌾\n".encode()) == []
    assert codes("a: b\u200dc\n".encode()) == ["bytes/forbidden-character"]


def test_a_flood_of_bad_characters_is_reported_in_part() -> None:
    assert len(codes(("\u200b" * 500 + "\n").encode(), 5000)) == 20


def test_every_common_character_is_allowed_and_composed() -> None:
    assert not [c for c in COMMON if FORBIDDEN.search(c) or not unicodedata.is_normalized("NFC", c)]
    assert not [c for c in COMMON if unicodedata.combining(c)]


def test_control_and_format_characters_are_all_forbidden() -> None:
    kept = {"\t", "\n", "\r", "\u200d"}
    missed = [
        f"U+{code:04X}"
        for code in range(0x110000)
        if unicodedata.category(chr(code)) in ("Cc", "Cf", "Co", "Zl", "Zp")
        and chr(code) not in kept
        and not FORBIDDEN.search(chr(code))
    ]
    assert missed == []


def test_invisible_characters_can_be_taken_out() -> None:
    assert without_invisible("Jar\u200bdin\u00ad \u202eabc\u2028d") == "Jardin abc d"
    assert without_invisible("👩\u200d🌾 \ufffd") == "👩\u200d🌾 \ufffd"
