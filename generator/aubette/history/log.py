"""Git's log as events: one first-parent commit, one event, told at the time at which it became public.

Merges, squashes and rebases all end as one commit on that line. The fields of the log are told apart by their number
and by the colon of a file's row, never by a separator that a subject or a file's name could hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from aubette.history.git import FIELDS, FOLDERS, Repository
from aubette.model.change import Doubt, Event, FileChange

IN_SUBJECT = (
    re.compile(r"\(#([0-9]{1,9})\)\s*$"),
    re.compile(r"^Merge pull request #([0-9]{1,9})\b"),
    re.compile(r"^Merge pull request .*\(#([0-9]{1,9})\) from "),
    re.compile(r"^Merged in .*\(pull request #([0-9]{1,9})\)"),
    re.compile(r"\bSee merge request \S*?(?:!|/merge_requests/)([0-9]{1,9})\b"),
)
IN_BODY = re.compile(r"^See merge request \S*?(?:!|/merge_requests/)([0-9]{1,9})\s*$", re.MULTILINE)
BULK = re.compile(r"^Bulk:[ \t]*true[ \t]*$", re.MULTILINE | re.IGNORECASE)
"""The trailer where a forge wrote below it: co-authors, or the number of the change."""
FILES = frozenset({"100644", "100755", "100664"})
OURS = tuple(name if name.endswith(".yml") else f"{name}/" for name in FOLDERS)
ABSENT = "000000"
LAST_MOMENT = 253_370_764_799
"""The end of the year 9998: git takes any number as a time, the calendar does not."""


def events(repository: Repository, zone: ZoneInfo, since: str | None = None) -> tuple[Event, ...]:
    """The events of the city's files, oldest first; after `since` only, which must stand on the first-parent line.

    Raises:
        GitError: git ends in an error.
    """
    if repository.head is None:
        return ()
    newest_first = list(_events(repository.log(repository.head, since), repository.prefix, zone))
    early = _before_their_parents(repository.times(repository.head, since))
    if not early:
        return tuple(reversed(newest_first))
    told = (replace(e, doubt=Doubt.BEFORE_PARENT) if e.commit in early else e for e in reversed(newest_first))
    return tuple(told)


def change_number(subject: str, body: str = "") -> str:
    """The number of the merged change that a message names, in the ways of the forges; empty where none is."""
    for pattern in IN_SUBJECT:
        found = pattern.search(subject)
        if found:
            return found[1]
    last = IN_BODY.findall(body)
    return str(last[-1]) if last else ""


def day_of(time: int, zone: ZoneInfo) -> str:
    """The ISO date of a moment in a time zone."""
    return datetime.fromtimestamp(min(max(time, 0), LAST_MOMENT), UTC).astimezone(zone).date().isoformat()


def _before_their_parents(times: Iterable[tuple[str, int]]) -> frozenset[str]:
    """The commits whose time is earlier than that of the commit they were made on."""
    return frozenset(commit for (commit, time), (_, earlier) in pairwise(times) if time < earlier)


def _events(fields: Iterator[bytes], prefix: str, zone: ZoneInfo) -> Iterator[Event]:
    field = _next_header(fields, prefix, [])
    while field is not None:
        header = [field, *(next(fields) for _ in FIELDS[1:])]
        files: list[FileChange] = []
        following = _next_header(fields, prefix, files)
        ours = [file for file in files if file.path.startswith(OURS) or file.earlier_path.startswith(OURS)]
        if ours:
            yield _event(header, tuple(sorted(ours, key=lambda file: file.path)), zone)
        field = following


def _next_header(fields: Iterator[bytes], prefix: str, files: list[FileChange]) -> bytes | None:
    """Collect the files of a commit up to the first field of the next one."""
    for field in fields:
        row = field.lstrip(b"\n")
        if row.startswith(b":"):
            files.append(_file(row, prefix, fields))
        elif row:
            return row
    return None


def _file(row: bytes, prefix: str, fields: Iterator[bytes]) -> FileChange:
    old_mode, mode, before, after, letter = row[1:].decode().split(" ")
    earlier = path = _path(next(fields), prefix)
    if letter[0] in "RC":
        path = _path(next(fields), prefix)
    was, now = (before if old_mode in FILES else "", after if mode in FILES else "")
    odd = mode not in FILES and mode != ABSENT
    return FileChange(path, was, now, path if letter[0] == "C" else earlier, odd)


def _path(raw: bytes, prefix: str) -> str:
    """A path from the city's root."""
    return raw.decode("utf-8", "surrogateescape").removeprefix(prefix)


def _event(header: list[bytes], files: tuple[FileChange, ...], zone: ZoneInfo) -> Event:
    commit, ct, author, subject, body, bulk = (part.decode("utf-8", "replace") for part in header)
    time = int(ct or 0)
    return Event(
        commit,
        day_of(time, zone),
        time,
        author,
        subject,
        change_number(subject, body),
        "true" in (word.strip() for word in bulk.lower().split(",")) or bool(BULK.search(body)),
        files,
    )
