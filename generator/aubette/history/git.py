"""The only module that runs git, through GitPython's `repo.git.<verb>` with constant arguments.

Revisions are resolved to full hashes first, paths come after `--`. Neither the system's nor the user's configuration
is read, and what a repository's own could change about an answer is set here. Nothing fetches, clones or configures.
"""

from __future__ import annotations

import configparser
import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from aubette.history.surroundings import ENVIRONMENT, LOCATIONS, configured, places, trusting, unset

try:
    import git
except ImportError:  # GitPython refuses to be imported where there is no git: the city is then without history
    git = None  # type: ignore[assignment]

FOLDERS = ("projects", "site_config", "votes", "mkdocs.yml")
FIELDS = ("%H", "%ct", "%aN", "%s", "%b", "%(trailers:key=Bulk,valueonly,separator=%x2C)")
RECORD = "".join(f"{field}%x00" for field in FIELDS)
CHUNK = 64
"""How many blobs are asked for before any is read: fewer bytes than the smallest pipe holds, so nobody waits."""
TAG = "%(objecttype) %(objectname) %(*objecttype) %(*objectname)"
BLOCK = 1 << 20
SIGNATURE = re.compile(rb"^gpgsig(?:-sha256)? ", re.MULTILINE)
GOOD = re.compile(r'^Good "git" signature for ([a-z0-9]+(?:-[a-z0-9]+)*) with ', re.MULTILINE)


class GitError(Exception):
    """Git refused: an unknown revision, a damaged repository."""


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """One line of a tree: mode, blob, size and path from the repository's root."""

    mode: str
    blob: str
    size: int
    path: str


