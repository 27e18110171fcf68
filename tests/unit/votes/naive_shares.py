"""Equal shares as one would write it on paper: fractions for each voter, every project asked in every round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

Ballots = Sequence[tuple[int, Mapping[str, int]]]
"""How many voters cast each ballot, and the weight of each of its picks (all 1 where only votes count)."""


def price(cost: int, supporters: Sequence[tuple[int, Fraction, int]]) -> Fraction | None:
    """What one unit of weight pays, of supporters told as (how many, money each, weight); None if they cannot."""
    if sum(many * money for many, money, _ in supporters) < cost:
        return None
    paid, rest = Fraction(0), sum(many * weight for many, _, weight in supporters)
    for many, money, weight in sorted(supporters, key=lambda one: one[1] / one[2]):
        each = (cost - paid) / rest
        if each * weight <= money:
            return each
        paid += many * money
        rest -= many * weight
    raise AssertionError("those who can pay, pay")


def run(costs: Mapping[str, int], ballots: Ballots, share: Fraction, *, alike: bool) -> list[str]:
    """Who is bought at one share, in order; equals go by their names."""
    money = [share] * len(ballots)
    waiting = {name for name in costs if any(picks.get(name, 0) for _, picks in ballots) and (costs[name] or not alike)}
    elected: list[str] = []
    while True:
        offers = {}
        for name in waiting:
            who = [
                (many, money[at], 1 if alike else picks[name])
                for at, (many, picks) in enumerate(ballots)
                if picks.get(name)
            ]
            asked = price(costs[name], who)
            if asked is not None:
                offers[name] = (asked / costs[name] if alike else asked, name, asked)
        if not offers:
            return elected
        _, chosen, asked = min(offers.values())
        for at, (_, picks) in enumerate(ballots):
            if picks.get(chosen):
                money[at] -= min(money[at], asked * (1 if alike else picks[chosen]))
        waiting.remove(chosen)
        elected.append(chosen)


def count(
    costs: Mapping[str, int], ballots: Ballots, budget: int, *, alike: bool, completion: str, step: int, floor: bool
) -> tuple[list[str], int]:
    """The winners in order, and how many steps the share was raised; every step is tried."""
    share = Fraction(budget, max(1, sum(many for many, picks in ballots if picks)))
    share = Fraction(int(share) // 100 * 100) if floor else share
    able = {name for name in costs if any(picks.get(name, 0) for _, picks in ballots) and (costs[name] or not alike)}
    kept, steps = run(costs, ballots, share, alike=alike), 0
    while completion != "none" and set(kept) != able:
        left = budget - sum(costs[name] for name in kept)
        if completion == "add1e" and all(costs[name] > left for name in able - set(kept)):
            break
        share += step
        other = run(costs, ballots, share, alike=alike)
        if sum(costs[name] for name in other) > budget:
            break
        kept, steps = other, steps + 1
    return kept, steps
