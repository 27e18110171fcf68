"""One contest from frozen ballot and verified figures to its outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aubette.model.counting import Candidate, CountingRule, Leftover, Measure, Method, Pot
from aubette.model.evidence import BallotGroup, Evidence
from aubette.model.outcome import EnvelopeOutcome, Outcome, ProjectOutcome, Refused, Tie
from aubette.votes.count.greedy import Greedy, Spending
from aubette.votes.count.ties import Chain


def candidates_of(
    evidence: Evidence, contest: str, areas: Mapping[str, str], sources: Mapping[str, str]
) -> tuple[Candidate, ...]:
    """The candidates of a contest with their totals; `areas` and `sources` map a number to its area and source id."""
    totals = evidence.totals(contest)
    approvals = _approvals(evidence.groups(contest))
    return tuple(
        Candidate(
            project.number,
            project.cost,
            project.envelope,
            totals[project.number],
            approvals.get(project.number, 0) if approvals is not None else totals[project.number],
            areas.get(project.number, ""),
            sources.get(project.number, ""),
        )
        for project in evidence.ballot.candidates(contest)
    )


def _approvals(groups: Sequence[BallotGroup] | None) -> dict[str, int] | None:
    """How many ballots pick each project; None when a unit gave totals only."""
    if groups is None:
        return None
    counts: dict[str, int] = {}
    for group in groups:
        for pick in group.picks:
            counts[pick] = counts.get(pick, 0) + group.count
    return counts


def count_greedy(
    contest: str,
    rule: CountingRule,
    pots: Sequence[Pot],
    candidates: Sequence[Candidate],
    valid: int,
    seed: str | None = None,
) -> Outcome | Refused:
    """Count by votes or points, envelope after envelope in the declared order.

    A tie that changes who wins and that nothing declared decides is refused: the draw comes first.
    """
    counter = Greedy(rule, Chain.of(rule, seed), valid)
    states = [counter.spend(pot, [c for c in candidates if c.envelope == pot.id]) for pot in pots]
    undecided = sorted(number for state in states for number in state.undecided)
    if undecided:
        return Refused("tie-undecided", tuple(undecided))
    if rule.leftover is Leftover.POOL_BY_VOTES:
        counter.pool(states, candidates)
    return outcome(contest, rule, states, candidates)


def outcome(contest: str, rule: CountingRule, states: Sequence[Spending], candidates: Sequence[Candidate]) -> Outcome:
    """The outcome of spent envelopes, projects in the order of the ballot."""
    verdicts = {number: verdict for state in states for number, verdict in state.verdicts.items()}
    ranks = _ranks(candidates)
    projects = tuple(
        ProjectOutcome(
            c.number,
            c.envelope,
            verdicts[c.number][0],
            c.score,
            c.votes,
            ranks[c.number],
            c.cost,
            verdicts[c.number][1],
            c.source_id,
        )
        for c in candidates
    )
    envelopes = tuple(
        EnvelopeOutcome(s.pot.id, s.pot.budget, sum(r.cost for r in s.rounds), tuple(s.rounds)) for s in states
    )
    ties: tuple[Tie, ...] = tuple(tie for state in states for tie in state.ties)
    return Outcome(contest, rule, envelopes, projects, ties)


def _ranks(candidates: Sequence[Candidate]) -> dict[str, int]:
    """Each candidate's place by score within its envelope; equal scores share a place."""
    scores: dict[str, list[int]] = {}
    for candidate in candidates:
        scores.setdefault(candidate.envelope, []).append(candidate.score)
    ordered = {envelope: sorted(values, reverse=True) for envelope, values in scores.items()}
    return {c.number: ordered[c.envelope].index(c.score) + 1 for c in candidates}


def count(
    evidence: Evidence,
    contest: str,
    rule: CountingRule,
    areas: Mapping[str, str],
    sources: Mapping[str, str],
) -> Outcome | Refused:
    """Count one contest of verified evidence by a rule, its own or another as a what-if."""
    frozen = evidence.ballot.contest(contest)
    pots = tuple(Pot(envelope.id, envelope.amount) for envelope in frozen.envelopes)
    candidates = candidates_of(evidence, contest, areas, sources)
    groups = evidence.groups(contest)
    if rule.method is not Method.GREEDY and groups is None:
        return Refused("ballots-needed", totals_only(evidence, contest))
    if groups is not None:
        candidates = rescored(candidates, groups, rule)
    seed = evidence.tie_seed
    if rule.method is Method.GREEDY:
        return count_greedy(contest, rule, pots, candidates, evidence.valid(contest), seed)
    raise NotImplementedError(rule.method)


def totals_only(evidence: Evidence, contest: str) -> tuple[str, ...]:
    """The units of a contest that published totals without ballots."""
    return tuple(report.unit.unit for report in evidence.of(contest) if report.groups is None)


def rescored(
    candidates: Sequence[Candidate], groups: Sequence[BallotGroup], rule: CountingRule
) -> tuple[Candidate, ...]:
    """The same candidates with scores by this rule's own measure and weights, from the ballots themselves."""
    scores = dict.fromkeys((c.number for c in candidates), 0)
    for group in groups:
        for number, worth in zip(group.picks, worths(group, rule), strict=True):
            scores[number] += worth * group.count
    return tuple(
        Candidate(c.number, c.cost, c.envelope, scores[c.number], c.votes, c.area, c.source_id) for c in candidates
    )


def worths(group: BallotGroup, rule: CountingRule) -> tuple[int, ...]:
    """What each pick of a ballot is worth: one vote, its written points, or its rank's weight."""
    if rule.measure is Measure.VOTES:
        return (1,) * len(group.picks)
    if group.points:
        return group.points
    if rule.weights == "borda":
        return tuple(range(len(group.picks), 0, -1))
    weights = [int(weight) for weight in rule.weights][: len(group.picks)] if rule.weights else [1] * len(group.picks)
    return tuple(weights + [0] * (len(group.picks) - len(weights)))
