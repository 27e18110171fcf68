"""The city as it stood at a revision, laid out beside the work tree, which is never touched.

What today's `redactions.yml` hides is hidden in every past too, and so is what an edition does not publish today. The
rules are those of today: what they find in the past is told and stops nothing, but votes must verify as they stood and
files must be readable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import UTC, datetime
from datetime import date as Date
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from aubette.history.git import FOLDERS, GitError, Repository, open_repository
from aubette.history.tree_source import TreeSource
from aubette.load.build import build
from aubette.load.city import READABLE, kind_of, read_document
from aubette.load.memory import Memory
from aubette.load.root import schema_dir
from aubette.load.schema import Schemas
from aubette.load.worktree import WorkTree
from aubette.model.calendar import Publication
from aubette.model.city import City
from aubette.model.edition import Edition
from aubette.model.enums import Visibility
from aubette.model.finding import Finding, Severity
from aubette.model.project import Project
from aubette.model.registers import Redaction
from aubette.model.source import Entry, Mode
from aubette.workflow.folder import Folder

REDACTIONS = "site_config/redactions.yml"
EDITIONS = "site_config/editions"
ALWAYS = frozenset({"bytes", "files", "yaml", "schema", "city", "votes", "count", "identity", "reference", "history"})
"""Families whose errors stop a site of the past too: what cannot be read, counted or named cannot be shown."""


class NoPastError(Exception):
    """There is no such past; `reason` is `no_repository`, `unknown_revision`, `redactions` or `editions`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Past:
    """A state of the city: its folder, the repository as it was then, the day, and what is hidden today.

    `publication` says by edition what becomes public when, as it stands today.
    """

    folder: Folder
    repository: Repository
    commit: str
    day: Date
    redactions: tuple[Redaction, ...]
    publication: Mapping[str, tuple[Publication, ...]] = field(default_factory=dict)

    def kept_back(self, city: City) -> City:
        """The city of then that publishes nothing that today's editions keep back: the stricter of two lines holds."""
        return replace(city, editions=tuple(self._kept_back(edition) for edition in city.editions))

    def _kept_back(self, edition: Edition) -> Edition:
        lines = {line.group: line for line in edition.publication}
        for line in self.publication.get(edition.id, ()):
            then = lines.get(line.group)
            if then is None or then.when is Visibility.PUBLIC or line.when is Visibility.NEVER:
                lines[line.group] = line
        return replace(edition, publication=tuple(lines.values()))

    def judged(self, findings: Iterable[Finding], city: City | None) -> tuple[Finding, ...]:
        """What a check says of the past: errors that do not stop it are warnings."""
        return tuple(
            replace(f, severity=Severity.WARNING) if f.severity is Severity.ERROR and not self._stops(f, city) else f
            for f in findings
        )

    def _stops(self, finding: Finding, city: City | None) -> bool:
        family = finding.code.split("/")[0]
        if family == "privacy":
            return not any(_is_hidden(finding, p, self.redactions) for p in (city.projects if city else ()))
        return family in ALWAYS


@contextmanager
def past(folder: Folder, revision: str) -> Iterator[Past]:
    """The city at a revision, in a folder of its own that is gone afterwards; raises `NoPastError`."""
    repository = open_repository(folder.root)
    if repository is None or repository.head is None:
        raise NoPastError("no_repository")
    try:
        commit = repository.resolve(revision)
        moment = repository.times(commit)[0][1]
    except (GitError, ValueError, IndexError):
        raise NoPastError("unknown_revision") from None
    hidden, publication = redactions_of(folder), publication_of(folder)
    repository.head = commit
    with TemporaryDirectory(prefix="aubette-past-") as name:
        root = Path(name) / "city"
        _lay_out(TreeSource(repository, commit), root)
        then = Folder(root, WorkTree(root), Schemas(schema_dir()))
        try:
            zone = ZoneInfo(then.money_and_time()[1])
        except FileNotFoundError:
            raise NoPastError("no_city") from None
        yield Past(
            then, repository, commit, datetime.fromtimestamp(moment, UTC).astimezone(zone).date(), hidden, publication
        )


def redactions_of(folder: Folder) -> tuple[Redaction, ...]:
    """What the work tree's `redactions.yml` hides; raises `NoPastError` where it is there and cannot be read."""
    entry = next((e for e in folder.source.entries("site_config") if e.path == REDACTIONS), None)
    if entry is None:
        return ()
    known = entry.mode in READABLE
    document = read_document(folder.source, entry, folder.schemas, Memory())[0] if known else None
    if document is None:
        raise NoPastError("redactions")
    zone = ZoneInfo(folder.money_and_time()[1])
    return tuple(build(Redaction, item, document.origin, zone) for item in document.data["redactions"])


def publication_of(folder: Folder) -> dict[str, tuple[Publication, ...]]:
    """What each edition of the work tree publishes when; raises `NoPastError` where one of them cannot be read."""
    zone = ZoneInfo(folder.money_and_time()[1])
    found: dict[str, tuple[Publication, ...]] = {}
    for entry in folder.source.entries(EDITIONS):
        if kind_of(entry.path) and entry.mode in READABLE:
            document, _ = read_document(folder.source, entry, folder.schemas, Memory())
            if document is None:
                raise NoPastError("editions")
            found[document.name] = build(Edition, document.data, document.origin, zone).publication
    return found


def _lay_out(source: TreeSource, root: Path) -> None:
    """Write the city's files of a commit; links, submodules and paths that lead elsewhere are left out."""
    root.mkdir()
    for entry in source.entries():
        if _is_ours(entry):
            place = root / entry.path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(source.read(entry.path))


def _is_ours(entry: Entry) -> bool:
    parts = PurePosixPath(entry.path).parts
    return entry.mode in (Mode.FILE, Mode.EXECUTABLE) and parts[0] in FOLDERS and ".." not in parts


def _is_hidden(finding: Finding, project: Project, redactions: Iterable[Redaction]) -> bool:
    """Whether a finding is about a field of a project that a redaction hides: it will not be shown."""
    if finding.place.file != project.origin.file:
        return False
    paths = (tuple(r.field.split(".")) for r in redactions if r.key == project.key)
    return any(finding.place.line in _lines(project, path) for path in paths)


def _lines(project: Project, path: tuple[str, ...]) -> range:
    """The lines of a field that is written: from its name to the next field beside or above it."""
    value: object = project
    starts = {project.origin.at(f.name).line for f in fields(project)}
    for depth, name in enumerate(path):
        if not is_dataclass(value) or getattr(value, name, None) is None:
            return range(0) if not isinstance(value, tuple) else _from(project, path[:depth], starts)
        starts |= {project.origin.at(*path[:depth], f.name).line for f in fields(value)}
        value = getattr(value, name)
    return _from(project, path, starts)


def _from(project: Project, path: tuple[str, ...], starts: set[int]) -> range:
    first = project.origin.at(*path).line
    return range(first, min((line for line in starts if line > first), default=1 << 30))
