"""Reading Pabulib's `.pb` files: real elections as `;`-separated text in three sections, META, PROJECTS and VOTES.

Only what counting needs is kept: personal columns (age, sex, education ...) and proposers are never read. Every
oddity is a finding with its line; what would change a count refuses the file.
Source: the format's description as its checker states it (reference: pabulib.org).
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Date

from aubette.model.evidence import BallotGroup
from aubette.model.finding import Finding, Param, Place, Severity
from aubette.model.money import Money

SECTIONS = ("META", "PROJECTS", "VOTES")
CHANNELS = {"internet": "online", "paper": "paper"}
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


@dataclass(frozen=True)
class _Row:
    line: int
    cells: Mapping[str, str]


class _Reader:
    """One reading of one file: gathers findings while it walks the sections."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []

    def say(self, code: str, line: int, severity: Severity = Severity.ERROR, **params: Param) -> None:
        self.findings.append(Finding(f"pabulib/{code}", Place(self.file, line), params, severity))

    @property
    def refused(self) -> bool:
        return any(f.severity is Severity.ERROR for f in self.findings)


def read_pb(data: bytes, file: str) -> PbRead:
    """Read one `.pb` file; never raises."""
    reader = _Reader(file)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reader.say("not-utf8", data.count(b"\n", 0, error.start) + 1, byte=error.start)
        return PbRead(None, tuple(reader.findings))
    sections = _sections(text, reader)
    election = _election(sections, reader) if sections else None
    return PbRead(None if reader.refused else election, tuple(reader.findings))


def _sections(text: str, reader: _Reader) -> dict[str, list[tuple[int, list[str]]]] | None:
    found: dict[str, list[tuple[int, list[str]]]] = {}
    current: list[tuple[int, list[str]]] | None = None
    rows = csv.reader(text.splitlines(keepends=True), delimiter=";", strict=True)
    while True:
        try:
            cells = next(rows, None)
        except csv.Error:
            reader.say("broken-quotes", rows.line_num)
            return None
        if cells is None:
            break
        cells = [cell.strip() for cell in cells]
        if len(cells) == 1 and cells[0] in SECTIONS:
            if cells[0] in found:
                reader.say("section-twice", rows.line_num, section=cells[0])
                return None
            current = found.setdefault(cells[0], [])
        elif any(cells) and current is not None:
            current.append((rows.line_num, cells))
        elif any(cells):
            reader.say("before-sections", rows.line_num)
            return None
    missing = [section for section in SECTIONS if section not in found]
    for section in missing:
        reader.say("section-missing", 0, section=section)
    return None if missing else found


def _election(sections: Mapping[str, list[tuple[int, list[str]]]], reader: _Reader) -> PbElection | None:
    meta = _meta(sections["META"], reader)
    vote_type = meta.get("vote_type", "")
    if vote_type not in ALLOWED_TYPES:
        reader.say("vote-type", 0, found=vote_type, allowed=ALLOWED_TYPES)
        return None
    budget = _money(meta.get("budget", ""), 0, reader)
    projects = tuple(_projects(sections["PROJECTS"], reader))
    if budget is None or reader.refused:
        return None
    known = frozenset(project.source_id for project in projects)
    ballots = _ballots(sections["VOTES"], vote_type, known, reader)
    begins, ends = (_day(meta.get(key, "")) for key in ("date_begin", "date_end"))
    _compare_counts(meta, len(projects), sum(group.count for groups in ballots.values() for group in groups), reader)
    return PbElection(meta, vote_type, budget, projects, ballots, begins, ends)


def _meta(rows: Sequence[tuple[int, list[str]]], reader: _Reader) -> dict[str, str]:
    meta: dict[str, str] = {}
    if rows and rows[0][1][:2] != ["key", "value"]:
        reader.say("meta-header", rows[0][0], Severity.WARNING)
    for line, cells in rows:
        if cells[:2] == ["key", "value"]:
            continue
        if cells[0] in meta:
            reader.say("meta-twice", line, Severity.WARNING, key=cells[0])
        meta.setdefault(cells[0], ";".join(cells[1:]))
    return meta


def _table(rows: Sequence[tuple[int, list[str]]], first: str, section: str, reader: _Reader) -> Iterator[_Row]:
    if not rows or rows[0][1][0] != first:
        reader.say("header", rows[0][0] if rows else 0, section=section, first=first)
        return
    header = rows[0][1]
    for line, cells in rows[1:]:
        if len(cells) > len(header):
            reader.say("cells", line, found=len(cells), expected=len(header))
            continue
        yield _Row(line, dict(zip(header, cells, strict=False)))


