"""Votes as they were sealed: the frozen ballot, what each unit returned, and the proof of it.

Only the two doors of `aubette.votes` make an `Evidence`: `votes.verify` (sealed) and `votes.imported` (unsigned, and it
says so). Everything that counts takes an `Evidence`, so that figures nobody checked cannot be counted by oversight.
Amounts of money are whole cents; digests are 64 lower-case hexadecimal digits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from typing import Literal

from aubette.model.contest import BallotRules
from aubette.model.enums import BallotType, DuplicateRule, Effect, Provenance, VoteChannel
from aubette.model.finding import Finding, Severity
from aubette.model.seal import Audit, Figures, Manifest, Proclamation, Reconciliation

WRITTEN_POINTS = frozenset({BallotType.POINTS, BallotType.GRADES})
"""The ballots on which voters write a number beside each project, so that `ballots.csv` has a column for it."""


Weights = tuple[int, ...] | Literal["borda"]
"""What each place of a ranking is worth; `borda` gives the first of k picks k - 1, the next one less, the last 0."""


class TallyKind(StrEnum):
    """What a unit adds up per project; it is also the second column's name in `tally.csv`."""

    VOTES = "votes"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class FrozenEnvelope:
    """An envelope as frozen: its amount in cents."""

    id: str
    amount: int


@dataclass(frozen=True, slots=True)
class FrozenContest:
    """One contest of `rules.json`, whose object has these keys and no others:

    id         the contest's identifier
    effect     advisory | shortlist | decisive
    shortlist  whole number, for the effect `shortlist` alone: how many go on
    feeds      the contest that a shortlist feeds; left out otherwise
    envelopes  list of `{"id": ..., "amount": "80000"}`, one or more, amounts as text like in YAML; their projects stand
               on this ballot
    ballot     the keys of `model.contest.BallotRules`: `type` always, others where they set a limit: `min_choices`,
               `max_choices`, `max_points` (required for points), `max_points_per_project`: whole numbers, 1 or more;
               `grades`: two names or more, worst first, for grades only (the grade at place n is n points, from 0);
               `cost_cap`: true when the chosen projects together may cost no more than the envelopes
    rule       the counting rule, an object that the count reads; of its keys only `measure` and `weights` matter here
    duplicates what becomes of the ballots of a person who voted twice; left out where the edition does not say
    areas      where the rule asks for it, the area of each candidate that has one, by number; left out otherwise
    """

    id: str
    effect: Effect
    ballot: BallotRules
    rule: Mapping[str, object]
    envelopes: tuple[FrozenEnvelope, ...]
    shortlist: int | None = None
    feeds: str | None = None
    duplicates: DuplicateRule | None = None
    areas: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class FrozenProject:
    """One line of `ballot.csv`: cost in cents, the envelope that would pay, the place on the ballot paper."""

    number: str
    cost: int
    envelope: str
    order: int


@dataclass(frozen=True, order=True, slots=True)
class Unit:
    """One line of `units.csv`: a polling place or channel of one contest that must report."""

    contest: str
    unit: str
    channel: VoteChannel


@dataclass(frozen=True, slots=True)
class FrozenBallot:
    """The three files of `votes/<edition>/ballot/`, frozen when the vote opened.

    `rules` is the whole of `rules.json` as parsed, with the keys `statement` (`aubette-rules-v1`), `city`, `edition`,
    `contests`, `ties` (names of tie-breaks, in the order they apply) and `seed_commitment` (the SHA-256 of a secret
    that is revealed at the proclamation, or `none`). `digests` gives the SHA-256 of each file by its name.
    """

    city: str
    edition: str
    rules: Mapping[str, object]
    contests: tuple[FrozenContest, ...]
    projects: tuple[FrozenProject, ...]
    units: tuple[Unit, ...]
    ties: tuple[str, ...] = ()
    seed_commitment: str | None = None
    digests: Mapping[str, str] = field(default_factory=dict)

    def contest(self, contest: str) -> FrozenContest:
        """The contest of that identifier; raises `KeyError` where there is none."""
        for candidate in self.contests:
            if candidate.id == contest:
                return candidate
        raise KeyError(contest)

    def candidates(self, contest: str) -> tuple[FrozenProject, ...]:
        """The projects on a contest's ballot, in the order of `ballot.csv`."""
        envelopes = {envelope.id for envelope in self.contest(contest).envelopes}
        return tuple(project for project in self.projects if project.envelope in envelopes)

    def weights(self, contest: str) -> Weights:
        """What places of a ranked ballot are worth; empty for other ballots, and where only votes are counted.

        These are the rule's `weights`, where its `measure` is `points`: whole numbers, first place first, or `borda`.
        """
        frozen = self.contest(contest)
        if frozen.ballot.type is not BallotType.RANKED or frozen.rule.get("measure") != "points":
            return ()
        declared = frozen.rule.get("weights", ())
        if declared == "borda":
            return "borda"
        return tuple(declared) if isinstance(declared, list | tuple) else ()

    def kind(self, contest: str) -> TallyKind:
        """What the units of a contest add up per project."""
        points = self.contest(contest).ballot.type in WRITTEN_POINTS or self.weights(contest)
        return TallyKind.POINTS if points else TallyKind.VOTES


