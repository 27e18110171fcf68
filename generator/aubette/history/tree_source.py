"""A commit's files as a source, so that the past and a change are read by the same code as the work tree."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from aubette.history.git import Repository, TreeEntry
from aubette.model.source import Entry, Mode

MODES = {"100755": Mode.EXECUTABLE, "120000": Mode.SYMLINK, "160000": Mode.SUBMODULE}


class TreeSource:
    """The city's files in one commit (any revision that git understands); a file is read when it is asked for.

    Raises:
        GitError: there is no such revision, or the copy lacks a file's content.
    """

    def __init__(self, repository: Repository, revision: str) -> None:
        self.repository = repository
        self.revision = repository.resolve(revision)

    @cached_property
    def _tree(self) -> dict[str, TreeEntry]:
        prefix = self.repository.prefix
        entries = self.repository.tree(self.revision)
        found = {entry.path.removeprefix(prefix): entry for entry in entries}
        return dict(sorted(found.items()))

    def entries(self, under: str = "") -> Iterable[Entry]:
        """Every file below a folder, sorted by path as text."""
        prefix = f"{under}/" if under else ""
        return [
            Entry(path, MODES.get(entry.mode, Mode.FILE), entry.size)
            for path, entry in self._tree.items()
            if path.startswith(prefix)
        ]

    def read(self, path: str) -> bytes:
        """The bytes of a file; raises `FileNotFoundError` where there is none, also for a submodule."""
        entry = self._tree.get(path)
        raw = self.repository.blob(entry.blob) if entry and MODES.get(entry.mode) is not Mode.SUBMODULE else None
        if raw is None:
            raise FileNotFoundError(path)
        return raw
