"""A commit's files as a source, so that the past and a change are read by the same code as the work tree."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from aubette.history.git import Repository, TreeEntry
from aubette.model.source import Entry, Mode


class TreeSource:
    """The city's files in one commit, all read in one go the first time one is asked for."""

    def __init__(self, repository: Repository, revision: str) -> None:
        self.repository = repository
        self.revision = revision

    @cached_property
    def _tree(self) -> dict[str, TreeEntry]:
        prefix = self.repository.prefix
        return {entry.path.removeprefix(prefix): entry for entry in self.repository.tree(self.revision)}

    @cached_property
    def _content(self) -> dict[str, bytes]:
        return dict(self.repository.blobs(sorted({e.blob for e in self._tree.values() if e.mode != Mode.SUBMODULE})))

    def entries(self, under: str = "") -> Iterable[Entry]:
        """Every file below a folder, sorted by path as text."""
        prefix = f"{under}/" if under else ""
        rows = [(path, entry) for path, entry in self._tree.items() if path.startswith(prefix)]
        return [Entry(path, Mode(entry.mode), entry.size) for path, entry in sorted(rows)]

    def read(self, path: str) -> bytes:
        """The bytes of a file; raises `FileNotFoundError`."""
        entry = self._tree.get(path)
        if entry is None or entry.blob not in self._content:
            raise FileNotFoundError(path)
        return self._content[entry.blob]
