"""A `.pb` election becomes a whole city folder: checked, countable and publishable, with or without git."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from pathlib import Path

from aubette.load.canonical import write
from aubette.load.city import load_city
from aubette.load.pabulib import PbElection, read_pb
from aubette.load.root import schema_dir
from aubette.load.schema import Schemas
from aubette.model.enums import BallotType
from aubette.model.evidence import BallotGroup, FrozenBallot, Tally
from aubette.model.finding import Finding, Place
from aubette.model.source import MemorySource
from aubette.votes import ballots, frozen, tally
from aubette.votes.compose import Minutes, draft
from aubette.workflow.folder import mkdocs_yml
from aubette.workflow.freeze import candidates, frozen_files
from aubette.workflow.import_privacy import without_contacts
from aubette.workflow.pabulib_city import CONTEST, PabulibCity, pabulib_city, unit_id

KINDS = {"site_config/city.yml": "city", "site_config/editions/": "edition", "projects/": "project"}


@dataclass(frozen=True)
class Imported:
    """The files of the folder, empty when the election was refused, and what was seen."""

    files: Mapping[str, bytes]
    findings: tuple[Finding, ...]


def import_election(data: bytes, name: str) -> Imported:
    """Read one `.pb` file and compose its folder; nothing is written."""
    read = read_pb(data, name)
    if read.election is None:
        return Imported({}, read.findings)
    schemas = Schemas(schema_dir())
    election, left_out = without_contacts(read.election, data, name)
    read = replace(read, election=election, findings=(*read.findings, *left_out))
    made = pabulib_city(election)
    files = {path: write(doc, schemas.document(_kind(path))) for path, doc in made.documents.items()}
    loaded = load_city(MemorySource(files), schemas)
    edition = loaded.city.edition(made.edition) if loaded.city else None
    if loaded.city is None or edition is None or any(f.severity == "error" for f in loaded.findings):
        return Imported({}, (*read.findings, *loaded.findings))
    files |= frozen_files(loaded.city, edition, candidates(loaded.city, edition))
    ballot = _frozen(files, loaded.city.config.id, made.edition)
    files |= _returns(files, election, made, ballot, loaded.city.config.id)
    files["mkdocs.yml"] = mkdocs_yml(loaded.city.config.name).encode()
    return Imported(files, (*read.findings, *loaded.findings))


def _kind(path: str) -> str:
    return next(kind for prefix, kind in KINDS.items() if path.startswith(prefix))


def _frozen(files: Mapping[str, bytes], city_id: str, edition: str) -> FrozenBallot:
    folder = frozen.folder(edition)
    here = {path.rsplit("/", 1)[1]: data for path, data in files.items() if path.startswith(f"{folder}/")}
    ballot = frozen.read(city_id, edition, here, free=True).value
    assert ballot is not None, "what freeze writes, read accepts"
    return ballot


def _returns(
    files: Mapping[str, bytes], election: PbElection, made: PabulibCity, ballot: FrozenBallot, city_id: str
) -> dict[str, bytes]:
    """Tally, ballots and unsigned MANIFEST of each channel."""
    rules = ballot.contest(CONTEST).ballot
    added: dict[str, bytes] = {}
    for channel, groups in election.ballots.items():
        numbered = tuple(_numbered(groups, made.numbers, ranked=rules.type is BallotType.RANKED))
        folder = f"votes/{made.edition}/{CONTEST}/{unit_id(channel)}"
        sums = ballots.sums(numbered, ballot.weights(CONTEST))
        amounts = {p.number: sums.get(p.number, 0) for p in ballot.candidates(CONTEST)}
        added[f"{folder}/tally.csv"] = tally.write(Tally(CONTEST, unit_id(channel), ballot.kind(CONTEST), amounts))
        added[f"{folder}/ballots.csv"] = ballots.write(rules, numbered)
    for channel, groups in election.ballots.items():
        key = (CONTEST, unit_id(channel))
        text = draft(
            MemorySource({**files, **added}),
            made.edition,
            key,
            _minutes(election, groups),
            city_id=city_id,
            signed=_when(election),
            free=True,
        ).value
        assert text is not None, "what the importer composed can be drafted"
        added[f"votes/{made.edition}/{'/'.join(key)}/MANIFEST"] = text
    return added


def _numbered(groups: tuple[BallotGroup, ...], numbers: Mapping[str, str], *, ranked: bool) -> Iterator[BallotGroup]:
    """The ballots with our numbers, sorted unless their order is the voter's ranking."""
    for group in groups:
        points = group.points or (0,) * len(group.picks)
        pairs = [(numbers[pick], worth) for pick, worth in zip(group.picks, points, strict=True)]
        ordered = pairs if ranked else sorted(pairs)
        written = tuple(worth for _, worth in ordered) if group.points else ()
        yield BallotGroup(group.count, tuple(number for number, _ in ordered), written)


def _minutes(election: PbElection, groups: tuple[BallotGroup, ...]) -> Minutes:
    counts = Counter({bool(g.picks): 0 for g in groups})
    for group in groups:
        counts[bool(group.picks)] += group.count
    found = counts.total()
    return Minutes(_when(election), found, found, counts[False], 0, counts[True])


def _when(election: PbElection) -> datetime:
    """The moment the vote closed as far as the file says: the last day, at noon UTC."""
    day = election.ends or election.begins
    return datetime.combine(day, time(12), UTC) if day else datetime(2000, 1, 1, 12, tzinfo=UTC)


def put_into(folder: Path, files: Mapping[str, bytes]) -> Finding | None:
    """Write a whole folder that must not hold anything yet; a finding where it does."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        return Finding("import/folder-not-empty", Place(str(folder)))
    staging = folder.with_name(f".{folder.name}.aubette-import")
    shutil.rmtree(staging, ignore_errors=True)
    for path, data in files.items():
        (staging / path).parent.mkdir(parents=True, exist_ok=True)
        (staging / path).write_bytes(data)
    if folder.exists():
        folder.rmdir()
    staging.rename(folder)
    return None
