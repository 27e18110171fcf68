"""The greedy count of one envelope as live formulas: who is in the running, in which place, and what each place leaves.

A page has two blocks. The upper one has a row for each project of the ballot, with its keys of order; the lower one a
row for each place, from the first, which takes its project from the upper one by its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from aubette.model.counting import CountingRule, Measure, Overflow, TieBreak
from aubette.publish.workbook import Cell, Formula, Page, column
from aubette.words.catalogue import Catalogue

HEAD = 5
"""The row of the upper block's headings; the projects follow."""

PASSED = ("no", "stopped", "full")
"""Results of projects that were in the running and got nothing: what is left may still pay for them."""


@dataclass(frozen=True, slots=True)
class Line:
    """A project of the upper block: amounts in whole units of the last decimal shown; formulas refer to other pages.

    `orders` are places that tie-breaks compare, by tie-break; `group` is the number of a set of projects that exclude
    each other, 0 for none.
    """

    number: str
    title: str
    cost: Cell
    score: Formula
    votes: Cell
    orders: Mapping[TieBreak, int]
    group: int = 0
    withdrawn: bool = False
    published: str = ""
    running: Formula | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand on a page with so many projects and tie-breaks."""

    projects: int
    ties: int

    @property
    def first(self) -> int:
        """The row of the first project."""
        return HEAD + 1

    @property
    def last(self) -> int:
        """The row of the last project."""
        return HEAD + self.projects

    @property
    def places(self) -> int:
        """The row of the lower block's headings."""
        return self.last + 3

    @property
    def end(self) -> int:
        """The row of the last place."""
        return self.places + self.projects

    def all(self, index: int) -> str:
        """The cells of one column of the upper block."""
        return f"${column(index)}${self.first}:${column(index)}${self.last}"


Earlier = tuple[tuple[str, Layout], ...]


@dataclass(frozen=True, slots=True)
class Purse:
    """What an envelope's page is about: the page's name, its own, what it may spend and how many ballots are valid.

    `earlier` are the pages of the envelopes that were spent before, where rivals of its projects may have won;
    `carried` says that what the last of them left is spent here, `most` how many projects may win.
    """

    page: str
    name: str
    budget: Cell
    valid: Formula
    earlier: Earlier = ()
    carried: bool = False
    most: int | None = None


NUMBER, TITLE, COST, SCORE, VOTES, RUNNING, PLACE, KEYS = range(8)


def result_cell(layout: Layout, page: str, row: int) -> str:
    """A reference to the recounted result of the project in a row (0 is the first) of another page."""
    return f"'{page}'!${column(KEYS + layout.ties + 1)}${layout.first + row}"


def rest_cell(layout: Layout, page: str) -> str:
    """A reference to what a page's last place leaves."""
    return f"'{page}'!$H${layout.end}"


def envelope_page(
    words: Catalogue, purse: Purse, lines: Sequence[Line], rule: CountingRule, ties: Sequence[TieBreak]
) -> Page:
    """The page of one envelope; the order of numbers is the last key, for what no tie-break orders."""
    at = Layout(len(lines), len(ties) + 1)
    rows: list[tuple[Cell, ...]] = [
        (words.say("recount.envelope"), purse.name),
        (words.say("recount.budget"), purse.budget),
        (words.say("recount.valid"), purse.valid),
        (),
        _headings(words, ties),
    ]
    rows += [_project(words, at, row, line, rule, ties) for row, line in enumerate(lines, start=at.first)]
    names = ("place", "number", "project", "score", "cost", "left_before", "result", "left_after", "group")
    rows += [(), (), (*(words.say(f"recount.{name}") for name in names),)]
    rows += [_place(words, at, place, rule, purse) for place in range(1, len(lines) + 1)]
    return Page(purse.page, tuple(rows), frozenset({1, HEAD, at.places}), (14, 40, 14, 14, 14, 14, 14, 14))


def _headings(words: Catalogue, ties: Sequence[TieBreak]) -> tuple[Cell, ...]:
    left = ("number", "project", "cost", "score", "votes", "in_running", "place")
    keys = [words.say(f"recount.tie.{tie.value}") for tie in ties]
    right = ("last_key", "group", "result", "published", "check", "tied")
    return (
        *(words.say(f"recount.{name}") for name in left),
        *keys,
        *(words.say(f"recount.{name}") for name in right),
    )


def _project(
    words: Catalogue, at: Layout, row: int, line: Line, rule: CountingRule, ties: Sequence[TieBreak]
) -> tuple[Cell, ...]:
    group = KEYS + at.ties
    result, published = (f"{column(group + step)}{row}" for step in (1, 2))
    yes, out = words.say("recount.yes"), words.say("recount.out")
    looked_up = f"INDEX($G${at.places + 1}:$G${at.end},$G{row})"
    good, gap = words.say("recount.ok"), words.say("recount.gap")
    agrees = f'IF(({result}="{yes}")=({published}="{yes}"),"{good}","{gap}")'
    tied = f'IF(AND($F{row}=1,SUMPRODUCT({_equals(at, row, at.ties - 1)})>1),"{words.say("recount.is_tied")}","")'
    return (
        line.number,
        line.title,
        line.cost,
        line.score,
        line.votes if line.votes is not None else Formula(f"$D{row}"),
        line.running or Formula(_running(row, line, rule)),
        Formula(f'IF($F{row}=1,1+SUMPRODUCT({_before(at, row)}),"")'),
        *(_key(row, line, tie) for tie in ties),
        line.orders[TieBreak.RECEIPT],
        line.group,
        Formula(f'IF($F{row}=1,{looked_up},"{out}")'),
        line.published,
        Formula(agrees) if line.published else None,
        Formula(tied),
    )


