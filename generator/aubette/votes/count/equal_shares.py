"""Equal shares: each voter of an envelope gets the same share and pays for what it supports (Peters, Pierczyński and
Skowron 2021). Repeatedly the project that costs its supporters least for what it is worth is bought, split as equally
as their money allows.

Completion `add1` raises every share step by step and keeps the last outcome that the envelope can pay; `add1e` also
stops as soon as no other project fits. The outcome does not grow evenly, so no step may be skipped for looking like its
neighbours; those between two shares are, when they are proven to have the same outcome (`alike`). While the same
projects are bought in the same order, a higher share leaves no voter with less after any round, and no project with a
higher price. So where, in every round, the winner's price at the lower share is below all others' at the higher one, it
is the cheapest at each share between. Where a round is closer than that, a smaller stride is tried.

Blank ballots get no share. A project that costs nothing is left out with cost utility. Projects under a threshold,
withdrawn or excluded by a winner are not bought.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from aubette.model.counting import Candidate, Completion, CountingRule, Pot, Start, Utility
from aubette.model.outcome import Tie
from aubette.votes.count.profile import Profile, Support
from aubette.votes.count.purses import UNIT, Purses, Quote
from aubette.votes.count.ties import Chain

FIRST_STRIDE = 64
"""So many steps are tried at once at first; each run made on the way down to a stride that holds is used later."""

Queue = list[tuple[float, int]]
"""A heap of bounds, each with the place of its project in the profile."""


@dataclass(frozen=True)
class Race:
    """What one envelope is counted from: those who may be bought, and the winners of envelopes before it."""

    profile: Profile
    pot: Pot
    rule: CountingRule
    chain: Chain
    running: frozenset[str]
    before: Sequence[Candidate] = ()

    @cached_property
    def queue(self) -> Queue:
        """All that may be bought, each with a bound below its first price: nobody has to pay more for another."""
        rows = ((s, k) for k, s in enumerate(self.profile.supports) if s.candidate.number in self.running)
        return sorted((s.even / s.worth * (1 - 8 * UNIT), k) for s, k in rows)

    def rivals(self, number: str) -> frozenset[str]:
        """Those whom a winner excludes."""
        return frozenset(other for group in self.rule.exclusions if number in group for other in group) - {number}


class Round(NamedTuple):
    """Who was bought, a bound above its price for its worth, and one below those of all others but for the `near`.

    Where floats could not tell who is cheapest, `near` are those that were told apart exactly, with their exact prices
    and who could not pay them in full; `poor` are those who could not pay the winner's.
    """

    chosen: int
    most: float
    rest: float
    near: Mapping[int, tuple[Fraction, bytes]]
    poor: bytes


@dataclass
class Run:
    """One run at one share: who was bought, in order, whom they excluded, which ties were met, and how close it was."""

    purses: Purses
    elected: list[Support] = field(default_factory=list)
    excluded: dict[str, str] = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
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


def run(race: Race, share: Fraction, other: Run | None = None) -> Run:
    """Buy projects until no supporters can pay for another; with bounds that tell whether it is alike the other run."""
    state, waiting = Run(Purses(race.profile, share)), race.queue.copy()
    for winner in race.before:
        _exclude(race, state, waiting, winner.number)
    guides = iter(other.rounds if other else ())
    guide = next(guides, None)
    while found := _cheapest(state, race.profile.supports, waiting, guide.most if guide else 0.0):
        best = min(quote.most for _, quote in found)
        near = [(k, quote) for k, quote in found if quote.least <= best]
        quotes = {k: _exact(state, quote) for k, quote in near} if len(near) > 1 else {}
        chosen, quote = _decided(race, state, quotes) if quotes else near[0]
        for k, beaten in found:
            if k not in quotes and k != chosen:
                heappush(waiting, (beaten.least, k))
        rest = waiting[0][0] if waiting else float("inf")
        told = {k: (near_by.exact or Fraction(0), _mask(near_by)) for k, near_by in quotes.items()}
        state.rounds.append(Round(chosen, quote.most, rest, told, _mask(quote)))
        for k, beaten in quotes.items():
            if k != chosen:
                heappush(waiting, (beaten.least, k))
        _buy(race, state, waiting, quote)
        guide = next(guides, None) if guide and guide.chosen == chosen else None
    return state


def _buy(race: Race, state: Run, waiting: Queue, quote: Quote) -> None:
    state.purses.pay(quote)
    state.elected.append(quote.support)
    state.cost += quote.support.candidate.cost
    _exclude(race, state, waiting, quote.support.candidate.number)


def _exclude(race: Race, state: Run, waiting: Queue, winner: str) -> None:
    """Note whom a winner excludes, also those whom nobody could have paid any more."""
    if not race.rule.exclusions:
        return
    elected = {support.candidate.number for support in state.elected}
    for number in (race.rivals(winner) & race.running) - elected:
        state.excluded.setdefault(number, winner)
    waiting[:] = [row for row in waiting if race.profile.supports[row[1]].candidate.number not in state.excluded]
    heapify(waiting)


def _cheapest(state: Run, supports: Sequence[Support], waiting: Queue, guide: float) -> list[tuple[int, Quote]]:
    """Take out of those waiting all that may be cheapest for their worth, and all that may be as cheap as the guide.

    Bounds tell which: in a run, prices only rise. Those whose supporters cannot pay wait no longer.
    """
    best, found = float("inf"), list[tuple[int, Quote]]()
    while waiting and waiting[0][0] <= max(best, guide):
        bound, k = heappop(waiting)
        quote = state.purses.quote(supports[k], bound * supports[k].worth * (1 - 8 * UNIT))
        if quote is not None:
            best = min(best, quote.most)
            found.append((k, quote))
    return found


def _exact(state: Run, quote: Quote) -> Quote:
    return quote if quote.exact is not None else state.purses.exactly(quote.support)


def _mask(quote: Quote) -> bytes:
    return b"" if quote.poor is None else quote.poor.tobytes()


def _decided(race: Race, state: Run, quotes: Mapping[int, Quote]) -> tuple[int, Quote]:
    """Among projects too near for floats, the exactly cheapest; among exact equals, the first of the tie chain."""
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


def alike(low: Run, high: Run) -> bool:
    """Whether every share between those of two runs is proven to buy the same projects, in the same order.

    Projects too near for floats have the same order between, too, where their prices are the same at both shares, or
    where all who ever could not pay in full are: then every sum compared is linear in the share, and what holds at two
    shares holds between them.
    """
    linear = True
    if len(low.rounds) != len(high.rounds):
        return False
    for here, there in zip(low.rounds, high.rounds, strict=True):
        if here.chosen != there.chosen or here.most >= there.rest:
            return False
        if here.near != there.near and not (linear and _masks(here) == _masks(there)):
            return False
        linear = linear and here.poor == there.poor
    return True


def _masks(one: Round) -> Mapping[int, bytes]:
    return {k: mask for k, (_, mask) in one.near.items()}


def first_share(profile: Profile, pot: Pot, rule: CountingRule) -> Fraction:
    """What each voter gets before any step, in cents: the exact part, or its whole units."""
    share = Fraction(pot.budget, max(1, profile.voters))
    return Fraction(int(share) // 100 * 100) if rule.start is Start.FLOOR else share


def completed(race: Race) -> Scan:
    """The run that counts: the first one, or the last affordable one of the scan."""
    first = first_share(race.profile, race.pot, race.rule)
    kept, steps, stride = run(race, first), 0, FIRST_STRIDE
    open_ties, ahead = set(_open(kept)), list[tuple[int, Run]]()
    while not (ended := _ended(race, kept)):
        if not ahead:
            ahead.append((steps + stride, run(race, first + (steps + stride) * race.rule.step, kept)))
        while (far := ahead[-1][0]) > steps + 1 and not alike(kept, ahead[-1][1]):
            middle = (steps + far) // 2
            ahead.append((middle, run(race, first + middle * race.rule.step, kept)))
        _, other = ahead.pop()
        open_ties |= _open(other)
        if other.cost > race.pot.budget:
            ended = "overspent"
            break
        stride = 2 * (far - steps)
        kept, steps = other, far
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
