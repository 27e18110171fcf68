"""What a count says: per project a status and the numbers of one plain sentence, per envelope its rounds, every tie."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from aubette.model.counting import CountingRule, MajorityGrade, Method, TieBreak
from aubette.model.enums import Effect


class Result(StrEnum):
    """A project's status after the count."""

    SELECTED = "selected"
    NOT_SELECTED = "not_selected"
    FUNDED_FROM_LEFTOVER = "funded_from_leftover"
    BELOW_THRESHOLD = "below_threshold"
    EXCLUDED_BY = "excluded_by"
    WITHDRAWN = "withdrawn"
    SHORTLISTED = "shortlisted"
    NOT_SHORTLISTED = "not_shortlisted"
    RANKED = "ranked"


WINS = (Result.SELECTED, Result.FUNDED_FROM_LEFTOVER)


@dataclass(frozen=True, slots=True)
class Payment:
    """What some voters paid for a winner under equal shares: how many of them, and how much together, in cents."""

    number: str
    voters: int
    amount: int


Value = int | str | tuple[str, ...] | tuple[Payment, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a code of the catalogues and its numbers, amounts in cents (`cost`, `left`, `short` ...)."""

    code: str
    params: Mapping[str, Value] = field(default_factory=dict)


Verdict = tuple[Result, Reason]
"""What became of a project, and why."""


@dataclass(frozen=True, slots=True)
class Round:
    """One election: who, for how much, and what was left before and after, in cents."""

    number: str
    cost: int
    score: int
    left_before: int
    left_after: int


@dataclass(frozen=True, slots=True)
class Tie:
    """Projects that stood equal, in the order that was decided, and by what; None when nothing declared decides."""

    envelope: str
    numbers: tuple[str, ...]
    decided_by: TieBreak | None


@dataclass(frozen=True, slots=True)
class ProjectOutcome:
    """One project after the count; `rank` is its place by score within its envelope, from 1, equals sharing a rank.

    In a contest that is not decisive, the place is that in the whole contest. `judged` is what its score rests on where
    voters gave grades.
    """

    number: str
    envelope: str
    status: Result
    score: int
    votes: int
    rank: int
    cost: int
    reason: Reason
    source_id: str = ""
    judged: MajorityGrade | None = None


@dataclass(frozen=True, slots=True)
class EnvelopeOutcome:
    """An envelope after the count, amounts in cents; `received` is what others left to it, less what it gave them.

    `notes` are the figures of the rule itself: under equal shares the voters, the first and the last share, the steps
    between them and why there is no further one.
    """

    id: str
    budget: int
    spent: int
    rounds: tuple[Round, ...]
    received: int = 0
    notes: Mapping[str, Value] = field(default_factory=dict)

    @property
    def left(self) -> int:
        """What nobody received."""
        return self.budget + self.received - self.spent


@dataclass(frozen=True)
class Outcome:
    """The whole count of one contest; `projects` stand in the order of the ballot.

    Only a `decisive` contest has winners; the others rank projects or keep some for the next contest.
    """

    contest: str
    rule: CountingRule
    envelopes: tuple[EnvelopeOutcome, ...]
    projects: tuple[ProjectOutcome, ...]
    ties: tuple[Tie, ...] = ()
    notes: Mapping[str, Value] = field(default_factory=dict)
    effect: Effect = Effect.DECISIVE

    def of(self, number: str) -> ProjectOutcome:
        """The outcome of one project; raises `KeyError` for a number that was not on the ballot."""
        for project in self.projects:
            if project.number == number:
                return project
        raise KeyError(number)

    @property
    def unit(self) -> str:
        """What scores are counted in: `votes`, `points`, or `grades`, of which a score is only the place."""
        return "grades" if self.rule.method is Method.GRADES else self.rule.measure.value

    @property
    def winners(self) -> tuple[str, ...]:
        """The numbers that won, in the order of election."""
        return tuple(r.number for envelope in self.envelopes for r in envelope.rounds)


@dataclass(frozen=True, slots=True)
class Refused:
    """A count that cannot be made without guessing: why, and which units or projects are concerned."""

    code: str
    names: tuple[str, ...]


def by_project(outcomes: Iterable[Outcome]) -> dict[str, ProjectOutcome]:
    """What the counts say of each project by number: the decisive contest's word, else that of the last before it.

    Of a project that a shortlist did not keep, the shortlist itself speaks: nobody could vote for it afterwards.
    """
    found: dict[str, ProjectOutcome] = {}
    for outcome in sorted(outcomes, key=lambda o: o.effect is Effect.DECISIVE):
        found |= {p.number: p for p in outcome.projects if p.reason.code != "not_kept" or p.number not in found}
    return found
