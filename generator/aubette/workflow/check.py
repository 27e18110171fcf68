"""Judging a city folder: bytes and paths before any parser, then YAML, schemas, votes and rules.

Layers come in that order (reference: trust, gate order). A layer that fails does not hide the files that passed it,
and rules run on whatever could be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date as Date
from hashlib import sha256

from aubette.load.attributes import unprotected
from aubette.load.city import CITY_FILE, DOUBT, Loaded, load_city, right_name
from aubette.load.files import check_files
from aubette.load.garbage import collector_paused
from aubette.load.memory import Memory
from aubette.load.outlines import read_outlines
from aubette.load.page_links import dead_links
from aubette.load.pages import check_pages
from aubette.load.sheets import sheets
from aubette.load.strays import left_behind, misnamed_folders, unlinked
from aubette.load.yaml_text import parse
from aubette.model.city import City
from aubette.model.enums import Provenance
from aubette.model.evidence import FrozenBallot
from aubette.model.finding import Finding, Severity, ordered
from aubette.model.pictures import PictureFacts
from aubette.model.source import Source
from aubette.rules.against_base_service import services_of
from aubette.rules.context import Comparison, Context
from aubette.rules.privacy_persons import public_words
from aubette.rules.quoted import as_quoted
from aubette.rules.registry import FAMILIES, WORDS, judge
from aubette.rules.sheets import Manner, judge_sheets
from aubette.rules.unread import unread_settings
from aubette.votes import inventory
from aubette.votes.verify import Stage
from aubette.workflow.compare_mkdocs import judge_mkdocs
from aubette.workflow.folder import Folder
from aubette.workflow.freeze import living_ballot, read_frozen
from aubette.workflow.inputs import lost
from aubette.workflow.memory import keep, recalled
from aubette.workflow.results import Results, ballots, moved, proclaimed, results_of, winners

LAYERS = ("bytes", "yaml", "schema", "votes")
CHOICES = tuple(dict.fromkeys((*LAYERS, *FAMILIES, *WORDS)))
MISNAMED = "files/yaml-extension"
SEEN_FROM_OUTSIDE = frozenset({"bytes/too-large", MISNAMED})
"""What the reader says as well as the look at the files: it is told once."""

NEEDS_NO_CITY = frozenset({"bytes", "yaml"})

READING = {"bytes": ("bytes", "files"), "yaml": ("yaml",), "schema": ("schema", "city")}


@dataclass(frozen=True)
class Since:
    """The state before a change, as it was read and judged, and what else is known of the change.

    `service` is whose change it is said to be, `authors` the names on its commits; `paths` are the files of the
    proposed state, those too that no parser may meet.
    """

    source: Source
    checked: Checked
    paths: frozenset[str] = frozenset()
    service: str = ""
    authors: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Checked:
    """What a check saw: every finding in reading order, what was read, and the counts it verified on the way."""

    findings: tuple[Finding, ...]
    loaded: Loaded
    results: tuple[Results, ...]

    @property
    def clean(self) -> bool:
        """Whether no finding is an error."""
        return not any(f.severity is Severity.ERROR for f in self.findings)


@collector_paused()
def check(
    folder: Folder,
    today: Date,
    only: frozenset[str] = frozenset(),
    since: Since | None = None,
    *,
    cold: bool = False,
) -> Checked:
    """Judge a folder as of a day, and with `since` what changed; `only` keeps some layers and families, empty all.

    A `cold` check neither takes nor leaves anything in `.aubette-cache/`.
    """
    wanted = only or frozenset(CHOICES)
    memory = Memory() if cold else recalled(folder.root)
    beyond = wanted - frozenset(READING)
    loaded = load_city(folder.source, folder.schemas, memory, whole=bool(beyond) or since is not None)
    results = results_of(folder.source, loaded.city) if loaded.city and beyond else ()
    findings = [*_reading(folder.source, loaded, wanted)]
    if "bytes" in wanted:
        findings.extend(_of_the_folder(folder, findings, cold=cold))
    if "votes" in wanted:
        findings.extend(_of_votes(folder.source, loaded.city, results))
    families = wanted & frozenset(FAMILIES)
    drawn, slips = read_outlines(folder.source) if "areas" in families else (None, ())
    findings.extend(slips)
    if loaded.city and families:
        earlier = since.checked.loaded.city if since else None
        seen = media_of(folder.source) if "pictures" in families else None
        changed = _comparison(since, earlier)
        voted = ballots(results)
        both = both_ballots(folder.source, loaded.city) if "ballot" in families else {}
        known = Context(loaded.city, today, winners(results), earlier, voted, seen, changed, moved(results), both)
        context = replace(known, outlines=drawn, proclaimed=proclaimed(results))
        findings.extend(judge(context, families))
    findings.extend(as_quoted(_words(folder, wanted, memory), loaded.city))
    if "base" in wanted:
        findings.extend(judge_mkdocs(folder.source))
    if not cold:
        keep(folder.root, memory)
    return Checked(ordered(findings), loaded, results)


def _of_the_folder(folder: Folder, told: list[Finding], *, cold: bool) -> list[Finding]:
    """What is gone, left behind or beside its place on disk; a file under another ending is not called gone as well."""
    renamed = {right_name(finding.place.file) for finding in told if finding.code == MISNAMED}
    gone = [finding for finding in lost(folder, cold=cold) if finding.place.file not in renamed]
    return [*gone, *left_behind(folder.root), *misnamed_folders(folder.root)]


def both_ballots(source: Source, city: City) -> dict[str, tuple[FrozenBallot, FrozenBallot]]:
    """The frozen ballot of each live edition, and what would be frozen today in its place."""
    both: dict[str, tuple[FrozenBallot, FrozenBallot]] = {}
    for edition in city.editions:
        held = inventory.take(source, edition.id).ballot if edition.provenance is Provenance.LIVE else {}
        ballot = read_frozen(city, edition, held).value if held else None
        now = living_ballot(city, edition, ballot) if ballot else None
        if ballot and now:
            both[edition.id] = ballot, now
    return both


def _of_votes(source: Source, city: City | None, results: tuple[Results, ...]) -> Iterator[Finding]:
    """The verdicts on each edition's votes, then the files that belong to none, or to one nobody has looked at yet."""
    yield from (finding for result in results for finding in result.findings)
    if city is None:
        return
    looked = frozenset(result.edition for result in results if result.stage is not Stage.NONE)
    known = frozenset(e.id for e in city.editions) | unread_settings(city, "editions")
    yield from inventory.out_of_place(source, known, looked)


