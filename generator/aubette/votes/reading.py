"""What every reader of a vote file shares: a value with its findings, and the bytes that no such file may hold."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

from aubette.model.finding import Finding, Place, Severity

T = TypeVar("T")

MOST_OF_A_KIND = 50
FORMATS = {b"PK\x03\x04": "XLSX, ODS", b"\xd0\xcf\x11\xe0": "XLS", b"%PDF": "PDF", b"{\\rtf": "RTF"}
BOM = b"\xef\xbb\xbf"
PLAIN = re.compile(r"[\n\x20\x21\x23-\x7e]*", re.ASCII)
"""ASCII text without control characters and double quotes: nothing in it needs a closer look."""

UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Unicode categories of characters that a reader cannot see, or that turn the text around."""

WHOLE = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)
SLUG = re.compile(r"(?=.{1,40}\Z)[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
CITY = re.compile(r"(?=.{1,100}\Z)[a-z0-9]+(?:[.-][a-z0-9]+)*", re.ASCII)
SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
UTC_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """What was read, and all that is wrong with it; the value is whole only when no finding is an error."""

    value: T
    findings: tuple[Finding, ...] = ()


def limited(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The first findings of each code in a file, then one that says how many more there are of it."""
    seen: Counter[tuple[str, str]] = Counter()
    kept: list[Finding] = []
    for finding in findings:
        kind = (finding.place.file, finding.code)
        seen[kind] += 1
        if seen[kind] <= MOST_OF_A_KIND:
            kept.append(finding)
    more = [(kind, count - MOST_OF_A_KIND) for kind, count in sorted(seen.items()) if count > MOST_OF_A_KIND]
    return (
        *kept,
        *(
            Finding("votes/more-of-the-same", Place(file), {"code": code, "n": count}, Severity.NOTE)
            for (file, code), count in more
        ),
    )


def text_of(path: str, data: bytes, forbidden: str = "") -> Read[str | None]:
    """The text of a vote file: UTF-8, LF, no byte order mark, nothing invisible or `forbidden`, a closed last line."""
    if wrong := _bytes_problem(path, data):
        return Read(None, (wrong,))
    text = data.decode("utf-8")
    if wrongs := limited(_characters(path, text, forbidden)):
        return Read(None, wrongs)
    if not text.endswith("\n"):
        return Read(None, (Finding("votes/last-line-open", Place(path, text.count("\n") + 1)),))
    return Read(text)


def _bytes_problem(path: str, data: bytes) -> Finding | None:
    if not data.strip(BOM + b"\r\n\t "):
        return Finding("votes/empty-file", Place(path))
    for magic, name in FORMATS.items():
        if data.startswith(magic):
            return Finding("votes/other-format", Place(path), {"format": name})
    if data.startswith(BOM):
        return Finding("votes/byte-order-mark", Place(path, 1, 1))
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        found = f"0x{data[problem.start]:02X}"
        return Finding("votes/not-utf8", Place(path, line), {"position": problem.start + 1, "found": found})
    if b"\r\n" in data:
        return Finding("votes/line-endings", Place(path, data.count(b"\n", 0, data.index(b"\r\n")) + 1))
    return None


def _characters(path: str, text: str, forbidden: str) -> Iterator[Finding]:
    if PLAIN.fullmatch(text):
        return
    for number, line in enumerate(text.split("\n"), 1):
        for column, character in enumerate(line, 1):
            if character in forbidden or unicodedata.category(character) in UNSEEN:
                params = {"character": f"U+{ord(character):04X}"}
                yield Finding("votes/forbidden-character", Place(path, number, column), params)


def moment(written: str) -> datetime | None:
    """A time as sealed texts write it (`2026-11-14T18:00:00Z`), or None."""
    if not UTC_TIME.fullmatch(written):
        return None
    try:
        return datetime.strptime(written, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None


def moment_written(when: datetime) -> str:
    """The spelling that `moment` reads."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
