"""One contest from frozen ballot and verified figures to its outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aubette.model.counting import Candidate, Comparison, CountingRule, Leftover, Method, Pot
from aubette.model.enums import Effect
from aubette.model.evidence import BallotGroup, Evidence
from aubette.model.outcome import EnvelopeOutcome, Outcome, ProjectOutcome, Refused, Tie
from aubette.votes.count.comparison import preferred
from aubette.votes.count.grades import graded
from aubette.votes.count.greedy import Greedy, Spending
from aubette.votes.count.scores import rescored
from aubette.votes.count.shared import share_out
from aubette.votes.count.standing import feeders_of, standing, with_others
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
    states = counter.spend_all(pots, candidates)
    if rule.leftover is Leftover.POOL_BY_VOTES:
        counter.pool(states, candidates)
    undecided = {number for state in states for number in state.undecided}
    if undecided:
        return Refused("tie-undecided", tuple(sorted(undecided)))
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
            c.judged,
        )
        for c in candidates
    )
    envelopes = tuple(
        EnvelopeOutcome(s.pot.id, s.pot.budget, sum(r.cost for r in s.rounds), tuple(s.rounds), s.received, s.notes)
        for s in states
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
    kept: frozenset[str] | None = None,
) -> Outcome | Refused:
    """Count one contest of verified evidence by a rule, its own or another as a what-if.

    `kept` are the projects that a shortlist kept for it, None where none feeds it; votes for any other are refused.
    """
    frozen = evidence.ballot.contest(contest)
    everyone = candidates_of(evidence, contest, areas, sources)
    candidates = tuple(c for c in everyone if kept is None or c.number in kept)
    absent = tuple(c for c in everyone if c not in candidates)
    strays = tuple(c.number for c in absent if c.score)
    if strays:
        return Refused("votes-for-not-shortlisted", strays)
    groups = evidence.groups(contest)
    if rule.method is not Method.GREEDY and groups is None:
        return Refused("ballots-needed", totals_only(evidence, contest))
    if groups is not None:
        candidates = rescored(candidates, groups, rule)
    if frozen.effect is not Effect.DECISIVE:
        by_grades = rule.method is Method.GRADES and groups is not None
        ranked = graded(candidates, groups or (), frozen.ballot.grades) if by_grades else candidates
        return standing(frozen, rule, ranked, evidence.valid(contest), evidence.tie_seed)
    result = _decisive(evidence, contest, rule, candidates, groups)
    if not absent or isinstance(result, Refused):
        return result
    feeders = feeders_of(frozen, evidence.ballot.contests)
    return with_others(result, evidence.ballot.projects, absent, ", ".join(sorted(feeders)))


def _decisive(
    evidence: Evidence,
    contest: str,
    rule: CountingRule,
    candidates: Sequence[Candidate],
    groups: Sequence[BallotGroup] | None,
) -> Outcome | Refused:
    pots = tuple(Pot(envelope.id, envelope.amount) for envelope in evidence.ballot.contest(contest).envelopes)
    seed = evidence.tie_seed
    if rule.method is Method.GREEDY:
        return count_greedy(contest, rule, pots, candidates, evidence.valid(contest), seed)
    assert groups is not None, "totals alone were refused before"
    if rule.method is Method.GRADES:
        judged = graded(candidates, groups, evidence.ballot.contest(contest).ballot.grades)
        return count_greedy(contest, rule, pots, judged, evidence.valid(contest), seed)
    return count_shares(contest, rule, pots, candidates, groups, evidence.valid(contest), seed)


def count_shares(
    contest: str,
    rule: CountingRule,
    pots: Sequence[Pot],
    candidates: Sequence[Candidate],
    groups: Sequence[BallotGroup],
    valid: int,
    seed: str | None = None,
) -> Outcome | Refused:
    """Count by equal shares, each envelope on its own, with the comparison that the rule declares."""
    chain = Chain.of(rule, seed)
    states: list[Spending] = []
    won: list[Candidate] = []
    for pot in pots:
        mine = [c for c in candidates if c.envelope == pot.id]
        states.append(share_out(groups, mine, pot, rule, chain, valid, tuple(won)))
        elected = {r.number for r in states[-1].rounds}
        won += [c for c in mine if c.number in elected]
    undecided = sorted({number for state in states for number in state.undecided})
    if undecided:
        return Refused("tie-undecided", tuple(undecided))
    shared = outcome(contest, rule, states, candidates)
    if rule.comparison is Comparison.NONE:
        return shared
    by_votes = count_greedy(contest, rule, pots, candidates, valid, seed)
    return preferred(shared, by_votes, groups, rule.comparison) if isinstance(by_votes, Outcome) else by_votes


def totals_only(evidence: Evidence, contest: str) -> tuple[str, ...]:
    """The units of a contest that published totals without ballots."""
    return tuple(report.unit.unit for report in evidence.of(contest) if report.groups is None)
