"""Freezing the ballot: the candidates, their costs and the counting rules as they will be voted on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from aubette.load.city import Loaded
from aubette.model.accounts import asked_part
from aubette.model.budget import Envelope
from aubette.model.city import City
from aubette.model.contest import Contest
from aubette.model.edition import Edition
from aubette.model.enums import PhaseKind, Status
from aubette.model.evidence import FrozenBallot, FrozenContest, FrozenEnvelope, FrozenProject, Unit
from aubette.model.finding import Finding
from aubette.model.ledger import moved_into
from aubette.model.paying import paying
from aubette.model.project import Project
from aubette.rules.reading import day
from aubette.votes import frozen
from aubette.votes.count.rule_data import asks_for_areas
from aubette.votes.frozen import freeze
from aubette.votes.reading import Read


def candidates(city: City, edition: Edition) -> tuple[Project, ...]:
    """The projects on the ballot, by number."""
    chosen = (p for p in city.projects_of(edition.id) if p.status is Status.ON_BALLOT and p.number)
    return tuple(sorted(chosen, key=lambda p: p.number or ""))


def unread_of(loaded: Loaded, edition: str) -> tuple[Finding, ...]:
    """What is wrong with files that could not be read and may hold candidates or rules of an edition."""
    folders = (f"projects/{edition}/", "site_config/editions/", "site_config/city.yml")
    unread = loaded.city.unread if loaded.city else frozenset()
    return tuple(f for f in loaded.findings if f.place.file in unread and f.place.file.startswith(folders))


def left_off(city: City, edition: Edition, files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """The projects that say they are on the ballot and would stand on none of its lines."""
    read = read_frozen(city, edition, files).value
    listed = {project.number for project in read.projects} if read else {p.number for p in candidates(city, edition)}
    return tuple(
        Finding("ballot/left-off", project.origin.at("status"), {"project": project.name})
        for project in city.projects_of(edition.id)
        if project.status is Status.ON_BALLOT and project.number not in listed
    )


def frozen_files(
    city: City, edition: Edition, projects: Iterable[Project], seed_commitment: str | None = None
) -> Mapping[str, bytes]:
    """The three files of `votes/<edition>/ballot/` for these projects; a cost is what the envelope would pay of it.

    An envelope holds what the edition gives it and what ledgers moved into it before the day on which the vote opens.
    A contest for which no project stands is not held: its area is on no ballot, and no unit reports for it.
    """
    placed = [(p, envelope_id(edition, p)) for p in projects]
    asked = {envelope for contest in edition.contests for envelope in contest.envelopes}
    ballot = [
        FrozenProject(p.number or "", asked_part(edition, p).cents, envelope, position)
        for position, (p, envelope) in enumerate(placed, start=1)
        if envelope in asked
    ]
    paid = {project.envelope for project in ballot}
    held = [contest for contest in edition.contests if paid & set(contest.envelopes)] or edition.contests
    amounts = {envelope.id: _held(city, edition, envelope) for envelope in edition.envelopes}
    return freeze(
        city=city.config.id,
        edition=edition.id,
        contests=[_contest(contest, placed, amounts) for contest in held],
        projects=ballot,
        units=[Unit(c.id, unit.id, unit.channel) for c in held for unit in c.units],
        ties=(),
        seed_commitment=seed_commitment,
    )


def living_ballot(city: City, edition: Edition, ballot: FrozenBallot) -> FrozenBallot | None:
    """What would be frozen today for the candidates of a frozen ballot; None where nothing could be."""
    numbers = {project.number for project in ballot.projects}
    projects = sorted((p for p in city.projects_of(edition.id) if p.number in numbers), key=lambda p: p.number or "")
    return read_frozen(city, edition, frozen_files(city, edition, projects)).value


def read_frozen(city: City, edition: Edition, files: Mapping[str, bytes]) -> Read[FrozenBallot | None]:
    """The frozen ballot in the files of `votes/<edition>/ballot/`, and all that is wrong with them."""
    named = {path.rpartition("/")[2]: data for path, data in files.items()}
    return frozen.read(city.config.id, edition.id, named)


def envelope_id(edition: Edition, project: Project) -> str:
    """The envelope that would pay a project; empty where the edition has none for it."""
    envelope = paying(edition, project)
    return envelope.id if envelope else ""


def _held(city: City, edition: Edition, envelope: Envelope) -> int:
    """What an envelope has to give when the vote opens, in cents (R46, R48)."""
    vote = edition.phase(PhaseKind.VOTE)
    return (envelope.amount + moved_into(city, edition, envelope.id, before=day(vote.starts) if vote else None)).cents


def _contest(contest: Contest, placed: Sequence[tuple[Project, str]], amounts: Mapping[str, int]) -> FrozenContest:
    return FrozenContest(
        id=contest.id,
        effect=contest.effect,
        ballot=contest.ballot,
        rule={key: plain(value) for key, value in contest.counting.items()},
        envelopes=tuple(FrozenEnvelope(name, amounts.get(name, 0)) for name in contest.envelopes),
        shortlist=contest.shortlist,
        feeds=contest.feeds,
        duplicates=contest.duplicates,
        areas=_areas(contest, placed) if asks_for_areas(contest.counting) else None,
    )


def _areas(contest: Contest, placed: Sequence[tuple[Project, str]]) -> dict[str, str]:
    """The area of each candidate that has one: what no seal holds may not choose who wins."""
    return {p.number or "": area_of(p) for p, envelope in placed if envelope in contest.envelopes and area_of(p)}


def area_of(project: Project) -> str:
    """The area that counts for a project, the first that it names; empty where it names none."""
    return project.areas[0] if project.areas else ""


def plain(value: object) -> object:
    """A value of a YAML file as JSON can hold it without loss: decimals become text."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list | tuple) else value
