"""A change held against the state before it: objects, files, the site's configuration, then everything `check` knows.

The order is that of the gate: what git stores is judged before any parser reads it, and a file refused there is not
read any further. What was already wrong before the change is told apart from what the change brings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date as Date

from aubette.history.git import GitError, Repository, open_repository
from aubette.history.tree_source import TreeSource
from aubette.load.attributes import FILE as ATTRIBUTES
from aubette.load.attributes import left_open
from aubette.load.city import CITY_FILE, kind_of
from aubette.load.files import BY_MODE, check_files
from aubette.load.limits import largest
from aubette.load.raw import MENDED_BYTES, read_raw
from aubette.load.shown import shown
from aubette.model.finding import Finding, Place, Severity, ordered
from aubette.model.source import Entry, MemorySource, Mode, Source
from aubette.rules.against_base_files import FileChanges, judge_files
from aubette.workflow.check import Checked, Since, check
from aubette.workflow.compare_mkdocs import MKDOCS
from aubette.workflow.compare_objects import Tree, judge_objects, touched
from aubette.workflow.compare_told import Told, tell
from aubette.workflow.folder import Folder

CITY = ("projects/", "site_config/", "votes/", "schema/")
SMALL = 512 * 1024


class NoBaseError(Exception):
    """There is nothing to compare with; `reason` is `no_repository`, `shallow`, `partial` or `unknown_revision`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Compared:
    """A check of a change; `new[i]` says whether the i-th finding was not there before; `told` says what changed.

    `base` is the state before.
    """

    checked: Checked
    new: tuple[bool, ...]
    told: tuple[Told, ...]
    base: Source = MemorySource({})


@dataclass(frozen=True)
class Screened:
    """A source without the files that the gate refused, so that no parser ever meets them."""

    source: Source
    refused: frozenset[str]

    def entries(self, under: str = "") -> Iterable[Entry]:
        """The source's entries that passed."""
        return [entry for entry in self.source.entries(under) if entry.path not in self.refused]

    def read(self, path: str) -> bytes:
        """The bytes of a file that passed; raises `FileNotFoundError`."""
        if path in self.refused:
            raise FileNotFoundError(path)
        return self.source.read(path)


def compare(
    folder: Folder, revision: str, today: Date, only: frozenset[str] = frozenset(), service: str = ""
) -> Compared:
    """Judge the folder as a change since a revision; raises `NoBaseError`."""
    repository, commit = _base(folder, revision)
    head = repository.head or commit
    before, after = _tree(repository, commit), _tree(repository, head)
    base = Screened(TreeSource(repository, commit), frozenset())
    gate = [*judge_objects(before, after)] if not only or only & {"bytes", "base"} else []
    paths = frozenset(entry.path for entry in folder.source.entries())
    stopped = frozenset(f.place.file for f in (*gate, *check_files(folder.source)) if _stops(f))
    refused = frozenset(path for path in paths if shown(path) in stopped)
    screened = replace(folder, source=Screened(folder.source, refused))
    earlier = replace(folder, source=base)
    merged = repository.is_ancestor(commit, head)
    old = check(earlier, today, only)
    since = Since(base, old, paths, service, repository.authors(commit, head)) if merged else None
    checked = check(screened, today, only, since)
    findings = [*gate, *_told_harder(checked.findings, base, TreeSource(repository, head))]
    if not only or "bytes" in only:
        findings.extend(f for f in check_files(folder.source) if f.place.file in stopped)
    if not only or "base" in only:
        findings.extend(_about_files(folder.source, base, before, after) if merged else _behind(revision))
        findings.extend(_unread_before(base, folder.source, old.loaded.findings))
    whole = ordered(_once(findings))
    known = _new(whole, old.findings)
    return Compared(replace(checked, findings=whole), tuple(known), tell(folder, base, screened.source), base)


def _base(folder: Folder, revision: str) -> tuple[Repository, str]:
    repository = open_repository(folder.root)
    if repository is None or repository.head is None:
        raise NoBaseError("no_repository")
    if repository.is_partial:
        raise NoBaseError("partial")
    try:
        commit = repository.resolve(revision)
    except (GitError, ValueError):
        raise NoBaseError("shallow" if repository.is_shallow else "unknown_revision") from None
    if repository.is_shallow and not repository.is_ancestor(commit, repository.head):
        raise NoBaseError("shallow")
    return repository, commit


def _tree(repository: Repository, commit: str) -> Tree:
    return {entry.path.removeprefix(repository.prefix): entry for entry in repository.tree(commit)}


