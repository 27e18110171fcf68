"""What the published site last told of, so that a history that was rewritten since is refused, or owned up to.

The site carries `historique.json`: the commit it was built from and every rewriting that was accepted, with its reason.
A build reads it from the site that it replaces, or from the file that it is given (the one that is online).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date as Date
from pathlib import Path
from typing import Any

from aubette.history.git import Repository
from aubette.history.guards import HERE, SHORT, rewritten
from aubette.model.change import Rewrite
from aubette.model.finding import Finding, Place, Severity

FILE = "historique.json"
FORM = "aubette-history/1"
COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class NotARecordError(ValueError):
    """The file is there, but it is no record that a site of ours wrote."""


@dataclass(frozen=True)
class Published:
    """The commit that a site told of (empty where it told no history) and the rewritings it owned up to, in order."""

    commit: str = ""
    rewrites: tuple[Rewrite, ...] = ()


def read_published(file: Path) -> Published:
    """The record of a site; an empty one where there is no file.

    Raises:
        NotARecordError: the file says something else.
    """
    try:
        data = json.loads(file.read_bytes())
        if data["schema"] != FORM:
            raise NotARecordError(data["schema"])
        return Published(_commit(data["commit"]), tuple(_rewrite(row) for row in data.get("rewrites", ())))
    except (FileNotFoundError, NotADirectoryError):
        return Published()
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise NotARecordError(str(file)) from error


def _commit(value: Any) -> str:
    if value == "" or COMMIT.fullmatch(value):
        return str(value)
    raise NotARecordError(value)


def _rewrite(row: Any) -> Rewrite:
    day, reason = row["date"], row["reason"]
    if not DAY.fullmatch(day) or not isinstance(reason, str):
        raise NotARecordError(row)
    return Rewrite(day, _commit(row["published"]), _commit(row["head"]), reason)


def judge(
    repository: Repository | None, published: Published, reason: str, today: Date
) -> tuple[Published, tuple[Finding, ...]]:
    """Whether history still holds what was published: the record to publish now, and what is to be said.

    A rewritten history is an error, unless it comes with a reason; then it is noted for good. A reason without a
    rewriting is a warning: left in a script, it would accept whatever comes next. Without a repository the record stays
    as it is, so that the next build asks again.
    """
    head = repository.head if repository is not None else None
    if repository is None or head is None:
        return published, ()
    finding = rewritten(repository, published.commit)
    if finding is None:
        needless = Finding("history/needless-acceptance", HERE, severity=Severity.WARNING)
        return Published(head, published.rewrites), (needless,) if reason else ()
    if not reason:
        return published, (finding,)
    rewrite = Rewrite(today.isoformat(), published.commit, head, reason)
    params = {"published": published.commit[:SHORT], "head": head[:SHORT], "reason": reason}
    accepted = Finding("history/accepted-rewrite", HERE, params, Severity.NOTE)
    return Published(head, (*published.rewrites, rewrite)), (accepted,)


def unreadable(file: Path) -> Finding:
    """The finding about a record that cannot be read: nothing proves then that history was not rewritten."""
    return Finding("history/no-record", Place(str(file)))