def _projects(rows: Sequence[tuple[int, list[str]]], reader: _Reader) -> Iterator[PbProject]:
    seen: dict[str, int] = {}
    for row in _table(rows, "project_id", "PROJECTS", reader):
        identifier = row.cells["project_id"]
        if identifier in seen:
            reader.say("project-twice", row.line, project=identifier, first=seen[identifier])
            continue
        seen[identifier] = row.line
        cost = _money(row.cells.get("cost", ""), row.line, reader)
        if cost is None:
            continue
        yield PbProject(
            identifier,
            cost,
            row.cells.get("name", ""),
            row.cells.get("category", row.cells.get("categories", "")),
            row.cells.get("neighborhood") or row.cells.get("subunit") or row.cells.get("district", ""),
            row.cells.get("latitude", ""),
            row.cells.get("longitude", ""),
            int(row.cells["selected"]) if row.cells.get("selected", "") in ("0", "1", "2", "3") else None,
        )


def _ballots(
    rows: Sequence[tuple[int, list[str]]], vote_type: str, known: frozenset[str], reader: _Reader
) -> dict[str, tuple[BallotGroup, ...]]:
    with_points = vote_type in ("cumulative", "scoring")
    grouped: dict[str, Counter[tuple[tuple[str, ...], tuple[int, ...]]]] = {}
    for row in _table(rows, "voter_id", "VOTES", reader):
        ballot = _ballot(row, with_points, known, reader)
        if ballot is None:
            continue
        picks, points = ballot
        if vote_type in ("approval", "choose-1"):
            picks = tuple(sorted(picks))
        channel = CHANNELS.get(row.cells.get("voting_method", ""), "mixed")
        grouped.setdefault(channel, Counter())[(picks, points)] += 1
    return {
        channel: tuple(BallotGroup(count, picks, points) for (picks, points), count in sorted(counter.items()))
        for channel, counter in sorted(grouped.items())
    }


def _ballot(
    row: _Row, with_points: bool, known: frozenset[str], reader: _Reader
) -> tuple[tuple[str, ...], tuple[int, ...]] | None:
    written = row.cells.get("vote", "")
    picks = tuple(pick.strip() for pick in written.split(",")) if written else ()
    unknown = [pick for pick in picks if pick not in known]
    if unknown:
        reader.say("unknown-project", row.line, project=unknown[0])
        return None
    points: tuple[int, ...] = ()
    if with_points and picks:
        cells = [cell.strip() for cell in row.cells.get("points", "").split(",")]
        if len(cells) != len(picks) or not all(cell.isascii() and cell.isdigit() for cell in cells):
            reader.say("points", row.line, found=row.cells.get("points", ""))
            return None
        points = tuple(int(cell) for cell in cells)
    if len(set(picks)) == len(picks):
        return picks, points
    reader.say("pick-twice", row.line, Severity.WARNING)
    first = {pick: position for position, pick in reversed(list(enumerate(picks)))}
    kept = sorted(first.values())
    return tuple(picks[k] for k in kept), tuple(points[k] for k in kept if points)


def _money(written: str, line: int, reader: _Reader) -> Money | None:
    units, _, decimals = written.partition(".")
    decimals = decimals.rstrip("0")
    if len(decimals) <= 2 and units.isascii() and units.isdigit() and (not decimals or decimals.isdigit()):
        return Money(int(units) * 100 + int(decimals.ljust(2, "0") or 0))
    reader.say("amount", line, found=written)
    return None


def _day(written: str) -> Date | None:
    parts = written.split(".")
    try:
        if len(parts) == 3:
            return Date(int(parts[2]), int(parts[1]), int(parts[0]))
        return Date(int(written), 1, 1) if len(written) == 4 else Date.fromisoformat(written)
    except ValueError:
        return None


def _compare_counts(meta: Mapping[str, str], projects: int, votes: int, reader: _Reader) -> None:
    for key, found in (("num_projects", projects), ("num_votes", votes)):
        if meta.get(key, "").isdigit() and int(meta[key]) != found:
            reader.say("count-differs", 0, Severity.WARNING, key=key, announced=int(meta[key]), found=found)
