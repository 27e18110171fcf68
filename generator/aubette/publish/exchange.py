"""Putting a finished site in place in one step: a crash, a full disk or a kill leaves the old site whole.

On Linux the two folders change names in one system call (`renameat2` with RENAME_EXCHANGE); elsewhere the old one
steps aside first. A folder that this tool did not write is never replaced.
"""

from __future__ import annotations

import ctypes
import os
import shutil
from pathlib import Path

MARKER = ".aubette-site"
AT_FDCWD = -100
RENAME_EXCHANGE = 2


class NotOurSiteError(Exception):
    """The target holds files that no build of ours wrote."""


def staging_for(target: Path) -> Path:
    """An empty folder beside the target, on the same disk; what a killed build left behind is removed first.

    Raises:
        NotOurSiteError: the target is not empty and carries no marker of ours.
        OSError: the folder cannot be made.
    """
    if target.exists() and not target.is_dir():
        raise NotOurSiteError(str(target))
    if target.is_dir() and any(target.iterdir()) and not (target / MARKER).is_file():
        raise NotOurSiteError(str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    for leftover in target.parent.glob(f".{target.name}.aubette-*"):
        if not _alive(leftover.name.rsplit("-", 1)[1]):
            shutil.rmtree(leftover, ignore_errors=True)
    staging = target.parent / f".{target.name}.aubette-{os.getpid()}"
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir()
    return staging


def _alive(pid: str) -> bool:
    """Whether the build with this process number is still running."""
    try:
        os.kill(int(pid), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return int(pid) != os.getpid()


def put_in_place(staging: Path, target: Path) -> None:
    """Exchange the finished folder with the target, then remove what the target held."""
    (staging / MARKER).write_text("This folder is written by aubette build; it is replaced as a whole.\n", "utf-8")
    if not target.exists():
        staging.rename(target)
        return
    if not _exchanged(staging, target):
        aside = staging.with_name(staging.name + ".old")
        target.rename(aside)
        staging.rename(target)
        staging = aside
    shutil.rmtree(staging, ignore_errors=True)


def _exchanged(first: Path, second: Path) -> bool:
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    names = (os.fsencode(first), os.fsencode(second))
    return bool(call(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE) == 0)
