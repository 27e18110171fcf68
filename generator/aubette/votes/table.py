"""The plain tables of votes: `;` between cells, one record per line, no quoting, a fixed header."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from aubette.model.finding import Finding, Param, Place
from aubette.votes.reading import Read, text_of

SEPARATOR = ";"
OTHER_SEPARATORS = {",": ",", "\t": "TAB", "|": "|"}
PERSONAL = re.compile(
    "age|sexe?|gender|genre|birth|naissance|date|time|heure|timestamp|voter(_id)?|electeur|name|nom|prenom|e?mail|phone"
    "|telephone|address|adresse|district|neighbourhood|quartier|ip|education"
)
"""Column names of exports that tell something about a voter."""


class Row(NamedTuple):
    """A record and the line it stands on."""

    line: int
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """The records of a file, cut into cells as they are asked for: a file may have a hundred thousand."""

    lines: Sequence[str] = ()
    width: int = 1

    def __iter__(self) -> Iterator[Row]:
        """The records that have the right number of cells."""
        for line, written in enumerate(self.lines, 2):
            if written.count(SEPARATOR) == self.width - 1:
                yield Row(line, written.split(SEPARATOR))

    def __len__(self) -> int:
        return len(self.lines)


def read(path: str, data: bytes, header: str) -> Read[Table]:
    """The records below the one header that is allowed; those of another width are left out, with a finding."""
    if wrong := _separator(path, data.partition(b"\n")[0], header):
        return Read(Table(), (wrong,))
    text = text_of(path, data, forbidden='"')
    if text.value is None:
        return Read(Table(), text.findings)
    first, *lines = text.value[:-1].split("\n")
    if first != header:
        return Read(Table(), (_header(path, first, header),))
    width = header.count(SEPARATOR) + 1
    return Read(Table(lines, width), tuple(_widths(path, lines, width)))


def misplaced(records: Iterable[Sequence[str]], column: int, known: Collection[str]) -> int | None:
    """The column in which the known words stand, where it is not `column`: most records have them there, none here."""
    found: Counter[int] = Counter()
    total = 0
    for cells in records:
        total += 1
        found.update(
            at for at, cell in enumerate(cells) if cell.strip() and all(word in known for word in cell.split())
        )
    at, most = max(found.items(), key=lambda one: one[1], default=(column, 0))
    return None if found[column] or 2 * most <= total else at


def swapped(path: str, names: Sequence[str], column: int, other: int, expected: str) -> Finding:
    """The one thing to say about a table two of whose columns stand in each other's place."""
    first, second = sorted((column, other))
    params: dict[str, Param] = {"first": names[first], "second": names[second], "expected": expected}
    return Finding("votes/columns-swapped", Place(path, 1, 1), params)


def write(header: str, records: Iterable[Sequence[object]]) -> bytes:
    """The bytes that `read` reads."""
    return "".join(f"{line}\n" for line in [header, *(SEPARATOR.join(map(str, cells)) for cells in records)]).encode()


def _separator(path: str, first: bytes, header: str) -> Finding | None:
    for character, name in OTHER_SEPARATORS.items():
        if first.rstrip(b"\r") == header.replace(SEPARATOR, character).encode():
            return Finding("votes/separator", Place(path, 1, header.index(SEPARATOR) + 1), {"found": name})
    return None


def _header(path: str, found: str, header: str) -> Finding:
    extra = [cell for cell in found.lower().split(SEPARATOR) if PERSONAL.fullmatch(cell)]
    if extra:
        return Finding("votes/personal-column", Place(path, 1, found.lower().index(extra[0]) + 1), {"found": extra[0]})
    names, wanted = found.split(SEPARATOR), header.split(SEPARATOR)
    moved = [at for at, pair in enumerate(zip(names, wanted, strict=False)) if pair[0] != pair[1]]
    if sorted(names) == sorted(wanted) and len(moved) == len(("first", "second")):
        return swapped(path, names, moved[0], moved[1], header)
    return Finding("votes/header", Place(path, 1, 1), {"found": found, "expected": header})


def _widths(path: str, lines: Iterable[str], width: int) -> Iterator[Finding]:
    for line, written in enumerate(lines, 2):
        found = written.count(SEPARATOR) + 1
        if found != width:
            yield Finding("votes/cells", Place(path, line, 1), {"found": found, "expected": width})


def place(path: str, row: Row, cell: int) -> Place:
    """Where the cell of that index begins."""
    return Place(path, row.line, sum(len(text) + 1 for text in row.cells[:cell]) + 1)
