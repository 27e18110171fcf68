"""The city's files as they stand on disk."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from aubette.load.limits import FOLDERS
from aubette.load.litter import is_litter
from aubette.model.source import Entry, Mode

READING = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
NAMES_OF_FILES = (".md", ".geojson", ".csv", ".json")
OF_GIT = ".git"
"""At the root it is the repository's own: a folder, or a file where one repository has several work trees."""

ALL_READ = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH
SIGNS = frozenset(("\0", os.sep, os.altsep or os.sep))
"""What no name holds; a backslash stands in one where it does not separate folders."""


class WorkTree:
    """A source over a folder on disk. It follows no symbolic link and never leaves the folder.

    Symbolic links are listed as such, a folder with a `.git` of its own as a submodule; what file managers and
    editors leave behind is not listed. What cannot be read as a file where one should be is `Mode.OTHER`: a folder,
    a pipe, a socket, a device, a file or folder without the right to read it.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._prefix = f"{root.absolute()}/"
        self._own_folders = {""}

    def entries(self, under: str = "") -> tuple[Entry, ...]:
        """See `Source`; at the root, the files there and everything in the city's folders."""
        start = under.strip("/")
        if not self._is_own(start):
            return ()
        return tuple(sorted(self._walk(start), key=lambda entry: entry.path))

    def read(self, path: str) -> bytes:
        """See `Source`; a symbolic link, or a path through one or out of the folder, counts as no file."""
        parent, _, name = path.rpartition("/")
        if not _is_plain(name) or not self._is_own(parent):
            raise FileNotFoundError(path)
        try:
            descriptor = os.open(self._prefix + path, READING)
        except OSError as error:
            raise FileNotFoundError(path) from error
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise FileNotFoundError(path)
            with io.FileIO(descriptor, closefd=False) as file:
                return file.readall()
        finally:
            os.close(descriptor)

    def _is_own(self, folder: str) -> bool:
        """Whether a folder is one of ours, reached without a symbolic link; asked once for each."""
        if folder in self._own_folders:
            return True
        parent, _, name = folder.rpartition("/")
        if not _is_plain(name) or not self._is_own(parent):
            return False
        try:
            own = stat.S_ISDIR(os.lstat(self._prefix + folder).st_mode)
        except OSError:
            return False
        if own:
            self._own_folders.add(folder)
        return own

    def _walk(self, folder: str) -> Iterator[Entry]:
        prefix = f"{folder}/" if folder else ""
        try:
            found = os.scandir(self._prefix + folder)
        except OSError:
            if folder and Path(self._prefix, folder).is_dir():
                yield Entry(folder, Mode.OTHER, 0)
            return
        with found:
            for item in found:
                if not is_litter(item.name) and (folder or item.name != OF_GIT):
                    yield from self._entry(item, prefix + item.name)

    def _entry(self, item: os.DirEntry[str], path: str) -> Iterator[Entry]:
        if item.is_symlink():
            if "/" in path or path in FOLDERS or path.endswith(".yml"):
                yield Entry(path, Mode.SYMLINK, 0)
        elif item.is_dir(follow_symlinks=False):
            if "/" in path or path in FOLDERS:
                nested = os.path.lexists(f"{item.path}/.git")
                yield from (Entry(path, Mode.SUBMODULE, 0),) if nested else self._walk(path)
            if path.endswith(".yml") or ("/" in path and path.endswith(NAMES_OF_FILES)):
                yield Entry(path, Mode.OTHER, 0)
        elif "/" in path or path in FOLDERS or item.is_file(follow_symlinks=False) or path.endswith(".yml"):
            yield _plain_file(item, path)


def _plain_file(item: os.DirEntry[str], path: str) -> Entry:
    """What is no folder: a file, or what only has the name of one."""
    status = item.stat(follow_symlinks=False)
    closed = status.st_mode & ALL_READ != ALL_READ and not os.access(item.path, os.R_OK)
    if path in FOLDERS or closed or not stat.S_ISREG(status.st_mode):
        return Entry(path, Mode.OTHER, 0)
    executable = os.name == "posix" and status.st_mode & stat.S_IXUSR
    return Entry(path, Mode.EXECUTABLE if executable else Mode.FILE, status.st_size)


def _is_plain(name: str) -> bool:
    """Whether one step of a path leads down to something of that name, and nowhere else."""
    return name not in ("", ".", "..") and not any(sign in name for sign in SIGNS)
