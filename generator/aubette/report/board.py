"""A board for a person at a terminal and for programs: aligned columns, JSON, CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date as Date
from typing import Any

from aubette.model.board import Board, Cell, Column, Kind, Named, Table
from aubette.model.money import Money
from aubette.model.text import Text
from aubette.report.visible import columns_of, cut, padded, visible
from aubette.words.catalogue import Catalogue

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
LEAST = 12
GAP = "  "


class Speaker:
    """Says cells to a reader: his language, the city's first one for texts that have no other."""

    def __init__(self, words: Catalogue, first: str) -> None:
        self.words = words
        self.first = first

    def head(self, column: Column) -> str:
        """The column's heading."""
        return self.words.say(f"report.board.column.{column.name}")

    def title(self, board: Board, table: Table) -> str:
        """The table's title, with its edition."""
        name = f"report.board.table.{board.name}.{table.name}"
        return self.words.say(name) + (f" · {table.edition}" if table.edition else "")

    def named(self, cell: Named) -> str:
        """The city's name for a thing; money and ideas that belong to no area are the whole city's."""
        if not cell.id:
            return self.words.say("report.board.whole_city")
        if cell.word:
            return self.words.say(f"report.board.{cell.word}")
        return cell.label.get(self.words.lang, self.first)[0] if cell.label else cell.id

    def plain(self, cell: Cell, column: Column) -> str:
        """A cell as text for a person, on one line; empty where nothing is known."""
        formats = self.words.formats
        if cell is None:
            return ""
        if isinstance(cell, Money):
            return formats.money(cell)
        if isinstance(cell, Date):
            return formats.short_date(cell)
        if isinstance(cell, int):
            return formats.number(cell)
        if isinstance(cell, Named):
            return visible(self.named(cell))
        if isinstance(cell, Text):
            return visible(cell.get(self.words.lang, self.first)[0])
        return self.words.say(f"{column.room}.{cell}") if column.kind is Kind.LABEL else visible(cell)


def board_text(board: Board, words: Catalogue, first: str, width: int) -> str:
    """Every table in aligned columns; texts are shortened to the width, columns without any figure are left out."""
    speaker = Speaker(words, first)
    lines = [words.say("report.board.as_of", board=words.say(f"report.board.name.{board.name}"), day=board.day)]
    if board.what_if:
        lines.append(words.say("report.board.what_if", clauses=board.what_if))
    if not board.tables:
        lines += ["", words.say("report.board.no_table")]
    for table in board.tables:
        lines += ["", speaker.title(board, table), *_drawn(speaker, table, width)]
    return "\n".join(lines) + "\n"


def _drawn(speaker: Speaker, table: Table, width: int) -> Iterator[str]:
    if not table.rows:
        yield speaker.words.say("report.board.nothing")
        return
    total = table.total()
    rows = [*table.rows, total] if total else [*table.rows]
    shown = [n for n, _ in enumerate(table.columns) if any(_worth(row[n]) for row in table.rows)]
    columns = [table.columns[n] for n in shown]
    cells = [[speaker.plain(row[n], table.columns[n]) for n in shown] for row in rows]
    if total:
        cells[-1][0] = speaker.words.say("report.board.total")
    grid = [[speaker.head(column) for column in columns], *cells]
    widths = _widths(grid, columns, width)
    ruled = GAP.join("─" * n for n in widths)
    for number, row in enumerate(grid):
        if number == 1 or (total and number == len(grid) - 1):
            yield ruled
        yield GAP.join(_fit(cell, n, column) for cell, n, column in zip(row, widths, columns, strict=True)).rstrip()


def _worth(cell: Cell) -> bool:
    """Whether a cell tells something: an empty one does not, nor does an amount or a number of nothing."""
    return cell is not None and cell != 0 and cell != Money(0)


def _widths(grid: Sequence[Sequence[str]], columns: Sequence[Column], width: int) -> list[int]:
    """Each column as wide as its widest cell, the widest texts giving way until the line fits."""
    widths = [max(columns_of(row[n]) for row in grid) for n in range(len(columns))]
    soft = [n for n, c in enumerate(columns) if c.kind in (Kind.TEXT, Kind.NAME, Kind.LABEL)]
    while soft and sum(widths) + len(GAP) * (len(widths) - 1) > width:
        widest = max(soft, key=lambda n: widths[n])
        if widths[widest] <= LEAST:
            break
        widths[widest] -= 1
    return widths


def _fit(cell: str, width: int, column: Column) -> str:
    return padded(cut(cell, width), width, right=column.kind in (Kind.MONEY, Kind.COUNT))


def board_json(board: Board, words: Catalogue, first: str) -> str:
    """`aubette-board/1`: rows as objects, amounts in whole cents, days as ISO dates, names as identifiers."""
    tables = [
        {
            "name": table.name,
            "edition": table.edition or None,
            "rows": [_object(table, row, first) for row in table.rows],
            "total": _object(table, total, first, summed=True) if (total := table.total()) else None,
        }
        for table in board.tables
    ]
    data = {
        "schema": "aubette-board/1",
        "report": board.name,
        "date": board.day.isoformat(),
        "what_if": list(board.what_if),
        "amounts": "cents",
        "currency": words.formats.currency,
        "tables": tables,
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _object(table: Table, row: Sequence[Cell], first: str, *, summed: bool = False) -> Mapping[str, Any]:
    return {c.name: _bare(cell, first) for c, cell in zip(table.columns, row, strict=True) if c.summed or not summed}


def _bare(cell: Cell, first: str) -> str | int | None:
    if isinstance(cell, Money):
        return cell.cents
    if isinstance(cell, Date):
        return cell.isoformat()
    if isinstance(cell, Named):
        return cell.id or None
    return cell.get(first, first)[0] if isinstance(cell, Text) else cell


def board_csv(board: Board, words: Catalogue, first: str) -> str:
    """The tables one after the other with a line between; amounts as files write them, no cell starts a formula."""
    speaker = Speaker(words, first)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for number, table in enumerate(board.tables):
        if number:
            writer.writerow([])
        if len(board.tables) > 1:
            writer.writerow([harmless(speaker.title(board, table))])
        writer.writerow([speaker.head(column) for column in table.columns])
        for row in table.rows:
            writer.writerow([_written(speaker, cell, c) for cell, c in zip(row, table.columns, strict=True)])
    return out.getvalue()


def _written(speaker: Speaker, cell: Cell, column: Column) -> str:
    if isinstance(cell, Money):
        return cell.written().replace(".", ",") if speaker.words.lang in ("fr", "de") else cell.written()
    if isinstance(cell, Date):
        return cell.isoformat()
    if isinstance(cell, int):
        return str(cell)
    return harmless(speaker.plain(cell, column))


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(DANGEROUS) else text
