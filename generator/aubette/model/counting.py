"""A counting rule as data, and what it is applied to; amounts are whole cents, shares are exact percentages as text."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Method(StrEnum):
    """The rule by which winners are found."""

    GREEDY = "greedy"
    EQUAL_SHARES = "equal-shares"
    GRADES = "grades"


class Measure(StrEnum):
    """What ranks projects."""

    VOTES = "votes"
    POINTS = "points"


class Overflow(StrEnum):
    """What follows when the next project does not fit: pass over it, or stop."""

    SKIP = "skip"
    STOP = "stop"


class TieBreak(StrEnum):
    """What decides between equal scores, in the declared order."""

    LOWEST_COST = "lowest_cost"
    MOST_VOTES = "most_votes"
    AREA_WITHOUT_WINNER = "area_without_winner"
    RECEIPT = "receipt"
    ID = "id"
    DRAW = "draw"


class Leftover(StrEnum):
    """What happens to what an envelope did not give: nothing, on to the next envelope, or to the best voted of all."""

    RETURN = "return"
    CARRY = "carry"
    POOL_BY_VOTES = "pool_by_votes"


class Utility(StrEnum):
    """Equal shares: what a project is worth to a voter."""

    COST = "cost"
    POINTS = "points"


class Completion(StrEnum):
    """Equal shares: how what is left is used up."""

    NONE = "none"
    ADD1 = "add1"
    ADD1E = "add1e"


class Start(StrEnum):
    """Equal shares: the first share, exact or rounded down."""

    EXACT = "exact"
    FLOOR = "floor"


class Then(StrEnum):
    """Equal shares: what follows."""

    NONE = "none"
    VOTES = "votes"


class Comparison(StrEnum):
    """Equal shares: when the outcome by votes is kept instead."""

    NONE = "none"
    PROJECTS = "projects"
    EXCLUDED = "excluded"


@dataclass(frozen=True)
class Thresholds:
    """The least a project needs; `share_percent` is of the valid ballots of the contest.

    A project that nobody chose never wins unless a rule says `votes: 0`, as elections counted elsewhere may. With a
    `cost_divisor` k, a project that costs a share s of its envelope needs a share s / k of the valid ballots.
    """

    votes: int = 1
    points: int = 0
    share_percent: str = "0"
    cost_divisor: int | None = None


@dataclass(frozen=True, slots=True)
class Quota:
    """How many winners one envelope has at most."""

    envelope: str
    most: int


@dataclass(frozen=True)
class CountingRule:
    """The whole rule of a contest; `step` is in cents.

    `weights` are points by rank; with `borda`, the first of k picks has k - 1, the next one less, the last 0.
    """

    method: Method = Method.GREEDY
    measure: Measure = Measure.VOTES
    weights: tuple[int, ...] | str = ()
    overflow: Overflow = Overflow.SKIP
    thresholds: Thresholds = field(default_factory=Thresholds)
    exclusions: tuple[tuple[str, ...], ...] = ()
    min_winners_per_area: int = 0
    max_winners: int | None = None
    max_winners_per_area: int | None = None
    quotas: tuple[Quota, ...] = ()
    leftover: Leftover = Leftover.RETURN
    withdrawn: tuple[str, ...] = ()
    utility: Utility = Utility.COST
    completion: Completion = Completion.NONE
    start: Start = Start.EXACT
    step: int = 100
    then: Then = Then.NONE
    comparison: Comparison = Comparison.NONE
    ties: tuple[TieBreak, ...] = (TieBreak.LOWEST_COST, TieBreak.DRAW)

    @property
    def uses_areas(self) -> bool:
        """Whether who wins depends on the areas where projects stand."""
        in_areas = self.min_winners_per_area > 0 or self.max_winners_per_area is not None
        return in_areas or TieBreak.AREA_WITHOUT_WINNER in self.ties

    def most_winners(self, envelope: str) -> int | None:
        """How many winners an envelope has at most: its own quota, else the one for all; None is no limit."""
        return next((quota.most for quota in self.quotas if quota.envelope == envelope), self.max_winners)


@dataclass(frozen=True, slots=True)
class Pot:
    """An envelope to be spent."""

    id: str
    budget: int


@dataclass(frozen=True, slots=True)
class MajorityGrade:
    """What voters judged together: the median grade, from 0, which is the worst, and its name on the ballot.

    `better`, `same` and `worse` are how many gave a better grade, this one or a worse one; a valid ballot that gives
    none counts as the worst (Balinski and Laraki, Majority Judgment, 2010).
    """

    grade: int
    name: str
    better: int
    same: int
    worse: int

    @property
    def order(self) -> tuple[int, int]:
        """Greater is better: the grade, then those above it where they outnumber those below, else fewer below."""
        return self.grade, self.better if self.better > self.worse else -self.worse


@dataclass(frozen=True, slots=True)
class Candidate:
    """A project on the ballot; `score` is what ranks it, `votes` how many ballots pick it.

    `judged` is what its score rests on where voters gave grades.
    """

    number: str
    cost: int
    envelope: str
    score: int
    votes: int
    area: str = ""
    source_id: str = ""
    judged: MajorityGrade | None = None

    @property
    def text_id(self) -> str:
        """What the tie-break `id` compares as text."""
        return self.source_id or self.number
