"""What was read before: the plain data of files that nothing was wrong with, known by the digest of their bytes.

A city's files hardly change between two readings. A file whose very bytes were read by this very code, and found clean,
is not parsed, held against its schema or searched for words again. A memory can be thrown away at any time: it only
says what reading would say. It is text, one file a line; a line that is damaged is a file that is read anew.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from typing import Any

DECIMAL = "\0D"
WRITTEN_DECIMAL = re.compile(r'"\\u0000D([^"\\]+)"')
NOT_QUIET = "-"


@dataclass
class Memory:
    """Lines by digest: those that a file brought (`known`), and those of the files that were met (`met`).

    A line is `CRC QUIET JSON`; QUIET says under which manner the words of the file were judged without a finding.
    """

    known: Mapping[str, bytes] = field(default_factory=dict)
    met: dict[str, bytes] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)

    def recall(self, kind: str, path: str, raw: bytes) -> dict[str, Any] | None:
        """The data of a file with these bytes that was clean when it was last read; None where it must be read."""
        digest = self.digests[path] = sha256(b"%s\0%s" % (kind.encode(), raw)).hexdigest()
        line = self.met.get(digest) or self.known.get(digest)
        if line is None:
            return None
        checksum, _, rest = line.partition(b" ")
        if checksum != _checksum(rest):
            return None
        self.met[digest] = line
        found: dict[str, Any] = json.loads(rest.partition(b" ")[2], parse_float=Decimal)
        return found

    def keep(self, path: str, data: Mapping[str, Any]) -> None:
        """Remember the data of a clean file that was just read."""
        text = json.dumps(data, ensure_ascii=True, separators=(",", ":"), default=_decimal)
        self.met[self.digests[path]] = _line(NOT_QUIET, WRITTEN_DECIMAL.sub(r"\1", text).encode())

    def quiet(self, manner: str) -> frozenset[str]:
        """The paths whose words were judged before in this manner, without a finding."""
        sign = manner.encode()
        return frozenset(path for path, digest in self.digests.items() if _quiet_of(self.met.get(digest)) == sign)

    def hush(self, paths: frozenset[str], manner: str) -> None:
        """Remember that the words of these files gave no finding; files that were not clean are not remembered."""
        for path in paths:
            line = self.met.get(self.digests.get(path, ""))
            if line is not None and _quiet_of(line) != manner.encode():
                self.met[self.digests[path]] = _line(manner, line.split(b" ", 2)[2])

    @property
    def changed(self) -> bool:
        """Whether a file that keeps this memory must be written again."""
        return self.met != self.known


def dump(memory: Memory, version: str) -> bytes:
    """What `lines_of` gives, as one text."""
    return b"".join(lines_of(memory, version))


def lines_of(memory: Memory, version: str) -> Iterator[bytes]:
    """The files that were met, one a line, after a line that names the code that read them."""
    yield b"%s\n" % version.encode()
    for digest in sorted(memory.met):
        yield b"%s %s\n" % (digest.encode(), memory.met[digest])


def remembered(data: bytes, version: str) -> Memory:
    """The memory that `dump` wrote; an empty one where it was written by other code, or is no memory."""
    return reread(BytesIO(data), version)


def reread(lines: Iterable[bytes], version: str) -> Memory:
    """The memory of these lines, which are held only once: ten thousand files make a hundred megabytes."""
    following = iter(lines)
    if next(following, b"").rstrip(b"\n") != version.encode():
        return Memory()
    known = {}
    for line in following:
        digest, _, kept = line.rstrip(b"\n").partition(b" ")
        if kept:
            known[digest.decode("ascii", "replace")] = kept
    return Memory(known)


def _line(quiet: str, data: bytes) -> bytes:
    rest = b"%s %s" % (quiet.encode(), data)
    return b"%s %s" % (_checksum(rest), rest)


def _checksum(rest: bytes) -> bytes:
    return b"%08x" % zlib.crc32(rest)


def _quiet_of(line: bytes | None) -> bytes:
    return line.split(b" ", 2)[1] if line else b""


def _decimal(value: object) -> str:
    """A decimal with every digit that was written; a NUL, which no file may hold, tells it from a text."""
    if isinstance(value, Decimal):
        return f"{DECIMAL}{value}"
    raise TypeError(type(value).__name__)
