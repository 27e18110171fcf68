"""What would make a date wrong is said before any date is: shallow and partial copies, missing and unsaved history."""

from __future__ import annotations

from aubette.history.git import Repository
from aubette.model.finding import Finding, Place, Severity

HERE = Place(".git")


def guard(repository: Repository | None) -> tuple[Finding, ...]:
    """The findings about a city's repository; None stands for no repository at all."""
    if repository is None or repository.head is None:
        return (Finding("history/no-repository", HERE, severity=Severity.WARNING),)
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
    return Finding("history/rewritten", HERE, {"published": published[:10], "head": repository.head[:10]})
