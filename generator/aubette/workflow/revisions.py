"""Another state of the city: a git revision read as a source."""

from __future__ import annotations

from pathlib import Path

from aubette.history.git import GitError, open_repository
from aubette.history.tree_source import TreeSource
from aubette.model.source import Source


class UnknownRevisionError(Exception):
    """The repository has no such revision, or there is no repository."""


def source_at(root: Path, revision: str) -> Source:
    """The city's files as a revision holds them; raises `UnknownRevisionError`."""
    repository = open_repository(root)
    if repository is None:
        raise UnknownRevisionError(revision)
    try:
        return TreeSource(repository, repository.resolve(revision))
    except GitError:
        raise UnknownRevisionError(revision) from None
