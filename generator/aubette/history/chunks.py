"""Reading a file's many versions: only the top-level blocks whose bytes are new go to the parser.

A canonical file is a mapping whose keys begin at the margin. A block that the parser reads by itself as a mapping of
that one key means the same inside the file, since whatever it opens it also closes; a file for which this does not
hold, block by block, or that has marks of documents, is read as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

Parse = Callable[[bytes, str], Mapping[str, Any] | None]
State = Mapping[str, Any]

MARGIN = re.compile(rb"^(?=[a-z_]+:(?: |\n))", re.MULTILINE)
LARGEST = 60 * 1024
MOST = 4_000
"""Above these a file may meet the parser's limits on the whole, which its blocks alone would not show."""
DOCUMENTS = (b"\n...", b"\n---", b"\n%")
BEGINNINGS = (b"\n", b",", b": ", b"- ", b"[", b"{")


class Versions:
    """Reads versions one after the other; blocks that a document had in its last version are not parsed again.

    `parse` gives plain data, or None for what cannot be read; it must depend on the bytes alone.
    """

    def __init__(self, parse: Parse, path: str) -> None:
        self.parse = parse
        self.path = path
        self.known: dict[str, dict[bytes, Any]] = {}

    def read(self, raw: bytes, document: str) -> State | None:
        """The content of a version of a document (any name that its versions share), or None if it has none."""
        blocks = self._blocks(raw)
        if blocks is None:
            return self.parse(raw, self.path)
        last = self.known.get(document, {})
        now: dict[bytes, Any] = {}
        state: dict[str, Any] = {}
        for block in blocks:
            value = last[block] if block in last else self._alone(block)
            name = block[: block.index(b":")].decode()
            if value is MISSING or name in state:
                return self.parse(raw, self.path)
            now[block] = state[name] = value
        self.known[document] = now
        return state

    def moved(self, earlier: str, document: str) -> None:
        """Take note that a document goes by another name now."""
        if earlier in self.known:
            self.known[document] = self.known.pop(earlier)

    def _blocks(self, raw: bytes) -> list[bytes] | None:
        if len(raw) > LARGEST or sum(map(raw.count, BEGINNINGS)) > MOST or not raw.endswith(b"\n"):
            return None
        if any(sign in raw for sign in DOCUMENTS):
            return None
        blocks = MARGIN.split(raw)
        return blocks[1:] if len(blocks) > 1 and not blocks[0] else None

    def _alone(self, block: bytes) -> Any:
        read = self.parse(block, self.path)
        name = block[: block.index(b":")].decode()
        return read[name] if read is not None and read.keys() == {name} else MISSING


MISSING = object()
