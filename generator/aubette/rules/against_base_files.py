"""Which files one change touches: what is sealed is only added to, and data, settings and the tool change apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from aubette.model.finding import Finding, Place

KEPT = re.compile(r"site_config/(?:ledger|editions|checklists|trust|redactions\.yml|city\.yml).*|mkdocs\.yml", re.ASCII)
BALLOT = re.compile(r"votes/[^/]+/ballot/.+", re.ASCII)
TRUST = re.compile(r"site_config/trust/(?P<edition>[^/]+)/(?P<name>[^/]+)", re.ASCII)
GROWING = ("allowed_signers", "revoked_keys")
END = re.compile(rb'valid-before="(?P<end>[0-9]{8,14})Z"')
COMPANIONS = re.compile(r"site_config/(?:ledger/|redactions\.yml|redirects\.yml|pages/)", re.ASCII)
"""What goes along with a project: a movement of money, a redaction, an address that moved, a page about it."""


class Side(StrEnum):
    """What a file is to a reviewer."""

    PROJECTS = "projects"
    VOTES = "votes"
    SETTINGS = "settings"
    TOOL = "tool"


@dataclass(frozen=True)
class FileChanges:
    """The paths that a change adds, edits and deletes; `before` and `after` hold the bytes of small trust files.

    `sealed` names the editions that had sealed votes before the change; `founding` says that there was no city before.
    """

    added: frozenset[str] = frozenset()
    edited: frozenset[str] = frozenset()
    deleted: frozenset[str] = frozenset()
    before: Mapping[str, bytes] | None = None
    after: Mapping[str, bytes] | None = None
    sealed: frozenset[str] = frozenset()
    founding: bool = False

    @property
    def paths(self) -> tuple[str, ...]:
        """Every path touched, sorted."""
        return tuple(sorted(self.added | self.edited | self.deleted))


def side(path: str) -> Side | None:
    """The side a path is on; None for what may go along with any of them."""
    if path.startswith("projects/"):
        return Side.PROJECTS
    if path.startswith("votes/"):
        return Side.VOTES
    if COMPANIONS.match(path):
        return None
    if path.startswith("site_config/") and not path.startswith("site_config/theme/"):
        return Side.SETTINGS
    return Side.TOOL


def judge_files(changes: FileChanges) -> Iterator[Finding]:
    """Every finding about the files that a change touches."""
    yield from mixed(changes)
    yield from evidence_only_grows(changes)
    yield from registers_stay(changes)
    yield from trust_stays(changes)


def mixed(changes: FileChanges) -> Iterator[Finding]:
    """Projects, votes, settings and the tool change apart, since different people answer for them.

    The change that brings the city itself holds all of them.
    """
    if changes.founding:
        return
    first: dict[Side, str] = {}
    for path in changes.paths:
        where = side(path)
        if where is not None:
            first.setdefault(where, path)
    data = [s for s in (Side.PROJECTS, Side.VOTES) if s in first]
    for kind in (Side.TOOL, Side.SETTINGS):
        if data and kind in first:
            params = {"data": first[data[0]], "other": first[kind], "side": kind.value}
            yield Finding(f"base/mixed-{kind.value}", Place(first[kind]), params)


def evidence_only_grows(changes: FileChanges) -> Iterator[Finding]:
    """A frozen ballot and signed votes are never edited or deleted; a correction is sealed anew beside its past.

    A unit's MANIFEST is replaced by the next one of its chain, with its seals and figures; the votes' own check
    holds the chain together. Without a new MANIFEST any other edit of a unit is refused.
    """
    for path in sorted(changes.edited | changes.deleted):
        if not path.startswith("votes/"):
            continue
        folder = path.rpartition("/")[0]
        text = "PROCLAMATION" if path.rpartition("/")[2].startswith("PROCLAMATION") else "MANIFEST"
        corrected = f"{folder}/{text}" in changes.edited and _next_of_chain(changes, f"{folder}/{text}")
        if path in changes.deleted and not (corrected and path.endswith(".sig")):
            yield Finding("base/votes-deleted", Place(path), {"name": path.rpartition("/")[2]})
        elif BALLOT.fullmatch(path):
            yield Finding("base/ballot-edited", Place(path, 1, 1), {"name": path.rpartition("/")[2]})
        elif not corrected and path not in changes.deleted:
            yield Finding("base/votes-edited", Place(path, 1, 1), {"name": path.rpartition("/")[2]})


def _next_of_chain(changes: FileChanges, path: str) -> bool:
    """Whether a signed text says that it is the one after the text it replaces."""
    numbers = [_seq((texts or {}).get(path, b"")) for texts in (changes.before, changes.after)]
    return numbers[0] > 0 and numbers[1] == numbers[0] + 1


def _seq(text: bytes) -> int:
    found = re.search(rb"^# seq: ([0-9]{1,6})$", text, re.MULTILINE)
    return int(found[1]) if found else 0


def registers_stay(changes: FileChanges) -> Iterator[Finding]:
    """Ledgers, editions, checklists, trusted keys and redactions are never deleted."""
    for path in sorted(changes.deleted):
        if KEPT.fullmatch(path):
            yield Finding("base/register-deleted", Place(path), {"name": path})


def trust_stays(changes: FileChanges) -> Iterator[Finding]:
    """Once an edition has sealed votes its policy stays, and lists of signers and revoked keys only grow.

    A signer's line may come to end earlier, as where a key was lost, never later. Revoked keys are never taken back,
    sealed votes or not.
    """
    for path in sorted(changes.edited):
        found = TRUST.fullmatch(path)
        if found is None or (found["edition"] not in changes.sealed and found["name"] != "revoked_keys"):
            continue
        old = (changes.before or {}).get(path, b"").splitlines()
        new = (changes.after or {}).get(path, b"").splitlines()
        if found["name"] in GROWING and all(line in new or _ends_earlier(line, new) for line in old):
            continue
        yield Finding("base/trust-changed", Place(path, 1, 1), {"name": found["name"], "edition": found["edition"]})


def _ends_earlier(line: bytes, now: Sequence[bytes]) -> bool:
    """Whether a line of `allowed_signers` stands there still, all the same but for an end that was added or is earlier.

    An end is a day or a moment, in UTC; they are compared by the digits that both have.
    """
    said, end = _without_end(line)
    for other, new_end in map(_without_end, now):
        day, new_day = (moment[: min(len(end), len(new_end))] for moment in (end, new_end))
        if said == other and new_end and (not end or new_day < day):
            return True
    return False


def _without_end(line: bytes) -> tuple[bytes, bytes]:
    """A line without its `valid-before`, and the digits of that."""
    found = END.search(line)
    if found is None:
        return line, b""
    rest = (line[: found.start()] + line[found.end() :]).replace(b",,", b",")
    return re.sub(rb",(?= )|(?<= ),", b"", rest, count=1), found["end"]
