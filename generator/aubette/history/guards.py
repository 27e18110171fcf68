"""What would make a date wrong is said before any date is: shallow and partial copies, missing and unsaved history.

What the past itself holds against it (clocks, authors that no service knows, states that cannot be read) is told beside
the dates, never put right in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date as Date

from aubette.history.git import Repository, has_git
from aubette.history.timeline import Past
from aubette.model.change import Doubt, Entry
from aubette.model.finding import Finding, Place, Severity

HERE = Place(".git")
ADDRESS = re.compile(r"\S+@\S+")
MOST_NAMED = 5
SHORT = 10


def guard(repository: Repository | None) -> tuple[Finding, ...]:
    """The findings about a city's repository; None stands for no repository at all."""
    if repository is None or repository.head is None:
        code = "history/no-repository" if has_git() else "history/no-git"
        return (Finding(code, HERE, severity=Severity.WARNING),)
    findings = []
    if repository.is_shallow:
        findings.append(Finding("history/shallow", HERE))
    if repository.is_partial:
        findings.append(Finding("history/partial", HERE))
    unsaved = repository.dirty()
    if unsaved:
        place = Place(unsaved[0])
        findings.append(Finding("history/dirty", place, {"n": len(unsaved), "files": unsaved[:5]}, Severity.NOTE))
    return tuple(findings)


def vanished(repository: Repository | None) -> tuple[Finding, ...]:
    """An error for each file of the city that git knows and the folder has lost: no fact goes without a decision."""
    if repository is None:
        return ()
    return tuple(Finding("history/deleted", Place(path, 1, 1)) for path in repository.deleted())


def rewritten(repository: Repository, published: str) -> Finding | None:
    """An error when the commit that the published site told of is not in the past of this one any more."""
    if not published or repository.head is None or repository.is_ancestor(published, repository.head):
        return None
    return Finding("history/rewritten", HERE, {"published": published[:SHORT], "head": repository.head[:SHORT]})


def misgivings(past: Past) -> tuple[Finding, ...]:
    """What a reader of these timelines must know: dates that cannot be right, unknown authors, unreadable states."""
    return tuple(_misgivings(past))


def _misgivings(past: Past) -> Iterator[Finding]:
    doubts = past.doubts()
    yield from _doubtful("history/before-parent", [e for e in doubts if e.doubt is Doubt.BEFORE_PARENT])
    yield from _doubtful("history/in-future", [e for e in doubts if e.doubt is Doubt.IN_FUTURE])
    unknown = past.unmapped()
    if unknown:
        names = tuple(ADDRESS.sub("…", name) for name in unknown[:MOST_NAMED])
        yield Finding("history/unmapped-author", HERE, {"n": len(unknown), "names": names}, Severity.WARNING)
    gaps = past.gaps()
    if gaps:
        last = gaps[-1]
        yield _counted("history/unreadable", Place(last.path), len(gaps), last.commit, last.date, Severity.NOTE)
    heavy = [bulk for bulk in past.bulks() if bulk.heavy]
    if heavy:
        told = heavy[0].entry
        n = sum(bulk.heavy for bulk in heavy)
        yield _counted("history/heavy-bulk", HERE, n, told.commit, told.date, Severity.WARNING)


def _doubtful(code: str, entries: list[Entry]) -> Iterator[Finding]:
    if entries:
        yield _counted(code, HERE, len(entries), entries[0].commit, entries[0].date, Severity.WARNING)


def _counted(code: str, place: Place, n: int, commit: str, day: str, severity: Severity) -> Finding:
    """How often something was met, and where last."""
    return Finding(code, place, {"n": n, "commit": commit[:SHORT], "day": Date.fromisoformat(day)}, severity)
