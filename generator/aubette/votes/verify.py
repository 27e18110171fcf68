"""The sealed door: from a city's files to figures that may be counted, or to every reason why they may not.

Nothing here reads a clock or a network: the caller says what time it is and what the repository remembers. All findings
are reported, not only the first; `votes.families` says which of five families each belongs to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from enum import IntEnum

from aubette.model.enums import Effect, Provenance
from aubette.model.evidence import Evidence, FrozenBallot, Verified
from aubette.model.finding import Finding, Place, Severity, ordered
from aubette.model.seal import Past, Proclamation
from aubette.model.source import Source
from aubette.votes import audit, chain, closure, completeness, inventory, manifest, trust
from aubette.votes.gather import Gathered, gather
from aubette.votes.unit import Context

SPELLING = frozenset({"votes/line-endings", "votes/byte-order-mark", "votes/last-line-open"})


class Stage(IntEnum):
    """How far an edition has come: nothing yet, ballot frozen, units reporting, all reported, results proclaimed."""

    NONE = 0
    FROZEN = 1
    REPORTING = 2
    REPORTED = 3
    PROCLAIMED = 4


MISSING: Mapping[Stage, Severity | None] = {
    Stage.NONE: None,
    Stage.FROZEN: None,
    Stage.REPORTING: Severity.NOTE,
}
"""What a unit is that has not reported, before all must have: nothing to tell, or a note."""


def stage(source: Source, edition: str) -> Stage:
    """How far an edition has come by the files that are there, sound or not; never `REPORTED`: that takes a verdict."""
    held = inventory.take(source, edition)
    if held.proclamation.text is not None:
        return Stage.PROCLAIMED
    if held.units:
        return Stage.REPORTING
    return Stage.FROZEN if held.ballot else Stage.NONE


def verify(
    source: Source,
    edition: str,
    policy: Mapping[str, object] | None,
    *,
    city_id: str,
    now: datetime | None = None,
    past: Past | None = None,
    expect: Stage = Stage.PROCLAIMED,
) -> Verified:
    """Judge the sealed votes of an edition.

    `policy` is what a YAML reader made of `policy.yml`, None when it could not. With `expect=REPORTED` the proclamation
    may still be missing (a warning); with `REPORTING` units may be missing too (a note for each), and then there is no
    evidence yet; with `FROZEN` nobody is waited for. `past` lists the earlier versions of sealed texts; without it
    corrections are taken at their word.
    """
    held = inventory.take(source, edition)
    trusted = trust.read(held.trust, policy, edition, manifest.namespace(city_id))
    context = Context(city_id, edition, None, trusted.value, trusted.value.policy, now=now, past=past or Past())
    found = gather(held, context, MISSING.get(expect, Severity.ERROR))
    findings = [*trusted.findings, *found.findings, *(chain.judge(past, held) if past else ())]
    texts = found.checksums(held)
    proclaimed: Proclamation | None = None
    if expect is Stage.PROCLAIMED or held.proclamation.text is not None or held.proclamation.seals:
        closed = closure.judge(held, replace(context, ballot=found.ballot), found.manifests)
        proclaimed = closed.value
        findings += closed.findings
        texts[held.proclamation.path] = closed.value.checksums if closed.value else ()
    elif found.complete:
        findings.append(Finding("votes/not-proclaimed", Place(held.proclamation.path), severity=Severity.WARNING))
    checked = audit.judge(held, replace(context, ballot=found.ballot))
    findings += checked.findings
    findings += completeness.same_ballot(texts, held, edition)
    verdict = answer(found, findings, Provenance.LIVE, proclaimed)
    if verdict.evidence is None:
        return verdict
    return replace(verdict, evidence=replace(verdict.evidence, audit=checked.value))


def answer(
    found: Gathered, findings: Iterable[Finding], provenance: Provenance, proclaimed: Proclamation | None = None
) -> Verified:
    """The findings in reading order, with the evidence when nothing is wrong and nothing is missing."""
    told = ordered(_once(findings))
    verdict = Verified(None, told)
    if not verdict.sound or found.ballot is None:
        return verdict
    if not found.complete:
        return replace(verdict, early=_early(found, found.ballot, provenance))
    return Verified(Evidence(found.ballot, found.returns, provenance, found.merged, proclaimed), told)


def _early(found: Gathered, ballot: FrozenBallot, provenance: Provenance) -> Evidence | None:
    """The contests that elect nobody and whose units have all reported: a shortlist makes the next ballot."""
    reported = {report.unit for report in found.returns}
    contests = tuple(
        contest
        for contest in ballot.contests
        if contest.effect is not Effect.DECISIVE and all(u in reported for u in ballot.units if u.contest == contest.id)
    )
    names = {contest.id for contest in contests}
    part = replace(ballot, contests=contests, units=tuple(u for u in ballot.units if u.contest in names))
    returns = tuple(report for report in found.returns if report.unit.contest in names)
    merged = tuple(pool for pool in found.merged if pool.content.unit.contest in names)
    return Evidence(part, returns, provenance, merged) if contests else None


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """Each finding once; where only line ends changed since the seal, what they look like now goes without saying."""
    each: dict[tuple[str, Place, str], Finding] = {}
    for one in findings:
        each.setdefault((one.code, one.place, str(sorted(one.params.items()))), one)
    changed = {one.place.file for one in each.values() if one.code == "votes/line-endings-changed"}
    return [one for one in each.values() if not (one.code in SPELLING and one.place.file in changed)]
