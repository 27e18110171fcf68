"""What the repository remembers of sealed votes: each version of a text, and when each seal came in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from aubette.history.git import Repository
from aubette.history.log import LAST_MOMENT, events
from aubette.model.change import Event, FileChange
from aubette.model.seal import Past
from aubette.model.source import Source
from aubette.votes import inventory, proclamation

SEALED_TEXT = re.compile(r"(?:.*/)?(?:MANIFEST|PROCLAMATION|AUDIT)")


def past_of(repository: Repository, source: Source, edition: str) -> Past | None:
    """The past of an edition's sealed texts and seals, None where this repository does not know it.

    It knows the vote when it held the frozen ballot before the results were proclaimed; a repository to which finished
    votes were copied, or one of which older commits are missing, cannot say when a seal came in.
    """
    if repository.head is None or repository.is_shallow or repository.is_partial:
        return None
    folder = f"{inventory.votes_folder(edition)}/"
    steps = [
        (when, change)
        for when, event in _arrivals(repository)
        for change in event.files
        if change.path.startswith(folder) and change.after
    ]
    return _past(repository, source, steps) if _witnessed(source, edition, steps) else None


def _arrivals(repository: Repository) -> Iterator[tuple[datetime, Event]]:
    """The events, oldest first, none of them earlier than the one before: a commit's own time can be backdated."""
    latest = 0
    for event in events(repository, ZoneInfo("UTC")):
        latest = max(latest, min(event.time, LAST_MOMENT))
        yield datetime.fromtimestamp(latest, UTC), event


def last_published(repository: Repository, path: str) -> bytes | None:
    """The last version of a file that the repository knows, even where it was deleted since."""
    newest_first = reversed(events(repository, ZoneInfo("UTC")))
    changes = (change for event in newest_first for change in event.files)
    blob = next((change.after for change in changes if change.path == path and change.after), None)
    return repository.blob(blob) if blob else None


Step = tuple[datetime, FileChange]


def _witnessed(source: Source, edition: str, steps: list[Step]) -> bool:
    ballot = f"{inventory.votes_folder(edition)}/ballot/"
    came = next((when for when, change in steps if change.path.startswith(ballot)), None)
    path = f"{inventory.votes_folder(edition)}/{inventory.PROCLAMATION}"
    try:
        said = proclamation.read(path, source.read(path)).value
    except FileNotFoundError:
        said = None
    return came is not None and (said is None or came <= said.signed)


def _past(repository: Repository, source: Source, steps: list[Step]) -> Past:
    texts = [change for _, change in steps if SEALED_TEXT.fullmatch(change.path)]
    names = sorted({change.after for _, change in steps if _kept(change.path)})
    content = {name: data for name, data in zip(names, repository.blobs(names), strict=True) if data is not None}
    versions: dict[str, tuple[bytes, ...]] = {}
    for change in texts:
        versions[change.path] = (*versions.get(change.path, ()), content[change.after])
    seen: dict[str, datetime] = {}
    for when, change in steps:
        if change.path.endswith(".sig") and change.path not in seen and _same(source, change, content):
            seen[change.path] = when
    return Past(versions, seen)


def _kept(path: str) -> bool:
    return path.endswith(".sig") or bool(SEALED_TEXT.fullmatch(path))


def _same(source: Source, change: FileChange, content: dict[str, bytes]) -> bool:
    """Whether the seal that stands there now is the one that came with this change."""
    try:
        return source.read(change.path) == content.get(change.after)
    except FileNotFoundError:
        return False
