"""Which rows of a public table may be shown without telling what few people chose.

Rows are projects, columns groups of voters. Whoever reads the table is taken to know every total already, of rows (the
ranking) and of columns (the minutes), and the most that each cell can hold (as many as voted in that group). A row is
shown whole or not at all. It is not shown where a cell is below the limit, or where all of a group chose the project.
Then rows with the smallest totals are left out too, until no cell that is not shown follows from those that are. This
is a promise about sums: whoever also tries out which tables this very rule would have cut in the same places may rule
some out.

Whole rows, and one mark for all that is left out: a reader who is told which cell of a row is the small one learns its
figure more often than one would think. Of 11 votes through two channels, of which one has "fewer than 11" and the other
has not, the first has none. The row that is left out besides depends on totals only, so that it tells nothing either.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

LEAST = 11
"""The fewest people of whom a figure is shown, as official statistics have it."""

Table = Sequence[Sequence[int]]
Cell = tuple[int, int]


def may_show(table: Table, most: Sequence[int], least: int) -> tuple[int, ...]:
    """The places of the rows that may be shown, in order.

    `most` is the most that a cell of each column can hold, `least` the least that a shown cell holds. Cells that the
    totals alone determine (a project with no votes has none through any channel) are not held back: no silence hides
    them.
    """
    every = range(len(table))
    known = fixed(table, most, every)
    hidden = {row for row in every if any(_small(table, most, least, cell) for cell in _cells(table, row) - known)}
    rest = iter(sorted(set(every) - hidden, key=lambda row: (sum(table[row]), row)))
    while fixed(table, most, hidden) - known:
        hidden.add(next(rest))
    return tuple(row for row in every if row not in hidden)


def fixed(table: Table, most: Sequence[int], hidden: Iterable[int]) -> set[Cell]:
    """The cells of hidden rows (row, column) that follow exactly from all totals and the rows that are shown.

    A cell can have another figure where one more of it in exchange for one less of another cell of its row can be made
    good by the other hidden rows, none of which goes below nought or above the most.
    """
    rows, columns = sorted(hidden), range(len(most))
    moves = {row: _moves(table[row], most) for row in rows}
    many: dict[Cell, int] = {}
    for row in rows:
        for move in moves[row]:
            many[move] = many.get(move, 0) + 1
    found = set()
    for row in rows:
        others = {move for move, n in many.items() if n > (move in moves[row])}
        way = {start: _reached(others, start) for start in columns}
        free = {column for one, other in moves[row] if one in way[other] for column in (one, other)}
        found |= {(row, column) for column in columns if column not in free}
    return found


def _moves(row: Sequence[int], most: Sequence[int]) -> set[Cell]:
    """The pairs of columns of a row of which the first can give one to the second."""
    columns = range(len(row))
    return {
        (one, other) for one in columns for other in columns if one != other and row[one] and row[other] < most[other]
    }


def _reached(moves: set[Cell], start: int) -> set[int]:
    reached, new = {start}, {start}
    while new:
        new = {other for one, other in moves if one in new} - reached
        reached |= new
    return reached


def _cells(table: Table, row: int) -> set[Cell]:
    return {(row, column) for column in range(len(table[row]))}


def _small(table: Table, most: Sequence[int], least: int, cell: Cell) -> bool:
    figure = table[cell[0]][cell[1]]
    return figure < least or figure >= most[cell[1]]
