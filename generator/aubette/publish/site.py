"""Everything the pages are made from, as one value, and the questions that several pages ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import datetime as DateTime
from functools import cached_property

from aubette.model import enums
from aubette.model.change import Entry, Rewrite
from aubette.model.city import City
from aubette.model.comparison import RulesCompared
from aubette.model.edition import Edition
from aubette.model.enums import FieldGroup, PhaseKind, Provenance, Status
from aubette.model.evidence import Evidence
from aubette.model.lifecycle import PUBLIC_STEP, PublicStep
from aubette.model.money import Money
from aubette.model.outcome import WINS, Outcome, ProjectOutcome, Result, by_project
from aubette.model.project import Decision, Project
from aubette.model.turnout import Breakdown, breakdown
from aubette.model.visibility import is_public


@dataclass(frozen=True)
class Votes:
    """An edition's verified votes: the frozen ballot always, outcomes once all units reported."""

    evidence: Evidence
    outcomes: tuple[Outcome, ...]

    def of(self, number: str | None) -> ProjectOutcome | None:
        """What the count says of a project, None if it was not on the ballot."""
        return self._by_number.get(number) if number else None

    def unit(self, number: str) -> str:
        """What the score of a counted project is in: `votes`, `points`, or `grades`, of which it is only the place."""
        found = self._by_number[number]
        return next(outcome.unit for outcome in self.outcomes if any(one is found for one in outcome.projects))

    def left_out(self, number: str) -> bool:
        """Whether a shortlist kept a project off the ballot that decides."""
        found = self.of(number)
        told = (one.reason.code for outcome in self.outcomes for one in outcome.projects if one.number == number)
        return "not_kept" in told or (found is not None and found.status is Result.NOT_SHORTLISTED)

    @cached_property
    def _by_number(self) -> Mapping[str, ProjectOutcome]:
        return by_project(self.outcomes)


@dataclass(frozen=True)
class Site:
    """A city as of a day, with its verified votes by edition and each project's timeline by key.

    `history` is False when there is no repository to tell it from; `commit` is then empty, and `published` still names
    the commit that residents were told of last. `rewrites` are the rewritings of history that the city owned up to.
    `as_of` is the revision of a site of the past, empty for today's. `rules`
    compares each edition's with the one's before it.
    """

    city: City
    today: Date
    votes: Mapping[str, Votes] = field(default_factory=dict)
    timelines: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    history: bool = False
    commit: str = ""
    as_of: str = ""
    published: str = ""
    rewrites: tuple[Rewrite, ...] = ()
    rules: tuple[RulesCompared, ...] = ()

    def status(self, project: Project) -> Status:
        """The status residents see: after a verified count, a project on the ballot was selected or it was not."""
        outcome = self.outcome(project) if project.status is Status.ON_BALLOT else None
        if outcome is None:
            return project.status
        if outcome.status in (Result.SHORTLISTED, Result.RANKED):
            return project.status
        if self.votes[project.edition].left_out(outcome.number):
            return Status.NOT_SHORTLISTED
        return Status.SELECTED if outcome.status in WINS else Status.NOT_SELECTED

    def outcome(self, project: Project) -> ProjectOutcome | None:
        """The count's word on a project."""
        votes = self.votes.get(project.edition)
        return votes.of(project.number) if votes else None

    def selected(self, edition: Edition) -> frozenset[str]:
        """The numbers of an edition's projects that the verified votes elected."""
        votes = self.votes.get(edition.id)
        told = (one for outcome in votes.outcomes for one in outcome.projects) if votes else ()
        return frozenset(one.number for one in told if one.status in WINS)

    def breakdown(self, edition: str, contest: str) -> Breakdown | None:
        """What each channel counted for a contest's projects, as far as it may be shown; None where it says nothing.

        Sums of grades say nothing: majority judgment is no addition.
        """
        return self._breakdowns.get((edition, contest))

    @cached_property
    def _breakdowns(self) -> Mapping[tuple[str, str], Breakdown]:
        found = {}
        for edition, votes in self.votes.items():
            said = self.city.policies.get(edition, {}).get("small_unit_limit")
            limit = said if isinstance(said, int) else 0
            for outcome in votes.outcomes:
                made = breakdown(votes.evidence, outcome.contest, limit) if outcome.unit != "grades" else None
                if made is not None:
                    found[edition, outcome.contest] = made
        return found

    def provisional(self, edition: Edition) -> bool:
        """Whether results await the council's deliberation (R52)."""
        if edition.provenance is Provenance.IMPORTED:
            return False
        return edition.adoption is None or edition.adoption.date > self.today

    def fell(self, project: Project) -> bool:
        """Whether the count named it a winner and it is none any more: refused by the council, withdrawn, cancelled."""
        outcome = self.outcome(project)
        won = outcome is not None and outcome.status in WINS
        return won and project.status in (Status.WITHDRAWN, Status.CANCELLED)

    def awaits_council(self, project: Project) -> bool:
        """Whether a counted winner still waits for the council's own decision (R52)."""
        decided = self.fell(project) or project.last_decision(enums.Outcome.ADOPTED) is not None
        return not decided and self.provisional(self.edition_of(project))

    def decision(self, project: Project, *outcomes: enums.Outcome) -> Decision | None:
        """The latest decision with one of these outcomes, None where decisions may not be shown today."""
        return project.last_decision(*outcomes) if self.shows(project, FieldGroup.DECISIONS) else None

    def edition_of(self, project: Project) -> Edition:
        """The edition of a project; raises `KeyError` when its folder has none."""
        edition = self.city.edition(project.edition)
        if edition is None:
            raise KeyError(project.edition)
        return edition

    def shows(self, project: Project, group: FieldGroup) -> bool:
        """Whether a group of a project's fields may be shown today."""
        return is_public(self.edition_of(project), project, group, self.today)

    def public_projects(self, edition: str | None = None) -> tuple[Project, ...]:
        """The projects residents may see, by number; ideas still in preparation are not."""
        return self._public if edition is None else tuple(p for p in self._public if p.edition == edition)

    @cached_property
    def _public(self) -> tuple[Project, ...]:
        seen = [p for p in self.city.projects if p.status is not Status.IN_PREPARATION]
        return tuple(sorted(seen, key=lambda p: (p.edition, p.number or p.key)))

    def editions(self) -> tuple[Edition, ...]:
        """Editions, the latest first."""
        return tuple(sorted(self.city.editions, key=lambda e: e.id, reverse=True))

    def phases_now(self, edition: Edition) -> tuple[PhaseKind, ...]:
        """The phases under way today."""
        return tuple(p.kind for p in edition.phases if as_day(p.starts) <= self.today <= as_day(p.ends))


