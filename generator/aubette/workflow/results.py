"""From a city's sealed files to its counted results, edition by edition; nothing unverified is counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from aubette.model.city import City
from aubette.model.counting import CountingRule
from aubette.model.edition import Edition
from aubette.model.enums import Effect, Provenance, Status
from aubette.model.evidence import Evidence, Verified
from aubette.model.finding import Finding, Place, Severity
from aubette.model.outcome import WINS, Outcome, Refused
from aubette.model.project import Project
from aubette.model.seal import Past
from aubette.model.source import Source
from aubette.rules.context import OnBallot
from aubette.votes.count.rule_data import BadRuleError, from_mapping, override
from aubette.votes.count.standing import feeders_first, feeders_of, kept_by
from aubette.votes.imported import read_imported
from aubette.votes.proclamation import withdrawn
from aubette.votes.verify import Stage, stage, verify


@dataclass(frozen=True)
class Results:
    """One edition's votes: how far they are, what was wrong, and the counts when nothing was.

    Before all units have reported there is no evidence, and only contests that elect nobody may be counted already: a
    shortlist is needed to print the next ballot.
    """

    edition: str
    stage: Stage
    evidence: Evidence | None
    outcomes: tuple[Outcome, ...]
    findings: tuple[Finding, ...]

    @property
    def broken(self) -> bool:
        """Whether there are votes that must not be published."""
        return any(f.severity is Severity.ERROR for f in self.findings)

    @property
    def proclaimed(self) -> bool:
        """Whether the results are those of a proclamation, or of an edition that was counted elsewhere."""
        said = self.evidence
        return said is not None and (said.proclamation is not None or said.provenance is Provenance.IMPORTED)


def results_of(source: Source, city: City, changes: Mapping[str, object] | None = None) -> tuple[Results, ...]:
    """The results of every edition, in the order of the editions; `changes` to the rule make it a what-if."""
    return tuple(edition_results(source, city, edition, changes or {}) for edition in city.editions)


def edition_results(
    source: Source,
    city: City,
    edition: Edition,
    changes: Mapping[str, object],
    now: datetime | None = None,
    past: Past | None = None,
    alter: Callable[[Evidence], Evidence] = lambda evidence: evidence,
) -> Results:
    """Verify and count one edition; what was only frozen or half reported has no outcome yet.

    With `now`, no seal may come from the future; with `past`, corrections form a chain and seals came in on time.
    `alter` makes the verified figures those of a what-if, as `changes` do with the rule.
    """
    reached = stage(source, edition.id)
    if reached is Stage.NONE:
        return Results(edition.id, reached, None, (), ())
    verified = _verified(source, city, edition, reached, now, past)
    if verified.evidence is None:
        early = counted(verified.early, city, edition, changes)[0] if verified.early else ()
        return Results(edition.id, reached, None, early, verified.findings)
    outcomes, refusals = counted(alter(verified.evidence), city, edition, changes)
    return Results(edition.id, reached, verified.evidence, outcomes, (*verified.findings, *refusals))


def _verified(
    source: Source, city: City, edition: Edition, reached: Stage, now: datetime | None, past: Past | None
) -> Verified:
    if edition.provenance is Provenance.IMPORTED:
        return read_imported(source, edition.id, city_id=city.config.id)
    policy = city.policies.get(edition.id)
    return verify(source, edition.id, policy, city_id=city.config.id, now=now, past=past, expect=reached)


def counted(
    evidence: Evidence, city: City, edition: Edition, changes: Mapping[str, object]
) -> tuple[tuple[Outcome, ...], tuple[Finding, ...]]:
    """The outcome of each contest of verified evidence, and a finding for each that cannot be counted (yet)."""
    from aubette.votes.count.contest import count  # with numpy, which a check of a city without votes does not wait for

    projects = {p.number: p for p in city.projects_of(edition.id) if p.number}
    living = {number: p.areas[0] for number, p in projects.items() if p.areas}
    imported = evidence.provenance is Provenance.IMPORTED
    sources = {number: p.source_id for number, p in projects.items() if p.source_id and imported}
    outcomes: list[Outcome] = []
    findings: list[Finding] = []
    for contest in feeders_first(evidence.ballot.contests):
        place = Place(f"votes/{edition.id}/ballot/rules.json")
        try:
            rule = override(_without_withdrawn(rule_of(contest.rule), evidence, projects), changes)
        except BadRuleError as error:
            findings.append(Finding("count/unknown-rule", place, {"contest": contest.id, "key": str(error)}))
            continue
        feeders = feeders_of(contest, evidence.ballot.contests)
        if not feeders <= {outcome.contest for outcome in outcomes}:
            continue
        kept = kept_by(feeders, outcomes) if feeders else None
        rule = rule if "ties" in changes else with_ties(rule, evidence, contest.rule)
        if contest.areas is None and rule.uses_areas and not imported and not changes:
            findings.append(Finding("count/areas-not-frozen", place, {"contest": contest.id}))
            continue
        areas = living if contest.areas is None else contest.areas
        result = count(evidence, contest.id, rule, areas, sources, kept)
        if isinstance(result, Refused):
            findings.append(Finding(f"count/{result.code}", place, {"contest": contest.id, "names": result.names}))
        else:
            outcomes.append(result)
    order = [c.id for c in evidence.ballot.contests]
    return tuple(sorted(outcomes, key=lambda o: order.index(o.contest))), tuple(findings)


def rule_of(data: Mapping[str, object]) -> CountingRule:
    """The rule of a frozen contest; raises `BadRuleError`."""
    return from_mapping(data)


def _without_withdrawn(rule: CountingRule, evidence: Evidence, projects: Mapping[str, Project]) -> CountingRule:
    """The rule with the projects that were withdrawn: those the proclamation names, before it those that say so."""
    if evidence.proclamation:
        gone = withdrawn(evidence.proclamation.note)
    elif evidence.provenance is Provenance.IMPORTED:
        gone = ()
    else:
        gone = tuple(number for number, project in projects.items() if project.status is Status.WITHDRAWN)
    return replace(rule, withdrawn=tuple(dict.fromkeys((*rule.withdrawn, *gone))))


def with_ties(rule: CountingRule, evidence: Evidence, declared: Mapping[str, object]) -> CountingRule:
    """The rule with the ballot's common chain of tie-breaks where the contest, as `declared`, has none of its own."""
    common = from_mapping({"ties": list(evidence.ballot.ties)}).ties if evidence.ballot.ties else ()
    return replace(rule, ties=common) if common and "ties" not in declared else rule


