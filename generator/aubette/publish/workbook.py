"""A workbook of values and live formulas, written as `.xlsx` or `.ods`; the same pages give the same bytes.

Formulas are written once, in the notation of `.xlsx` (`SUM(A1:B2)`, `'Page'!C3`), with functions that every spreadsheet
program has had for twenty years; no value of theirs is stored, so that the program that opens the file works them out.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

EPOCH = (1980, 1, 1, 0, 0, 0)
CREATED = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>|<dc:date>[^<]*</dc:date>")
REFERENCE = re.compile(r"(?:'([^']+)'!)?(\$?[A-Z]{1,2}\$?[0-9]+)(?::(\$?[A-Z]{1,2}\$?[0-9]+))?")
STRING = re.compile(r'("[^"]*")')


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, without its equals sign."""

    text: str


Cell = str | int | Decimal | Formula | None


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its name (letters, digits, hyphens; at most 31), its rows, and which of them are headings (from 1)."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    headings: frozenset[int] = frozenset()
    widths: tuple[int, ...] = ()


def column(index: int) -> str:
    """The letters of a column, the first being 0."""
    return (chr(64 + index // 26) if index >= 26 else "") + chr(65 + index % 26)


def xlsx(pages: tuple[Page, ...]) -> bytes:
    """The bytes of an Excel workbook."""
    from openpyxl import Workbook  # type: ignore[import-untyped]
    from openpyxl.styles import Font, PatternFill  # type: ignore[import-untyped]

    book = Workbook()
    book.remove(book.active)
    for page in pages:
        sheet = book.create_sheet(page.name)
        for number, row in enumerate(page.rows, start=1):
            for index, cell in enumerate(row, start=1):
                if cell is None:
                    continue
                place = sheet.cell(number, index)
                place.value = f"={cell.text}" if isinstance(cell, Formula) else cell
                if isinstance(cell, str):
                    place.data_type = "s"
                if number in page.headings:
                    place.font, place.fill = Font(bold=True), PatternFill("solid", start_color="FFE8EAF6")
        for index, width in enumerate(page.widths):
            sheet.column_dimensions[column(index)].width = width
    made = io.BytesIO()
    book.save(made)
    return _steady(made.getvalue())


def ods(pages: tuple[Page, ...]) -> bytes:
    """The bytes of an OpenDocument spreadsheet."""
    from odf.opendocument import OpenDocumentSpreadsheet  # type: ignore[import-untyped]
    from odf.style import (  # type: ignore[import-untyped]
        Style,
        TableColumnProperties,
        TextProperties,
    )
    from odf.table import Table, TableCell, TableColumn, TableRow  # type: ignore[import-untyped]
    from odf.text import P  # type: ignore[import-untyped]

    book = OpenDocumentSpreadsheet()
    bold = Style(name="heading", family="table-cell")
    bold.addElement(TextProperties(fontweight="bold"))
    book.automaticstyles.addElement(bold)
    wide: dict[int, Any] = {}
    for width in sorted({width for page in pages for width in page.widths}):
        wide[width] = Style(name=f"wide{width}", family="table-column")
        wide[width].addElement(TableColumnProperties(columnwidth=f"{width * 2}mm"))
        book.automaticstyles.addElement(wide[width])
    for page in pages:
        sheet = Table(name=page.name)
        for width in page.widths:
            sheet.addElement(TableColumn(stylename=wide[width]))
        for number, row in enumerate(page.rows, start=1):
            line = TableRow()
            for cell in row:
                style = {"stylename": bold} if number in page.headings else {}
                place = TableCell(**_attributes(cell), **style)
                if isinstance(cell, str | int | Decimal):
                    place.addElement(P(text=str(cell)))
                line.addElement(place)
            sheet.addElement(line)
        book.spreadsheet.addElement(sheet)
    made = io.BytesIO()
    book.write(made)
    return _steady(made.getvalue())


WRITERS: Mapping[str, Callable[[tuple[Page, ...]], bytes]] = {".xlsx": xlsx, ".ods": ods}
"""How a workbook is written, by the ending of the file's name."""


def _attributes(cell: Cell) -> dict[str, str]:
    if isinstance(cell, Formula):
        return {"formula": f"of:={open_formula(cell.text)}"}
    if isinstance(cell, int | Decimal):
        return {"valuetype": "float", "value": str(cell)}
    return {"valuetype": "string"} if cell else {}


def open_formula(text: str) -> str:
    """The same formula in the notation of OpenDocument: references in brackets, semicolons between arguments."""
    parts = STRING.split(text)
    for at in range(0, len(parts), 2):
        parts[at] = REFERENCE.sub(_reference, parts[at].replace(",", ";"))
    return "".join(parts)


def _reference(found: re.Match[str]) -> str:
    sheet, first, last = found.groups()
    page = f"$'{sheet}'" if sheet else ""
    return f"[{page}.{first}{f':.{last}' if last else ''}]"


def _steady(data: bytes) -> bytes:
    """The same archive without the moment at which it was made."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.infolist():
            kept = zipfile.ZipInfo(entry.filename, EPOCH)
            kept.compress_type = entry.compress_type
            new.writestr(kept, CREATED.sub(b"", old.read(entry)))
    return made.getvalue()
