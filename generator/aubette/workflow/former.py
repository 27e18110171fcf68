"""Projects that the repository remembers and the folder cannot show: removed, moved away, or broken since.

Their past is told all the same, under the name that their last readable file gave them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from aubette.history.git import Repository
from aubette.history.timeline import Past
from aubette.load.yaml_text import parse
from aubette.model.city import City
from aubette.model.enums import HolderKind, Scope, Status, SubmissionChannel
from aubette.model.project import Holder, Project, Submission
from aubette.model.text import Text

LONGEST_NAME = 32
SUBMISSION, HOLDER = Submission(channel=SubmissionChannel.IMPORTED), Holder(kind=HolderKind.UNKNOWN)
"""What a stand-in says of itself where the model asks: nothing is published of either."""


def former(repository: Repository, past: Past, city: City) -> tuple[Project, ...]:
    """A stand-in for each such project, sorted by key: key, number, status, title and edition, nothing else.

    Raises:
        GitError: the repository cannot be read.
    """
    return tuple(_former(repository, past, city))


def _former(repository: Repository, past: Past, city: City) -> Iterator[Project]:
    for key in past.keys():  # noqa: SIM118
        if "/" in key or city.project(key) is not None:
            continue
        edition = past.found.steps.of(key)[-1].version.path.split("/")[1]
        yield _stand_in(key, edition, next(_with_status(repository, past, key), {}))


def _with_status(repository: Repository, past: Past, key: str) -> Iterator[Mapping[str, Any]]:
    """What the files of a project said, newest first, where they said its status."""
    for step in reversed(past.found.steps.of(key)):
        version = step.version
        raw = repository.blob(version.after or version.before)
        said = parse(raw, version.path).data if raw is not None else None
        if said and said.get("status") in set(Status):
            yield said


def _stand_in(key: str, edition: str, said: Mapping[str, Any]) -> Project:
    number, status = said.get("number"), said.get("status")
    return Project(
        schema_version=1,
        key=key,
        number=number if isinstance(number, str) and len(number) <= LONGEST_NAME else None,
        status=Status(status or Status.IN_PREPARATION),
        title=_title(said.get("title"), key),
        theme="",
        scope=Scope.CITY,
        submission=SUBMISSION,
        holder=HOLDER,
        edition=edition,
    )


def _title(said: Any, key: str) -> Text:
    if isinstance(said, str):
        return Text.plain(said)
    texts = {str(lang): text for lang, text in said.items() if isinstance(text, str)} if isinstance(said, dict) else {}
    return Text(texts or {"": key})
