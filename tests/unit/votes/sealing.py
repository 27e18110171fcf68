"""A small sealed edition in memory, which tests then damage in one way at a time.

Two contests: `ville` (up to three ticks, on the internet and in three polling places, two of which are so small that
their ballots are mixed) and `nord` (five points, at most three for a project).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import signing
import yaml

from aubette.model.contest import BallotRules
from aubette.model.enums import BallotType, DuplicateRule, Effect, VoteChannel
from aubette.model.evidence import (
    BallotGroup,
    FrozenBallot,
    FrozenContest,
    FrozenEnvelope,
    FrozenProject,
    Tally,
    Unit,
    Verified,
)
from aubette.model.seal import Past, Reconciliation
from aubette.model.source import MemorySource
from aubette.votes import ballots, compose, frozen, manifest, reconciliation, tally, verify
from aubette.votes.sealed import digest

CITY, EDITION = "example.fr", "2027"
NAMESPACE = f"aubette-votes-v1@{CITY}"
CLOSED = datetime(2026, 11, 14, 18, tzinfo=UTC)
SIGNED = datetime(2026, 11, 14, 19, 42, tzinfo=UTC)
PROCLAIMED = datetime(2026, 11, 16, 9, tzinfo=UTC)
NOW = datetime(2026, 11, 20, tzinfo=UTC)
SECRET = "5f0c1b7a9e3d2468ace013579bdf"
TRUST = f"site_config/trust/{EDITION}"
VOTES = f"votes/{EDITION}"
TELLERS = ("teller-1", "teller-2", "teller-3")
POLICY: dict[str, Any] = {
    "schema_version": 1,
    "threshold": 2,
    "colleges": [{"id": "officers", "signers": ["teller-1"]}, {"id": "residents", "signers": ["teller-2", "teller-3"]}],
    "proclamation": {"threshold": 3},
    "small_unit_limit": 5,
    "ballots_minimum": 10,
}

CONTESTS = (
    FrozenContest(
        "ville",
        Effect.DECISIVE,
        BallotRules(BallotType.APPROVAL, min_choices=1, max_choices=3),
        {"method": "greedy", "overflow": "skip"},
        (FrozenEnvelope("ville", 10_000_000),),
    ),
    FrozenContest(
        "nord",
        Effect.DECISIVE,
        BallotRules(BallotType.POINTS, min_choices=1, max_points=5, max_points_per_project=3),
        {"method": "greedy", "overflow": "stop"},
        (FrozenEnvelope("nord", 2_500_050),),
        duplicates=DuplicateRule.PAPER_STANDS,
    ),
)
PROJECTS = (
    FrozenProject("2027-001", 4_000_000, "ville", 1),
    FrozenProject("2027-002", 8_000_050, "ville", 2),
    FrozenProject("2027-003", 100, "ville", 3),
    FrozenProject("2027-004", 2_000_000, "nord", 1),
    FrozenProject("2027-005", 1_000_000, "nord", 2),
)
UNITS = (
    Unit("nord", "web", VoteChannel.ONLINE),
    Unit("ville", "bv-01", VoteChannel.PAPER),
    Unit("ville", "bv-02", VoteChannel.PAPER),
    Unit("ville", "bv-03", VoteChannel.PAPER),
    Unit("ville", "web", VoteChannel.ONLINE),
)
A, B, C, D, E = (project.number for project in PROJECTS)
BALLOTS: dict[tuple[str, str], tuple[BallotGroup, ...]] = {
    ("nord", "web"): (BallotGroup(1, (), ()), BallotGroup(8, (D, E), (3, 2)), BallotGroup(6, (E,), (3,))),
    ("ville", "bv-01"): (BallotGroup(2, (), ()), BallotGroup(9, (A, B), ()), BallotGroup(3, (C,), ())),
    ("ville", "bv-02"): (BallotGroup(5, (A,), ()), BallotGroup(1, (B, C), ())),
    ("ville", "bv-03"): (BallotGroup(1, (), ()), BallotGroup(4, (A, C), ()), BallotGroup(2, (B,), ())),
    ("ville", "web"): (BallotGroup(20, (A, B, C), ()), BallotGroup(11, (B,), ())),
}
PAPER, SEEN_BY = DuplicateRule.PAPER_STANDS, "two tellers, the committee"
TWICE = Reconciliation(CITY, EDITION, "nord", "web", 19, 3, 16, PAPER, SEEN_BY, "")
HIDDEN = (("ville", "bv-02"), ("ville", "bv-03"))
POOL = ("ville", "merged")

Edit = Callable[[bytes], bytes]


def frozen_ballot() -> FrozenBallot:
    """The frozen ballot as read back."""
    files = frozen.freeze(
        city=CITY,
        edition=EDITION,
        contests=CONTESTS,
        projects=PROJECTS,
        units=UNITS,
        ties=("lowest_cost", "draw"),
        seed_commitment=digest(SECRET.encode()),
    )
    read = frozen.read(CITY, EDITION, {path.rpartition("/")[2]: data for path, data in files.items()})
    assert read.value, read.findings
    return read.value


def counted(ballot: FrozenBallot, contest: str, unit: str, groups: tuple[BallotGroup, ...]) -> Tally:
    sums = ballots.sums(groups, ballot.weights(contest))
    amounts = {project.number: sums.get(project.number, 0) for project in ballot.candidates(contest)}
    return Tally(contest, unit, ballot.kind(contest), amounts)


def minutes(groups: tuple[BallotGroup, ...]) -> compose.Minutes:
    blank = sum(group.count for group in groups if not group.picks)
    valid = sum(group.count for group in groups if group.picks)
    return compose.Minutes(CLOSED, blank + valid + 1, blank + valid + 1, blank, 1, valid)


@dataclass
class House:
    """The files of an edition, the keys of its signers, and what `verify` says of them."""

    keys: Mapping[str, signing.Signer]
    files: dict[str, bytes] = field(default_factory=dict)
    policy: dict[str, Any] = field(default_factory=lambda: dict(POLICY))

    @property
    def source(self) -> MemorySource:
        return MemorySource(self.files)

    def verdict(self, past: Past | None = None, expect: verify.Stage = verify.Stage.PROCLAIMED) -> Verified:
        return verify.verify(self.source, EDITION, self.policy, city_id=CITY, now=NOW, past=past, expect=expect)

    def sign(self, path: str, signers: tuple[str, ...]) -> None:
        """Sign a text anew; earlier signatures go."""
        for old in [name for name in self.files if name.startswith(f"{path}.")]:
            del self.files[old]
        for signer in signers:
            inside = signing.blob(self.keys[signer], self.files[path], NAMESPACE.encode())
            self.files[f"{path}.{signer}.sig"] = signing.armor(inside)

    def report(self, key: tuple[str, str], figures: compose.Minutes, members: tuple[str, ...] = ()) -> None:
        """Write and sign the MANIFEST of a unit whose files lie there, as the next version where there is one."""
        path = f"{VOTES}/{'/'.join(key)}/MANIFEST"
        made = compose.draft(
            self.source,
            EDITION,
            key,
            figures,
            city_id=CITY,
            signed=SIGNED,
            members=members,
        )
        assert made.value, made.findings
        self.files[path] = made.value
        self.sign(path, TELLERS[:2])

    def report_first(self, key: tuple[str, str], figures: compose.Minutes, members: tuple[str, ...] = ()) -> None:
        """The same, as if for the first time."""
        self.files.pop(f"{VOTES}/{'/'.join(key)}/MANIFEST", None)
        self.report(key, figures, members)

    def proclaim(self, note: str = "") -> None:
        """Write and sign the PROCLAMATION of what lies there; made again, it needs a note."""
        path = f"{VOTES}/PROCLAMATION"
        self.files[path] = compose.proclaim(
            self.source, EDITION, city_id=CITY, signed=PROCLAIMED, seed=SECRET, draw="4711", note=note
        )
        self.sign(path, TELLERS)

    def restart(self) -> None:
        """Proclaim as if for the first time."""
        self.files.pop(f"{VOTES}/PROCLAMATION", None)
        self.proclaim()

    def edit(self, name: str, change: Edit, signers: tuple[str, ...] | None = TELLERS[:2]) -> None:
        """Change a file below the edition's votes; a sealed text is signed again unless `signers` is None."""
        path = f"{VOTES}/{name}"
        before = self.files[path]
        self.files[path] = change(before)
        assert self.files[path] != before, f"nothing changed in {name}"
        if signers is not None and name.rpartition("/")[2] in ("MANIFEST", "PROCLAMATION"):
            self.sign(path, TELLERS if name == "PROCLAMATION" else signers)

    def say(self, unit: str, key: str, value: object) -> None:
        """Make a sealed text say something else for one key, and sign it."""
        name = unit if unit == "PROCLAMATION" else f"{unit}/MANIFEST"

        def change(text: bytes) -> bytes:
            lines = text.decode().split("\n")
            at = next(at for at, line in enumerate(lines) if line.startswith(f"# {key}: "))
            lines[at] = f"# {key}: {value}"
            return "\n".join(lines).encode()

        self.edit(name, change)

    def reseal(self, name: str, change: Edit) -> None:
        """Change a file of figures and have its unit's signers sign the changed one."""
        before = digest(self.files[f"{VOTES}/{name}"])
        self.edit(name, change)
        after = digest(self.files[f"{VOTES}/{name}"])
        folder = name.rpartition("/")[0]
        self.edit(f"{folder}/MANIFEST", lambda text: text.replace(before.encode(), after.encode()))