def _key(row: int, line: Line, tie: TieBreak) -> Cell:
    """What a tie-break compares, the smaller first: a cell of the same row, or a place that stands beforehand."""
    cells = {TieBreak.LOWEST_COST: f"$C{row}", TieBreak.MOST_VOTES: f"-$E{row}"}
    return Formula(cells[tie]) if tie in cells else line.orders[tie]


def _running(row: int, line: Line, rule: CountingRule) -> str:
    """Whether a project may win at all, compared in whole numbers."""
    if line.withdrawn:
        return "0"
    limits = rule.thresholds
    share = Fraction(limits.share_percent)
    tests = [f"$E{row}>={limits.votes}", *([f"$D{row}>0"] if limits.votes else [])]
    tests.append(f"$E{row}*{100 * share.denominator}>={share.numerator}*$B$3")
    if limits.cost_divisor is not None:
        tests.append(f"ROUND($E{row}*{100 * limits.cost_divisor}*$B$2,0)>=ROUND($C{row}*100*$B$3,0)")
    if rule.measure is Measure.POINTS:
        tests.append(f"$D{row}>={limits.points}")
    return f"IF(AND({','.join(tests)}),1,0)"


def _before(at: Layout, row: int) -> str:
    """The projects in the running that stand before this row's: by score, else by the first key that differs."""
    parts = [f"{at.all(RUNNING)}*({at.all(SCORE)}>$D{row})"]
    for key in range(at.ties):
        smaller = f"({at.all(KEYS + key)}<${column(KEYS + key)}{row})"
        parts.append(f"{_equals(at, row, key)}*{smaller}")
    return "+".join(parts)


def _equals(at: Layout, row: int, keys: int) -> str:
    """The projects in the running with the same score and the same first keys as the one in this row."""
    same = [f"({at.all(KEYS + key)}=${column(KEYS + key)}{row})" for key in range(keys)]
    return "*".join([at.all(RUNNING), f"({at.all(SCORE)}=$D{row})", *same])


def _place(words: Catalogue, at: Layout, place: int, rule: CountingRule, purse: Purse) -> tuple[Cell, ...]:
    row = at.places + place
    found = f"MATCH($A{row},{at.all(PLACE)},0)"
    there = f"$A{row}<=SUM({at.all(RUNNING)})"

    def taken(index: int) -> Formula:
        return Formula(f'IF({there},INDEX({at.all(index)},{found}),"")')

    carried = f"+{rest_cell(purse.earlier[-1][1], purse.earlier[-1][0])}" if purse.carried and purse.earlier else ""
    left = Formula(f"$B$2{carried}") if place == 1 else Formula(f"$H{row - 1}")
    yes = words.say("recount.yes")
    after = f'IF($G{row}="{yes}",ROUND($F{row}-$E{row},2),$F{row})'
    group = taken(KEYS + at.ties)
    return (
        place,
        taken(NUMBER),
        taken(TITLE),
        taken(SCORE),
        taken(COST),
        left,
        Formula(_verdict(words, at, row, rule, purse)),
        Formula(after),
        group,
    )


def _verdict(words: Catalogue, at: Layout, row: int, rule: CountingRule, purse: Purse) -> str:
    """What becomes of the project in a place, from those in the places before it."""
    said = {name: words.say(f"recount.{name}") for name in ("yes", "no", "excluded", "stopped", "full")}
    above = f"$G${at.places}:$G{row - 1}"
    text = f'IF(ROUND($F{row}-$E{row},2)>=0,"{said["yes"]}","{said["no"]}")'
    if purse.most is not None:
        text = f'IF(COUNTIF({above},"{said["yes"]}")>={purse.most},"{said["full"]}",{text})'
    if rule.overflow is Overflow.STOP:
        text = f'IF(COUNTIF({above},"{said["no"]}")>0,"{said["stopped"]}",{text})'
    if rule.exclusions:
        blocks = [(f"$I${at.places}:$I{row - 1}", above)]
        blocks += [
            (f"'{page}'!$I${one.places + 1}:$I${one.end}", f"'{page}'!$G${one.places + 1}:$G${one.end}")
            for page, one in purse.earlier
        ]
        rivals = "+".join(f'SUMPRODUCT(({groups}=$I{row})*({results}="{said["yes"]}"))' for groups, results in blocks)
        text = f'IF(AND($I{row}>0,{rivals}>0),"{said["excluded"]}",{text})'
    return f'IF($B{row}="","",{text})'
