"""Contests that elect nobody: an opinion ranks projects, a shortlist keeps the first of them for the next contest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from aubette.model.counting import Candidate, CountingRule, Pot
from aubette.model.enums import Effect
from aubette.model.evidence import FrozenContest, FrozenProject
from aubette.model.outcome import EnvelopeOutcome, Outcome, ProjectOutcome, Reason, Refused, Result, Tie, Value, Verdict
from aubette.votes.count.thresholds import barred
from aubette.votes.count.ties import Chain


def standing(
    contest: FrozenContest, rule: CountingRule, candidates: Sequence[Candidate], valid: int, seed: str | None = None
) -> Outcome | Refused:
    """Rank candidates over the whole contest and, for a shortlist, keep the declared number of them.

    A tie at the last place kept that nothing declared decides is refused: the draw comes first.
    """
    pots = {envelope.id: Pot(envelope.id, envelope.amount) for envelope in contest.envelopes}
    barred = {c.number: verdict for c in candidates if (verdict := _barred(c, rule, valid, pots[c.envelope]))}
    chain = Chain.of(rule, seed)
    ordered: list[Candidate] = []
    ties: list[Tie] = []
    for _, group in groupby(sorted(candidates, key=lambda c: -c.score), key=lambda c: c.score):
        equals = [c for c in group if c.number not in barred]
        order = chain.ordered(equals, frozenset())
        if contest.shortlist is not None and len(ordered) < contest.shortlist < len(ordered) + len(order):
            numbers = tuple(c.number for c in order)
            decider = chain.decider(equals, frozenset())
            if decider is None:
                return Refused("tie-undecided", tuple(sorted(numbers)))
            ties.append(Tie(order[0].envelope, numbers, decider))
        ordered.extend(order)
    places = {c.number: place for place, c in enumerate(ordered, start=1)}
    verdicts = barred | {c.number: _verdict(contest, c, places[c.number]) for c in ordered}
    envelopes = tuple(EnvelopeOutcome(pot.id, pot.budget, 0, ()) for pot in pots.values())
    projects = tuple(_project(c, candidates, verdicts[c.number]) for c in candidates)
    return Outcome(contest.id, rule, envelopes, projects, tuple(ties), effect=contest.effect)


def _barred(candidate: Candidate, rule: CountingRule, valid: int, pot: Pot) -> Verdict | None:
    verdict = barred(candidate, rule, valid, pot.budget)
    return (Result.NOT_SHORTLISTED, verdict[1]) if verdict and verdict[0] is Result.NOT_SELECTED else verdict


def _verdict(contest: FrozenContest, candidate: Candidate, place: int) -> Verdict:
    params: dict[str, Value] = {"votes": candidate.score, "place": place}
    if contest.effect is Effect.ADVISORY or contest.shortlist is None:
        return Result.RANKED, Reason("ranked", params)
    kept = place <= contest.shortlist
    reason = Reason("kept" if kept else "beyond_shortlist", {**params, "most": contest.shortlist})
    return (Result.SHORTLISTED if kept else Result.NOT_SHORTLISTED), reason


def _project(candidate: Candidate, candidates: Sequence[Candidate], verdict: Verdict) -> ProjectOutcome:
    """`rank` is the place by score in the whole contest, equals sharing it."""
    rank = 1 + sum(other.score > candidate.score for other in candidates)
    return ProjectOutcome(
        candidate.number,
        candidate.envelope,
        verdict[0],
        candidate.score,
        candidate.votes,
        rank,
        candidate.cost,
        verdict[1],
        candidate.source_id,
        candidate.judged,
    )


def feeders_first(contests: Sequence[FrozenContest]) -> tuple[FrozenContest, ...]:
    """The contests in an order in which each comes after those that feed it, else as they stand.

    Raises:
        ValueError: contests feed one another in a circle.
    """
    waiting, done = list(contests), list[FrozenContest]()
    while waiting:
        ready = [c for c in waiting if not any(other.feeds == c.id for other in waiting)]
        if not ready:
            raise ValueError(waiting[0].id)
        done.extend(ready)
        waiting = [c for c in waiting if c not in ready]
    return tuple(done)


def feeders_of(contest: FrozenContest, contests: Sequence[FrozenContest]) -> frozenset[str]:
    """The shortlists that choose a contest's candidates."""
    return frozenset(c.id for c in contests if c.feeds == contest.id and c.effect is Effect.SHORTLIST)


def kept_by(feeders: frozenset[str], outcomes: Sequence[Outcome]) -> frozenset[str]:
    """The numbers that these shortlists kept."""
    projects = (p for o in outcomes if o.contest in feeders for p in o.projects)
    return frozenset(p.number for p in projects if p.status is Result.SHORTLISTED)


def with_others(outcome: Outcome, order: Iterable[FrozenProject], absent: Sequence[Candidate], feeder: str) -> Outcome:
    """The outcome with the projects that a shortlist did not keep, in the order of the ballot."""
    reason = Reason("not_kept", {"contest": feeder})
    others = [
        ProjectOutcome(
            c.number,
            c.envelope,
            Result.NOT_SHORTLISTED,
            c.score,
            c.votes,
            len(outcome.projects) + 1,
            c.cost,
            reason,
            c.source_id,
        )
        for c in absent
    ]
    by_number = {p.number: p for p in (*outcome.projects, *others)}
    return replace(outcome, projects=tuple(by_number[p.number] for p in order if p.number in by_number))
