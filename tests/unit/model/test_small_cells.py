"""What a table may show: no row that is left out follows from the rest, and nothing is left out without need."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from aubette.model.small_cells import LEAST, fixed, may_show

Row = tuple[int, ...]
Table = list[Row]


def others(table: Table, most: Row, shown: tuple[int, ...]) -> list[Table]:
    """Every table with the same totals and the same shown rows, tried one by one."""
    margins = tuple(map(sum, zip(*table, strict=True)))
    choices = [
        [row] if place in shown else [one for one in product(*(range(m + 1) for m in most)) if sum(one) == sum(row)]
        for place, row in enumerate(table)
    ]
    return [list(one) for one in product(*choices) if tuple(map(sum, zip(*one, strict=True))) == margins]


def settled(tables: list[Table], rows: tuple[int, ...], columns: int) -> set[tuple[int, int]]:
    """The cells that are the same in all of them."""
    return {(r, c) for r in rows for c in range(columns) if len({table[r][c] for table in tables}) == 1}


@st.composite
def small_tables(draw: st.DrawFn) -> tuple[Table, Row]:
    columns = draw(st.integers(2, 3))
    most = tuple(draw(st.lists(st.integers(1, 4), min_size=columns, max_size=columns)))
    row = st.tuples(*(st.integers(0, m) for m in most))
    return draw(st.lists(row, min_size=1, max_size=4 if columns == 2 else 3)), most


@settings(max_examples=150, deadline=None)
@given(small_tables(), st.integers(1, 3))
def test_no_cell_left_out_follows_from_what_is_shown(made: tuple[Table, Row], least: int) -> None:
    table, most = made
    shown = may_show(table, most, least)
    hidden = tuple(place for place in range(len(table)) if place not in shown)
    with_shown = settled(others(table, most, shown), hidden, len(most))
    by_totals_alone = settled(others(table, most, ()), hidden, len(most))
    assert with_shown == by_totals_alone, "the rows shown tell nothing about the others"
    assert fixed(table, most, hidden) == with_shown, "and that is found without trying every table"


@settings(max_examples=100, deadline=None)
@given(small_tables(), st.integers(1, 3))
def test_no_shown_cell_is_small_nor_unanimous(made: tuple[Table, Row], least: int) -> None:
    table, most = made
    known = settled(others(table, most, ()), tuple(range(len(table))), len(most))
    for row in may_show(table, most, least):
        for column, figure in enumerate(table[row]):
            assert least <= figure < most[column] or (row, column) in known


@given(st.lists(st.tuples(*[st.integers(LEAST, 5000)] * 3), min_size=1, max_size=40))
def test_nothing_is_left_out_where_all_cells_are_large(table: Table) -> None:
    assert may_show(table, (5001, 5001, 5001), LEAST) == tuple(range(len(table)))


def test_a_second_row_goes_so_that_a_channels_total_gives_nothing_away() -> None:
    table = [(200, 40), (150, 3), (90, 30), (400, 60)]
    assert may_show(table, (900, 100), LEAST) == (0, 3)


def test_a_channel_that_all_voted_the_same_way_is_not_shown() -> None:
    assert may_show([(200, 40), (150, 30), (90, 30)], (900, 40), LEAST) == (1,)


def test_nobody_is_hidden_behind_a_project_without_votes() -> None:
    assert may_show([(200, 40), (0, 0)], (900, 100), LEAST) == (0, 1)
    assert may_show([], (900, 100), LEAST) == ()
