"""Reading Pabulib's `.pb` files: real elections as `;`-separated text in three sections, META, PROJECTS and VOTES.

Only what counting needs is kept: personal columns (age, sex, education ...) and proposers are never read. Every
oddity is a finding with its line; what would change a count refuses the file.
Source: the format's description as its checker states it (reference: pabulib.org).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date as Date

from aubette.load.pabulib_rows import Reader, Row, Rows, meta, sections, table, whole
from aubette.model.evidence import BallotGroup
from aubette.model.finding import Finding, Severity
from aubette.model.money import Money

CHANNELS = {"internet": "online", "paper": "paper"}
POINTED = ("cumulative", "scoring")
UNORDERED = ("approval", "choose-1")
MOST_POINTS = 10_000
YEARS = range(1980, 2200)
LONGEST_ID = 60
ALLOWED_TYPES = ("approval", "choose-1", "cumulative", "ordinal", "scoring")


@dataclass(frozen=True)
class PbProject:
    """One candidate; `selected` is the file's word on what was really funded (0 to 3), None where it is silent."""

    source_id: str
    cost: Money
    name: str
    category: str = ""
    area: str = ""
    latitude: str = ""
    longitude: str = ""
    selected: int | None = None


@dataclass(frozen=True)
class PbElection:
    """A whole election; `ballots` maps a channel (`online`, `paper` or `mixed`) to its grouped ballots."""

    meta: Mapping[str, str]
    vote_type: str
    budget: Money
    projects: tuple[PbProject, ...]
    ballots: Mapping[str, tuple[BallotGroup, ...]]
    begins: Date | None
    ends: Date | None


@dataclass(frozen=True)
class PbRead:
    """The election, None when something would change the count, and what was seen."""

    election: PbElection | None
    findings: tuple[Finding, ...]


def read_pb(data: bytes, file: str) -> PbRead:
    """Read one `.pb` file; never raises."""
    reader = Reader(file)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reader.say("not-utf8", data.count(b"\n", 0, error.start) + 1, byte=error.start)
        return PbRead(None, tuple(reader.findings))
    found = sections(text, reader)
    election = _election(found, reader) if found else None
    return PbRead(None if reader.refused else election, tuple(reader.findings))


def _election(found: Mapping[str, Rows], reader: Reader) -> PbElection | None:
    values, lines = meta(found["META"], reader)
    vote_type = values.get("vote_type", "")
    if vote_type not in ALLOWED_TYPES:
        reader.say("vote-type", lines.get("vote_type", 0), found=vote_type, allowed=ALLOWED_TYPES)
        return None
    budget = reader.money(values.get("budget", ""), lines.get("budget", 0))
    if budget == Money(0):
        reader.say("amount", lines["budget"], found=values["budget"])
    projects = tuple(_projects(found["PROJECTS"], reader))
    if not projects and not reader.refused:
        reader.say("nothing", found["PROJECTS"][0][0], section="PROJECTS")
    if budget is None or reader.refused:
        return None
    ballots = _ballots(found["VOTES"], vote_type, frozenset(project.source_id for project in projects), reader)
    if not ballots and not reader.refused:
        reader.say("nothing", found["VOTES"][0][0], section="VOTES")
    begins, ends = (_day(values.get(key, ""), lines.get(key, 0), reader) for key in ("date_begin", "date_end"))
    seen = {
        "num_projects": len(projects),
        "num_votes": sum(group.count for groups in ballots.values() for group in groups),
    }
    for key, many in seen.items():
        announced = whole(values.get(key, ""))
        if announced is not None and announced != many:
            reader.say("count-differs", lines[key], Severity.WARNING, key=key, announced=announced, found=many)
    return PbElection(values, vote_type, budget, projects, ballots, begins, ends)


