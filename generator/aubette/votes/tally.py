"""`tally.csv`: a unit's total for each project of its contest, once each, in the order of the frozen ballot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aubette.model.evidence import FrozenBallot, Tally
from aubette.model.finding import Finding, Place, Related
from aubette.votes import table
from aubette.votes.reading import WHOLE, Read, limited
from aubette.votes.sealed import Sealed

TOTALS = frozenset({"", "total", "totaux", "somme", "sum", "all", "ensemble", "gesamt", "summe"})


def header(ballot: FrozenBallot, contest: str) -> str:
    """The first line of a contest's tallies."""
    return f"number;{ballot.kind(contest)}"


def read(sealed: Sealed, ballot: FrozenBallot, contest: str, unit: str) -> Read[Tally | None]:
    """Read a tally; the value is None when anything is wrong with it."""
    path = sealed.path
    rows = table.read(path, sealed.payload, header(ballot, contest))
    numbers = [project.number for project in ballot.candidates(contest)]
    findings = list(rows.findings) + list(judge_rows(path, rows.value, set(numbers)))
    if not findings:
        findings = list(_order(path, rows.value, numbers))
    if findings:
        other = table.misplaced((row.cells for row in rows.value), 0, numbers)
        if other is not None:
            expected = header(ballot, contest)
            return Read(None, (table.swapped(path, expected.split(table.SEPARATOR), 0, other, expected),))
        return Read(None, limited(findings))
    amounts = {row.cells[0]: int(row.cells[1]) for row in rows.value}
    return Read(Tally(contest, unit, ballot.kind(contest), amounts))


def write(tally: Tally) -> bytes:
    """The bytes of a tally."""
    return table.write(f"number;{tally.kind}", tally.amounts.items())


def judge_rows(path: str, rows: Iterable[table.Row], numbers: set[str]) -> Iterator[Finding]:
    """What is wrong with each record by itself: a sum, an unknown project, one named before, no whole number."""
    first: dict[str, table.Row] = {}
    for row in rows:
        number, amount = row.cells
        where = Place(path, row.line, 1)
        if number.strip().lower() in TOTALS:
            yield Finding("votes/total-row", where)
            continue
        if number not in numbers:
            yield Finding("votes/project-unknown", where, {"number": number})
        elif first.setdefault(number, row) is not row:
            related = (Related(Place(path, first[number].line, 1), "first-here"),)
            yield Finding("votes/project-twice", where, {"number": number, "line": first[number].line}, related=related)
        if not WHOLE.fullmatch(amount):
            yield Finding("votes/not-a-whole-number", table.place(path, row, 1), {"found": amount})


def _order(path: str, rows: table.Table, numbers: list[str]) -> Iterator[Finding]:
    present = [row.cells[0] for row in rows]
    for number in numbers:
        if number not in present:
            yield Finding("votes/project-missing", Place(path, len(rows) + 1), {"number": number})
    expected = [number for number in numbers if number in present]
    for row, number in zip(rows, expected, strict=True):
        if row.cells[0] != number:
            params = {"found": row.cells[0], "expected": number}
            yield Finding("votes/rows-out-of-order", Place(path, row.line, 1), params)
            return
