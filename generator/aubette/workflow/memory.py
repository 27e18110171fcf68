"""Where a city keeps what was read before: `.aubette-cache/`, that anyone may delete, and that git never sees."""

from __future__ import annotations

import os
import tempfile
import time
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


def recalled(root: Path) -> Memory:
    """What is remembered of a city's files; nothing where nothing usable is kept."""
    path = root / CACHE / FILE
    try:
        if path.is_symlink() or path.stat().st_size > HIGHEST:
            return Memory()
        with path.open("rb") as file:
            return reread(file, code_version())
    except OSError:
        return Memory()


def keep(root: Path, memory: Memory) -> None:
    """Write what was met, in one step; a folder that cannot be written only costs time at the next reading."""
    if not memory.changed:
        return
    folder = root / CACHE
    with suppress(OSError):
        folder.mkdir(exist_ok=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
        for left in folder.glob("*.tmp"):
            if left.stat().st_mtime < time.time() - STALE:
                left.unlink()
        descriptor, name = tempfile.mkstemp(suffix=".tmp", dir=folder)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.writelines(lines_of(memory, code_version()))
            Path(name).replace(folder / FILE)
        except BaseException:
            Path(name).unlink(missing_ok=True)
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
