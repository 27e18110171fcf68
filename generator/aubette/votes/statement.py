"""The notation that MANIFEST and PROCLAMATION share: signed text that `sha256sum -c --strict` reads too.

First one `# key: value` line for each key, all of them, in the one fixed order; then checksum lines as `sha256sum`
writes them, which skips the first part as comments. Nothing is read leniently: what two readers might take differently
is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from aubette.model.finding import Finding, Param, Place, Related
from aubette.model.seal import Checksum
from aubette.votes.reading import SHA256, WHOLE, Read, limited, moment, text_of

HEADER = re.compile(r"# (?P<key>[a-z-]+): (?P<value>\S(?:.{0,498}\S)?)")
CHECKSUM = re.compile(r"(?P<sha256>[0-9a-f]{64})  (?P<path>[A-Za-z0-9_./-]+)", re.ASCII)
NONE = "none"
SAYING = re.compile(r"[^\x20-/:-@\[-`{-~]")
"""A character that says something: neither a space nor a sign of ASCII. A dash in the place of a reason is none."""


@dataclass(frozen=True, slots=True)
class Statement:
    """The values of a sealed text by key, its checksums, and the line of each."""

    path: str
    values: Mapping[str, str]
    lines: Mapping[str, int]
    checksums: tuple[Checksum, ...]

    def place(self, key: str) -> Place:
        """Where the value of `key` stands."""
        return Place(self.path, self.lines[key], len(f"# {key}: ") + 1)


def read(path: str, data: bytes, name: str, keys: Sequence[str]) -> Read[Statement | None]:
    """Read a text whose first key `statement` has the value `name`, and whose other keys are `keys`."""
    text = text_of(path, data)
    if text.value is None:
        return Read(None, text.findings)
    order = ("statement", *keys)
    lines = text.value[:-1].split("\n")
    wrong = next(_keys(path, lines, order), None)
    if wrong:
        return Read(None, (wrong,))
    values = {key: line.removeprefix(f"# {key}: ") for key, line in zip(order, lines, strict=False)}
    numbers = {key: number for number, key in enumerate(order, 1)}
    if values["statement"] != name:
        where = Place(path, 1, len("# statement: ") + 1)
        return Read(None, (Finding("votes/statement-name", where, {"found": values["statement"], "expected": name}),))
    checksums = _checksums(path, lines, len(order))
    return Read(Statement(path, values, numbers, checksums.value), checksums.findings)


def write(name: str, values: Mapping[str, object], checksums: Iterable[Checksum]) -> bytes:
    """The bytes of a sealed text; `None` is written `none`."""
    head = [f"# {key}: {NONE if value is None else value}" for key, value in {"statement": name, **values}.items()]
    tail = [f"{checksum.sha256}  {checksum.path}" for checksum in checksums]
    return "".join(f"{line}\n" for line in head + tail).encode("utf-8")


def explained(seq: int, note: str) -> bool:
    """Whether a version says in its note why it replaces the one before; a first version has nothing to explain."""
    return seq == 1 or bool(SAYING.search(note))


def _keys(path: str, lines: list[str], order: Sequence[str]) -> Iterator[Finding]:
    for number, key in enumerate(order, 1):
        line = lines[number - 1] if number <= len(lines) else ""
        written = HEADER.fullmatch(line)
        if not written or written["key"] != key:
            found = written["key"] if written else line[:60]
            yield Finding("votes/statement-key", Place(path, number, 1), {"expected": key, "found": found})


def _checksums(path: str, lines: list[str], skip: int) -> Read[tuple[Checksum, ...]]:
    findings: list[Finding] = []
    first: dict[str, Checksum] = {}
    for number, line in enumerate(lines[skip:], skip + 1):
        written = CHECKSUM.fullmatch(line)
        if not written:
            findings.append(Finding("votes/checksum-line", Place(path, number, 1)))
            continue
        checksum = Checksum(written["path"], written["sha256"], number)
        earlier = first.setdefault(checksum.path, checksum)
        if earlier is not checksum:
            related = (Related(Place(path, earlier.line, 1), "first-here"),)
            params: dict[str, Param] = {"path": checksum.path}
            findings.append(Finding("votes/checksum-twice", Place(path, number, 1), params, related=related))
    return Read(tuple(first.values()), limited(findings))


@dataclass
class Taker:
    """Takes typed values out of a statement and gathers a finding for each that is not written as it should be."""

    statement: Statement
    findings: list[Finding] = field(default_factory=list)

    def text(self, key: str, pattern: re.Pattern[str]) -> str:
        """A value of that form."""
        value = self.statement.values[key]
        if not pattern.fullmatch(value):
            self._odd(key)
        return value

    def optional(self, key: str, pattern: re.Pattern[str]) -> str | None:
        """A value of that form, or `none`."""
        return None if self.statement.values[key] == NONE else self.text(key, pattern)

    def free(self, key: str) -> str:
        """Any text; `none` is the empty one."""
        value = self.statement.values[key]
        return "" if value == NONE else value

    def whole(self, key: str, least: int = 0) -> int:
        """A whole number."""
        value = self.statement.values[key]
        if not WHOLE.fullmatch(value) or int(value) < least:
            self._odd(key)
            return least
        return int(value)

    def digest(self, key: str) -> str:
        """A SHA-256."""
        return self.text(key, SHA256)

    def moment(self, key: str) -> datetime:
        """A time in UTC."""
        when = moment(self.statement.values[key])
        if when is None:
            self._odd(key)
            return datetime.min
        return when

    def _odd(self, key: str) -> None:
        params: dict[str, Param] = {"key": key, "found": self.statement.values[key]}
        self.findings.append(Finding("votes/statement-value", self.statement.place(key), params))
