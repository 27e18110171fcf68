"""One envelope by equal shares, with the reason for each of its projects; amounts in reasons are whole cents, rounded
down.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import permutations

from aubette.model.counting import Candidate, CountingRule, Pot, Then, Utility
from aubette.model.evidence import BallotGroup
from aubette.model.outcome import Reason, Result, Value, Verdict
from aubette.votes.count.equal_shares import Race, Run, Scan, completed, first_share, may_be_bought
from aubette.votes.count.greedy import Greedy, Spending
from aubette.votes.count.payments import Payments
from aubette.votes.count.profile import Support, profile
from aubette.votes.count.thresholds import barred
from aubette.votes.count.ties import Chain

MOST_TRIED = 4
"""Of more projects in open ties, not every order is tried: the draw comes first."""


def share_out(
    groups: Sequence[BallotGroup],
    candidates: Sequence[Candidate],
    pot: Pot,
    rule: CountingRule,
    chain: Chain,
    valid: int,
    before: Sequence[Candidate] = (),
) -> Spending:
    """Count one envelope; `candidates` are its own, `before` the winners of the envelopes before it."""
    state = Spending(pot, pot.budget)
    state.verdicts |= {c.number: verdict for c in candidates if (verdict := barred(c, rule, valid, pot.budget))}
    ballots = profile(groups, candidates, rule)
    running = (s.candidate.number for s in ballots.supports if may_be_bought(s, rule))
    race = Race(ballots, pot, rule, chain, frozenset(running) - state.verdicts.keys(), before)
    scan = completed(race)
    for at, support in enumerate(scan.run.elected):
        state.elect(support.candidate, (Result.SELECTED, _bought(scan.run, at, support, rule)))
    payments = Payments(scan.run.purses)
    for support in ballots.supports:
        if support.candidate.number not in state.verdicts:
            state.verdicts[support.candidate.number] = _why_not(scan.run, support, payments)
    state.ties += scan.run.ties
    state.undecided |= decisive(race, scan)
    state.notes = _notes(race, scan)
    if rule.then is Then.VOTES:
        _by_votes(race, state, valid)
    return state


def decisive(race: Race, scan: Scan) -> frozenset[str]:
    """The projects of open ties where another order of them elects others; all where they are too many to try.

    One draw orders all projects once, so that each outcome it may have is that of one order of those that ever tie.
    """
    winners, found, tried = _winners(scan), scan.open_ties, frozenset[str]()
    while found != tried:
        if len(found) > MOST_TRIED:
            return found
        tried = found
        for order in permutations(sorted(tried)):
            other = completed(replace(race, chain=replace(race.chain, assumed=order)))
            found |= other.open_ties
            if _winners(other) != winners:
                return found
    return frozenset()


def _winners(scan: Scan) -> frozenset[str]:
    return frozenset(support.candidate.number for support in scan.run.elected)


def _bought(run: Run, at: int, support: Support, rule: CountingRule) -> Reason:
    """The effective votes (or points) are the cost divided by what one of them pays."""
    price, cost = run.purses.price(at), support.candidate.cost
    params: dict[str, Value] = {
        "round": at + 1,
        "cost": cost,
        "price": int(price),
        "supporters": support.voters,
        "effective": int(cost / price) if price else support.total,
    }
    return Reason("shares_bought_points" if rule.utility is Utility.POINTS else "shares_bought", params)


def _why_not(run: Run, support: Support, payments: Payments) -> Verdict:
    """Excluded by a winner, too few supporters for the cost, or supporters who had already paid for others."""
    candidate, share = support.candidate, run.purses.share
    if candidate.number in run.excluded:
        by = run.excluded[candidate.number]
        return Result.EXCLUDED_BY, Reason("excluded", {"votes": candidate.score, "cost": candidate.cost, "by": by})
    if not support.voters:
        return Result.NOT_SELECTED, Reason("no_votes")
    if not candidate.cost:
        return Result.NOT_SELECTED, Reason("shares_free", {"supporters": support.voters, "cost": 0})
    budget = share * support.voters
    params: dict[str, Value] = {"supporters": support.voters, "cost": candidate.cost, "price": int(share)}
    if budget < candidate.cost:
        return Result.NOT_SELECTED, Reason("shares_too_few", {**params, "had": int(budget)})
    percent = payments.left(support, 100) // candidate.cost
    params |= {"had": payments.left(support), "budget": int(budget), "percent": percent}
    return Result.NOT_SELECTED, Reason("shares_spent", {**params, "paid_to": payments.of(support)})


def _notes(race: Race, scan: Scan) -> Mapping[str, Value]:
    """What one needs to find the run that counts again."""
    first = first_share(race.profile, race.pot, race.rule)
    return {
        "voters": race.profile.voters,
        "first_share": int(first),
        "share": int(scan.run.purses.share),
        "steps": scan.steps,
        "ended": scan.ended,
    }


def _by_votes(race: Race, state: Spending, valid: int) -> None:
    """Give what is left in the order of votes, passing over what does not fit, with the tie chain of the rule."""
    plain = replace(race.rule, max_winners=None, max_winners_per_area=None, quotas=())
    counter = Greedy(plain, race.chain, valid)
    candidates = [s.candidate for s in race.profile.supports]
    elected = {r.number for r in state.rounds}
    counter.won = {c.number: c for c in (*race.before, *(c for c in candidates if c.number in elected))}
    counter.hand_out([state], [c for c in candidates if state.verdicts[c.number][0] is Result.NOT_SELECTED])
