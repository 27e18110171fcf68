"""What a rule is given: values only, never a file, a clock or a repository."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date as Date

from aubette.model.city import City
from aubette.model.evidence import FrozenBallot
from aubette.model.finding import Finding
from aubette.model.outlines import Outlines
from aubette.model.pictures import PictureFacts


@dataclass(frozen=True, slots=True)
class OnBallot:
    """A line of a frozen ballot: the project's number, its cost in cents as voters saw it, its line in the file."""

    number: str
    cost: int
    line: int


@dataclass(frozen=True)
class Comparison:
    """What a change is held against besides the city before it.

    `paths` are the project files that the proposed state holds, `earlier` those of the state before, so that a file
    that cannot be read is neither taken for a deleted one nor for a new one; `ballots` the frozen ballots before the
    change; `services` whose change it is, empty where nobody said.
    """

    paths: frozenset[str] = frozenset()
    earlier: frozenset[str] = frozenset()
    ballots: Mapping[str, tuple[OnBallot, ...]] = field(default_factory=dict)
    services: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Context:
    """The city as proposed, the day, the winners computed from verified votes, and the state it is compared with.

    `winners` maps an edition id to the numbers that verified votes selected; an edition that has not been counted is
    absent. `base` is the city before the change under review, None when the state is judged alone. `ballots` holds the
    frozen ballot of each edition that has one. `pictures` are the files of the media folders, None where nobody looked.
    `moved` says by edition and envelope how many cents the counting rule itself, which the council voted, brought to
    an envelope from others (negative where it took some). `frozen` gives each live edition's frozen ballot and what
    would be frozen today in its place. `outlines` are those of the areas, None where the city has drawn none.
    `proclaimed` names by edition the projects that its proclamation calls withdrawn; an edition that was not proclaimed
    yet is absent.
    """

    city: City
    today: Date
    winners: Mapping[str, frozenset[str]] = field(default_factory=dict)
    base: City | None = None
    ballots: Mapping[str, tuple[OnBallot, ...]] = field(default_factory=dict)
    pictures: tuple[PictureFacts, ...] | None = None
    comparison: Comparison = field(default_factory=Comparison)
    moved: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    frozen: Mapping[str, tuple[FrozenBallot, FrozenBallot]] = field(default_factory=dict)
    outlines: Outlines | None = None
    proclaimed: Mapping[str, frozenset[str]] = field(default_factory=dict)


Rule = Callable[[Context], Iterator[Finding]]