def winners(results: Iterable[Results]) -> dict[str, frozenset[str]]:
    """The numbers that verified votes selected, by edition; editions without a decisive outcome are absent."""
    return {
        r.edition: frozenset(p.number for o in r.outcomes for p in o.projects if p.status in WINS)
        for r in results
        if any(o.effect is Effect.DECISIVE for o in r.outcomes)
    }


def moved(results: Iterable[Results]) -> dict[str, dict[str, int]]:
    """The cents that the counting rules brought to each envelope from others, by edition."""
    return {
        r.edition: {e.id: e.received for o in r.outcomes if o.effect is Effect.DECISIVE for e in o.envelopes}
        for r in results
        if r.outcomes
    }


def ballots(results: Iterable[Results]) -> dict[str, tuple[OnBallot, ...]]:
    """The frozen candidates of each edition whose evidence is sound; the ballot's first line is its header."""
    return {
        r.edition: tuple(
            OnBallot(project.number, project.cost, line)
            for line, project in enumerate(r.evidence.ballot.projects, start=2)
        )
        for r in results
        if r.evidence is not None
    }


def proclaimed(results: Iterable[Results]) -> dict[str, frozenset[str]]:
    """The numbers that each edition's proclamation calls withdrawn; editions without a proclamation are absent."""
    said = {r.edition: r.evidence.proclamation for r in results if r.evidence}
    return {edition: frozenset(withdrawn(one.note)) for edition, one in said.items() if one}
