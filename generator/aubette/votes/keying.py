"""A unit's tally typed twice, by two persons: each entry is read as spreadsheets write it, then held against the other.

Read leniently, since nothing here is sealed yet: `;`, `,` or tabs between cells, any order of lines, any line ends, a
heading or none, cells between the number and the amount (a title). Figures are never guessed: a project left out, named
twice or without a whole number is a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from aubette.model.evidence import FrozenBallot, Tally
from aubette.model.finding import Finding, Param, Place, Related
from aubette.votes import table, tally
from aubette.votes.reading import BOM, WHOLE, Read, limited, text_of
from aubette.votes.table import OTHER_SEPARATORS, SEPARATOR, Row


@dataclass(frozen=True, slots=True)
class Entry:
    """What one person typed: each project's amount, and the line it stands on (0 where there is no file)."""

    path: str
    amounts: Mapping[str, int]
    lines: Mapping[str, int]


def read(path: str, data: bytes, ballot: FrozenBallot, contest: str) -> Read[Entry | None]:
    """Read one person's file; the value is None when anything is wrong with it."""
    text = text_of(path, _plain(data))
    if text.value is None:
        return Read(None, text.findings)
    numbers = [project.number for project in ballot.candidates(contest)]
    lines = tuple(_lines(text.value))
    if wrong := _swapped(path, lines, set(numbers), tally.header(ballot, contest)):
        return Read(None, (wrong,))
    rows = tuple(_rows(lines, set(numbers)))
    findings = list(tally.judge_rows(path, rows, set(numbers)))
    typed = {row.cells[0] for row in rows}
    last = rows[-1].line if rows else 1
    findings += [Finding("votes/project-missing", Place(path, last), {"number": n}) for n in numbers if n not in typed]
    if findings:
        return Read(None, limited(findings))
    return Read(
        Entry(path, {row.cells[0]: int(row.cells[1]) for row in rows}, {row.cells[0]: row.line for row in rows})
    )


def differences(first: Entry, second: Entry) -> Iterator[Finding]:
    """The projects for which two whole entries say different amounts, in the order of the first."""
    for number, amount in first.amounts.items():
        if second.amounts[number] != amount:
            params: dict[str, Param] = {"number": number, "first": amount, "second": second.amounts[number]}
            related = (Related(Place(first.path, first.lines.get(number, 0)), "keyed-here"),)
            yield Finding(
                "votes/keyed-differently", Place(second.path, second.lines.get(number, 0)), params, related=related
            )


def agreed(entry: Entry, ballot: FrozenBallot, contest: str, unit: str) -> bytes:
    """The canonical `tally.csv` of an entry that another one confirms."""
    amounts = {project.number: entry.amounts[project.number] for project in ballot.candidates(contest)}
    return tally.write(Tally(contest, unit, ballot.kind(contest), amounts))


def _plain(data: bytes) -> bytes:
    """The same text without what programs add on their own: a mark at its start, carriage returns, an open end."""
    text = data.removeprefix(BOM).replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\t", SEPARATOR.encode())
    return text if text.endswith(b"\n") else text + b"\n"


def _swapped(path: str, lines: Sequence[Row], numbers: set[str], expected: str) -> Finding | None:
    """The numbers of the projects in another column than the first; columns without names are told by their places."""
    other = table.misplaced([row.cells for row in lines if not _is_heading(row, numbers)], 0, numbers)
    if other is None:
        return None
    first = lines[0].cells
    named = _is_heading(lines[0], numbers) and len(first) > other
    names = first if named else [str(at) for at in range(1, other + 2)]
    return table.swapped(path, names, 0, other, expected)


def _is_heading(row: Row, numbers: set[str]) -> bool:
    """Whether a line names columns: the first one, without a project or an amount."""
    return row.line == 1 and not any(cell in numbers for cell in row.cells) and not WHOLE.fullmatch(row.cells[-1])


def _lines(text: str) -> Iterator[Row]:
    """The cells of each line that says something."""
    separator = next((sign for sign in (SEPARATOR, *OTHER_SEPARATORS) if sign in text), SEPARATOR)
    for line, written in enumerate(text.split("\n"), 1):
        cells = [cell.strip().strip('"').strip() for cell in written.split(separator)]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield Row(line, cells)


def _rows(lines: Iterable[Row], numbers: set[str]) -> Iterator[Row]:
    """Number and amount of each line; a heading says nothing."""
    for row in lines:
        if not _is_heading(row, numbers):
            yield Row(row.line, (row.cells[0], row.cells[-1] if len(row.cells) > 1 else ""))
