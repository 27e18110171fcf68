"""Equal shares: each voter of an envelope gets the same share and pays for what it supports (Peters, Pierczyński and
Skowron 2021). Repeatedly the project that costs its supporters least for what it is worth is bought, split as equally
as their money allows.

Completion `add1` raises every share step by step and keeps the last outcome that the envelope can pay; `add1e` also
stops as soon as no other project fits. The outcome does not grow evenly, so no step may be skipped for looking like its
neighbours; one is, when it is proven to be the same. In one course of a run (who was asked, who of their supporters
paid all they had, who was bought) every comparison made is between sums that are linear in the share. What holds at
two shares holds between them: two shares with the same course have it in common with all between.

Blank ballots get no share. A project that costs nothing is left out with cost utility. Projects under a threshold,
withdrawn or excluded by a winner are not bought.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from aubette.model.counting import Candidate, Completion, CountingRule, Pot, Start, Utility
from aubette.model.outcome import Tie
from aubette.votes.count.profile import Profile, Support
from aubette.votes.count.purses import UNIT, Purses, Quote
from aubette.votes.count.ties import Chain

CALM = 3
"""After so many steps with the same course, the scan tries to prove several steps at once."""

Course = list[tuple[int, bytes | None]]


@dataclass(frozen=True)
class Race:
    """What one envelope is counted from: those who may be bought, and the winners of envelopes before it."""

    profile: Profile
    pot: Pot
    rule: CountingRule
    chain: Chain
    running: frozenset[str]
    before: Sequence[Candidate] = ()

    def rivals(self, number: str) -> frozenset[str]:
        """Those whom a winner excludes."""
        return frozenset(other for group in self.rule.exclusions if number in group for other in group) - {number}


@dataclass
class Run:
    """One run at one share: who was bought, in order, whom they excluded, which ties were met, and what it asked."""

    purses: Purses
    elected: list[Support] = field(default_factory=list)
    excluded: dict[str, str] = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)
    course: Course = field(default_factory=list)
    cost: int = 0


@dataclass(frozen=True)
class Scan:
    """The run that counts, how many steps its share stands above the first one, and why there is no later one.

    `ended` is `plain` (no completion), `everyone` (nobody is left to buy), `exhausted` (nobody else fits) or
    `overspent` (the next step costs more than the envelope). `open_ties` are the projects of ties that nothing
    declared decides, in any run that was looked at.
    """

    run: Run
    steps: int
    ended: str
    open_ties: frozenset[str]


def run(race: Race, share: Fraction) -> Run:
    """Buy projects until no supporters can pay for another."""
    state = Run(Purses(race.profile, share))
    supports = race.profile.supports
    waiting = {k: _at_least(s) for k, s in enumerate(supports) if s.candidate.number in race.running}
    for winner in race.before:
        _exclude(race, state, waiting, winner.number)
    while True:
        near = _cheapest(state, supports, waiting)
        if not near:
            return state
        chosen, quote = near[0] if len(near) == 1 else _decided(race, state, near)
        state.course.append((chosen, None))
        state.purses.pay(quote)
        state.elected.append(quote.support)
        state.cost += quote.support.candidate.cost
        del waiting[chosen]
        _exclude(race, state, waiting, quote.support.candidate.number)


def _at_least(support: Support) -> float:
    """Not above the first price for what a project is worth: nobody has to pay more for another."""
    return support.candidate.cost / support.total / support.worth * (1 - 8 * UNIT)


def _exclude(race: Race, state: Run, waiting: dict[int, float], winner: str) -> None:
    """Note whom a winner excludes, also those whom nobody could have paid any more."""
    elected = {support.candidate.number for support in state.elected}
    for number in (race.rivals(winner) & race.running) - elected:
        state.excluded.setdefault(number, winner)
    for k in [k for k in waiting if race.profile.supports[k].candidate.number in state.excluded]:
        del waiting[k]


def _cheapest(state: Run, supports: Sequence[Support], waiting: dict[int, float]) -> list[tuple[int, Quote]]:
    """The projects that may be cheapest for their worth, as far as bounds can tell: in a run, prices only rise.

    Those whose supporters cannot pay are no longer waiting; of the others, the bounds are drawn closer.
    """
    best, found = float("inf"), list[tuple[int, Quote]]()
    for k, bound in sorted(waiting.items(), key=lambda row: row[1]):
        if bound > best:
            break
        quote = state.purses.quote(supports[k], bound * supports[k].worth * (1 - 8 * UNIT))
        if quote is None:
            state.course.append((k, b""))
            del waiting[k]
            continue
        state.course.append((k, quote.poor.tobytes()))
        waiting[k] = max(bound, quote.least)
        best = min(best, quote.most)
        found.append((k, quote))
    return [(k, quote) for k, quote in found if quote.least <= best]


def _decided(race: Race, state: Run, near: Sequence[tuple[int, Quote]]) -> tuple[int, Quote]:
    """Among projects too near for floats, the exactly cheapest; among exact equals, the first of the tie chain."""
    quotes = {k: quote if quote.exact is not None else state.purses.exactly(quote.support) for k, quote in near}
    prices = {k: (quote.exact or Fraction(0)) / quote.support.worth for k, quote in quotes.items()}
    least = min(prices.values())
    equals = {q.support.candidate.number: (k, q) for k, q in quotes.items() if prices[k] == least}
    if len(equals) == 1:
        return next(iter(equals.values()))
    served = frozenset(c.area for c in (*race.before, *(s.candidate for s in state.elected)))
    candidates = [quote.support.candidate for _, quote in equals.values()]
    order = race.chain.ordered(candidates, served)
    numbers = tuple(c.number for c in order)
    state.ties.append(Tie(race.pot.id, numbers, race.chain.decider(candidates, served)))
    return equals[numbers[0]]


def first_share(profile: Profile, pot: Pot, rule: CountingRule) -> Fraction:
    """What each voter gets before any step, in cents: the exact part, or its whole units."""
    share = Fraction(pot.budget, max(1, profile.voters))
    return Fraction(int(share) // 100 * 100) if rule.start is Start.FLOOR else share


def completed(race: Race) -> Scan:
    """The run that counts: the first one, or the last affordable one of the scan."""
    first = first_share(race.profile, race.pot, race.rule)
    kept, steps, stride, calm, growing = run(race, first), 0, 1, 0, True
    open_ties = set(_open(kept))
    while not (ended := _ended(race, kept)):
        other = run(race, first + (steps + stride) * race.rule.step)
        same = other.course == kept.course
        if not same and stride > 1:
            stride, growing = stride // 2, False
            continue
        open_ties |= _open(other)
        if other.cost > race.pot.budget:
            ended = "overspent"
            break
        kept, steps = other, steps + stride
        calm, growing = (calm + 1, growing) if same else (0, True)
        stride = 1 if calm < CALM else stride * 2 if growing else stride
    return Scan(kept, steps, ended, frozenset(open_ties))


def _open(state: Run) -> frozenset[str]:
    return frozenset(number for tie in state.ties if tie.decided_by is None for number in tie.numbers)


def _ended(race: Race, kept: Run) -> str:
    """Why no further step is tried, empty where one is."""
    if race.rule.completion is Completion.NONE:
        return "plain"
    done = {s.candidate.number for s in kept.elected} | kept.excluded.keys()
    others = [s.candidate for s in race.profile.supports if s.candidate.number in race.running - done]
    if not others:
        return "everyone"
    fits = any(c.cost <= race.pot.budget - kept.cost for c in others)
    return "exhausted" if race.rule.completion is Completion.ADD1E and not fits else ""


def may_be_bought(support: Support, rule: CountingRule) -> bool:
    """Whether a project has supporters who can pay for it: one that is free has no worth with cost utility."""
    return bool(support.voters) and (support.candidate.cost > 0 or rule.utility is Utility.POINTS)
