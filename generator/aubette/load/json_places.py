"""Where each value of a JSON text stands: the standard library's reader says it of the first slip only."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator

from aubette.load.raw import place_of as at
from aubette.model.document import Step
from aubette.model.finding import Place

NEXT = re.compile(r"\s*,\s*")
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')

Way = tuple[Step | None, ...]


def ways(text: str) -> Iterator[tuple[Way, int]]:
    """The way to each value of a JSON text that is known to be right, and its index: of a field, that of its name."""
    way: list[Step | None] = []
    for token in TOKEN.finditer(text):
        sign = token.group()
        if sign in ("}", "]"):
            way.pop()
        elif sign == ",":
            last = way[-1]
            way[-1] = last + 1 if isinstance(last, int) else None
        elif way and way[-1] is None:
            way[-1] = str(json.loads(sign))
            yield tuple(way), token.start()
        elif sign != ":":
            if not way or isinstance(way[-1], int):
                yield tuple(way), token.start()
            if sign in ("{", "["):
                way.append(None if sign == "{" else 0)


def places(text: str, wanted: Collection[Way], file: str) -> dict[Way, Place]:
    """The line and column of each wanted value, or of the nearest thing around it that is there."""
    around = {way[:length] for way in wanted for length in range(len(way) + 1)}
    met: dict[Way, int] = {}
    for way, index in ways(text):
        if way in around:
            met.setdefault(way, index)
    nearest = {way: max((way[:n] for n in range(len(way) + 1) if way[:n] in met), key=len) for way in wanted}
    return {way: at(text, met[here], file) for way, here in nearest.items()}


def items(text: str, way: Way) -> Iterator[int]:
    """The index of each item of a list; much faster than `places` where the items are long."""
    decoder = json.JSONDecoder()
    start = next((index for found, index in ways(text) if found == (*way, 0)), None)
    while start is not None:
        yield start
        _, end = decoder.raw_decode(text, start)
        following = NEXT.match(text, end)
        start = following.end() if following else None


def repeated(text: str) -> tuple[Way, int] | None:
    """The way to the first field whose name stands twice in one block, where readers keep either, and its index."""
    seen: set[Way] = set()
    for way, index in ways(text):
        if way and isinstance(way[-1], str):
            if way in seen:
                return way, index
            seen.add(way)
    return None
