"""The bytes of a text file, before anybody asks what they mean: UTF-8, LF, NFC, nothing invisible.

What a text editor did and a formatter undoes (byte order mark, Windows line ends, decomposed accents, no last line
end) is a warning and is read as if it were right. What could show one thing and mean another is an error, and such a
file is read no further.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from aubette.model.finding import Finding, Place, Severity

PLAIN_ASCII = bytes(range(0x20, 0x7F)) + b"\n"
PUNCTUATION = "\u2018\u2019\u201a\u201c\u201d\u201e\u2013\u2014\u2026\u2022\u202f\u2009\u2011\u20ac\u2122\u2192\u2212"
COMMON = frozenset(map(chr, range(0xA0, 0x180))) - {"\u00ad"} | set(PUNCTUATION)
"""Characters that French, German and English texts are made of: allowed, and NFC whatever stands beside them."""

INVISIBLE = (
    "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e"
    "\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
MEANINGLESS = "\ue000-\uf8ff\ufdd0-\ufdef\ufffd-\uffff\U000f0000-\U0010ffff"
EMOJI = "[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]"
JOINER = f"(?<!{EMOJI})\u200d|\u200d(?!{EMOJI})"
FORBIDDEN = re.compile(f"[{INVISIBLE}{MEANINGLESS}]|{JOINER}")
REMOVABLE = re.compile(f"[{INVISIBLE}]|{JOINER}")
CONFLICT = re.compile(rb"^(?:<{7}|>{7})(?: .*)?\r?$", re.MULTILINE)
LINE_SEPARATORS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
MOST_REPORTED = 20

RICH = b"{\\rtf"
MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "ODS/XLSX/DOCX"),
    (b"\xd0\xcf\x11\xe0", "XLS/DOC"),
    (b"%PDF-", "PDF"),
    (RICH, "RTF"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
)

MENDED_BYTES = frozenset(
    ("bytes/byte-order-mark", "bytes/carriage-return", "bytes/not-nfc", "bytes/no-last-line-end"),
)
"""What an editor did and the formatter undoes: read as if it were right."""


@dataclass(frozen=True, slots=True)
class Raw:
    """The text to read (UTF-8, LF, NFC, last line ended) or None, and what was wrong with its bytes."""

    data: bytes | None
    findings: tuple[Finding, ...] = ()


def read_raw(data: bytes, file: str, size: int) -> Raw:
    """Judge the bytes of a text file of at most `size` bytes."""
    if len(data) > size:
        return Raw(None, (Finding("bytes/too-large", Place(file), {"size": len(data), "limit": size}),))
    if conflict := _conflict(data):
        return Raw(None, (Finding("bytes/merge-conflict", Place(file, data.count(b"\n", 0, conflict.start()) + 1, 1)),))
    if data[-1:] == b"\n" and _is_ordinary(data):
        return Raw(data)
    text = _decoded(data, file)
    if isinstance(text, Finding):
        return Raw(None, (text,))
    findings: list[Finding] = []
    text = _mended(text, file, findings)
    forbidden = tuple(islice(forbidden_characters(text, file), MOST_REPORTED))
    return Raw(None if forbidden else text.encode(), (*findings, *forbidden))


def forbidden_characters(text: str, file: str) -> Iterator[Finding]:
    """One finding for each invisible, bidirectional, control or meaningless character of a text."""
    for found in FORBIDDEN.finditer(text):
        character = found.group()
        yield Finding(
            "bytes/forbidden-character",
            place_of(text, found.start(), file),
            {"character": f"U+{ord(character):04X}", "name": unicodedata.name(character, "?")},
        )


def without_invisible(text: str) -> str:
    """The same text without the characters that nobody sees; line separators become spaces."""
    return REMOVABLE.sub("", LINE_SEPARATORS.sub(" ", text))


def plain_text(text: str) -> str:
    """The same text with LF line ends and composed accents."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


def place_of(text: str, index: int, file: str) -> Place:
    """The line and column, from 1, of a position in a text."""
    return Place(file, text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))


def _conflict(data: bytes) -> re.Match[bytes] | None:
    """Where git left two versions of a passage one above the other."""
    return CONFLICT.search(data) if b"<<<<<<<" in data or b">>>>>>>" in data else None


def _is_ordinary(data: bytes) -> bool:
    if data.startswith(RICH):
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return COMMON.issuperset(data.translate(None, PLAIN_ASCII).decode("utf-8"))


def _decoded(data: bytes, file: str) -> str | Finding:
    kind = next((kind for magic, kind in MAGIC if data.startswith(magic)), "")
    if kind:
        return Finding("bytes/not-text", Place(file), {"kind": kind})
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        place = place_of(before, len(before), file)
        return Finding("bytes/not-utf8", place, {"byte": f"0x{data[error.start]:02X}"})


def _mended(text: str, file: str, findings: list[Finding]) -> str:
    """The text as it should have been written; each thing that the formatter would change is added as a warning."""

    def warn(code: str, index: int) -> None:
        findings.append(Finding(code, place_of(text, index, file), severity=Severity.WARNING))

    if text.startswith("\ufeff"):
        warn("bytes/byte-order-mark", 0)
        text = text[1:]
    if "\r" in text:
        warn("bytes/carriage-return", text.index("\r"))
    if not unicodedata.is_normalized("NFC", text):
        warn("bytes/not-nfc", _first_decomposed(text))
    text = plain_text(text)
    if text and not text.endswith("\n"):
        warn("bytes/no-last-line-end", len(text) - 1)
        text += "\n"
    return text


def _first_decomposed(text: str) -> int:
    """The position of the first character that NFC would change: where the two forms of the first changed line part."""
    start = 0
    for line in text.split("\n"):
        if not unicodedata.is_normalized("NFC", line):
            composed = unicodedata.normalize("NFC", line)
            same = next((i for i, (a, b) in enumerate(zip(line, composed, strict=False)) if a != b), 0)
            return start + same
        start += len(line) + 1
    return 0


def hash_after_words(data: bytes) -> bool:
    """Whether some line has words before a ` #`; elsewhere the sign begins a comment or a heading."""
    at = data.find(b" #")
    while at >= 0 and not data[data.rfind(b"\n", 0, at) + 1 : at].strip():
        at = data.find(b" #", at + 1)
    return at >= 0