def _projects(rows: Rows, reader: Reader) -> Iterator[PbProject]:
    seen: dict[str, int] = {}
    for row in table(rows, "PROJECTS", ("project_id", "cost"), reader):
        identifier = row.cells["project_id"]
        if identifier in seen:
            reader.say("project-twice", row.line, project=identifier, first=seen[identifier])
            continue
        seen[identifier] = row.line
        if not 0 < len(identifier) <= LONGEST_ID or not identifier.isprintable() or "," in identifier:
            reader.say("project-id", row.line, project=identifier[:LONGEST_ID], most=LONGEST_ID)
            continue
        cost = reader.money(row.cells["cost"], row.line)
        if cost is None:
            continue
        category = row.cells.get("category", row.cells.get("categories", ""))
        area = row.cells.get("neighborhood") or row.cells.get("subunit") or row.cells.get("district", "")
        yield PbProject(
            identifier,
            cost,
            reader.label(row.cells.get("name", ""), row.line),
            reader.label(category, row.line),
            reader.label(area, row.line),
            row.cells.get("latitude", ""),
            row.cells.get("longitude", ""),
            int(row.cells["selected"]) if row.cells.get("selected", "") in ("0", "1", "2", "3") else None,
        )


def _ballots(rows: Rows, vote_type: str, known: frozenset[str], reader: Reader) -> dict[str, tuple[BallotGroup, ...]]:
    grouped: dict[str, Counter[tuple[tuple[str, ...], tuple[int, ...]]]] = {}
    needed = ("voter_id", "vote", "points") if vote_type in POINTED else ("voter_id", "vote")
    seen: dict[str, int] = {}
    for row in table(rows, "VOTES", needed, reader):
        voter = row.cells["voter_id"]
        if voter in seen:
            reader.say("voter-twice", row.line, first=seen[voter])
            continue
        seen[voter] = row.line
        ballot = _ballot(row, vote_type, known, reader)
        if ballot is None:
            continue
        picks, points = ballot
        if vote_type in UNORDERED:
            picks = tuple(sorted(picks))
        channel = CHANNELS.get(row.cells.get("voting_method", ""), "mixed")
        grouped.setdefault(channel, Counter())[(picks, points)] += 1
    return {
        channel: tuple(BallotGroup(count, picks, points) for (picks, points), count in sorted(counter.items()))
        for channel, counter in sorted(grouped.items())
    }


def _ballot(
    row: Row, vote_type: str, known: frozenset[str], reader: Reader
) -> tuple[tuple[str, ...], tuple[int, ...]] | None:
    written = row.cells["vote"]
    picks = tuple(pick.strip() for pick in written.split(",")) if written else ()
    unknown = [pick for pick in picks if pick not in known]
    if unknown:
        reader.say("unknown-project", row.line, project=unknown[0][:LONGEST_ID])
        return None
    if vote_type == "choose-1" and len(picks) > 1:
        reader.say("several-picks", row.line, found=len(picks))
        return None
    points: tuple[int, ...] = ()
    if vote_type in POINTED and picks:
        worths = [whole(cell.strip()) for cell in row.cells["points"].split(",")]
        points = tuple(worth for worth in worths if worth is not None and worth <= MOST_POINTS)
        if len(worths) != len(picks) or len(points) != len(picks) or sum(points) > MOST_POINTS:
            reader.say("points", row.line, found=row.cells["points"][:40])
            return None
    kept = _counted_once(picks, points, row.line, reader)
    return tuple(picks[k] for k in kept), tuple(points[k] for k in kept if points)


def _counted_once(picks: tuple[str, ...], points: tuple[int, ...], line: int, reader: Reader) -> list[int]:
    """The positions that count: the first of a project named twice, and none that is given no point."""
    first = {pick: position for position, pick in reversed(list(enumerate(picks)))}
    if len(first) < len(picks):
        reader.say("pick-twice", line, Severity.WARNING)
    kept = sorted(position for position in first.values() if not points or points[position])
    if len(kept) < len(first):
        reader.say("no-point", line, Severity.WARNING)
    return kept


def _day(written: str, line: int, reader: Reader) -> Date | None:
    """A date as Polish or ISO people write it, or a year; None where there is none that a calendar knows."""
    parts = written.split(".")
    try:
        if len(parts) == 3:
            day = Date(int(parts[2]), int(parts[1]), int(parts[0]))
        else:
            day = Date(int(written), 1, 1) if len(written) == 4 else Date.fromisoformat(written)
    except ValueError:
        day = None
    if day is not None and day.year in YEARS:
        return day
    if written:
        reader.say("date", line, Severity.WARNING, found=written[:40])
    return None
