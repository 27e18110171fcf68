"""Files whose shape is no class of the model: what the votes keep beside the city's data, and lists of one kind.

They are described with dataclasses all the same, so that one machine writes every schema.
"""

from __future__ import annotations

from dataclasses import dataclass

from aubette.model import enums
from aubette.model.contest import BallotRules
from aubette.model.money import Money
from aubette.model.numerals import Percent
from aubette.model.registers import Redaction, Redirect


@dataclass(frozen=True)
class Redactions:
    """`site_config/redactions.yml`."""

    schema_version: int
    redactions: tuple[Redaction, ...]


@dataclass(frozen=True)
class Redirects:
    """`site_config/redirects.yml`."""

    schema_version: int
    redirects: tuple[Redirect, ...]


@dataclass(frozen=True)
class PolicyCollege:
    id: str
    signers: tuple[str, ...]


@dataclass(frozen=True)
class PolicyProclamation:
    threshold: int


@dataclass(frozen=True)
class PolicyFile:
    """`site_config/trust/<edition>/policy.yml`, read by `votes.policy`."""

    schema_version: int
    threshold: int
    colleges: tuple[PolicyCollege, ...]
    proclamation: PolicyProclamation
    small_unit_limit: int
    ballots_minimum: int


@dataclass(frozen=True)
class Thresholds:
    votes: int | None = None
    points: int | None = None
    share_percent: Percent | None = None


@dataclass(frozen=True)
class CountingRule:
    """The counting rule of a contest, in an edition and in the frozen rules alike."""

    method: str
    measure: str | None = None
    weights: tuple[int, ...] = ()
    overflow: str | None = None
    thresholds: Thresholds | None = None
    exclusions: tuple[tuple[str, ...], ...] = ()
    min_winners_per_area: int | None = None
    max_winners: int | None = None
    leftover: str | None = None
    utility: str | None = None
    completion: str | None = None
    then: str | None = None
    start: str | None = None
    step: Money | None = None
    comparison: str | None = None
    ties: tuple[str, ...] = ()


@dataclass(frozen=True)
class RulesEnvelope:
    id: str
    amount: str


@dataclass(frozen=True)
class RulesContest:
    id: str
    effect: enums.Effect
    envelopes: tuple[RulesEnvelope, ...]
    ballot: BallotRules
    rule: CountingRule
    shortlist: int | None = None
    feeds: str | None = None


@dataclass(frozen=True)
class RulesFile:
    """`votes/<edition>/ballot/rules.json`, as `model.evidence.FrozenBallot` describes it."""

    statement: str
    city: str
    edition: str
    contests: tuple[RulesContest, ...]
    ties: tuple[str, ...]
    seed_commitment: str
