"""Every data file in its canonical form, so that one edited field is one changed line; pictures without metadata."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aubette.load.canonical import reformat
from aubette.load.city import data_entries, kind_of
from aubette.load.comments import comment_lines
from aubette.load.limits import MIB, limits_of
from aubette.model.finding import Finding, Param, Place, Severity
from aubette.model.source import Mode
from aubette.workflow.folder import Folder

LARGEST_PICTURE = 64 * MIB
"""Bytes of a photograph as a camera writes it, before it is made small enough for a city's folder."""


@dataclass(frozen=True)
class Reformatted:
    """The files whose bytes would change, with their new bytes, and the findings of those that cannot be read."""

    changed: Mapping[str, bytes]
    findings: tuple[Finding, ...]
    files: int


def reformatted(folder: Folder, only: tuple[str, ...] = (), *, drop_comments: bool = False) -> Reformatted:
    """Compute the kept form of every data file and picture, or of those whose path starts with one of `only`.

    The kept form has no comments: a file that holds some is left as it is, with a warning, unless they may be dropped.
    """
    changed: dict[str, bytes] = {}
    findings: list[Finding] = []
    count = 0
    for entry in data_entries(folder.source):
        known = kind_of(entry.path)
        if known is None or (only and not entry.path.startswith(only)):
            continue
        count += 1
        raw = folder.source.read(entry.path)
        formatted = reformat(raw, entry.path, folder.schemas.document(known[0]), limits_of(entry.path))
        if formatted.data is None:
            findings.extend(f for f in formatted.findings if f.severity is Severity.ERROR)
        elif formatted.data != raw:
            lines = () if drop_comments else comment_lines(raw)
            if lines:
                findings.append(_commented(entry.path, lines))
            else:
                changed[entry.path] = formatted.data
    pictures, seen = kept_pictures(folder, only)
    return Reformatted({**changed, **pictures}, tuple(findings), count + seen)


def _commented(path: str, lines: tuple[int, ...]) -> Finding:
    told: dict[str, Param] = {"n": len(lines), "lines": tuple(map(str, lines))}
    return Finding("yaml/comments", Place(path, lines[0]), told, Severity.WARNING)


def kept_pictures(folder: Folder, only: tuple[str, ...] = ()) -> tuple[dict[str, bytes], int]:
    """The pictures that are kept in another form, with their new bytes, and how many pictures there are.

    What is no picture, or too large to be opened, stays as it is: the check tells.
    """
    entries = [
        entry
        for entry in folder.source.entries("projects")
        if "/media/" in entry.path and (not only or entry.path.startswith(only))
    ]
    if not entries:
        return {}, 0
    from aubette.load.pictures import MEDIA, kept

    entries = [e for e in entries if MEDIA.fullmatch(e.path) and e.mode is Mode.FILE and e.size <= LARGEST_PICTURE]
    changed: dict[str, bytes] = {}
    for entry in entries:
        raw = folder.source.read(entry.path)
        data = kept(entry.path, raw)
        if data is not None and data != raw:
            changed[entry.path] = data
    return changed, len(entries)
