"""A board as a workbook that spreadsheet programs open; openpyxl comes with the extra `office`."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal
from importlib import import_module
from typing import Any

from aubette.model.board import Board, Cell, Column, Kind, Table
from aubette.model.money import Money
from aubette.report.board import Speaker
from aubette.words.catalogue import Catalogue

EPOCH = (1980, 1, 1, 0, 0, 0)
STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
MONEY = "#,##0.00"
WIDEST = 60
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


class OfficeMissingError(Exception):
    """The library that writes workbooks is not installed."""


def board_xlsx(board: Board, words: Catalogue, first: str) -> bytes:
    """One sheet a table; amounts are numbers, days are days, texts are never formulas; the same board, the same bytes.

    Raises:
        OfficeMissingError: openpyxl is not there.
    """
    try:
        book = import_module("openpyxl").Workbook()
    except ImportError:
        raise OfficeMissingError from None
    speaker = Speaker(words, first)
    book.remove(book.active)
    for table in board.tables:
        _fill(book.create_sheet(_name(speaker.title(board, table), book.sheetnames)), speaker, table)
    if not board.tables:
        sheet = book.create_sheet(_name(words.say(f"report.board.name.{board.name}"), []))
        sheet.cell(1, 1, words.say("report.board.no_table")).data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return _dateless(out.getvalue())


def _name(title: str, taken: list[str]) -> str:
    """A sheet's name: 31 characters, none that addresses use, unlike the others'."""
    short = FORBIDDEN.sub(" ", title)[:31]
    return short if short not in taken else f"{short[:28]} {len(taken) + 1}"


def _fill(sheet: Any, speaker: Speaker, table: Table) -> None:
    bold = import_module("openpyxl.styles").Font(bold=True)
    letter = import_module("openpyxl.utils").get_column_letter
    for place, column in enumerate(table.columns, start=1):
        head = sheet.cell(1, place, speaker.head(column))
        head.font = bold
        longest = len(speaker.head(column))
        for line, row in enumerate(table.rows, start=2):
            longest = max(longest, len(speaker.plain(row[place - 1], column)))
            _put(sheet.cell(line, place), speaker, row[place - 1], column)
        sheet.column_dimensions[letter(place)].width = min(longest + 2, WIDEST)
    sheet.freeze_panes = "B2"


def _put(cell: Any, speaker: Speaker, value: Cell, column: Column) -> None:
    if isinstance(value, Money):
        # The library writes the two decimals as they stand.
        cell.value = Decimal(value.cents) / 100
        cell.number_format = MONEY
    elif column.kind in (Kind.DATE, Kind.COUNT):
        cell.value = value
        if column.kind is Kind.DATE:
            cell.number_format = "yyyy-mm-dd"
    else:
        cell.value = speaker.plain(value, column) or None
        if cell.value is not None:
            cell.data_type = "s"


def _dateless(data: bytes) -> bytes:
    """The same archive without the moment at which it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in sorted(made.namelist()):
            content = made.read(name)
            if name == "docProps/core.xml":
                content = STAMP.sub(rb"\g<1>2000-01-01T00:00:00Z", content)
            kept.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
