"""Judging one unit: its seal, its statement, its files, its figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from aubette.model.enums import VoteChannel
from aubette.model.evidence import BallotGroup, FrozenBallot, Tally, Unit, UnitReturn
from aubette.model.finding import Finding, Param, Place
from aubette.model.seal import Checksum, Manifest, Past, Policy, Reconciliation
from aubette.votes import authenticity, ballots, consistency, frozen, manifest, reconciliation, tally
from aubette.votes.inventory import SignedText
from aubette.votes.reading import Read
from aubette.votes.sealed import Sealed, digest, unseal
from aubette.votes.trust import Trust

Counted = tuple[Tally, tuple[BallotGroup, ...] | None, Reconciliation | None]
CHANGED = {
    manifest.BALLOTS: "votes/ballots-changed",
    manifest.RECONCILIATION: "votes/reconciliation-changed",
}


@dataclass(frozen=True, slots=True)
class Context:
    """What units are judged by: `trust` is None where nobody signed (yet), `ballot` when it is broken.

    `units` holds the units that must report, by contest and name.
    """

    city: str
    edition: str
    ballot: FrozenBallot | None
    trust: Trust | None
    policy: Policy | None = None
    units: Mapping[tuple[str, str], Unit] = field(default_factory=dict)
    now: datetime | None = None
    past: Past = field(default_factory=Past)


@dataclass(frozen=True, slots=True)
class Judged:
    """What is left of a unit after judging: its manifest, and its return where the figures could be read."""

    manifest: Manifest | None
    content: UnitReturn | None
    findings: tuple[Finding, ...]


def judge(key: tuple[str, str], files: SignedText, context: Context) -> Judged:
    """Judge everything about a unit that its own folder and the frozen ballot can tell."""
    if files.text is None:
        return Judged(None, None, (Finding("votes/file-missing", Place(files.path)),))
    said = manifest.read(files.path, files.text)
    signers = _signers(files, said.value, context)
    findings = [*said.findings, *signers.findings]
    if said.value is None:
        return Judged(None, None, tuple(findings))
    findings += consistency.statement(files.path, said.value, _here(key, context), context.now)
    if context.ballot is None or key[0] not in {contest.id for contest in context.ballot.contests}:
        return Judged(said.value, None, tuple(findings))
    figures = _figures(_Case(key, files, said.value, context.ballot, context.policy))
    findings += figures.findings
    if figures.value is None:
        return Judged(said.value, None, tuple(findings))
    counted, groups, record = figures.value
    unit = Unit(*key, said.value.channel)
    content = UnitReturn(unit, said.value, digest(files.text), counted, groups, signers.value, record)
    return Judged(said.value, content, tuple(findings))


def _signers(files: SignedText, said: Manifest | None, context: Context) -> Read[tuple[str, ...]]:
    if context.trust is None:
        return Read(())
    signed = said.signed if said else None
    namespace = manifest.namespace(context.city)
    occasion = authenticity.Occasion(context.trust, namespace, signed, context.past.first_seen)
    return authenticity.judge(files, occasion, context.policy.threshold if context.policy else 1)


def _here(key: tuple[str, str], context: Context) -> dict[str, str]:
    here = {"city": context.city, "edition": context.edition, "contest": key[0], "unit": key[1]}
    if frozen.is_merged(key[1]):
        return here | {"channel": VoteChannel.MIXED.value}
    return here | ({"channel": context.units[key].channel.value} if key in context.units else {})


@dataclass(frozen=True, slots=True)
class _Case:
    """A unit whose manifest was read."""

    key: tuple[str, str]
    files: SignedText
    said: Manifest
    ballot: FrozenBallot
    policy: Policy | None

    def path(self, name: str) -> str:
        return f"{self.files.folder}/{name}"


def _figures(case: _Case) -> Read[Counted | None]:
    """Read what the manifest lists, as far as it is what was signed, and hold the figures against each other."""
    opened, findings = _open(case)
    if findings or manifest.TALLY not in opened:
        return Read(None, tuple(findings))
    counted = tally.read(opened[manifest.TALLY], case.ballot, *case.key)
    groups: Read[tuple[BallotGroup, ...] | None] = Read(None)
    if manifest.BALLOTS in opened:
        groups = ballots.read(opened[manifest.BALLOTS], case.ballot, case.key[0])
    record: Read[Reconciliation | None] = Read(None)
    if manifest.RECONCILIATION in opened:
        record = reconciliation.read(opened[manifest.RECONCILIATION])
    wrong = (*counted.findings, *groups.findings, *record.findings)
    if wrong or counted.value is None:
        return Read(None, wrong)
    found = list(_together(case, counted.value, groups.value))
    if record.value is not None:
        contest = case.ballot.contest(case.key[0])
        found += reconciliation.judge(case.path(manifest.RECONCILIATION), record.value, case.said, contest)
    return Read((counted.value, groups.value, record.value), tuple(found))


def _open(case: _Case) -> tuple[dict[str, Sealed], list[Finding]]:
    listed = {checksum.path: checksum for checksum in case.said.checksums}
    opened: dict[str, Sealed] = {}
    unlisted = [name for name in manifest.OWN[1:] if name in case.files.files and name not in listed]
    findings = [Finding("votes/checksum-missing", Place(case.files.path), {"path": name}) for name in unlisted]
    for name in sorted(set(manifest.OWN) & listed.keys()):
        found = _unseal(case, name, listed[name])
        if isinstance(found, Sealed):
            opened[name] = found
        else:
            findings.append(found)
    return opened, findings


def _unseal(case: _Case, name: str, checksum: Checksum) -> Sealed | Finding:
    data = case.files.files.get(name)
    if data is None:
        return Finding("votes/file-missing", Place(case.path(name)))
    if name in CHANGED:
        return unseal(case.path(name), data, checksum, case.files.path, CHANGED[name])
    params: dict[str, Param] = {"found": max(0, data.count(b"\n") - 1), "rows": case.said.figures.rows}
    return unseal(case.path(name), data, checksum, case.files.path, "votes/tally-changed", **params)


def _together(case: _Case, counted: Tally, groups: tuple[BallotGroup, ...] | None) -> Iterator[Finding]:
    path, tally_path, ballots_path = case.files.path, case.path(manifest.TALLY), case.path(manifest.BALLOTS)
    yield from consistency.tally(path, case.said, tally_path, counted, case.ballot)
    if groups is not None:
        yield from consistency.sums(tally_path, groups, counted, case.ballot.weights(counted.contest))
        yield from consistency.numbers(ballots_path, case.said, groups)
    if case.policy and groups is not None:
        yield from consistency.few(ballots_path, case.said, case.policy)
    if case.policy and not frozen.is_merged(case.said.unit):
        yield from consistency.secrecy(path, case.said, counted, case.policy)
