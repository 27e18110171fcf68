"""Writing files into a city folder: all or none of a set, each put in place in one step."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


class WouldOverwriteError(Exception):
    """A file that must be new is already there; the argument is its path."""


def write_files(root: Path, files: Mapping[str, bytes], *, new: bool = False) -> tuple[str, ...]:
    """Write files by path below a root and return the paths, sorted; with `new`, none may exist.

    Raises:
        WouldOverwriteError: with `new`, before anything is written.
    """
    for path in sorted(files):
        if new and (root / path).exists():
            raise WouldOverwriteError(path)
    staged: list[tuple[Path, Path]] = []
    try:
        for path, data in sorted(files.items()):
            place = root / path
            place.parent.mkdir(parents=True, exist_ok=True)
            aside = place.with_name(f".{place.name}.{os.getpid()}")
            aside.write_bytes(data)
            staged.append((aside, place))
        for aside, place in staged:
            aside.replace(place)
    finally:
        for aside, _ in staged:
            aside.unlink(missing_ok=True)
    return tuple(sorted(files))
