"""From a source of files to one frozen `City`: read once, at the border, and no dict is ever seen behind it.

A file that breaks is a finding and the rest goes on; only a missing or broken `city.yml` leaves no city at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from aubette.load.build import build
from aubette.load.garbage import collector_paused
from aubette.load.memory import Memory
from aubette.load.parsed import Parsed
from aubette.load.schema import Schemas
from aubette.load.yaml_text import marks_of, parse
from aubette.model.city import City, CityConfig
from aubette.model.document import Origin, Step
from aubette.model.edition import Edition
from aubette.model.finding import Finding, Place
from aubette.model.project import Project
from aubette.model.registers import Checklist, Ledger, Redaction, Redirect
from aubette.model.source import Entry, Mode, Source

T = TypeVar("T")

DOUBT = "yaml/ambiguous-scalar"
READABLE = (Mode.FILE, Mode.EXECUTABLE)
CITY_FILE = "site_config/city.yml"
OTHER_ENDING = re.compile(r"\.ya?ml\Z", re.ASCII | re.IGNORECASE)
PROJECT_PATH = re.compile(r"projects/(?P<edition>[^/]+)/[^/]+\.yml", re.ASCII)
EDITION_PATH = re.compile(r"site_config/editions/(?P<id>[^/]+)\.yml", re.ASCII)
CHECKLIST_PATH = re.compile(r"site_config/checklists/(?P<id>[^/]+)\.yml", re.ASCII)
LEDGER_PATH = re.compile(r"site_config/ledger/(?P<edition>[^/]+)\.yml", re.ASCII)
LOOKS_LIKE_DATA = re.compile(
    r"(?:projects/[^/]+|site_config/(?:editions|checklists|ledger))/[^/]+\.ya?ml", re.IGNORECASE
)
"""What a person took for data, though its ending or its kind (a link, a program) keeps it from being read."""

POLICY_PATH = re.compile(r"site_config/trust/(?P<edition>[^/]+)/policy\.yml", re.ASCII)

KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("project", PROJECT_PATH),
    ("city", re.compile(re.escape(CITY_FILE))),
    ("edition", EDITION_PATH),
    ("checklist", CHECKLIST_PATH),
    ("ledger", LEDGER_PATH),
    ("policy", POLICY_PATH),
    ("redactions", re.compile(r"site_config/redactions\.yml")),
    ("redirects", re.compile(r"site_config/redirects\.yml")),
)


@dataclass(frozen=True)
class Document:
    """One YAML file that passed its schema."""

    kind: str
    path: str
    name: str
    data: Mapping[str, Any]
    origin: Origin


@dataclass(frozen=True)
class Loaded:
    """What could be read: a city unless `city.yml` itself is broken, and everything that was wrong."""

    city: City | None
    findings: tuple[Finding, ...]
    files: int


def kind_of(path: str) -> tuple[str, str] | None:
    """The schema that a path's content must follow and the name its place gives it (edition, checklist id)."""
    for kind, pattern in KINDS:
        found = pattern.fullmatch(path)
        if found:
            return kind, next(iter(found.groupdict().values()), "")
    return None


def read_document(
    source: Source, entry: Entry, schemas: Schemas, memory: Memory
) -> tuple[Document | None, tuple[Finding, ...]]:
    """One file of a known kind: parsed and held against its schema, or remembered."""
    known = kind_of(entry.path)
    assert known is not None
    kind, name = known
    try:
        raw = source.read(entry.path)
    except FileNotFoundError:
        return None, (Finding("files/not-a-file", Place(entry.path)),)
    before = memory.recall(kind, entry.path, raw)
    if before is not None:
        return Document(kind, entry.path, name, before, Origin(entry.path, marks_of(raw, entry.path).at)), ()
    parsed: Parsed = parse(raw, entry.path)
    if not isinstance(parsed.data, dict):
        return None, tuple(parsed.findings)
    findings = _once(parsed.findings, schemas.validate(kind, parsed))
    if any(f.severity == "error" for f in findings):
        return None, findings
    if not findings:
        memory.keep(entry.path, parsed.data)
    return Document(kind, entry.path, name, parsed.data, Origin(entry.path, parsed.locate)), findings


