"""The proof that what was kept between two builds changes nothing: a build from nothing gives the same bytes."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from aubette.model.finding import Finding, Place
from aubette.workflow.build import Built


def unlike_a_clean_build(built: Built, again: Callable[[Path], Built]) -> tuple[Finding, ...]:
    """An error for each file of a site that a clean build into another folder, `again`, makes otherwise."""
    if built.target is None:
        return ()
    with tempfile.TemporaryDirectory(prefix="aubette-verify-") as folder:
        clean = again(Path(folder) / "site")
        if clean.target is None:
            return clean.report.findings
        different = differing(built.target, clean.target)
    return tuple(Finding("build/unlike-clean", Place(str(built.target / path)), {"file": path}) for path in different)


def differing(first: Path, second: Path) -> tuple[str, ...]:
    """The paths of the files that only one of two folders holds, or that hold other bytes."""
    ours, theirs = _files(first), _files(second)
    both = sorted(ours & theirs)
    changed = {path for path in both if (first / path).read_bytes() != (second / path).read_bytes()}
    return tuple(sorted(changed | (ours ^ theirs)))


def _files(root: Path) -> frozenset[str]:
    return frozenset(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