def trust_files(keys: Mapping[str, signing.Signer]) -> dict[str, bytes]:
    public = {name: keys[name].line for name in TELLERS}
    return {
        f"{TRUST}/allowed_signers": signing.signers(public, NAMESPACE).encode(),
        f"{TRUST}/revoked_keys": b"",
        f"{TRUST}/policy.yml": yaml.safe_dump(POLICY, sort_keys=False).encode(),
    }


def build(keys: Mapping[str, signing.Signer]) -> House:
    """The whole edition, sealed and proclaimed."""
    house = House(keys, trust_files(keys))
    ballot = frozen_ballot()
    house.files |= frozen.freeze(
        city=CITY,
        edition=EDITION,
        contests=ballot.contests,
        projects=ballot.projects,
        units=ballot.units,
        ties=ballot.ties,
        seed_commitment=ballot.seed_commitment,
    )
    for key, groups in BALLOTS.items():
        folder = f"{VOTES}/{'/'.join(key)}"
        house.files[f"{folder}/tally.csv"] = tally.write(counted(ballot, *key, groups))
        if key not in HIDDEN:
            house.files[f"{folder}/ballots.csv"] = ballots.write(ballot.contest(key[0]).ballot, groups)
        if key == ("nord", "web"):
            house.files[f"{folder}/RECONCILIATION"] = reconciliation.write(TWICE)
        house.report(key, minutes(groups))
    pool(house, ballot)
    house.proclaim()
    return house


def pool(house: House, ballot: FrozenBallot) -> None:
    """The merged unit of the two small ones."""
    parts = [(counted(ballot, *key, BALLOTS[key]), BALLOTS[key]) for key in HIDDEN]
    folder = f"{VOTES}/{'/'.join(POOL)}"
    for name, data in compose.mix(ballot, POOL[0], parts).items():
        house.files[f"{folder}/{name}"] = data
    texts = [house.files[f"{VOTES}/{'/'.join(key)}/MANIFEST"] for key in HIDDEN]
    read = [manifest.read("MANIFEST", text).value for text in texts]
    house.report_first(POOL, compose.sum_minutes([one for one in read if one]), tuple(unit for _, unit in HIDDEN))
