"""What the last site was built from, so that a file lost since is told where no repository would tell it.

A build leaves the list of its files in `.aubette-cache/`. Git knows better: in a repository a removal is a commit, and
the list is not asked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from aubette.history.git import open_repository
from aubette.history.guards import vanished
from aubette.load.files import KEPT_EMPTY
from aubette.load.limits import FOLDERS
from aubette.load.pages import LOOK
from aubette.load.shown import shown
from aubette.model.finding import Finding, Place
from aubette.model.source import Source
from aubette.workflow.folder import Folder
from aubette.workflow.memory import CACHE, is_ours, put

FILE = "built-from.json"
FORM = "aubette-inputs/1"
HIGHEST = 64 * 1024 * 1024


def lost(folder: Folder, *, cold: bool) -> tuple[Finding, ...]:
    """An error for each file that git knows, or else the last build read, and that is not there any more."""
    repository = open_repository(folder.root)
    if repository is not None or cold:
        return vanished(repository)
    there = set(inputs(folder.source))
    gone = [path for path in _before(folder.root) if path not in there]
    return tuple(Finding("history/lost", Place(shown(path), 1, 1)) for path in gone)


def note(folder: Folder) -> None:
    """Remember the files of a city from which a site was built."""
    data = {"schema": FORM, "files": list(inputs(folder.source))}
    put(folder.root, FILE, [json.dumps(data, indent=0).encode()])


def inputs(source: Source) -> Iterator[str]:
    """The paths of everything that a site is built from."""
    for entry in source.entries():
        if entry.path == LOOK or (entry.path.startswith(FOLDERS) and not entry.path.endswith(KEPT_EMPTY)):
            yield entry.path


def _before(root: Path) -> list[str]:
    """The list that the last build left; nothing where there is none that can be believed."""
    path = root / CACHE / FILE
    try:
        if not is_ours(root) or path.is_symlink() or path.stat().st_size > HIGHEST:
            return []
        data = json.loads(path.read_bytes())
        files = data["files"] if data["schema"] == FORM else []
        return sorted(path for path in files if isinstance(path, str))
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return []
