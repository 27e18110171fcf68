"""Which of Pabulib's rule names tells the truth about a count, by counting as its checker does."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aubette.model.counting import (
    Comparison,
    Completion,
    CountingRule,
    Measure,
    Method,
    Overflow,
    Start,
    Then,
    Utility,
)
from aubette.model.outcome import ProjectOutcome, Result
from aubette.votes.count.rule_data import to_mapping

WHOLE_UNIT = 100
NOBODY_WINS = (Result.RANKED, Result.SHORTLISTED)


@dataclass(frozen=True, slots=True)
class Named:
    """A rule of the format: its name, the least score that it needs (0: none), a comment where the name is not all."""

    name: str
    threshold: int = 0
    comment: str = ""


def named(rule: CountingRule, projects: Sequence[ProjectOutcome], budget: int, valid: int) -> Named:
    """The name for one envelope's count; `projects` stand in the order in which they came up."""
    if any(p.status in NOBODY_WINS for p in projects):
        return Named("unknown", 0, comment(rule))
    if rule.method is Method.EQUAL_SHARES:
        return _shares(rule)
    if rule.method is Method.GREEDY:
        won = {p.number for p in projects if p.status is Result.SELECTED}
        pooled = any(p.status is Result.FUNDED_FROM_LEFTOVER for p in projects)
        stop = rule.overflow is Overflow.STOP
        for option in _options(rule, valid):
            if not pooled and _elected(projects, budget, option.threshold, stop=stop) == won:
                believed = stop or not _seems_unspent(projects, won, budget, option.threshold)
                return option if believed else Named("greedy-custom", option.threshold, comment(rule))
    return Named("greedy-custom", 0, comment(rule))


def _seems_unspent(projects: Sequence[ProjectOutcome], won: set[str], budget: int, threshold: int) -> bool:
    """Whether somebody who cuts off cents, as the checker does, would find money for one more project."""
    left = budget // WHOLE_UNIT - sum(p.cost // WHOLE_UNIT for p in projects if p.number in won)
    others = [p for p in projects if p.number not in won and (threshold == 0 or p.score > threshold)]
    return any(p.cost // WHOLE_UNIT <= left for p in others)


def comment(rule: CountingRule) -> str:
    """The whole rule, in the numbered form that the format asks for."""
    return f"#1: Counting rule as frozen before the vote: {json.dumps(to_mapping(rule), ensure_ascii=False)}"


def _shares(rule: CountingRule) -> Named:
    plain = (rule.utility, rule.then, rule.comparison) == (Utility.COST, Then.NONE, Comparison.NONE)
    if plain and rule.completion is Completion.NONE and rule.start is Start.EXACT:
        return Named("equalshares")
    if plain and (rule.completion, rule.start, rule.step) == (Completion.ADD1, Start.FLOOR, WHOLE_UNIT):
        return Named("equalshares/add1")
    return Named("unknown", 0, comment(rule))


def _options(rule: CountingRule, valid: int) -> Iterator[Named]:
    """The names to try; projects without a vote never win here, which there takes a threshold of one."""
    limits = rule.thresholds
    least = max(limits.points if rule.measure is Measure.POINTS else limits.votes, 1)
    if limits.share_percent != "0" and rule.measure is Measure.VOTES:
        least = max(least, next(n for n in range(valid + 2) if n > valid or _reaches(n, limits.share_percent, valid)))
    stop = rule.overflow is Overflow.STOP
    plain = Named("greedy-no-skip" if stop else "greedy")
    strict = Named("greedy-no-skip" if stop else "greedy-threshold", least)
    yield from (strict, plain) if least > 1 else (plain, strict)


def _reaches(votes: int, percent: str, valid: int) -> bool:
    whole, _, decimals = percent.partition(".")
    scale: int = 10 ** len(decimals)
    return votes * 100 * scale >= int(whole + decimals) * valid


def _elected(projects: Sequence[ProjectOutcome], budget: int, threshold: int, *, stop: bool) -> set[str]:
    won: set[str] = set()
    for project in projects:
        if project.score < threshold:
            continue
        if project.cost <= budget:
            budget -= project.cost
            won.add(project.number)
        elif stop:
            break
    return won
