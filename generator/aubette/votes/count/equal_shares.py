"""Equal shares: each voter of an envelope gets the same share and pays for what it supports (Peters, Pierczyński and
Skowron 2021). Repeatedly the project that costs its supporters least for what it is worth is bought, split as equally
as their money allows.

Completion `add1` raises every share step by step and keeps the last outcome that the envelope can pay; `add1e` also
stops as soon as no other project fits. The scan visits every step: the outcome does not grow evenly, so no step may be
skipped. Blank ballots get no share. A project that costs nothing is left out with cost utility.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from aubette.model.counting import Candidate, Completion, CountingRule, Pot, Start, Then, Utility
from aubette.model.outcome import Reason, Result, Round, Tie, Value
from aubette.votes.count.profile import Profile, Support
from aubette.votes.count.purses import NEAR, Purses
from aubette.votes.count.ties import Chain


@dataclass
class Run:
    """One run at one share: who was bought, in order, at which price per weight, and what is left."""

    purses: Purses
    elected: list[tuple[Support, Fraction]] = field(default_factory=list)
    ties: list[tuple[tuple[Support, ...], Support]] = field(default_factory=list)

    @property
    def cost(self) -> int:
        """What the elected cost together."""
        return sum(support.candidate.cost for support, _ in self.elected)


def run(profile: Profile, share: Fraction, chain: Chain, rule: CountingRule) -> Run:
    """Buy projects until no supporters can pay for another."""
    state = Run(Purses(profile, share))
    bounds = {k: 0.0 for k, s in enumerate(profile.supports) if _may_run(s, rule)}
    while True:
        near = _cheapest(state.purses, profile.supports, bounds)
        if not near:
            return state
        chosen = near[0] if len(near) == 1 else _decided(state, profile.supports, near, chain)
        support = profile.supports[chosen]
        price, poor = state.purses.exact_price(support)
        state.purses.pay(support, price, poor)
        state.elected.append((support, price))
        del bounds[chosen]


def _may_run(support: Support, rule: CountingRule) -> bool:
    if not support.voters or support.candidate.number in rule.withdrawn:
        return False
    return support.candidate.cost > 0 or rule.utility is Utility.POINTS


def _cheapest(purses: Purses, supports: Sequence[Support], bounds: dict[int, float]) -> list[int]:
    """The projects cheapest for their worth, within what floats can tell; prices only rise, so old ones are bounds."""
    best, found = float("inf"), []
    for k, bound in sorted(bounds.items(), key=lambda row: row[1]):
        if bound > best * (1 + NEAR):
            break
        if not purses.affords(supports[k]):
            del bounds[k]
            continue
        price, _ = purses.price(supports[k], bound * supports[k].worth * (1 - NEAR))
        bounds[k] = min(price, purses.unit * 2) / supports[k].worth
        found.append(k)
        best = min(best, bounds[k])
    return [k for k in found if bounds[k] <= best * (1 + NEAR)]


def _decided(state: Run, supports: Sequence[Support], near: Sequence[int], chain: Chain) -> int:
    """Among projects too near for floats, the exactly cheapest; among exact equals, the first of the tie chain."""
    exact = {k: state.purses.exact_price(supports[k])[0] / supports[k].worth for k in near}
    least = min(exact.values())
    equals = [k for k in near if exact[k] == least]
    if len(equals) == 1:
        return equals[0]
    served = frozenset(s.candidate.area for s, _ in state.elected)
    by_number = {supports[k].candidate.number: k for k in equals}
    first = chain.ordered([supports[k].candidate for k in equals], served)[0]
    chosen = by_number[first.number]
    state.ties.append((tuple(supports[k] for k in equals), supports[chosen]))
    return chosen


def completed(profile: Profile, pot: Pot, rule: CountingRule, chain: Chain) -> Run:
    """The run that counts: the first one, or the last affordable one of the scan."""
    share = Fraction(pot.budget, max(1, profile.voters))
    if rule.start is Start.FLOOR:
        share = Fraction(share.numerator // share.denominator // 100 * 100)
    kept = run(profile, share, chain, rule)
    runnable = [s.candidate for s in profile.supports if _may_run(s, rule)]
    while rule.completion is not Completion.NONE and len(kept.elected) < len(runnable):
        if rule.completion is Completion.ADD1E and _exhausts(kept, runnable, pot):
            break
        share += rule.step
        other = run(profile, share, chain, rule)
        if other.cost > pot.budget:
            break
        kept = other
    return kept


def _exhausts(kept: Run, runnable: Sequence[Candidate], pot: Pot) -> bool:
    """Whether no other project fits in what is left."""
    elected = {support.candidate.number for support, _ in kept.elected}
    return all(c.cost > pot.budget - kept.cost for c in runnable if c.number not in elected)


@dataclass
class Shared:
    """One envelope after equal shares, in the form that outcomes are made from."""

    pot: Pot
    rounds: list[Round]
    verdicts: dict[str, tuple[Result, Reason]]
    ties: list[Tie]
    received: int = 0


def share_out(profile: Profile, pot: Pot, rule: CountingRule, chain: Chain) -> Shared:
    """Count one envelope and say why for each candidate; amounts are whole cents, rounded down for sentences."""
    kept = completed(profile, pot, rule, chain)
    left = pot.budget
    rounds: list[Round] = []
    verdicts: dict[str, tuple[Result, Reason]] = {}
    for position, (support, price) in enumerate(kept.elected, start=1):
        c = support.candidate
        rounds.append(Round(c.number, c.cost, c.score, left, left - c.cost))
        left -= c.cost
        params: dict[str, Value] = {
            "round": position,
            "cost": c.cost,
            "price": int(price),
            "supporters": support.voters,
        }
        verdicts[c.number] = (Result.SELECTED, Reason("shares_bought", params))
    for support in profile.supports:
        if support.candidate.number not in verdicts:
            verdicts[support.candidate.number] = (Result.NOT_SELECTED, _why_not(kept, support, rule))
    if rule.then is Then.VOTES:
        _by_votes(profile, rounds, verdicts, left, rule.thresholds.votes)
    ties = [Tie(pot.id, (first.candidate.number, *_others(equals, first)), None) for equals, first in kept.ties]
    decided = [Tie(t.envelope, t.numbers, chain.decider(_named(profile, t.numbers), frozenset())) for t in ties]
    return Shared(pot, rounds, verdicts, decided)


def _others(equals: Sequence[Support], first: Support) -> Iterator[str]:
    return (s.candidate.number for s in equals if s is not first)


def _named(profile: Profile, numbers: Sequence[str]) -> list[Candidate]:
    return [s.candidate for s in profile.supports if s.candidate.number in numbers]


def _why_not(kept: Run, support: Support, rule: CountingRule) -> Reason:
    """Too few supporters for the cost, or supporters who had already paid for others."""
    cost, voters = support.candidate.cost, support.voters
    if support.candidate.number in rule.withdrawn:
        return Reason("withdrawn", {"votes": support.candidate.score})
    if not voters:
        return Reason("no_votes")
    could = int(kept.purses.share * voters)
    params: dict[str, Value] = {"supporters": voters, "cost": cost, "price": int(kept.purses.share)}
    if could < cost:
        return Reason("shares_too_few", {**params, "had": could})
    return Reason("shares_spent", {**params, "had": int(kept.purses.total(support.groups)), "budget": could})


def _by_votes(
    profile: Profile, rounds: list[Round], verdicts: dict[str, tuple[Result, Reason]], left: int, least: int
) -> None:
    """Give what is left in the order of votes, passing over what does not fit; equal votes go by number."""
    waiting = [s.candidate for s in profile.supports if verdicts[s.candidate.number][0] is Result.NOT_SELECTED]
    for c in sorted(waiting, key=lambda c: (-c.score, c.text_id)):
        if (c.score or not least) and 0 < c.cost <= left:
            verdicts[c.number] = (Result.FUNDED_FROM_LEFTOVER, Reason("from_leftover", {"cost": c.cost, "left": left}))
            rounds.append(Round(c.number, c.cost, c.score, left, left - c.cost))
            left -= c.cost
