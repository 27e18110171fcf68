"""Every data file in its one canonical form, so that one edited field is one changed line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aubette.load.canonical import reformat
from aubette.load.city import data_entries, kind_of
from aubette.load.limits import limits_of
from aubette.model.finding import Finding, Severity
from aubette.workflow.folder import Folder


@dataclass(frozen=True)
class Reformatted:
    """The files whose bytes would change, with their new bytes, and the findings of those that cannot be read."""

    changed: Mapping[str, bytes]
    findings: tuple[Finding, ...]
    files: int


def reformatted(folder: Folder, only: tuple[str, ...] = ()) -> Reformatted:
    """Compute the canonical form of every data file, or of those whose path starts with one of `only`."""
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
            changed[entry.path] = formatted.data
    return Reformatted(changed, tuple(findings), count)
