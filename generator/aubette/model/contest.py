"""What voters are asked, where they vote and what they may write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime as DateTime

from aubette.model import enums
from aubette.model.text import Text


@dataclass(frozen=True)
class BallotRules:
    """What a voter may write."""

    type: enums.BallotType
    min_choices: int = 0
    max_choices: int | None = None
    max_points: int | None = None
    max_points_per_project: int | None = None
    grades: tuple[str, ...] = ()
    cost_cap: bool = False


@dataclass(frozen=True)
class PollingUnit:
    """One place or channel that returns figures; `hours` says in words when it is open between `opens` and `closes`."""

    id: str
    channel: enums.VoteChannel
    label: Text
    place: Text | None = None
    area: str | None = None
    opens: DateTime | None = None
    closes: DateTime | None = None
    hours: Text | None = None
    step_free: bool | None = None


@dataclass(frozen=True)
class Contest:
    """One question to voters: candidates are the projects of its envelopes (R05, R32).

    `counting` is the counting rule as data, in the form that the frozen ballot carries. `feeds` names the contest
    for which a `shortlist` chooses.
    """

    id: str
    label: Text
    effect: enums.Effect
    envelopes: tuple[str, ...]
    ballot: BallotRules
    units: tuple[PollingUnit, ...]
    counting: Mapping[str, object]
    voters: Text | None = None
    min_age: int | None = None
    duplicates: enums.DuplicateRule | None = None
    shortlist: int | None = None
    feeds: str | None = None