class Repository:
    """A git repository and where the city's folder stands in it (`prefix` ends with `/`, or is empty)."""

    def __init__(self, repo: git.Repo, prefix: str) -> None:
        self.repo = repo
        self.prefix = prefix
        self._reader: Any = None
        repo.git.update_environment(**ENVIRONMENT, **configured({}), **_places(repo))

    def _run(self, verb: str, *arguments: str) -> str:
        try:
            return str(getattr(self.repo.git, verb)(*arguments, strip_newline_in_stdout=False))
        except git.GitCommandError as error:
            raise GitError(f"git {verb}: {str(error.stderr).strip()}") from None
        except ValueError as error:  # a NUL in a revision
            raise GitError(f"git {verb}: {error}") from None

    def resolve(self, revision: str) -> str:
        """The full hash of a revision; raises `GitError`."""
        found = self._run("rev_parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").strip()
        if len(found) not in (40, 64):
            raise GitError(revision)
        return found

    @cached_property
    def head(self) -> str | None:
        """The current commit, None in a repository without one."""
        try:
            return self.resolve("HEAD")
        except GitError:
            return None

    @cached_property
    def is_shallow(self) -> bool:
        """Whether older commits are missing from this copy."""
        return self._run("rev_parse", "--is-shallow-repository").strip() == "true"

    @cached_property
    def is_partial(self) -> bool:
        """Whether blobs may be missing from this copy, to be fetched when asked for."""
        common = Path(self.repo.git.environment()["GIT_COMMON_DIR"])
        if any((common / "objects" / "pack").glob("*.promisor")):
            return True
        config = common / "config"
        return config.is_file() and "partialclone" in config.read_text("utf-8", "replace").lower()

    def dirty(self) -> tuple[str, ...]:
        """Paths of the city that differ from the commit, sorted; new files count.

        Comparing files may run filters that the repository configures, so a stranger's repository is not compared.
        """
        if hasattr(os, "geteuid") and Path(self.repo.git_dir).stat().st_uid != os.geteuid():
            return ()
        said = self._run("status", "--porcelain=v1", "-z", "--no-renames", "--", *self.folders())
        return tuple(sorted(row[3:].removeprefix(self.prefix) for row in said.split("\0") if row))

    def deleted(self) -> tuple[str, ...]:
        """Paths of the city that the index knows and where the work tree has no file any more, sorted."""
        top = Path(str(self.repo.working_tree_dir))
        known = self._run("ls_files", "-z", "--full-name", "--", *self.folders()).split("\0")
        lost = {path for path in known if path and not ((top / path).is_symlink() or (top / path).is_file())}
        return tuple(sorted(path.removeprefix(self.prefix) for path in lost))

    def is_ancestor(self, earlier: str, later: str) -> bool:
        """Whether one commit is in the past of another; False when this copy does not have it."""
        try:
            self._run("merge_base", "--is-ancestor", self.resolve(earlier), self.resolve(later))
        except GitError:
            return False
        return True

    def continues(self, earlier: str, later: str) -> bool:
        """Whether one commit stands on the first-parent line of another, so that a log can go on from it."""
        if earlier == later:
            return True
        try:
            span = f"{self.resolve(earlier)}..{self.resolve(later)}"
            rows = self._run("rev_list", "--first-parent", "--parents", span, "--").splitlines()
        except GitError:
            return False
        return bool(rows) and rows[-1].split()[1:2] == [earlier]

    def authors(self, earlier: str, later: str) -> frozenset[str]:
        """The names, as `.mailmap` has them, of those who wrote the commits that one commit has and another has not.

        Merges are left out: they bring what others wrote.
        """
        span = f"{self.resolve(earlier)}..{self.resolve(later)}"
        return frozenset(self._run("log", "--no-merges", "--format=%aN", span, "--").splitlines())

    def folders(self) -> tuple[str, ...]:
        """The city's paths as the repository names them."""
        return tuple(f"{self.prefix}{folder}" for folder in FOLDERS)

    def times(self, head: str, since: str | None = None) -> list[tuple[str, int]]:
        """The commits of the first-parent line with their committers' times, newest first; `since` is the last one.

        Raises:
            GitError: when git ends in an error.
        """
        said = self._run("rev_list", "--first-parent", "--timestamp", "--boundary", self._span(head, since), "--")
        rows = (row.split(" ") for row in said.splitlines())
        return [(commit.removeprefix("-"), int(time)) for time, commit in rows]

    def _span(self, head: str, since: str | None) -> str:
        return f"{self.resolve(since)}..{self.resolve(head)}" if since else self.resolve(head)

    def log(self, head: str, since: str | None = None) -> Iterator[bytes]:
        """The first-parent log of the city's files, newest first, as git's NUL-ended fields.

        A commit is the `FIELDS`, then for each file `:modes blobs letter` and one path, two for a rename. Commits and
        files that are none of the city's come along where the city is the whole repository: asking git to leave them
        out would double its work.

        Raises:
            GitError: when git ends in an error.
        """
        shape = ("--first-parent", "-m", "--raw", "-z", "-M", "--no-abbrev", "--encoding=UTF-8", f"--format={RECORD}")
        paths = self.folders() if self.prefix else ()
        process = self.repo.git.log(*shape, self._span(head, since), "--", *paths, as_process=True)
        rest = b""
        for block in iter(lambda: process.stdout.read(BLOCK), b""):
            *fields, rest = (rest + block).split(b"\0")
            yield from fields
        if rest:
            yield rest
        try:
            process.wait()
        except git.GitCommandError as error:
            raise GitError(f"git log: {str(error.stderr).strip()}") from None

    def tree(self, revision: str, under: str = "") -> Iterator[TreeEntry]:
        """The files of a commit below a folder, sorted by path as git sorts them."""
        paths = (f"{self.prefix}{under}",) if under or self.prefix else ()
        said = self._run("ls_tree", "-r", "-z", "-l", "--full-tree", self.resolve(revision), "--", *paths)
        for row in said.split("\0"):
            if row:
                facts, path = row.split("\t", 1)
                mode, _, blob, size = facts.split()
                yield TreeEntry(mode, blob, 0 if size == "-" else int(size), path)

    def blobs(self, names: Iterable[str]) -> Iterator[bytes | None]:
        """The content of blobs in the order asked, None for one that is missing; all through one `cat-file --batch`.

        Raises:
            GitError: git ended, as it does where it may not fetch a blob that a partial copy lacks.
        """
        asked = iter(names)
        while chunk := list(islice(asked, CHUNK)):
            yield from self._read(chunk)

    def blob(self, name: str) -> bytes | None:
        """The content of one blob, None if it is missing; raises `GitError` as `blobs` does."""
        return self._read([name])[0]

    def signed(self, commits: Iterable[str]) -> tuple[str, ...]:
        """Those of the commits that carry a signature, whoever made it; raises `GitError` as `blobs` does."""
        return tuple(name for name in commits if SIGNATURE.search(self._read([name], b"commit")[0] or b""))

    def tags(self) -> tuple[tuple[str, str], ...]:
        """The annotated tags on commits: the tag's own hash and the commit's."""
        said = self._run(
            "for_each_ref", "--format=%(objecttype) %(objectname) %(*objecttype) %(*objectname)", "refs/tags"
        )
        rows = (row.split(" ") for row in said.splitlines())
        return tuple((row[1], row[3]) for row in rows if row[0] == "tag" and row[2] == "commit")

    def verified(self, kind: str, name: str, signers: Path, revoked: Path) -> str:
        """Who signed a commit or a tag (`kind`), as `git verify-commit` finds by a file of allowed signers, else "".

        Only signatures by SSH keys are looked at; no program that the repository names is run.
        """
        verb = self.repo.git.verify_tag if kind == "tag" else self.repo.git.verify_commit
        with self.repo.git.custom_environment(**trusting(signers, revoked)):
            status, _, said = verb(name, with_extended_output=True, with_exceptions=False)
        found = GOOD.search(str(said))
        return found[1] if status == 0 and found else ""

    def _read(self, names: list[str], kind: bytes = b"blob") -> list[bytes | None]:
        if self._reader is None:
            self._reader = self.repo.git.cat_file("--batch", as_process=True, istream=subprocess.PIPE)
        try:
            self._reader.stdin.write("".join(f"{name}\n" for name in names).encode())
            self._reader.stdin.flush()
            return [self._one(name, kind) for name in names]
        except (OSError, ValueError):
            raise GitError("git cat-file") from None

    def _one(self, name: str, kind: bytes) -> bytes | None:
        header = self._reader.stdout.readline().split()
        if not header:
            raise GitError(f"git cat-file: {name}")
        if len(header) != 3:
            return None
        data: bytes = self._reader.stdout.read(int(header[2]) + 1)
        return data[:-1] if header[1] == kind else None


def _places(repo: git.Repo) -> dict[str, str]:
    with unset(LOCATIONS):
        return places(Path(repo.git_dir), Path(repo.common_dir), Path(str(repo.working_tree_dir)))


def has_git() -> bool:
    """Whether this machine has git at all."""
    return git is not None


def open_repository(root: Path) -> Repository | None:
    """The repository that holds a city's folder, or None where there is none (or no git on this machine)."""
    if git is None:
        return None
    try:
        with unset(LOCATIONS):
            repo = git.Repo(root, search_parent_directories=True, expand_vars=False)
        if repo.working_tree_dir is None:
            return None
        prefix = root.resolve().relative_to(Path(repo.working_tree_dir).resolve()).as_posix()
    except (git.exc.GitError, OSError, ValueError, configparser.Error):
        return None
    found = Repository(repo, "" if prefix == "." else f"{prefix}/")
    return found if not found.prefix or found.head is None or _holds(found) else None


def _holds(repository: Repository) -> bool:
    """Whether the commit knows the city's folder; a repository further up may be about something else."""
    return next(repository.tree("HEAD"), None) is not None
