"""A verified edition as a workbook that a committee member recounts with: sealed figures, everything else formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from aubette.model.counting import Candidate, CountingRule, Leftover, Measure, Method, TieBreak
from aubette.model.enums import Effect
from aubette.model.evidence import Evidence, FrozenContest, TallyKind, UnitReturn
from aubette.model.money import Money
from aubette.model.outcome import Outcome, Result
from aubette.publish.workbook import Cell, Formula, Page, column
from aubette.votes.count.contest import candidates_of
from aubette.votes.count.scores import rescored
from aubette.votes.count.ties import draw, receipt
from aubette.words.catalogue import Catalogue
from aubette.workflow.recount_formulas import (
    COST,
    PASSED,
    SCORE,
    VOTES,
    Earlier,
    Layout,
    Line,
    Purse,
    envelope_page,
    rest_cell,
    result_cell,
)

KNOWN_TIES = (TieBreak.LOWEST_COST, TieBreak.MOST_VOTES, TieBreak.RECEIPT, TieBreak.DRAW)
FIRST = 4
"""The row of the first project on a page of tallies."""

UNITS = 4
"""The column of the first unit there."""

MINUTES = ("roll", "found", "blank", "null", "valid")


def recount_pages(
    words: Catalogue, evidence: Evidence, outcomes: Sequence[Outcome], titles: Mapping[str, str]
) -> tuple[Page, ...]:
    """The pages of the workbook: what it is, then for each contest its tallies and its envelopes."""
    pages: list[Page] = []
    undone: list[str] = []
    for outcome in outcomes:
        sheet = _Contest(words, evidence, outcome, titles, len(pages) + 1)
        pages.append(sheet.tallies())
        why = sheet.hindrance()
        if why:
            undone += [words.say("recount.undone", contest=outcome.contest), words.say(f"recount.why.{why}")]
        else:
            pages += sheet.envelopes()
    formulas = len(pages) > len(outcomes)
    return (_read_me(words, evidence, undone, elects=formulas), *pages)


def _read_me(words: Catalogue, evidence: Evidence, undone: Sequence[str], *, elects: bool) -> Page:
    """What the workbook is; whether its formulas elect anybody, or only add up."""
    lines = [words.say("recount.title", edition=evidence.ballot.edition), evidence.ballot.city, ""]
    told = ("about", "compare", "rule") if elects else ("about_totals", "compare")
    lines += [words.say(f"recount.{name}") for name in told]
    if evidence.tie_seed:
        lines.append(words.say("recount.seed", seed=evidence.tie_seed))
    rows = [(line,) for line in (*lines, *undone)]
    return Page(words.say("recount.read_me"), tuple(rows), frozenset({1}), (110,))


def amount(cents: int) -> Cell:
    """An amount as a number of units."""
    return cents // 100 if cents % 100 == 0 else Decimal(Money(cents).written())


def page_name(number: int, name: str) -> str:
    """A name that no other page has and that every spreadsheet program takes."""
    return f"{number}-{name}"[:31]


Pages = Sequence[tuple[str, Layout, list[int]]]
"""Pages of envelopes: name, layout, and the positions of their candidates on the ballot."""


def _earlier(pages: Pages) -> Earlier:
    return tuple((name, layout) for name, layout, _ in pages)


class _Contest:
    """One contest's pages; rows of a page of tallies are in the order of the ballot."""

    def __init__(
        self, words: Catalogue, evidence: Evidence, outcome: Outcome, titles: Mapping[str, str], start: int
    ) -> None:
        self.words = words
        self.start = start
        self.evidence = evidence
        self.outcome = outcome
        self.titles = titles
        self.rule: CountingRule = outcome.rule
        self.frozen: FrozenContest = evidence.ballot.contest(outcome.contest)
        self.returns: tuple[UnitReturn, ...] = evidence.of(outcome.contest)
        self.candidates: tuple[Candidate, ...] = candidates_of(evidence, outcome.contest, {}, {})
        self.name = page_name(start, f"{words.say('recount.tallies')}-{outcome.contest}")
        self.ties = tuple(t for t in self.rule.ties if t is not TieBreak.DRAW or evidence.tie_seed is not None)

    def hindrance(self) -> str:
        """Why the count of this contest cannot be put into formulas, as a name of the catalogue; empty when it can."""
        rule, groups = self.rule, self.evidence.groups(self.outcome.contest)
        if self.outcome.effect is not Effect.DECISIVE:
            return "effect"
        if rule.method is not Method.GREEDY:
            return "method"
        scored = rescored(self.candidates, groups, rule) if groups is not None else self.candidates
        expected = self.candidates if not self._by_votes else [replace(c, score=c.votes) for c in self.candidates]
        if [c.score for c in scored] != [c.score for c in expected] or (self._by_votes and groups is None):
            return "score"
        if rule.min_winners_per_area or rule.max_winners_per_area is not None:
            return "area"
        if rule.leftover is Leftover.POOL_BY_VOTES and (rule.quotas or rule.max_winners is not None):
            return "pool"
        if not set(self.ties) <= set(KNOWN_TIES):
            return "ties"
        named = [number for group in rule.exclusions for number in group]
        return "exclusions" if len(set(named)) < len(named) else ""

    @property
    def _by_votes(self) -> bool:
        """Whether projects are ranked by how many chose them although the tallies hold points."""
        kind = self.evidence.ballot.kind(self.outcome.contest)
        return kind is TallyKind.POINTS and self.rule.measure is Measure.VOTES

    def tallies(self) -> Page:
        """The sealed figures of each unit, their sums, and the minutes."""
        say = self.words.say
        units = len(self.returns)
        head: tuple[Cell, ...] = (
            *(say(f"recount.{name}") for name in ("number", "project", "cost", "envelope")),
            *(one.unit.unit for one in self.returns),
            say("recount.total"),
        )
        rows: list[tuple[Cell, ...]] = [(self.outcome.contest,), (), head]
        for at, c in enumerate(self.candidates, start=FIRST):
            figures = tuple(one.tally.amounts[c.number] for one in self.returns)
            total = Formula(f"SUM({column(UNITS)}{at}:{column(UNITS + units - 1)}{at})")
            rows.append((c.number, self.titles.get(c.number, ""), amount(c.cost), c.envelope, *figures, total))
        return Page(self.name, (*rows, (), *self._minutes()), frozenset({1, 3}), (24, 40, 12, 24, *[14] * (units + 1)))

    def _minutes(self) -> Iterator[tuple[Cell, ...]]:
        say, last = self.words.say, FIRST + len(self.candidates) - 1
        letters = [column(UNITS + at) for at in range(len(self.returns))]
        start = last + 2

        def row(label: str, cells: Sequence[Cell]) -> tuple[Cell, ...]:
            return (say(f"recount.{label}"), None, None, None, *cells)

        def check(test: str) -> Formula:
            return Formula(f'IF({test},"{say("recount.ok")}","{say("recount.gap")}")')

        yield row("sum", [Formula(f"SUM({at}{FIRST}:{at}{last})") for at in letters])
        yield row("sealed_sum", [one.figures.votes_cast for one in self.returns])
        yield row("check", [check(f"{at}{start}={at}{start + 1}") for at in letters])
        figures = [one.figures for one in self.returns]
        for name, values in zip(
            MINUTES,
            zip(*((f.roll, f.ballots_found, f.blank, f.null, f.valid) for f in figures), strict=True),
            strict=True,
        ):
            yield row(name, values)
        found, blank, valid = start + 4, start + 5, start + 7
        yield row("check", [check(f"SUM({at}{blank}:{at}{valid})={at}{found}") for at in letters])
        yield row("digest", [one.digest for one in self.returns])

    def envelopes(self) -> Iterator[Page]:
        """The count of each envelope that has candidates, then of what they leave together."""
        pages: list[tuple[str, Layout, list[int]]] = []
        for frozen in self.frozen.envelopes:
            mine = [at for at, c in enumerate(self.candidates) if c.envelope == frozen.id]
            if mine:
                lines = [self._line(at) for at in mine]
                page = page_name(self.start + len(pages) + 1, frozen.id)
                purse = Purse(
                    page,
                    frozen.id,
                    amount(frozen.amount),
                    self._valid(),
                    _earlier(pages),
                    self.rule.leftover is Leftover.CARRY,
                    self.rule.most_winners(frozen.id),
                )
                yield envelope_page(self.words, purse, lines, self.rule, self.ties)
                pages.append((page, Layout(len(lines), len(self.ties) + 1), mine))
        if self.rule.leftover is Leftover.POOL_BY_VOTES and pages:
            yield self._pool(pages)

    def _valid(self) -> Formula:
        row = FIRST + len(self.candidates) + 1 + 7
        return Formula(f"SUM('{self.name}'!{column(UNITS)}{row}:{column(UNITS + len(self.returns) - 1)}{row})")

    def _line(self, at: int) -> Line:
        c = self.candidates[at]
        total = Formula(f"'{self.name}'!{column(UNITS + len(self.returns))}{FIRST + at}")
        exact = self.evidence.groups(self.outcome.contest) is not None
        group = next((n for n, names in enumerate(self.rule.exclusions, 1) if c.number in names), 0)
        won = self.outcome.of(c.number).status is Result.SELECTED
        return Line(
            c.number,
            self.titles.get(c.number, ""),
            amount(c.cost),
            Formula(str(c.votes)) if self._by_votes else total,
            c.votes if exact and self.evidence.ballot.kind(self.outcome.contest) is TallyKind.POINTS else None,
            self._orders(at),
            group,
            c.number in self.rule.withdrawn or self.outcome.of(c.number).status is Result.NOT_SHORTLISTED,
            self.words.say("recount.yes" if won else "recount.no"),
        )

    def _orders(self, at: int) -> dict[TieBreak, int]:
        """A candidate's place by number and in the draw, from 1."""
        numbers = [c.number for c in self.candidates]
        lots = [draw(self.evidence.tie_seed or "", number) for number in numbers]
        return {
            TieBreak.RECEIPT: sorted(numbers, key=receipt).index(numbers[at]) + 1,
            TieBreak.DRAW: sorted(lots).index(lots[at]) + 1,
        }

    def _pool(self, pages: Pages) -> Page:
        """The page of the leftovers: all envelopes' candidates that were in the running and got nothing."""
        said = [self.words.say(f"recount.{name}") for name in PASSED]
        lines: list[Line] = []
        for name, layout, mine in pages:
            for row, at in enumerate(mine):
                result, there = result_cell(layout, name, row), f"{layout.first + row}"
                passed = ",".join(f'{result}="{text}"' for text in said)
                won = self.outcome.of(self.candidates[at].number).status is Result.FUNDED_FROM_LEFTOVER
                line = self._line(at)
                lines.append(
                    replace(
                        line,
                        cost=Formula(f"'{name}'!{column(COST)}{there}"),
                        score=Formula(f"'{name}'!{column(SCORE)}{there}"),
                        votes=Formula(f"'{name}'!{column(VOTES)}{there}"),
                        published=self.words.say("recount.yes" if won else "recount.no"),
                        running=Formula(f"IF(OR({passed}),1,0)"),
                    )
                )
        rest = Formula("+".join(rest_cell(layout, name) for name, layout, _ in pages))
        name = f"{self.words.say('recount.pool')}-{self.outcome.contest}"
        purse = Purse(page_name(self.start + len(pages) + 1, name), name, rest, self._valid(), _earlier(pages))
        rule = replace(self.rule, overflow=CountingRule().overflow)
        return envelope_page(self.words, purse, lines, rule, self.ties)
