"""Tables for the people who run the budget: typed cells under named columns, said and written by `report`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from enum import StrEnum

from aubette.model.money import Money, total
from aubette.model.text import Text


class Kind(StrEnum):
    """What the cells of a column hold."""

    NAME = "name"
    TEXT = "text"
    MONEY = "money"
    COUNT = "count"
    DATE = "date"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Named:
    """A service, an area or an envelope: the identifier for programs, the city's own name for it for people.

    `word` is the catalogue's for what no city names.
    """

    id: str
    label: Text | None = None
    word: str = ""


Cell = str | int | Money | Date | Text | Named | None
"""None is an empty cell: not known, or it makes no sense here. Never a zero."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `room` is the catalogue's list for cells of kind `label`, `summed` says that a sum has a meaning."""

    name: str
    kind: Kind
    room: str = ""
    summed: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under columns, of one edition or, with an empty `edition`, of several."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    edition: str = ""

    def total(self) -> tuple[Cell, ...] | None:
        """The sums of the columns that have one, None where no column has or where there is nothing to add."""
        if len(self.rows) < 2 or not any(column.summed for column in self.columns):
            return None
        return tuple(self._sum(place) if column.summed else None for place, column in enumerate(self.columns))

    def _sum(self, place: int) -> Cell:
        cells = [row[place] for row in self.rows]
        if self.columns[place].kind is Kind.MONEY:
            return total(cell for cell in cells if isinstance(cell, Money))
        return sum(cell for cell in cells if isinstance(cell, int))


@dataclass(frozen=True)
class Board:
    """One report: its name, the day it speaks of, its tables; `what_if` lists the changed clauses, as `key=value`."""

    name: str
    day: Date
    tables: tuple[Table, ...]
    what_if: tuple[str, ...] = ()