def _stops(finding: Finding) -> bool:
    """Whether a file is not read any further: it is no plain file, or has no honest name.

    A file that is only marked as a program is read: else its project would seem to be gone.
    """
    return (
        finding.severity is Severity.ERROR
        and finding.code.startswith("files/")
        and finding.code != BY_MODE[Mode.EXECUTABLE]
    )


def _behind(revision: str) -> Iterator[Finding]:
    """The proposed state does not hold the state it is compared with: nothing can be said of the change."""
    yield Finding("base/behind", Place(".git"), {"revision": revision})


def _told_harder(findings: Iterable[Finding], before: Source, after: Source) -> Iterator[Finding]:
    """The same findings; what only an editor did to the bytes of a file is an error where a commit brings it.

    Whoever writes is not stopped, what is recorded is: every line would look changed for ever. It is said harder after
    everything was read, so that a file with such a flaw is still compared; both states are what git stores, since a
    checkout may write other line ends.
    """
    earlier: dict[str, str] = {}
    for finding in findings:
        if finding.code in MENDED_BYTES:
            earlier = earlier or {_about(entry.path): entry.path for entry in before.entries()}
            file = finding.place.file
            if finding.code in _flaws(after, file) - _flaws(before, earlier.get(_about(file), file)):
                yield replace(finding, severity=Severity.ERROR)
                continue
        yield finding


def _flaws(source: Source, path: str) -> frozenset[str]:
    """The codes of what is wrong with a file's bytes."""
    return frozenset(finding.code for finding in read_raw(_read(source, path), path, largest(path)).findings)


def _unread_before(base: Source, source: Source, found: Iterable[Finding]) -> Iterator[Finding]:
    """The files that could not be read before the change: nothing holds them to what they were.

    Where that is `city.yml`, no project was compared at all.
    """
    for file in sorted({f.place.file for f in found if f.severity is Severity.ERROR}):
        had = _read(base, file)
        if kind_of(file) and had and (file == CITY_FILE or had != _read(source, file)):
            yield Finding("base/unreadable", Place(file), {"name": file}, Severity.WARNING)


def _about_files(source: Source, base: Source, before: Tree, after: Tree) -> Iterator[Finding]:
    """What the rules say about the files that changed: the city's on disk, everything else in the commits."""
    old, new = _sizes(base), _sizes(source)
    outside = {p for p in touched(before, after) if not p.startswith(CITY) and p != MKDOCS}
    both = old.keys() & new.keys()
    edited = {p for p in both if old[p] != new[p] or _read(base, p) != _read(source, p)}
    small = [p for p in edited if p.startswith(("site_config/trust/", "votes/")) and new[p] <= SMALL]
    changes = FileChanges(
        added=frozenset((new.keys() - old.keys()) | (outside - before.keys())),
        edited=frozenset(edited | (outside & before.keys() & after.keys())),
        deleted=frozenset((old.keys() - new.keys()) | (outside - after.keys())),
        before={p: _read(base, p) for p in small},
        after={p: _read(source, p) for p in small},
        sealed=frozenset(p.split("/")[1] for p in old if p.startswith("votes/") and p.endswith("/MANIFEST")),
        founding=CITY_FILE not in old,
    )
    yield from judge_files(changes)
    if ATTRIBUTES in changes.deleted:
        yield from left_open("", sealed=bool(changes.sealed))


def _sizes(source: Source) -> dict[str, int]:
    return {e.path: e.size for e in source.entries() if e.path.startswith(CITY) or e.path == MKDOCS}


def _read(source: Source, path: str) -> bytes:
    """A file's bytes; nothing for a link, whose finding is elsewhere."""
    try:
        return source.read(path)
    except FileNotFoundError:
        return b""


def _identity(finding: Finding) -> tuple[str, ...]:
    """What makes a finding the same one after lines moved, and after a project's file took another title."""
    params = (f"{name}={value}" for name, value in sorted(finding.params.items()))
    return (finding.code, finding.severity.value, _about(finding.place.file), *params)


def _about(file: str) -> str:
    """What a file is about, whatever its title makes of its name."""
    return file.rpartition("-")[2] if file.startswith("projects/") else file


def _once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Each finding once, though two layers saw it."""
    seen: set[tuple[str, ...]] = set()
    for finding in findings:
        name = (*_identity(finding), str(finding.place))
        if name not in seen:
            seen.add(name)
            yield finding


def _new(findings: Iterable[Finding], old: Iterable[Finding]) -> Iterator[bool]:
    """For each finding, whether the state before the change had none like it left."""
    known = Counter(map(_identity, old))
    for finding in findings:
        name = _identity(finding)
        known[name] -= 1
        yield known[name] < 0
