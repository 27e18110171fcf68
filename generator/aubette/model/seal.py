"""What a seal says: the texts that signers sign, the policy that says who must, and what the repository remembers.

Times are aware, in UTC; digests are 64 lower-case hexadecimal digits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from aubette.model.enums import DuplicateRule, VoteChannel


@dataclass(frozen=True, slots=True)
class Figures:
    """What the polling minutes of a unit say: names ticked off, ballots in the box, and what was made of them.

    `rows` is the number of projects in `tally.csv`, `votes_cast` the sum of its second column.
    """

    roll: int
    ballots_found: int
    blank: int
    null: int
    valid: int
    rows: int
    votes_cast: int


@dataclass(frozen=True, slots=True)
class Checksum:
    """A checksum line of a sealed text: the path as written there, and the line it stands on."""

    path: str
    sha256: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """A unit's `MANIFEST`: who reports what, and the digests of the files that hold it."""

    city: str
    edition: str
    contest: str
    unit: str
    channel: VoteChannel
    seq: int
    supersedes: str | None
    closed: datetime
    signed: datetime
    figures: Figures
    note: str
    checksums: tuple[Checksum, ...]


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A unit's `RECONCILIATION`: ballots taken out because their voters had voted in another channel too.

    `before` and `after` are the ballots found before and after `removed` of them were taken out; `policy` says which of
    two ballots stands, `witnesses` who was there (functions, never names).
    """

    city: str
    edition: str
    contest: str
    unit: str
    before: int
    removed: int
    after: int
    policy: DuplicateRule
    witnesses: str
    note: str


@dataclass(frozen=True, slots=True)
class Proclamation:
    """The closed set of an edition's results: each MANIFEST, the frozen ballot and the trusted keys, by digest.

    `seed` reveals what the frozen rules' `seed_commitment` promised; `draw` is what was drawn in public after the vote;
    `revoked_keys` is the digest of that file when the results were proclaimed (it may only grow afterwards).
    """

    city: str
    edition: str
    seq: int
    supersedes: str | None
    signed: datetime
    units: int
    seed: str | None
    draw: str | None
    revoked_keys: str
    note: str
    checksums: tuple[Checksum, ...]

    @property
    def tie_seed(self) -> str | None:
        """The text that orders a drawing of lots: revealed seed and public draw joined by `-`, or the one there is."""
        return "-".join(part for part in (self.seed, self.draw) if part) or None


@dataclass(frozen=True, slots=True)
class Audit:
    """`AUDIT`: the units drawn for a count by hand, and the digest of the tally that each count gave.

    `seed` was drawn in public after the manifests were out; `witnesses` says who was there (functions, never names).
    """

    city: str
    edition: str
    signed: datetime
    seed: str
    units: int
    witnesses: str
    note: str
    checksums: tuple[Checksum, ...]


@dataclass(frozen=True, slots=True)
class College:
    """A group of signers of which at least one must sign: the elected, the officers, the residents' committee ..."""

    id: str
    signers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """Who must sign, and how few ballots may be shown: `site_config/trust/<edition>/policy.yml`.

    schema_version    1
    threshold         whole number, 1 or more: how many different keys sign each MANIFEST
    colleges          list of `{id, signers}` (may be empty): of each at least one signs; nobody is in two of them
    proclamation      `{threshold: n}`: how many different keys sign PROCLAMATION, again one of each college among them
    small_unit_limit  whole number: a unit with fewer valid ballots is told to count together with a neighbour
    ballots_minimum   whole number: no `ballots.csv` may hold fewer ballots than this
    """

    threshold: int
    colleges: tuple[College, ...]
    proclamation_threshold: int
    small_unit_limit: int
    ballots_minimum: int


@dataclass(frozen=True, slots=True)
class Past:
    """What the repository remembers of sealed texts, by path.

    `versions` holds the bytes of every version of a MANIFEST, of PROCLAMATION or of AUDIT, oldest first (the present
    one may be left out); `first_seen` says when a signature file, in its present form, came onto the main branch.
    """

    versions: Mapping[str, tuple[bytes, ...]] = field(default_factory=dict)
    first_seen: Mapping[str, datetime] = field(default_factory=dict)
