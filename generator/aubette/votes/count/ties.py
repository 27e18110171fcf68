"""Order among equals, by the declared chain and nothing else; what nothing decides is said, never hidden.

The public draw is the order of SHA-256(seed + number), both as UTF-8 text, the number being the project's; one seed
gives one order for the whole count. The receipt is the running number at the end of a project's number: 2027-999 came
before 2027-1000. A project that stands in no area stands in none without a winner either.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from aubette.model.counting import Candidate, CountingRule, TieBreak

Key = tuple[int, str]


@dataclass(frozen=True)
class Chain:
    """The tie-breaks of a rule, with the seed of the draw when it is known.

    `assumed` is an order of numbers that a draw might give, to see whether it would matter: it decides nothing.
    """

    breaks: tuple[TieBreak, ...]
    seed: str | None = None
    assumed: tuple[str, ...] = ()

    @classmethod
    def of(cls, rule: CountingRule, seed: str | None) -> Chain:
        """The chain that a rule declares; a draw without seed decides nothing yet."""
        return cls(tuple(b for b in rule.ties if b is not TieBreak.DRAW or seed is not None), seed)

    def key(self, rule: TieBreak, candidate: Candidate, areas_served: frozenset[str]) -> Key:
        """What one tie-break compares; the smaller goes first."""
        if rule is TieBreak.LOWEST_COST:
            return candidate.cost, ""
        if rule is TieBreak.MOST_VOTES:
            return -candidate.votes, ""
        if rule is TieBreak.AREA_WITHOUT_WINNER:
            return int(not candidate.area or candidate.area in areas_served), ""
        if rule is TieBreak.RECEIPT:
            return receipt(candidate.number)
        if rule is TieBreak.ID:
            return 0, candidate.text_id
        return 0, draw(self.seed or "", candidate.number)

    def ordered(self, equals: Sequence[Candidate], areas_served: frozenset[str]) -> list[Candidate]:
        """The equals in the order of the chain; the number comes last only so that the order is always the same."""
        place = {number: at for at, number in enumerate(self.assumed)}

        def key(candidate: Candidate) -> tuple[Key, ...]:
            last = place.get(candidate.number, len(place)), ""
            return *(self.key(b, candidate, areas_served) for b in self.breaks), last, receipt(candidate.number)

        return sorted(equals, key=key)

    def decider(self, equals: Sequence[Candidate], areas_served: frozenset[str]) -> TieBreak | None:
        """The first tie-break that tells all of these apart together with those before it; None if none does."""
        for length, rule in enumerate(self.breaks, start=1):
            keys = {tuple(self.key(b, c, areas_served) for b in self.breaks[:length]) for c in equals}
            if len(keys) == len(equals):
                return rule
        return None


def draw(seed: str, number: str) -> str:
    """A number's place in the public draw: the hexadecimal SHA-256 of the seed followed by the number."""
    return hashlib.sha256(f"{seed}{number}".encode()).hexdigest()


def receipt(number: str) -> Key:
    """What orders numbers as they were given: the running number, which may have three to five digits, as a number."""
    running = number.rpartition("-")[2]
    return (int(running) if running.isascii() and running.isdecimal() else 0), number
