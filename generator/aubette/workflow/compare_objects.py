"""What git stores of a change, judged before any parser: modes, names and twins (reference: trust, gate order).

A work tree may hide what a commit holds: a checkout without symbolic links turns one into a text file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from aubette.history.git import TreeEntry
from aubette.history.tree_source import MODES
from aubette.load.files import AT_THE_ROOT, BY_MODE, GIT_FILES, check_files
from aubette.load.limits import is_data
from aubette.load.shown import shown
from aubette.model.finding import Finding, Place
from aubette.model.source import Entry, Mode

Tree = Mapping[str, TreeEntry]


@dataclass(frozen=True)
class Listing:
    """Entries without content: all that the judgement of names and modes needs."""

    listed: tuple[Entry, ...]

    def entries(self, under: str = "") -> tuple[Entry, ...]:
        """Every entry below a folder."""
        return tuple(entry for entry in self.listed if not under or entry.path.startswith(f"{under}/"))

    def read(self, path: str) -> bytes:
        """Nothing is held; raises `FileNotFoundError`."""
        raise FileNotFoundError(path)


def touched(before: Tree, after: Tree) -> frozenset[str]:
    """The paths whose content or mode a change adds, edits or deletes."""
    paths = before.keys() | after.keys()
    return frozenset(p for p in paths if _facts(before.get(p)) != _facts(after.get(p)))


def _facts(entry: TreeEntry | None) -> tuple[str, str] | None:
    return (entry.mode, entry.blob) if entry else None


def judge_objects(before: Tree, after: Tree) -> Iterator[Finding]:
    """Everything wrong with the entries that a change brings, wherever in the repository they stand."""
    changed = touched(before, after) & after.keys()
    entries = [Entry(p, MODES.get(e.mode, Mode.FILE), e.size) for p, e in sorted(after.items())]
    names = {shown(path) for path in changed}
    yield from (f for f in check_files(Listing(tuple(entries))) if f.place.file in names)
    for entry in entries:
        if entry.path in changed and not is_data(entry.path):
            yield from _elsewhere(entry)


def _elsewhere(entry: Entry) -> Iterator[Finding]:
    """Beside the city's folders: no links, no repositories in the repository, no attributes that bend bytes."""
    place = Place(shown(entry.path))
    if entry.mode in (Mode.SYMLINK, Mode.SUBMODULE):
        yield Finding(BY_MODE[entry.mode], place)
    name = entry.path.rpartition("/")[2]
    if name in GIT_FILES and name != ".gitignore" and entry.path not in AT_THE_ROOT:
        yield Finding("files/git-file", place, {"name": name})
