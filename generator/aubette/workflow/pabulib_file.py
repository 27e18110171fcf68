"""From a verified edition to `.pb` files: one for each envelope of each contest, since the format knows one budget.

Nothing about voters goes out, as nothing came in: a number, what was chosen and, where every unit has one, the channel.
The format has no blank ballots; they are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as Date

from babel import Locale

from aubette.model.city import City
from aubette.model.edition import Edition
from aubette.model.enums import BallotType, PhaseKind, VoteChannel
from aubette.model.evidence import WRITTEN_POINTS, BallotGroup, Evidence, FrozenEnvelope
from aubette.model.finding import Finding, Place
from aubette.model.money import Money
from aubette.model.outcome import Outcome, ProjectOutcome, Result
from aubette.model.project import Project
from aubette.publish.pabulib import PbFile, write_pb
from aubette.votes import ballots
from aubette.votes.count.contest import totals_only
from aubette.workflow.pabulib_city import slug
from aubette.workflow.pabulib_rule import Named, named

Row = Mapping[str, str]
TYPES = {
    BallotType.APPROVAL: "approval",
    BallotType.SINGLE: "choose-1",
    BallotType.POINTS: "cumulative",
    BallotType.RANKED: "ordinal",
    BallotType.GRADES: "scoring",
}
METHODS = {
    VoteChannel.ONLINE: "internet",
    VoteChannel.PAPER: "paper",
    VoteChannel.POSTAL: "paper",
    VoteChannel.ASSISTED: "paper",
}
SELECTED = {Result.SELECTED: "1", Result.FUNDED_FROM_LEFTOVER: "2"}


@dataclass(frozen=True)
class Exported:
    """The files by name, why some contests have none, and by file the ballots that it cannot hold, where there are any.

    A ballot that names no project of its file is blank, or was given to other envelopes alone.
    """

    files: Mapping[str, bytes]
    findings: tuple[Finding, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Election:
    """What one file is about; `projects` stand in the order in which they came up in the count."""

    city: City
    edition: Edition
    evidence: Evidence
    outcome: Outcome
    envelope: FrozenEnvelope
    alone: bool

    @property
    def budget(self) -> int:
        """What the envelope could spend, with what others left to it."""
        received = next(e.received for e in self.outcome.envelopes if e.id == self.envelope.id)
        return self.envelope.amount + max(0, received)

    @property
    def projects(self) -> tuple[ProjectOutcome, ...]:
        order = {number: at for tie in self.outcome.ties for at, number in enumerate(tie.numbers)}
        mine = [p for p in self.outcome.projects if p.envelope == self.envelope.id]
        return tuple(sorted(mine, key=lambda p: (-p.score, order.get(p.number, 0), p.number)))


def pabulib_files(city: City, edition: Edition, evidence: Evidence, outcomes: Sequence[Outcome]) -> Exported:
    """Every envelope of an edition as a file; a contest with totals only is a finding, for its ballots are needed."""
    files: dict[str, bytes] = {}
    findings: list[Finding] = []
    left_out: dict[str, int] = {}
    alone = sum(len(contest.envelopes) for contest in evidence.ballot.contests) == 1
    for outcome in outcomes:
        if evidence.groups(outcome.contest) is None:
            place = Place(f"votes/{edition.id}/ballot/rules.json")
            names = totals_only(evidence, outcome.contest)
            findings.append(Finding("count/ballots-needed", place, {"contest": outcome.contest, "names": names}))
            continue
        for envelope in evidence.ballot.contest(outcome.contest).envelopes:
            election = _Election(city, edition, evidence, outcome, envelope, alone)
            votes, empty = _votes(election)
            if not election.projects:
                continue
            name = _name(election)
            left_out |= {name: empty} if empty else {}
            files[name] = write_pb(PbFile(_meta(election, len(votes)), tuple(_projects(election)), votes))
    return Exported(files, tuple(findings), left_out)


def _name(election: _Election) -> str:
    parts = [slug(election.city.config.name, 40) or "city", election.edition.id]
    return "_".join([*parts, *(() if election.alone else (election.outcome.contest, election.envelope.id))]) + ".pb"


def _meta(election: _Election, votes: int) -> Row:
    config, edition = election.city.config, election.edition
    rules = election.evidence.ballot.contest(election.outcome.contest).ballot
    count, costs = len(election.projects), sum(p.cost for p in election.projects)
    valid = election.evidence.valid(election.outcome.contest)
    rule = named(election.outcome.rule, election.projects, election.budget, valid)
    begins, ends = _dates(edition)
    single = rules.type is BallotType.SINGLE
    least = 1 if single or len(election.outcome.envelopes) > 1 else max(1, rules.min_choices)
    return {
        "description": f"Participatory budget of {config.name}, {edition.id}",
        "country": Locale("en").territories.get(config.country, config.country),
        "unit": config.name,
        "subunit": "" if election.alone else f"{election.outcome.contest} {election.envelope.id}",
        "instance": edition.id,
        "num_projects": str(count),
        "num_votes": str(votes),
        "budget": Money(election.budget).written(),
        "vote_type": TYPES[rules.type],
        "rule": rule.name,
        "date_begin": begins,
        "date_end": ends,
        "min_length": str(least),
        "max_length": str(min(count, ballots.most_choices(rules) or count)),
        "max_sum_cost": Money(_purse(election)).written() if rules.cost_cap else "",
        **_points(election, rule),
        "language": config.languages[0].value,
        "currency": config.currency,
        "fully_funded": "1" if costs <= election.budget else "",
        "comment": rule.comment,
    }


def _purse(election: _Election) -> int:
    return sum(one.amount for one in election.evidence.ballot.contest(election.outcome.contest).envelopes)


def _points(election: _Election, rule: Named) -> Row:
    rules = election.evidence.ballot.contest(election.outcome.contest).ballot
    limits: dict[str, str] = {}
    if rules.type in WRITTEN_POINTS:
        least, most = ballots.limits(rules)
        limits = {"min_points": str(least), "max_points": str(most), "max_sum_points": str(rules.max_points or "")}
    return limits | {"min_project_score_threshold": str(rule.threshold or "")}


def _dates(edition: Edition) -> tuple[str, str]:
    """The first and last day of voting, else the year of the decision twice."""
    phases = [phase for phase in edition.phases if phase.kind is PhaseKind.VOTE]
    if not phases:
        return str(edition.year_decision), str(edition.year_decision)
    first, last = min(_day(phase.starts) for phase in phases), max(_day(phase.ends) for phase in phases)
    return first.strftime("%d.%m.%Y"), last.strftime("%d.%m.%Y")


def _day(moment: Date) -> Date:
    return Date(moment.year, moment.month, moment.day)


def _projects(election: _Election) -> Iterator[Row]:
    config = election.city.config
    themes = {theme.id: theme.label.get("en", config.languages[0].value)[0] for theme in config.themes}
    own = {p.number: p for p in election.city.projects_of(election.edition.id) if p.number}
    scored = _scored(election)
    for outcome in election.projects:
        project = own.get(outcome.number)
        place = project.location if project else None
        yield {
            "project_id": _id(outcome.number, own),
            "cost": Money(outcome.cost).written(),
            "votes": str(outcome.votes),
            **({"score": str(outcome.score)} if scored else {}),
            "name": _title(project, config.languages[0].value) or outcome.number,
            "category": themes.get(project.theme, "").replace(",", " ") if project else "",
            "selected": SELECTED.get(outcome.status, "0"),
            "latitude": str(place.latitude or "") if place else "",
            "longitude": str(place.longitude or "") if place else "",
        }


def _title(project: Project | None, first: str) -> str:
    return " ".join(project.title.get(first, first)[0].split()) if project else ""


def _id(number: str, own: Mapping[str, Project]) -> str:
    """The name in the data that an imported project came from, else its number."""
    return (own[number].source_id if number in own else None) or number


def _scored(election: _Election) -> bool:
    """Whether projects are ranked by points that the file shows."""
    contest = election.outcome.contest
    return bool(election.evidence.ballot.kind(contest) == "points" and election.outcome.rule.measure == "points")


def _boxes(election: _Election) -> Iterator[tuple[VoteChannel, tuple[BallotGroup, ...]]]:
    """The ballots of each unit, those of small units in the unit that mixes them."""
    contest = election.outcome.contest
    pools = [pool for pool in election.evidence.merged if pool.content.unit.contest == contest]
    covered = {member for pool in pools for member in pool.members}
    own = [one for one in election.evidence.of(contest) if one.unit.unit not in covered]
    for report in [*own, *(pool.content for pool in pools)]:
        yield report.unit.channel, report.groups or ()


def _votes(election: _Election) -> tuple[tuple[Row, ...], int]:
    """A row for each ballot that names a project of the envelope, and how many name none."""
    own = {p.number: p for p in election.city.projects_of(election.edition.id) if p.number}
    ids = {p.number: _id(p.number, own) for p in election.projects}
    boxes = tuple(_boxes(election))
    told = all(channel in METHODS for channel, _ in boxes)
    weights = election.evidence.ballot.weights(election.outcome.contest)
    ranked = election.evidence.ballot.contest(election.outcome.contest).ballot.type is BallotType.RANKED
    rows: list[Row] = []
    empty = 0
    for channel, groups in boxes:
        method = {"voting_method": METHODS[channel]} if told else {}
        boxed: list[tuple[Row, int]] = []
        for group in groups:
            worth = group.points or (ballots.places(weights, len(group.picks)) if weights else ())
            picks = [(ids[pick], worth[at] if worth else 0) for at, pick in enumerate(group.picks) if pick in ids]
            if picks:
                boxed.append((_row(picks if ranked else sorted(picks, key=_by_points), bool(worth)), group.count))
            else:
                empty += group.count
        for row, many in sorted(boxed, key=lambda box: tuple(box[0].values())):
            rows += [{"voter_id": str(len(rows) + at), **row, **method} for at in range(1, many + 1)]
    return tuple(rows), empty


def _by_points(pick: tuple[str, int]) -> tuple[int, str]:
    return -pick[1], pick[0]


def _row(picks: Sequence[tuple[str, int]], pointed: bool) -> Row:
    points = {"points": ",".join(str(worth) for _, worth in picks)} if pointed else {}
    return {"vote": ",".join(name for name, _ in picks), **points}
