"""What a project needs at least before its cost is even looked at."""

from __future__ import annotations

from fractions import Fraction

from aubette.model.counting import Candidate, CountingRule, Measure, Method
from aubette.model.outcome import Reason, Result, Verdict


def barred(candidate: Candidate, rule: CountingRule, valid: int, budget: int) -> Verdict | None:
    """The verdict on a candidate that was withdrawn or stays under a threshold; None for one that may run."""
    if candidate.number in rule.withdrawn:
        return Result.WITHDRAWN, Reason("withdrawn", {"votes": candidate.score})
    return below(candidate, rule, valid, budget)


def below(candidate: Candidate, rule: CountingRule, valid: int, budget: int) -> Verdict | None:
    """The verdict on a candidate under a threshold; None for one that may run.

    `valid` is how many valid ballots the contest has, `budget` the candidate's envelope in cents.
    """
    limits = rule.thresholds
    if candidate.score == 0 and rule.thresholds.votes:
        return Result.NOT_SELECTED, Reason("no_votes")
    least = max(limits.votes, _share(limits.share_percent, valid), _by_cost(candidate, rule, valid, budget))
    if candidate.votes < least:
        return Result.BELOW_THRESHOLD, Reason("below_votes", {"votes": candidate.votes, "least": least})
    pointed = rule.measure is Measure.POINTS and rule.method is not Method.GRADES
    if pointed and candidate.score < limits.points:
        return Result.BELOW_THRESHOLD, Reason("below_points", {"points": candidate.score, "least": limits.points})
    return None


def _share(percent: str, valid: int) -> int:
    """The least whole number of votes that is at least this share of the valid ballots."""
    return _ceiling(Fraction(percent) / 100 * valid)


def _by_cost(candidate: Candidate, rule: CountingRule, valid: int, budget: int) -> int:
    """The least number of votes of a project that takes this part of its envelope; none where nothing is declared.

    With divisor k it is the least v such that v / valid >= cost / (k * budget), as Świecie asks with k = 3.
    """
    divisor = rule.thresholds.cost_divisor
    if divisor is None or not budget:
        return 0
    return _ceiling(Fraction(candidate.cost * valid, divisor * budget))


def _ceiling(exact: Fraction) -> int:
    return -(-exact.numerator // exact.denominator)
