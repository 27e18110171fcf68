"""The only module that runs git, through GitPython's `repo.git.<verb>` with constant arguments.

Revisions are resolved to full hashes first, paths come after `--`, and neither the system's nor the user's
configuration is read. Nothing here fetches, clones or configures.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import git

ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
FOLDERS = ("projects", "site_config", "votes", "mkdocs.yml")
RECORD = "%x01%H%x00%P%x00%ct%x00%at%x00%aN%x00%s%x00%(trailers:key=Bulk,valueonly,separator=%x2C)%x00"


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
        repo.git.update_environment(**ENVIRONMENT)

    def _run(self, verb: str, *arguments: str) -> str:
        try:
            return str(getattr(self.repo.git, verb)(*arguments, strip_newline_in_stdout=False))
        except git.GitCommandError as error:
            raise GitError(f"git {verb}: {str(error.stderr).strip()}") from None

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
        """Whether blobs may be missing from this copy."""
        return "partialclone" in (Path(self.repo.common_dir) / "config").read_text("utf-8", "replace").lower()

    def dirty(self) -> tuple[str, ...]:
        """Paths of the city that differ from the commit, sorted; new files count."""
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

    def commit_time(self, revision: str) -> int:
        """The committer's time of a commit, in seconds since 1970."""
        return int(self._run("show", "-s", "--format=%ct", self.resolve(revision)).strip())

    def folders(self) -> tuple[str, ...]:
        """The city's paths as the repository names them."""
        return tuple(f"{self.prefix}{folder}" for folder in FOLDERS)

    def log(self, head: str, since: str | None = None) -> Iterator[bytes]:
        """The first-parent history of the city's files, a chunk a commit, newest first: header, then raw changes."""
        span = f"{self.resolve(since)}..{self.resolve(head)}" if since else self.resolve(head)
        arguments = ("--first-parent", "-m", "--raw", "-z", "-M", "--no-abbrev", f"--format={RECORD}")
        process = self.repo.git.log(*arguments, span, "--", *self.folders(), as_process=True)
        rest = b""
        for block in iter(lambda: process.stdout.read(1 << 20), b""):
            *chunks, rest = (rest + block).split(b"\x01")
            yield from (chunk for chunk in chunks if chunk)
        if rest:
            yield rest
        process.wait()

    def tree(self, revision: str, under: str = "") -> Iterator[TreeEntry]:
        """The files of a commit below a folder, sorted by path as git sorts them."""
        arguments = ("-r", "-z", "-l", "--full-tree", self.resolve(revision))
        paths = (f"{self.prefix}{under}",) if under or self.prefix else ()
        for row in self._run("ls_tree", *arguments, "--", *paths).split("\0"):
            if row:
                facts, path = row.split("\t", 1)
                mode, _, blob, size = facts.split()
                yield TreeEntry(mode, blob, 0 if size == "-" else int(size), path)

    def blobs(self, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """The content of many blobs through one `cat-file --batch`, in the order asked; a missing one is skipped."""
        process = self.repo.git.cat_file("--batch", "--buffer", as_process=True, istream=subprocess.PIPE)
        wanted = list(names)
        out, _ = process.proc.communicate("".join(f"{name}\n" for name in wanted).encode())
        position = 0
        for name in wanted:
            end = out.index(b"\n", position)
            header = out[position:end].split()
            position = end + 1
            if len(header) == 3 and header[1] == b"blob":
                size = int(header[2])
                yield name, out[position : position + size]
                position += size + 1


def open_repository(root: Path) -> Repository | None:
    """The repository that holds a city's folder, or None where there is none."""
    try:
        repo = git.Repo(root, search_parent_directories=True)
    except (git.InvalidGitRepositoryError, git.NoSuchPathError, git.GitCommandError):
        return None
    if repo.working_tree_dir is None:
        return None
    prefix = root.resolve().relative_to(Path(repo.working_tree_dir).resolve()).as_posix()
    return Repository(repo, "" if prefix == "." else f"{prefix}/")
