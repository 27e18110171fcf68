"""Whose signature stands on the commits and tags of the votes: "verified by", or nothing.

A signature counts when `git verify-commit` or `git verify-tag` accepts it by the `allowed_signers` and `revoked_keys`
that the city keeps for the edition, in the namespace `git`. Nothing is said of any other commit: an unsigned one is no
less true, and a signature that nobody can check says nothing.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from aubette.history.git import Repository

SIGNERS, REVOKED = "allowed_signers", "revoked_keys"
EDITION = re.compile(r"votes/([^/]+)/")


def verified(repository: Repository, seals: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """The signers of commits, by commit; `seals` are the commits that wrote each file below `votes/`.

    Raises:
        GitError: the repository cannot be read.
    """
    by_edition: dict[str, dict[str, None]] = {}
    for path, commits in seals.items():
        found = EDITION.match(path)
        if found:
            by_edition.setdefault(found[1], {}).update(dict.fromkeys(commits))
    signed = set(repository.signed(dict.fromkeys(c for commits in by_edition.values() for c in commits)))
    tags = repository.tags() if by_edition else ()
    made: dict[str, str] = {}
    for edition, commits in by_edition.items():
        wanted = [("commit", commit, commit) for commit in commits if commit in signed]
        wanted += [("tag", tag, commit) for tag, commit in tags if commit in commits]
        if wanted:
            made |= _of_edition(repository, edition, wanted)
    return made


def _of_edition(repository: Repository, edition: str, wanted: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """The signers of the commits (or of the tags on them) by the trusted keys of one edition, as committed."""
    folder = f"site_config/trust/{edition}"
    held = {entry.path.rpartition("/")[2]: entry.blob for entry in repository.tree(repository.head or "HEAD", folder)}
    trusted = {name: repository.blob(held[name]) if name in held else b"" for name in (SIGNERS, REVOKED)}
    if not trusted[SIGNERS]:
        return {}
    with tempfile.TemporaryDirectory() as room:
        for name, data in trusted.items():
            Path(room, name).write_bytes(data or b"")
        found = {
            commit: repository.verified(kind, name, Path(room, SIGNERS), Path(room, REVOKED))
            for kind, name, commit in wanted
        }
    return {commit: who for commit, who in found.items() if who}