def _once(read: tuple[Finding, ...], judged: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Both kinds of findings; a doubt about a word is left out where the schema refuses that very word."""
    refused = {finding.place for finding in judged}
    return (*(f for f in read if f.code != DOUBT or f.place not in refused), *judged)


def data_entries(source: Source) -> Iterator[Entry]:
    """The entries of a source that hold the city's data, sorted by path; links and submodules are never followed."""
    return (entry for entry in _settings(source) if _is_data(entry))


def _settings(source: Source) -> Iterator[Entry]:
    for folder in ("projects", "site_config"):
        yield from source.entries(folder)


def _is_data(entry: Entry) -> bool:
    return entry.mode in READABLE and kind_of(entry.path) is not None


def load_city(source: Source, schemas: Schemas, memory: Memory | None = None, *, whole: bool = True) -> Loaded:
    """Read every data file of a city folder; a `memory` spares what it knows and learns what it does not.

    Findings: those of the YAML reader and the schemas, what stands in the way of `site_config/city.yml`.
    """
    documents: list[Document] = []
    findings: list[Finding] = []
    unread: list[str] = []
    count = 0
    memory = memory or Memory()
    with collector_paused():
        for entry in _settings(source):
            if not _is_data(entry):
                unread.extend([entry.path] if LOOKS_LIKE_DATA.fullmatch(entry.path) else [])
                continue
            document, found = read_document(source, entry, schemas, memory)
            count += 1
            findings.extend(found)
            if document:
                documents.extend([document] if whole or document.kind == "city" else [])
            else:
                unread.append(entry.path)
    config = next((d for d in documents if d.kind == "city"), None)
    if config is None:
        if not any(f.place.file == CITY_FILE for f in findings):
            findings.append(_without_city(source))
        return Loaded(None, tuple(findings), count)
    return Loaded(assemble(config, documents, frozenset(unread)), tuple(findings), count)


def right_name(path: str) -> str:
    """The path with the ending that it should have, where it ends like YAML."""
    return OTHER_ENDING.sub(".yml", path)


def _without_city(source: Source) -> Finding:
    """That there is no `city.yml`, or the file beside its place that would be one under another ending."""
    misnamed = next((e.path for e in source.entries("site_config") if right_name(e.path) == CITY_FILE), CITY_FILE)
    if misnamed == CITY_FILE:
        return Finding("city/missing", Place(CITY_FILE))
    return Finding("files/yaml-extension", Place(misnamed), {"name": misnamed.rpartition("/")[2]})


def assemble(config: Document, documents: Iterable[Document], unread: frozenset[str] = frozenset()) -> City:
    """One `City` from documents that passed their schemas; `unread` are the paths of those that did not."""
    by_kind: dict[str, list[Document]] = {}
    for document in documents:
        by_kind.setdefault(document.kind, []).append(document)

    zone = ZoneInfo(config.data["time_zone"])

    def all_of(kind: str, cls: type[T]) -> Iterator[tuple[Document, T]]:
        for document in by_kind.get(kind, ()):
            yield document, build(cls, document.data, document.origin, zone)

    def listed(kind: str, cls: type[T]) -> tuple[T, ...]:
        return tuple(
            build(cls, item, _within(document.origin, kind, position), zone)
            for document in by_kind.get(kind, ())
            for position, item in enumerate(document.data[kind])
        )

    return City(
        config=build(CityConfig, config.data, config.origin, zone),
        editions=tuple(edition for _, edition in all_of("edition", Edition)),
        projects=tuple(replace(project, edition=document.name) for document, project in all_of("project", Project)),
        checklists=tuple(checklist for _, checklist in all_of("checklist", Checklist)),
        ledgers=tuple(replace(ledger, edition=document.name) for document, ledger in all_of("ledger", Ledger)),
        redactions=listed("redactions", Redaction),
        redirects=listed("redirects", Redirect),
        policies={document.name: document.data for document in by_kind.get("policy", ())},
        unread=unread,
    )


def _within(origin: Origin, *steps: Step) -> Origin:
    """The origin of a part of a document."""
    return Origin(origin.file, lambda path: origin.locate((*steps, *path)))
