"""The text of a `.pb` file as rows: sections, headers, cells, whole numbers and amounts, each oddity with its line."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from aubette.model.finding import Finding, Param, Place, Severity
from aubette.model.money import Money

SECTIONS = ("META", "PROJECTS", "VOTES")
AMOUNT = re.compile(r"(?P<units>[0-9]{1,13})(?:\.(?P<cents>[0-9]{0,2})0*)?", re.ASCII)
WHOLE = re.compile(r"[0-9]{1,9}", re.ASCII)
UNPRINTABLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})

Rows = list[tuple[int, list[str]]]


@dataclass(frozen=True)
class Row:
    """One line of a table by its header."""

    line: int
    cells: Mapping[str, str]


class Reader:
    """One reading of one file: gathers findings while it walks the sections."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []

    def say(self, code: str, line: int, severity: Severity = Severity.ERROR, **params: Param) -> None:
        """Note an oddity; errors refuse the file."""
        self.findings.append(Finding(f"pabulib/{code}", Place(self.file, line), params, severity))

    @property
    def refused(self) -> bool:
        """Whether something was seen that would change the count."""
        return any(f.severity is Severity.ERROR for f in self.findings)

    def money(self, written: str, line: int) -> Money | None:
        """An amount with a point and at most two decimals (zeros after them do not matter)."""
        found = AMOUNT.fullmatch(written)
        if found:
            return Money(int(found["units"]) * 100 + int((found["cents"] or "").ljust(2, "0")))
        self.say("amount", line, found=written[:40])
        return None

    def label(self, written: str, line: int) -> str:
        """A name without what no screen shows; the count does not depend on it."""
        plain = "".join(" " if unicodedata.category(c) in UNPRINTABLE else c for c in written)
        if plain != written:
            self.say("unprintable", line, Severity.WARNING)
        return " ".join(unicodedata.normalize("NFC", plain).split())


def whole(written: str) -> int | None:
    """A whole number of at most nine ASCII digits, None for anything else."""
    return int(written) if WHOLE.fullmatch(written) else None


def sections(text: str, reader: Reader) -> dict[str, Rows] | None:
    """The rows of each section with their lines, None when they cannot be told apart."""
    found: dict[str, Rows] = {}
    current: Rows | None = None
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    while True:
        begins = rows.line_num + 1
        try:
            cells = next(rows, None)
        except csv.Error as error:
            reader.say("cell-too-long" if "limit" in str(error) else "broken-quotes", begins)
            return None
        if cells is None:
            break
        cells = [cell.strip() for cell in cells]
        if cells and cells[0] in SECTIONS and not any(cells[1:]):
            if cells[0] in found:
                reader.say("section-twice", rows.line_num, section=cells[0])
                return None
            current = found.setdefault(cells[0], [])
        elif any(cells) and current is not None:
            current.append((rows.line_num, cells))
        elif any(cells):
            reader.say("before-sections", rows.line_num)
            return None
    missing = [section for section in SECTIONS if section not in found]
    for section in missing:
        reader.say("section-missing", 0, section=section)
    return None if missing else found


def meta(rows: Rows, reader: Reader) -> tuple[dict[str, str], dict[str, int]]:
    """The values of META by key, the first one where a key stands twice, and the line of each."""
    values: dict[str, str] = {}
    lines: dict[str, int] = {}
    if rows and rows[0][1][:2] != ["key", "value"]:
        reader.say("meta-header", rows[0][0], Severity.WARNING)
    for line, cells in rows:
        if cells[:2] == ["key", "value"]:
            continue
        if cells[0] in values:
            reader.say("meta-twice", line, Severity.WARNING, key=cells[0])
            continue
        values[cells[0]] = reader.label(";".join(cells[1:]), line)
        lines[cells[0]] = line
    return values, lines


def table(rows: Rows, section: str, needed: Sequence[str], reader: Reader) -> Iterator[Row]:
    """The lines under a header that begins with the first needed column and has the others once."""
    header = rows[0][1] if rows else []
    if not header or header[0] != needed[0]:
        reader.say("header", rows[0][0] if rows else 0, section=section, first=needed[0])
        return
    for column in sorted({*needed, *(c for c in header if c)}):
        if header.count(column) != 1:
            reader.say("column", rows[0][0], section=section, column=column, found=header.count(column))
            return
    least = max(header.index(column) for column in needed) + 1
    for line, cells in rows[1:]:
        if least <= len(cells) <= len(header):
            yield Row(line, dict(zip(header, cells, strict=False)))
        else:
            reader.say("cells", line, found=len(cells), expected=len(header))