@dataclass(frozen=True, slots=True)
class Tally:
    """A unit's total for every project of its contest, zeros included, in the order of `ballot.csv`."""

    contest: str
    unit: str
    kind: TallyKind
    amounts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class BallotGroup:
    """Identical ballots: how many, what they pick and, where voters write points or grades, the points of each pick.

    Picks are project numbers, in order of preference on ranked ballots and sorted as text on others; a blank ballot has
    none.
    """

    count: int
    picks: tuple[str, ...]
    points: tuple[int, ...]


def sorting_key(group: BallotGroup) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The order of groups in `ballots.csv`: by the bytes of the picks, then by those of the points."""
    return group.picks, tuple(map(str, group.points))


def joined(parts: Sequence[tuple[BallotGroup, ...]]) -> tuple[BallotGroup, ...]:
    """Groups of several files as one sorted sequence, in which equal ballots stand once."""
    if len(parts) == 1:
        return parts[0]
    counts: Counter[tuple[tuple[str, ...], tuple[int, ...]]] = Counter()
    for group in chain.from_iterable(parts):
        counts[group.picks, group.points] += group.count
    return tuple(sorted((BallotGroup(count, *ballot) for ballot, count in counts.items()), key=sorting_key))


@dataclass(frozen=True, slots=True)
class UnitReturn:
    """What one unit reported.

    `digest` is the SHA-256 of its MANIFEST; `groups` is None when it published totals only; `signers` is empty for
    imported figures.
    """

    unit: Unit
    manifest: Manifest
    digest: str
    tally: Tally
    groups: tuple[BallotGroup, ...] | None
    signers: tuple[str, ...] = ()
    reconciliation: Reconciliation | None = None

    @property
    def figures(self) -> Figures:
        """The figures of the unit's minutes."""
        return self.manifest.figures


@dataclass(frozen=True, slots=True)
class MergedReturn:
    """The ballots of several small units, mixed: they sum to the members' own tallies, and are never added to them."""

    members: tuple[str, ...]
    content: UnitReturn


@dataclass(frozen=True, slots=True)
class Evidence:
    """Figures that were checked as a whole: one return for each unit of the frozen ballot, by contest and unit."""

    ballot: FrozenBallot
    returns: tuple[UnitReturn, ...]
    provenance: Provenance
    merged: tuple[MergedReturn, ...] = ()
    proclamation: Proclamation | None = None
    audit: Audit | None = None

    @property
    def tie_seed(self) -> str | None:
        """The seed of the drawing of lots, once it is proclaimed."""
        return self.proclamation.tie_seed if self.proclamation else None

    def of(self, contest: str) -> tuple[UnitReturn, ...]:
        """The returns of one contest."""
        return tuple(report for report in self.returns if report.unit.contest == contest)

    def totals(self, contest: str) -> dict[str, int]:
        """The sum of a contest's tallies per project, in the order of `ballot.csv`."""
        reports = self.of(contest)
        return {
            project.number: sum(report.tally.amounts[project.number] for report in reports)
            for project in self.ballot.candidates(contest)
        }

    def valid(self, contest: str) -> int:
        """How many valid ballots the units of a contest counted; blank ones are not among them."""
        return sum(report.figures.valid for report in self.of(contest))

    def groups(self, contest: str) -> tuple[BallotGroup, ...] | None:
        """Every ballot of a contest, blank ones too, equal ones joined, sorted; None when a unit gave totals only."""
        merged = [pool for pool in self.merged if pool.content.unit.contest == contest]
        covered = {member for pool in merged for member in pool.members}
        own = [report for report in self.of(contest) if report.unit.unit not in covered]
        parts = [report.groups for report in [pool.content for pool in merged] + own]
        return joined(tuple(part for part in parts if part is not None)) if None not in parts else None


@dataclass(frozen=True, slots=True)
class Verified:
    """A verifier's whole answer; `evidence` is None as soon as one finding is an error, and while units are awaited.

    `early` then holds the contests that elect nobody and of which every unit has reported, None where there is none.
    """

    evidence: Evidence | None
    findings: tuple[Finding, ...]
    early: Evidence | None = None

    @property
    def sound(self) -> bool:
        """Whether no finding is an error."""
        return not any(finding.severity is Severity.ERROR for finding in self.findings)