def media_of(source: Source) -> tuple[PictureFacts, ...]:
    """The facts of the city's pictures; the library that reads them is only loaded where there are some."""
    if not any("/media/" in entry.path for entry in source.entries("projects")):
        return ()
    from aubette.load.pictures import pictures

    return tuple(pictures(source))


def manner_of(folder: Folder) -> Manner:
    """How the city writes; what `city.yml` says of it holds even where another part of that file is broken."""
    try:
        data = folder.source.read(CITY_FILE)
    except FileNotFoundError:
        return Manner()
    languages = (parse(data, CITY_FILE).data or {}).get("languages")
    first = languages[0] if isinstance(languages, list) and languages else "fr"
    return Manner(str(first), public_words(data.decode("utf-8", "replace")))


def _words(folder: Folder, wanted: frozenset[str], memory: Memory) -> list[Finding]:
    """What the rules on words say; a file that was quiet under all of them is not read again."""
    reading = {name: rules for name, rules in WORDS.items() if name in wanted}
    if not reading:
        return []
    manner = manner_of(folder)
    sign = sha256(repr((manner.first, sorted(manner.public))).encode()).hexdigest()[:16]
    found = list(judge_sheets(sheets(folder.source, memory.quiet(sign)), manner, reading))
    if len(reading) == len(WORDS):
        memory.hush(frozenset(memory.digests) - {finding.place.file for finding in found}, sign)
    return found


def _comparison(since: Since | None, earlier: City | None) -> Comparison:
    """What the rules about a change need of both states; nothing where there is no state before."""
    if since is None or earlier is None:
        return Comparison()
    return Comparison(
        paths=since.paths,
        earlier=frozenset(entry.path for entry in since.source.entries("projects")),
        ballots=ballots(since.checked.results),
        services=frozenset({since.service}) if since.service else services_of(earlier, since.authors),
    )


def _reading(source: Source, loaded: Loaded, wanted: frozenset[str]) -> Iterator[Finding]:
    """The findings of the border, by the layer whose name their family carries.

    A word that others read otherwise does not keep a file from being read, but is not let in as it stands. What keeps
    the city itself from being read is told under every family, since none can speak.
    """
    if "bytes" in wanted:
        yield from check_files(source)
        yield from check_pages(source)
        yield from unlinked(source)
        yield from dead_links(source)
        yield from unprotected(source)
    families = {family for layer, names in READING.items() if layer in wanted for family in names}
    for finding in loaded.findings:
        seen = finding.code in SEEN_FROM_OUTSIDE
        silencing = loaded.city is None and right_name(finding.place.file) == CITY_FILE and wanted - NEEDS_NO_CITY
        if not (seen and "bytes" in wanted) and (silencing or (finding.code.split("/")[0] in families and not seen)):
            yield replace(finding, severity=Severity.ERROR) if finding.code == DOUBT else finding
