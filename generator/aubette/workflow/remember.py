"""What the city's repository remembers, ready for pages: each project's timeline and what stands in the way of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Date
from zoneinfo import ZoneInfo

from aubette.history.diff import compile_schema
from aubette.history.git import Repository, open_repository
from aubette.history.guards import guard
from aubette.history.timeline import Reader, timelines
from aubette.load.yaml_text import parse
from aubette.model.change import Entry
from aubette.model.city import City
from aubette.model.finding import Finding, Severity
from aubette.workflow.folder import Folder
from aubette.workflow.veil import veiled_timelines


@dataclass(frozen=True)
class Remembered:
    """Timelines by project key, newest entry first; `head` is empty where there is no history to tell."""

    timelines: Mapping[str, tuple[Entry, ...]]
    head: str
    findings: tuple[Finding, ...]


def remember(folder: Folder, city: City, today: Date, past: Repository | None = None) -> Remembered:
    """Read the whole history once; a missing repository is a warning, an incomplete one an error.

    `past` is the repository as it stood then, for a folder that was laid out from it: its work tree says nothing.
    """
    repository = past or open_repository(folder.root)
    findings = tuple(f for f in guard(repository) if past is None or f.code != "history/dirty")
    broken = any(f.severity is Severity.ERROR for f in findings)
    if repository is None or repository.head is None or broken:
        return Remembered({}, "", findings)
    reader = Reader(
        parse=_data,
        schema=folder.schemas.document("project"),
        services={author: s.id for s in city.config.services for author in (*s.authors, s.id)},
        lead_service=_lead(city),
        zone=ZoneInfo(folder.money_and_time()[1]),
    )
    told = timelines(repository, reader)
    shown = veiled_timelines(city, compile_schema(reader.schema), told, today)
    return Remembered(shown, repository.head, findings)


def _data(raw: bytes, path: str) -> Mapping[str, object] | None:
    return parse(raw, path).data


def _lead(city: City) -> str:
    """The service named where an author is not mapped: the edition's lead, so that no person is ever shown."""
    governance = next((e.governance for e in reversed(city.editions) if e.governance), None)
    return governance.lead_service if governance else next((s.id for s in city.config.services), "")
