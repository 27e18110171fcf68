"""What a pass found, kept as JSON between builds: safe to delete, to share between two builds, to kill while writing.

The file is replaced in one step and checked when it is read; whatever is wrong with it, it counts as absent. The first
line names the code and the schemas that made it, then come the commits, what stands where, and a line for each
document, read when the document is asked for. After a rewrite of history what was found about blobs still holds.
"""

from __future__ import annotations

import json
import os
import tempfile
import zlib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from aubette.history.register import Register, Version
from aubette.history.replay import Bulk, Gap, Pair, Replay, Step, Steps, Told, blob_name
from aubette.model.change import Change, Doubt, Event, Kind, Turn, Weight

FORM = "aubette-history-cache/1"
FILE = "history.json"
WORTH_WRITING = 250
"""New commits that are read again in a moment; only more of them are worth writing the file anew."""
STALE = 3600
DECIMAL = "\0decimal"
"""No key of a YAML file can hold this sign."""
MARK = json.dumps(DECIMAL)[1:-1].encode()


class Cache:
    """The kept history of one city in a folder; `code` changes whenever what is found could change."""

    def __init__(self, folder: Path, code: str) -> None:
        self.folder = folder
        self.code = code
        self.loaded = False

    def load(self) -> Replay | None:
        """What the last pass found; None where there is nothing, or nothing of this code."""
        try:
            head, _, body = (self.folder / FILE).read_bytes().partition(b"\n")
            facts = json.loads(head)
            if facts[:2] != [FORM, self.code] or facts[3] != zlib.crc32(body):
                return None
            events, rest, *lines = body.rstrip(b"\n").split(b"\n")
            found = _replay(facts[2], json.loads(events), json.loads(rest), lines)
        except (OSError, ValueError, TypeError, LookupError):
            return None
        self.loaded = True
        return found

    def save(self, found: Replay, new: int) -> bool:
        """Replace the file, unless it is as good with so few `new` commits; False where it was not written.

        A folder that cannot be written to is no error: the next build reads everything again.
        """
        if self.loaded and new < WORTH_WRITING:
            return False
        body = b"".join(line + b"\n" for line in _lines(found))
        head = json.dumps([FORM, self.code, found.head, zlib.crc32(body)]).encode()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / ".gitignore").write_text("*\n", encoding="utf-8")
            self._replace(head + b"\n" + body)
        except OSError:
            return False
        return True

    def _replace(self, data: bytes) -> None:
        handle, name = tempfile.mkstemp(".tmp", "history-", self.folder)
        written = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            self._sweep(written.stat().st_mtime)
            written.replace(self.folder / FILE)
        except BaseException:
            written.unlink(missing_ok=True)
            raise

    def _sweep(self, now: float) -> None:
        """Remove what builds that were killed long ago left behind."""
        for left in self.folder.glob("history-*.tmp"):
            try:
                if left.stat().st_mtime < now - STALE:
                    left.unlink()
            except OSError:
                continue


def memory(found: Replay) -> tuple[dict[Pair, str | None], dict[Pair, Told]]:
    """What holds of blobs whatever the commits: identities by blob and place, changes by pairs of blobs."""
    identities: dict[Pair, str | None] = {}
    pairs: dict[Pair, Told] = {}
    for key in found.steps.keys():  # noqa: SIM118
        for step in found.steps.of(key):
            version = step.version
            pairs[version.before, version.after] = step.changes
            if version.after:
                identities[blob_name(version.after, version.path)] = key
    return identities, pairs


def _lines(found: Replay) -> Iterator[bytes]:
    events = [[e.commit, e.time, e.author, e.subject, e.number, e.bulk, e.doubt] for e in found.events]
    yield json.dumps(events, separators=(",", ":")).encode()
    known = found.register
    rest = {
        "register": [known.at, known.homes, known.blobs, known.skipped, known.twins],
        "gaps": [[gap.event, gap.path] for gap in found.gaps],
        "bulks": [[bulk.event, bulk.documents, bulk.heavy] for bulk in found.bulks],
        "seals": found.seals,
    }
    yield json.dumps(rest, separators=(",", ":")).encode()
    for key in found.steps.keys():  # noqa: SIM118
        kept = found.steps.kept(key)
        yield kept if kept is not None else json.dumps(key).encode() + b"\t" + written(found.steps.of(key))


def written(steps: list[Step]) -> bytes:
    """A document's versions as one line of JSON."""
    rows = [
        [
            step.event,
            *(step.version.key, step.version.path, step.version.before, step.version.after, step.version.turn),
            step.version.skipped,
            [[c.path, c.kind, c.weight, c.before, c.after, c.of] for c in step.changes],
        ]
        for step in steps
    ]
    return json.dumps(rows, separators=(",", ":"), default=_decimal).encode()


def read(line: bytes) -> list[Step]:
    """The versions of a line; raises `ValueError` and its kin where it is none."""
    return [
        Step(event, Version(key, path, before, after, TURNS[turn], skipped), tuple(_change(row) for row in changes))
        for event, key, path, before, after, turn, skipped, changes in _rows(line)
    ]


def _rows(line: bytes) -> Any:
    """The rows of a line; looking at every mapping for an exact number is slow, and few lines have one."""
    return json.loads(line, object_hook=_exact if MARK in line else None)


TURNS = {turn.value: turn for turn in Turn}
KINDS = {kind.value: kind for kind in Kind}
WEIGHTS = {weight.value: weight for weight in Weight}


def _change(row: list[Any]) -> Change:
    path, kind, weight, before, after, of = row
    return Change(path, KINDS[kind], WEIGHTS[weight], before, after, of)


def _decimal(value: object) -> dict[str, str]:
    if isinstance(value, Decimal):
        return {DECIMAL: str(value)}
    raise TypeError(type(value))


def _exact(value: dict[str, Any]) -> Any:
    return Decimal(value[DECIMAL]) if DECIMAL in value else value


def _replay(head: str, events: list[Any], rest: dict[str, Any], lines: list[bytes]) -> Replay:
    kept = {}
    for line in lines:
        key, _, _ = line.partition(b"\t")
        kept[str(json.loads(key))] = line
    return Replay(
        events=[
            Event(commit, "", time, author, subject, number, bulk, (), Doubt(doubt) if doubt else None)
            for commit, time, author, subject, number, bulk, doubt in events
        ],
        register=Register(*rest["register"]),
        steps=Steps(kept, read),
        gaps=[Gap(*row) for row in rest["gaps"]],
        bulks=[Bulk(*row) for row in rest["bulks"]],
        seals=rest["seals"],
        head=head,
    )
