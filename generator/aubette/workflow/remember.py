"""What the city's repository remembers, ready for pages: each project's timeline and what stands in the way of it.

What a pass over the repository found is kept in `.aubette-cache/` of the city's folder, which may be deleted.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date as Date
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from aubette.history.cache import Cache
from aubette.history.diff import compile_schema
from aubette.history.git import GitError, Repository, open_repository
from aubette.history.guards import HERE, guard, misgivings
from aubette.history.timeline import BulkEntry, Past, Reader, recall
from aubette.history.verify import verified
from aubette.load.yaml_text import parse
from aubette.model.change import Entry
from aubette.model.city import City
from aubette.model.finding import Finding, Severity
from aubette.model.project import Project
from aubette.workflow.addresses import scrubbed, without_addresses
from aubette.workflow.folder import Folder
from aubette.workflow.former import former
from aubette.workflow.memory import CACHE, is_ours
from aubette.workflow.published import Published, judge
from aubette.workflow.veil import notice, veiled, veiled_timelines

HOUSE = Path(__file__).resolve().parent.parent
ROOMS = ("history", "load", "model")
SETTINGS = ("edition", "ledger", "checklist", "city")


@dataclass(frozen=True)
class Remembered:
    """Timelines by project key, newest entry first; `head` is empty where there is no history to tell.

    `settings` are the timelines of editions, ledgers, checklists and the city, by path. `bulks` are the changes of many
    documents that are told as one; `record` is what the site publishes of its history. `seals` are the commits that
    wrote each file below `votes/`, oldest first, without changes. `former` stand for the projects that have a timeline
    and no readable file any more.
    """

    timelines: Mapping[str, tuple[Entry, ...]]
    head: str
    findings: tuple[Finding, ...]
    settings: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    bulks: tuple[BulkEntry, ...] = ()
    record: Published = Published()
    seals: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    former: tuple[Project, ...] = ()


def remember(
    folder: Folder,
    city: City,
    today: Date,
    past: Repository | None = None,
    *,
    published: Published | None = None,
    reason: str = "",
    cold: bool = False,
) -> Remembered:
    """Read the whole history once; a missing repository is a warning, an incomplete or rewritten one an error.

    `past` is the repository as it stood then, for a folder that was laid out from it: its work tree says nothing, and
    nothing is kept of it. `published` is what the site told of before, `reason` why its history was rewritten since.
    A `cold` reading takes nothing from what was kept.
    """
    repository = past or open_repository(folder.root)
    record, judged = judge(repository, published or Published(), scrubbed(reason), today)
    findings = tuple(f for f in (*guard(repository), *judged) if past is None or f.code != "history/dirty")
    broken = any(f.severity is Severity.ERROR for f in findings)
    if repository is None or repository.head is None or broken:
        return Remembered({}, "", findings, record=published or Published())
    reader = _reader(folder, city, today)
    kept = not (past or cold) and is_ours(folder.root)
    cache = Cache(folder.root / CACHE, _code(reader, folder)) if kept else None
    try:
        found = _recalled(repository, reader, cache)
        gone = former(repository, found, city)
    except GitError as error:
        damaged = Finding("history/damaged", HERE, {"said": scrubbed(str(error))})
        return Remembered({}, "", (*findings, damaged), record=published or Published())
    projects, settings = _told(found)
    whole = veiled(replace(city, projects=(*city.projects, *gone)), (), notice())
    shown = veiled_timelines(whole, compile_schema(reader.schema), projects, today)
    findings = (*findings, *misgivings(found))
    return Remembered(
        *(shown, repository.head, findings, settings, found.bulks(), record, found.sealed()),
        former=whole.projects[len(city.projects) :],
    )


def _recalled(repository: Repository, reader: Reader, cache: Cache | None) -> Past:
    """The whole past, with who sealed what; raises `GitError`."""
    found = recall(repository, reader, cache)
    commits = {path: [entry.commit for entry in entries] for path, entries in found.sealed().items()}
    return replace(found, signers=verified(repository, commits))


def _told(found: Past) -> tuple[dict[str, tuple[Entry, ...]], dict[str, tuple[Entry, ...]]]:
    """What was found of the projects, then of the city's own files."""
    whole = {key: tuple(map(without_addresses, found.timeline(key))) for key in found.keys()}  # noqa: SIM118
    told = {key: entries for key, entries in whole.items() if entries}
    return {k: e for k, e in told.items() if "/" not in k}, {k: e for k, e in told.items() if "/" in k}


def _reader(folder: Folder, city: City, today: Date) -> Reader:
    return Reader(
        parse=_data,
        schema=folder.schemas.document("project"),
        services={author: s.id for s in city.config.services for author in (*s.authors, s.id)},
        lead_service=_lead(city),
        zone=ZoneInfo(folder.money_and_time()[1]),
        schemas={kind: folder.schemas.document(kind) for kind in SETTINGS},
        language=city.config.languages[0].value if city.config.languages else "",
        today=today.isoformat(),
    )


def _code(reader: Reader, folder: Folder) -> str:
    """What the kept history depends on beside the commits: our code, the schemas, the language, authors' names."""
    digest = sha256()
    for path in (Path(__file__), *(path for room in ROOMS for path in sorted((HOUSE / room).glob("*.py")))):
        digest.update(path.read_bytes())
    schemas = {"project": reader.schema, **reader.schemas}
    digest.update(json.dumps([schemas, reader.language], sort_keys=True, default=str).encode())
    top = Path(folder.root)
    for mailmap in (parent / ".mailmap" for parent in (top, *top.parents)):
        if mailmap.is_file():
            digest.update(mailmap.read_bytes())
    return digest.hexdigest()


def _data(raw: bytes, path: str) -> Mapping[str, object] | None:
    """What a file says; nothing where the reader had to leave something out, lest it be told as taken away."""
    parsed = parse(raw, path)
    left_out = any(f.severity is Severity.ERROR and f.code.startswith("yaml/") for f in parsed.findings)
    return None if left_out else parsed.data


def _lead(city: City) -> str:
    """The service named where an author is not mapped: the edition's lead, so that no person is ever shown."""
    governance = next((e.governance for e in reversed(city.editions) if e.governance), None)
    return governance.lead_service if governance else next((s.id for s in city.config.services), "")