def as_day(moment: Date | DateTime) -> Date:
    """The day of a date or date-time."""
    return moment.date() if isinstance(moment, DateTime) else moment


def step_states(status: Status) -> tuple[tuple[PublicStep, str], ...]:
    """The five public steps of R10 with `done`, `here`, `stop` or "" for a status."""
    reached = list(PublicStep).index(PUBLIC_STEP[status])
    ended = {
        Status.INELIGIBLE,
        Status.UNFEASIBLE,
        Status.NOT_SHORTLISTED,
        Status.NOT_SELECTED,
        Status.WITHDRAWN,
        Status.MERGED,
        Status.CANCELLED,
    }
    finished = {Status.DELIVERED, Status.EVALUATED}
    states: list[tuple[PublicStep, str]] = []
    for position, step in enumerate(PublicStep):
        if position < reached or (position == reached and status in finished):
            states.append((step, "done"))
        elif position == reached:
            states.append((step, "stop" if status in ended else "here"))
        else:
            states.append((step, ""))
    return tuple(states)


TONES: Mapping[Status, str] = {
    Status.SELECTED: "good",
    Status.ADOPTED: "good",
    Status.DELIVERED: "good",
    Status.EVALUATED: "good",
    Status.FEASIBLE: "good",
    Status.SUSPENDED: "warn",
    Status.IN_PROGRESS: "",
    Status.INELIGIBLE: "bad",
    Status.UNFEASIBLE: "bad",
    Status.CANCELLED: "bad",
    Status.NOT_SELECTED: "quiet",
    Status.NOT_SHORTLISTED: "quiet",
    Status.MERGED: "quiet",
    Status.WITHDRAWN: "quiet",
}


def cost_of(project: Project) -> Money | None:
    """What a project costs as far as residents are told: funded by the council, else the city's estimate."""
    works = project.implementation
    return (works.funded if works and works.funded else None) or project.estimated_cost
