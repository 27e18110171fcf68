"""In the order of votes: the rule that most cities know, with its clauses, and the reason for each project.

Skip: a project that does not fit in what is left is passed over. Stop: the first that does not fit ends the envelope.
A project that nobody voted for never wins. Guarantees (least winners per area) are served first, in the order of
votes. What an envelope leaves stays there, goes on to the next one of the declared order, or is pooled at the end.
Sources: reference counting 4a and 4b; domain section 5, rules 6 and 7.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from aubette.model.counting import Candidate, CountingRule, Leftover, Overflow, Pot
from aubette.model.outcome import Reason, Result, Round, Tie, Value, Verdict
from aubette.votes.count.thresholds import barred
from aubette.votes.count.ties import Chain


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
    received: int = 0
    notes: Mapping[str, Value] = field(default_factory=dict)

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

    def spend_all(self, pots: Sequence[Pot], candidates: Sequence[Candidate]) -> list[Spending]:
        """Spend the envelopes in their order, and what they leave as the rule says."""
        states: list[Spending] = []
        for pot in pots:
            carried = states[-1].left if states and self.rule.leftover is Leftover.CARRY else 0
            if carried:
                states[-1].left -= carried
                states[-1].received -= carried
            states.append(self.spend(pot, [c for c in candidates if c.envelope == pot.id], carried))
        return states

    def spend(self, pot: Pot, candidates: Sequence[Candidate], carried: int = 0) -> Spending:
        """Spend one envelope, with what the one before it left, on its candidates."""
        state = Spending(pot, pot.budget + carried, received=carried)
        running = [c for c in candidates if not self._barred(c, state)]
        if self.rule.min_winners_per_area:
            self._guarantee(state, running)
        for _, group in groupby(sorted(running, key=_by_score), key=_by_score):
            self._group(state, list(group))
        return state

    def _barred(self, candidate: Candidate, state: Spending) -> bool:
        verdict = barred(candidate, self.rule, self.valid, state.pot.budget)
        if verdict:
            state.verdicts[candidate.number] = verdict
        return verdict is not None

    def _guarantee(self, state: Spending, running: Sequence[Candidate]) -> None:
        """Give each area its least number of winners of the contest, in the order of votes, as far as money goes."""
        least = self.rule.min_winners_per_area

        def may(candidate: Candidate) -> bool:
            wanting = bool(candidate.area) and self._winners_in(candidate.area) < least
            return wanting and candidate.cost <= state.left and not self._hindered(state, candidate)

        def take(candidate: Candidate) -> None:
            params: dict[str, Value] = {"votes": candidate.score, "cost": candidate.cost, "least": least}
            self._elect(state, candidate, Reason("guaranteed", {**params, "area": candidate.area}))

        self._in_order(running, may, take, {state.pot.id: state})

    def _in_order(
        self,
        running: Sequence[Candidate],
        may: Callable[[Candidate], bool],
        take: Callable[[Candidate], None],
        states: Mapping[str, Spending],
    ) -> None:
        """Offer candidates their turn by score; of equals that all might win, when only some do, the tie is told."""
        for _, group in groupby(sorted(running, key=_by_score), key=_by_score):
            equals = [candidate for candidate in group if may(candidate)]
            decider = self.chain.decider(equals, self._areas())
            order: list[Candidate] = []
            taken = 0
            for candidate in self._in_turn(equals):
                order.append(candidate)
                if may(candidate):
                    take(candidate)
                    taken += 1
            if taken < len(order):
                state = states[order[0].envelope]
                numbers = tuple(c.number for c in order)
                state.ties.append(Tie(state.pot.id, numbers, decider))
                state.undecided.update(() if decider else numbers)

    def _in_turn(self, equals: Sequence[Candidate]) -> Iterator[Candidate]:
        """Candidates with one score; the order among them is asked anew after each, as areas get winners."""
        pending = list(equals)
        while pending:
            candidate = self.chain.ordered(pending, self._areas())[0]
            pending.remove(candidate)
            yield candidate

    def _group(self, state: Spending, equals: list[Candidate]) -> None:
        """Go through candidates with one score."""
        pending = [c for c in equals if c.number not in state.verdicts]
        decider = None
        might_win = [c for c in pending if c.cost <= state.left and not self._hindered(state, c)]
        if len(pending) > 1:
            decider = self.chain.decider(pending, self._areas())
        order: list[str] = []
        for candidate in self._in_turn(pending):
            order.append(candidate.number)
            self._turn(state, candidate)
        if len(pending) > 1:
            state.ties.append(Tie(state.pot.id, tuple(order), decider))
            if decider is None and self._matters(pending, might_win):
                state.undecided.update(order)

    def _matters(self, equals: Sequence[Candidate], might_win: Sequence[Candidate]) -> bool:
        """Whether another order among these equals could elect others: one that might have won did not.

        Under the stop rule, one that is too dear would have stopped the others, had it come first.
        """
        lost = any(c.number not in self.won for c in might_win)
        return lost or (bool(might_win) and self.rule.overflow is Overflow.STOP and len(might_win) < len(equals))

    def _turn(self, state: Spending, candidate: Candidate) -> None:
        params: dict[str, Value] = {"votes": candidate.score, "cost": candidate.cost, "left": state.left}
        hindered = self._hindered(state, candidate)
        if hindered:
            state.verdicts[candidate.number] = hindered
        elif candidate.cost <= state.left:
            self._elect(state, candidate, Reason("fits", params))
        else:
            reason = Reason("does_not_fit", {**params, "short": candidate.cost - state.left})
            state.verdicts[candidate.number] = (Result.NOT_SELECTED, reason)
            if self.rule.overflow is Overflow.STOP:
                state.stopped_by = candidate.number

    def _hindered(self, state: Spending, candidate: Candidate) -> Verdict | None:
        """What keeps a candidate from winning at its turn, other than its cost."""
        params: dict[str, Value] = {"votes": candidate.score, "cost": candidate.cost, "left": state.left}
        excluder = self._excluder(candidate)
        if excluder:
            return Result.EXCLUDED_BY, Reason("excluded", {**params, "by": excluder})
        if state.stopped_by:
            return Result.NOT_SELECTED, Reason("after_stop", {**params, "stopper": state.stopped_by})
        most = self.rule.most_winners(state.pot.id)
        if most is not None and len(state.rounds) >= most:
            return Result.NOT_SELECTED, Reason("enough_winners", {**params, "most": most})
        in_area = self.rule.max_winners_per_area
        if in_area is not None and self._winners_in(candidate.area) >= in_area:
            return Result.NOT_SELECTED, Reason("enough_in_area", {**params, "most": in_area, "area": candidate.area})
        return None

    def _winners_in(self, area: str) -> int:
        return sum(1 for winner in self.won.values() if area and winner.area == area)

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
        """Give what all envelopes left, together, to the best voted that it can pay, wherever they stand.

        An envelope uses its own rest first, then the others' in their order, so that what is left still adds up.
        Quotas hold; that an envelope stopped does not, as it is the rest of all that is given here.
        """
        by_envelope = {state.pot.id: state for state in states}
        for state in states:
            state.stopped_by = ""
        self.hand_out(states, [c for c in candidates if self._may_be_pooled(c, by_envelope[c.envelope])])

    def hand_out(self, states: Sequence[Spending], waiting: Sequence[Candidate]) -> None:
        """Give what these envelopes have left, together, to those who wait, in the order of votes."""
        by_envelope = {state.pot.id: state for state in states}

        def may(candidate: Candidate) -> bool:
            pooled = sum(state.left for state in states)
            return candidate.cost <= pooled and not self._hindered(by_envelope[candidate.envelope], candidate)

        def take(candidate: Candidate) -> None:
            state, pooled = by_envelope[candidate.envelope], sum(state.left for state in states)
            left = pooled - candidate.cost
            reason = Reason("from_leftover", {"votes": candidate.score, "cost": candidate.cost, "left": pooled})
            state.verdicts[candidate.number] = (Result.FUNDED_FROM_LEFTOVER, reason)
            state.rounds.append(Round(candidate.number, candidate.cost, candidate.score, pooled, left))
            self.won[candidate.number] = candidate
            _draw(candidate.cost, state, states)

        self._in_order(waiting, may, take, by_envelope)

    def _may_be_pooled(self, candidate: Candidate, state: Spending) -> bool:
        status, reason = state.verdicts[candidate.number]
        return status is Result.NOT_SELECTED and reason.code != "no_votes"


def _draw(cost: int, payer: Spending, states: Sequence[Spending]) -> None:
    """Take a cost from the payer's own rest, then from the others' in their order, noting what passed."""
    for state in (payer, *(s for s in states if s is not payer)):
        part = min(cost, state.left)
        cost -= part
        state.left -= part
        if state is not payer:
            state.received -= part
            payer.received += part


def _by_score(candidate: Candidate) -> int:
    return -candidate.score
