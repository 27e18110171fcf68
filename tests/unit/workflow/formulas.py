"""A small spreadsheet program: it works out the formulas of a workbook as Excel and LibreOffice define them.

Only what our workbooks use: arithmetic, comparisons, ranges of one column, and eleven functions. Anything else fails.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from odf.opendocument import load
from odf.table import Table, TableCell, TableRow
from openpyxl import load_workbook

TOKEN = re.compile(
    r"""\s*(?:(?P<string>"[^"]*")|(?P<number>\d+(?:\.\d+)?)
    |(?P<open>\[(?:\$'(?P<osheet>[^']+)')?\.(?P<ofirst>\$?[A-Z]+\$?\d+)(?::\.(?P<olast>\$?[A-Z]+\$?\d+))?\])
    |(?P<ref>(?:'(?P<sheet>[^']+)'!)?(?P<first>\$?[A-Z]+\$?\d+)(?::(?P<last>\$?[A-Z]+\$?\d+))?)
    |(?P<name>[A-Z]+)(?=\()|(?P<sign><=|>=|<>|[-+*=<>(),;]))""",
    re.VERBOSE,
)
Cells = Mapping[str, Mapping[str, Any]]


def read_xlsx(data: bytes) -> Cells:
    book = load_workbook(io.BytesIO(data))
    return {
        sheet.title: {
            cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None
        }
        for sheet in book
    }


def read_ods(data: bytes) -> Cells:
    book = load(io.BytesIO(data))
    return {sheet.getAttribute("name"): dict(_ods_cells(sheet)) for sheet in book.spreadsheet.getElementsByType(Table)}


def _ods_cells(sheet: Any) -> Any:
    for number, row in enumerate(sheet.getElementsByType(TableRow), start=1):
        for index, cell in enumerate(row.getElementsByType(TableCell)):
            formula, value = cell.getAttribute("formula"), cell.getAttribute("value")
            found = formula.removeprefix("of:") if formula else Decimal(value) if value else str(cell) or None
            if found is not None:
                yield f"{letters(index)}{number}", found


def letters(index: int) -> str:
    return (chr(64 + index // 26) if index >= 26 else "") + chr(65 + index % 26)


class Program:
    """A workbook that is open: `value` says what a cell shows."""

    def __init__(self, cells: Cells) -> None:
        self.cells = {name: dict(page) for name, page in cells.items()}
        self.known: dict[tuple[str, str], Any] = {}

    def change(self, sheet: str, cell: str, value: Any) -> None:
        self.cells[sheet][cell] = value
        self.known.clear()

    def value(self, sheet: str, cell: str) -> Any:
        if (sheet, cell) not in self.known:
            written = self.cells[sheet].get(cell)
            formula = isinstance(written, str) and written.startswith("=")
            self.known[sheet, cell] = Parser(self, sheet, written[1:]).whole() if formula else number(written)
        return self.known[sheet, cell]

    def rows(self, sheet: str) -> list[list[Any]]:
        places = [re.fullmatch(r"([A-Z]+)(\d+)", cell) for cell in self.cells[sheet]]
        last = max(int(place[2]) for place in places if place)
        return [[self.value(sheet, f"{letters(at)}{row}") for at in range(20)] for row in range(1, last + 1)]

    def range(self, sheet: str, first: str, last: str | None) -> Any:
        if last is None:
            return self.value(sheet, first.replace("$", ""))
        (left, top), (right, bottom) = (
            re.fullmatch(r"([A-Z]+)(\d+)", c.replace("$", "")).groups() for c in (first, last)
        )
        columns = [letters(at) for at in range(60)]
        across = columns[columns.index(left) : columns.index(right) + 1]
        return [self.value(sheet, f"{at}{row}") for row in range(int(top), int(bottom) + 1) for at in across]


def number(value: Any) -> Any:
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


def rank(value: Any) -> tuple[int, Any]:
    """Numbers stand before texts, texts before truth values; an empty cell is nought."""
    if value is None:
        return 0, Decimal(0)
    return (2, value) if isinstance(value, bool) else (1, value) if isinstance(value, str) else (0, value)


def each(act: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
    if isinstance(left, list) or isinstance(right, list):
        size = len(left if isinstance(left, list) else right)
        lefts, rights = (side if isinstance(side, list) else [side] * size for side in (left, right))
        return [act(one, other) for one, other in zip(lefts, rights, strict=True)]
    return act(left, right)


def amount(value: Any) -> Decimal:
    assert not isinstance(value, str), f"#VALUE! {value!r}"
    return Decimal(0) if value is None else Decimal(value)


COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: rank(a) == rank(b),
    "<>": lambda a, b: rank(a) != rank(b),
    "<": lambda a, b: rank(a) < rank(b),
    ">": lambda a, b: rank(a) > rank(b),
    "<=": lambda a, b: rank(a) <= rank(b),
    ">=": lambda a, b: rank(a) >= rank(b),
}
FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "SUM": lambda *parts: sum((amount(v) for p in parts for v in listed(p) if not isinstance(v, str)), Decimal(0)),
    "SUMPRODUCT": lambda part: sum((amount(v) for v in listed(part)), Decimal(0)),
    "COUNTIF": lambda part, wanted: Decimal(sum(v == wanted for v in listed(part))),
    "MATCH": lambda wanted, part, _exact: Decimal([rank(v) for v in part].index(rank(wanted)) + 1),
    "INDEX": lambda part, place: Decimal(0) if part[int(place) - 1] is None else part[int(place) - 1],
    "AND": lambda *parts: all(parts),
    "OR": lambda *parts: any(parts),
    "ROUND": lambda value, digits: amount(value).quantize(Decimal(1).scaleb(-int(digits)), ROUND_HALF_UP),
}


def listed(part: Any) -> list[Any]:
    return part if isinstance(part, list) else [part]


class Parser:
    """One formula, worked out while it is read; branches of IF that are not taken may fail."""

    def __init__(self, program: Program, sheet: str, text: str) -> None:
        self.program, self.sheet = program, sheet
        self.tokens: list[re.Match[str]] = []
        at = 0
        while at < len(text):
            found = TOKEN.match(text, at)
            assert found, f"not understood: {text[at:]}"
            self.tokens.append(found)
            at = found.end()
        self.at = 0

    def whole(self) -> Any:
        made = self.comparison()
        assert self.at == len(self.tokens), "something stands after the formula"
        return made()

    def sign(self, *signs: str) -> str:
        if self.at < len(self.tokens) and self.tokens[self.at]["sign"] in signs:
            self.at += 1
            return str(self.tokens[self.at - 1]["sign"])
        return ""

    def comparison(self) -> Callable[[], Any]:
        left = self.sum()
        if sign := self.sign(*COMPARE):
            right = self.sum()
            return lambda: each(COMPARE[sign], left(), right())
        return left

    def sum(self) -> Callable[[], Any]:
        made = self.product()
        while sign := self.sign("+", "-"):
            made = self._joined(made, self.product(), 1 if sign == "+" else -1)
        return made

    @staticmethod
    def _joined(left: Callable[[], Any], right: Callable[[], Any], way: int) -> Callable[[], Any]:
        return lambda: each(lambda a, b: amount(a) + way * amount(b), left(), right())

    def product(self) -> Callable[[], Any]:
        made = self.one()
        while self.sign("*"):
            made = self._times(made, self.one())
        return made

    @staticmethod
    def _times(left: Callable[[], Any], right: Callable[[], Any]) -> Callable[[], Any]:
        return lambda: each(lambda a, b: amount(a) * amount(b), left(), right())

    def one(self) -> Callable[[], Any]:
        if self.sign("-"):
            inner = self.one()
            return lambda: -amount(inner())
        if self.sign("("):
            inner = self.comparison()
            assert self.sign(")")
            return inner
        token = self.tokens[self.at]
        self.at += 1
        if token["string"]:
            return lambda: token["string"][1:-1]
        if token["number"]:
            return lambda: Decimal(token["number"])
        if token["name"]:
            return self.call(token["name"])
        sheet = token["sheet"] or token["osheet"] or self.sheet
        first, last = token["first"] or token["ofirst"], token["last"] or token["olast"]
        return lambda: self.program.range(sheet, first, last)

    def call(self, name: str) -> Callable[[], Any]:
        assert self.sign("(")
        parts = [self.comparison()]
        while self.sign(",", ";"):
            parts.append(self.comparison())
        assert self.sign(")")
        if name == "IF":
            test, yes, no = parts
            return lambda: yes() if test() else no()
        return lambda: FUNCTIONS[name](*(part() for part in parts))
