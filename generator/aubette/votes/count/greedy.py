"""In the order of votes: the rule that most cities know, with its clauses, and the reason for each project.

Skip: a project that does not fit in what is left is passed over. Stop: the first that does not fit ends the envelope.
A project that nobody voted for never wins. Guarantees (least winners per area) are served first, in the order of
votes. Sources: reference counting 4a and 4b; domain section 5, rules 6 and 7.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby

from aubette.model.counting import Candidate, CountingRule, Measure, Overflow, Pot
from aubette.model.outcome import Reason, Result, Round, Tie, Value
from aubette.votes.count.ties import Chain

Verdict = tuple[Result, Reason]


@dataclass
class Spending:
    """The state of one envelope while it is being spent."""

    pot: Pot
    left: int
    rounds: list[Round] = field(default_factory=list)
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)
    undecided: set[str] = field(default_factory=set)
    stopped_by: str = ""

    def elect(self, candidate: Candidate, verdict: Verdict) -> None:
        """Pay a candidate."""
        before = self.left
        self.left -= candidate.cost
        self.rounds.append(Round(candidate.number, candidate.cost, candidate.score, before, self.left))
        self.verdicts[candidate.number] = verdict


class Greedy:
    """One count by votes or points over one contest; keeps which areas and projects have won so far."""

    def __init__(self, rule: CountingRule, chain: Chain, valid: int) -> None:
        self.rule = rule
        self.chain = chain
        self.valid = valid
        self.won: dict[str, Candidate] = {}

    def spend(self, pot: Pot, candidates: Sequence[Candidate]) -> Spending:
        """Spend one envelope on its candidates."""
        state = Spending(pot, pot.budget)
        running = [c for c in candidates if not self._barred(c, state)]
        if self.rule.min_winners_per_area:
            self._guarantee(state, running)
        for _, group in groupby(sorted(running, key=_by_score), key=_by_score):
            self._group(state, list(group))
        return state

    def _barred(self, candidate: Candidate, state: Spending) -> bool:
        verdict = self._threshold(candidate)
        if candidate.number in self.rule.withdrawn:
            verdict = (Result.WITHDRAWN, Reason("withdrawn", {"votes": candidate.score}))
        if verdict:
            state.verdicts[candidate.number] = verdict
        return verdict is not None

    def _threshold(self, candidate: Candidate) -> Verdict | None:
        limits = self.rule.thresholds
        if candidate.score == 0 and limits.votes:
            return Result.NOT_SELECTED, Reason("no_votes")
        least = max(limits.votes, _share(limits.share_percent, self.valid))
        if candidate.votes < least:
            return Result.BELOW_THRESHOLD, Reason("below_votes", {"votes": candidate.votes, "least": least})
        if self.rule.measure is Measure.POINTS and candidate.score < limits.points:
            return Result.BELOW_THRESHOLD, Reason("below_points", {"points": candidate.score, "least": limits.points})
        return None

    def _guarantee(self, state: Spending, running: Sequence[Candidate]) -> None:
        """Give each area its least number of winners, in the order of votes, as far as money goes."""
        served: dict[str, int] = {}
        for candidate in self._order(running):
            least = self.rule.min_winners_per_area
            wanting = candidate.area and served.get(candidate.area, 0) < least
            if wanting and candidate.cost <= state.left and not self._excluder(candidate):
                served[candidate.area] = served.get(candidate.area, 0) + 1
                params: dict[str, Value] = {"votes": candidate.score, "cost": candidate.cost, "least": least}
                self._elect(state, candidate, Reason("guaranteed", {**params, "area": candidate.area}))

    def _order(self, running: Sequence[Candidate]) -> Iterator[Candidate]:
        for _, group in groupby(sorted(running, key=_by_score), key=_by_score):
            yield from self.chain.ordered(list(group), frozenset())

    def _group(self, state: Spending, equals: list[Candidate]) -> None:
        """Go through candidates with one score; the order among them is asked anew after each, as areas get winners."""
        pending = [c for c in equals if c.number not in state.verdicts]
        left_before, everyone, decider = state.left, list(pending), None
        if len(pending) > 1:
            decider = self.chain.decider(pending, self._areas())
        order: list[str] = []
        while pending:
            candidate = self.chain.ordered(pending, self._areas())[0]
            pending.remove(candidate)
            order.append(candidate.number)
            self._turn(state, candidate)
        if len(everyone) > 1:
            state.ties.append(Tie(state.pot.id, tuple(order), decider))
            if decider is None and self._matters(everyone, left_before):
                state.undecided.update(order)

    def _matters(self, equals: Sequence[Candidate], left_before: int) -> bool:
        """Whether another order among these equals could elect others: some won and some did not, or one would fit."""
        elected = [c for c in equals if c.number in self.won]
        if len(elected) == len(equals):
            return False
        return bool(elected) or any(c.cost <= left_before for c in equals)

    def _turn(self, state: Spending, candidate: Candidate) -> None:
        params = {"votes": candidate.score, "cost": candidate.cost, "left": state.left}
        excluder = self._excluder(candidate)
        if excluder:
            state.verdicts[candidate.number] = (Result.EXCLUDED_BY, Reason("excluded", {**params, "by": excluder}))
        elif state.stopped_by:
            reason = Reason("after_stop", {**params, "stopper": state.stopped_by})
            state.verdicts[candidate.number] = (Result.NOT_SELECTED, reason)
        elif self.rule.max_winners is not None and len(state.rounds) >= self.rule.max_winners:
            reason = Reason("enough_winners", {**params, "most": self.rule.max_winners})
            state.verdicts[candidate.number] = (Result.NOT_SELECTED, reason)
        elif candidate.cost <= state.left:
            self._elect(state, candidate, Reason("fits", params))
        else:
            reason = Reason("does_not_fit", {**params, "short": candidate.cost - state.left})
            state.verdicts[candidate.number] = (Result.NOT_SELECTED, reason)
            if self.rule.overflow is Overflow.STOP:
                state.stopped_by = candidate.number

    def _elect(self, state: Spending, candidate: Candidate, reason: Reason) -> None:
        state.elect(candidate, (Result.SELECTED, reason))
        self.won[candidate.number] = candidate

    def _excluder(self, candidate: Candidate) -> str:
        """The winner that excludes this candidate, if one does."""
        for group in self.rule.exclusions:
            if candidate.number in group:
                found = next((number for number in group if number in self.won and number != candidate.number), "")
                if found:
                    return found
        return ""

    def _areas(self) -> frozenset[str]:
        return frozenset(c.area for c in self.won.values())

    def pool(self, states: Sequence[Spending], candidates: Sequence[Candidate]) -> None:
        """Give what all envelopes left, together, to the best voted that it can pay, wherever they stand."""
        pooled = sum(state.left for state in states)
        by_envelope = {state.pot.id: state for state in states}
        for candidate in self._order([c for c in candidates if self._may_be_pooled(c, by_envelope[c.envelope])]):
            if candidate.cost <= pooled and not self._excluder(candidate):
                state = by_envelope[candidate.envelope]
                reason = Reason("from_leftover", {"votes": candidate.score, "cost": candidate.cost, "left": pooled})
                state.verdicts[candidate.number] = (Result.FUNDED_FROM_LEFTOVER, reason)
                state.rounds.append(
                    Round(candidate.number, candidate.cost, candidate.score, pooled, pooled - candidate.cost)
                )
                self.won[candidate.number] = candidate
                pooled -= candidate.cost

    def _may_be_pooled(self, candidate: Candidate, state: Spending) -> bool:
        status, reason = state.verdicts[candidate.number]
        return status is Result.NOT_SELECTED and reason.code != "no_votes"


def _by_score(candidate: Candidate) -> int:
    return -candidate.score


def _share(percent: str, valid: int) -> int:
    """The least whole number of votes that is at least this share of the valid ballots."""
    exact = Fraction(percent) / 100 * valid
    return -(-exact.numerator // exact.denominator)
