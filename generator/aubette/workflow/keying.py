"""From two persons' entries of one polling place to its `tally.csv`; nothing comes of entries that differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aubette.model.city import City
from aubette.model.enums import DuplicateRule
from aubette.model.evidence import FrozenBallot
from aubette.model.finding import Finding
from aubette.model.source import Source
from aubette.votes import frozen, inventory, keying, reconciliation, statement
from aubette.votes.keying import Entry
from aubette.votes.reading import Read


@dataclass(frozen=True)
class Task:
    """What two persons are to type: one unit of a frozen ballot, and the file that follows from it."""

    ballot: FrozenBallot
    contest: str
    unit: str

    @property
    def path(self) -> str:
        """Where the tally goes."""
        return f"{inventory.votes_folder(self.ballot.edition)}/{self.contest}/{self.unit}/tally.csv"

    @property
    def numbers(self) -> tuple[str, ...]:
        """The projects to type, in the order of the ballot."""
        return tuple(project.number for project in self.ballot.candidates(self.contest))


def task(source: Source, edition: str, contest: str, unit: str, *, city_id: str) -> Read[Task | None]:
    """What is to be typed for a unit of `known_units`, or why the frozen ballot cannot be read."""
    ballot = frozen.read(city_id, edition, inventory.take(source, edition).ballot)
    if ballot.value is None:
        return Read(None, ballot.findings)
    return Read(Task(ballot.value, contest, unit))


def known_units(source: Source, edition: str, *, city_id: str) -> tuple[tuple[str, str], ...]:
    """The units that must report, by contest and name; none where the frozen ballot cannot be read."""
    ballot = frozen.read(city_id, edition, inventory.take(source, edition).ballot).value
    return tuple((one.contest, one.unit) for one in ballot.units) if ballot else ()


def stated_policy(source: Source, city: City, edition: str, contest: str) -> DuplicateRule | None:
    """Which of two ballots of one person stands: as frozen with the ballot, else as the edition says."""
    ballot = frozen.read(city.config.id, edition, inventory.take(source, edition).ballot).value
    if ballot and (held := next((one for one in ballot.contests if one.id == contest), None)) and held.duplicates:
        return held.duplicates
    found = city.edition(edition)
    return next((one.duplicates for one in found.contests if one.id == contest), None) if found else None


def standing_record(source: Source, path: str) -> Mapping[str, str]:
    """What the record of double votes that lies there says by key, right or wrong; nothing where there is none."""
    try:
        read = statement.read(path, source.read(path), reconciliation.STATEMENT, reconciliation.KEYS)
    except FileNotFoundError:
        return {}
    return read.value.values if read.value else {}


def typed(amounts: Mapping[str, int], person: str) -> Entry:
    """What a person answered to questions, as an entry without a file."""
    return Entry(person, amounts, {})


def settled(job: Task, first: Entry, second: Entry) -> Read[bytes | None]:
    """The tally that both entries say, or each project on which they differ."""
    differing: tuple[Finding, ...] = tuple(keying.differences(first, second))
    return Read(None if differing else keying.agreed(first, job.ballot, job.contest, job.unit), differing)


def from_files(job: Task, first: tuple[str, bytes], second: tuple[str, bytes]) -> Read[bytes | None]:
    """The tally that two files, each a name and its bytes, agree on; else all that is wrong or differs."""
    entries = [keying.read(name, data, job.ballot, job.contest) for name, data in (first, second)]
    findings = tuple(finding for entry in entries for finding in entry.findings)
    one, other = (entry.value for entry in entries)
    return settled(job, one, other) if one and other else Read(None, findings)
