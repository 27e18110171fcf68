"""Where a city keeps what was read before: `.aubette-cache/`, that anyone may delete, and that git never sees.

What came with the repository was kept by a stranger, and is not believed: a change could bring verdicts of its own.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

import aubette
from aubette.load.memory import Memory, lines_of, reread
from aubette.load.root import schema_dir

CACHE = ".aubette-cache"
FILE = "read.jsonl"
HIGHEST = 512 * 1024 * 1024
STALE = 3600
"""Seconds after which what a killed run left behind is nobody's."""

READERS = ("load", "model", "rules")
INDEX_VERSION = slice(4, 8)
COMPRESSED = 4
"""The version of git's index in which names are cut, so that none can be looked for."""


def is_ours(root: Path) -> bool:
    """Whether what is kept was kept here: its folder is no link, and git tracks nothing in it."""
    if (root / CACHE).is_symlink():
        return False
    try:
        data = next((index.read_bytes() for index in _indexes(root) if index.is_file()), b"")
    except OSError:
        return False
    return int.from_bytes(data[INDEX_VERSION]) != COMPRESSED and f"{CACHE}/".encode() not in data


def _indexes(root: Path) -> Iterator[Path]:
    """Where the index of the repository around a folder would be, the nearest first."""
    for folder in (root.absolute(), *root.absolute().parents):
        place = folder / ".git"
        if place.is_file():
            place = folder / place.read_text("utf-8", "replace").removeprefix("gitdir:").strip()
        yield place / "index"


def recalled(root: Path) -> Memory:
    """What is remembered of a city's files; nothing where nothing usable is kept."""
    path = root / CACHE / FILE
    if not is_ours(root):
        return Memory()
    try:
        if path.is_symlink() or path.stat().st_size > HIGHEST:
            return Memory()
        with path.open("rb") as file:
            return reread(file, code_version())
    except OSError:
        return Memory()


def keep(root: Path, memory: Memory) -> None:
    """Write what was met; a folder that cannot be written only costs time at the next reading."""
    if memory.changed:
        put(root, FILE, lines_of(memory, code_version()))


def put(root: Path, name: str, lines: Iterable[bytes]) -> None:
    """Write a file of the kept ones, in one step and where they are ours; what fails leaves the one before."""
    if not is_ours(root):
        return
    folder = root / CACHE
    with suppress(OSError):
        folder.mkdir(exist_ok=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
        for left in folder.glob("*.tmp"):
            if left.stat().st_mtime < time.time() - STALE:
                left.unlink()
        descriptor, draft = tempfile.mkstemp(suffix=".tmp", dir=folder)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.writelines(lines)
            Path(draft).replace(folder / name)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise


@cache
def code_version() -> str:
    """A digest of the code and the schemas that decide what a file says."""
    home = Path(aubette.__file__).parent
    files = [path for name in READERS for path in sorted((home / name).rglob("*.py"))]
    seen = sha256()
    for path in (*files, *sorted(schema_dir().glob("*.json"))):
        seen.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return seen.hexdigest()
