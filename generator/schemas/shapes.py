"""Files whose shape is no class of the model: what the votes keep beside the city's data, and lists of one kind.

They are described with dataclasses all the same, so that one machine writes every schema.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from aubette.model import counting, enums
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
    """A group of signers."""

    id: str
    signers: tuple[str, ...]


@dataclass(frozen=True)
class PolicyProclamation:
    """What the proclamation requires."""

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
    """What a project must obtain at least."""

    votes: int = 1
    points: int = 0
    share_percent: Percent = "0"
    cost_divisor: int | None = None


@dataclass(frozen=True)
class Quota:
    """How many winners one envelope has at most."""

    envelope: str
    most: int


@dataclass(frozen=True)
class CountingRule:
    """`model.counting.CountingRule` as an edition writes it: `step` is an amount there, `method` is always said."""

    method: counting.Method
    measure: counting.Measure = counting.Measure.VOTES
    weights: tuple[int, ...] = ()
    overflow: counting.Overflow = counting.Overflow.SKIP
    thresholds: Thresholds | None = None
    exclusions: tuple[tuple[str, ...], ...] = ()
    min_winners_per_area: int = 0
    max_winners: int | None = None
    max_winners_per_area: int | None = None
    quotas: tuple[Quota, ...] = ()
    leftover: counting.Leftover = counting.Leftover.RETURN
    withdrawn: tuple[str, ...] = ()
    utility: counting.Utility = counting.Utility.COST
    completion: counting.Completion = counting.Completion.NONE
    start: counting.Start = counting.Start.EXACT
    step: Money = field(default_factory=lambda: Money(100))
    then: counting.Then = counting.Then.NONE
    comparison: counting.Comparison = counting.Comparison.NONE
    ties: tuple[counting.TieBreak, ...] = (counting.TieBreak.LOWEST_COST, counting.TieBreak.DRAW)


@dataclass(frozen=True)
class RulesEnvelope:
    """An envelope with its amount when frozen."""

    id: str
    amount: Money


@dataclass(frozen=True)
class RulesContest:
    """A contest with its rule when frozen."""

    id: str
    effect: enums.Effect
    envelopes: tuple[RulesEnvelope, ...]
    ballot: BallotRules
    rule: CountingRule
    shortlist: int | None = None
    feeds: str | None = None
    duplicates: enums.DuplicateRule | None = None
    areas: Mapping[str, str] | None = None


@dataclass(frozen=True)
class RulesFile:
    """`votes/<edition>/ballot/rules.json`, as `model.evidence.FrozenBallot` describes it."""

    statement: str
    city: str
    edition: str
    contests: tuple[RulesContest, ...]
    ties: tuple[counting.TieBreak, ...]
    seed_commitment: str
