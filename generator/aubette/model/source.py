"""Where a city's files come from: the work tree, a git tree, or a test's dictionary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Mode(StrEnum):
    """Git's file modes; only `FILE` is welcome in a city's data.

    `OTHER` is what git does not store: a folder in a file's place, a pipe, a socket, what may not be read.
    """

    FILE = "100644"
    EXECUTABLE = "100755"
    SYMLINK = "120000"
    SUBMODULE = "160000"
    OTHER = "000000"


@dataclass(frozen=True, order=True, slots=True)
class Entry:
    """One file of a source: its path from the city's root with `/`, its mode and its size in bytes."""

    path: str
    mode: Mode
    size: int


class Source(Protocol):
    """A readable state of a city folder; the same code judges today's files, a pull request and the past."""

    def entries(self, under: str = "") -> Iterable[Entry]:
        """Every file below the folder `under`, sorted by path as text."""
        ...

    def read(self, path: str) -> bytes:
        """The bytes of a file; raises `FileNotFoundError` where there is none."""
        ...


@dataclass(frozen=True)
class MemorySource:
    """A source in memory, for values computed by the tool and for tests."""

    files: Mapping[str, bytes]

    def entries(self, under: str = "") -> Iterable[Entry]:
        """Every file below a folder, sorted by path."""
        prefix = f"{under}/" if under else ""
        return [
            Entry(path, Mode.FILE, len(data)) for path, data in sorted(self.files.items()) if path.startswith(prefix)
        ]

    def read(self, path: str) -> bytes:
        """The bytes of a file; raises `FileNotFoundError`."""
        try:
            return self.files[path]
        except KeyError:
            raise FileNotFoundError(path) from None
