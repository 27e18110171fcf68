"""How far a case and its twin are apart: one place of one file, or more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher


def places_apart(broken: Mapping[str, object], twin: Mapping[str, object]) -> list[str]:
    """Where two states of some files differ, one entry a place; a state may hold other facts beside bytes.

    A place is a line written otherwise, a block that stands only in one of them, or a whole file that does. A file
    that has another name is one place too, when its words are the same.
    """
    lost, new = sorted(broken.keys() - twin.keys()), sorted(twin.keys() - broken.keys())
    if len(lost) == len(new) == 1 and broken[lost[0]] == twin[new[0]]:
        lost = []
    found = [*lost, *new]
    for name in sorted(broken.keys() & twin.keys()):
        one, other = broken[name], twin[name]
        if isinstance(one, bytes) and isinstance(other, bytes):
            found += [f"{name}:{line}" for line in _lines_apart(one, other)]
        elif one != other:
            found.append(name)
    return found


def _lines_apart(one: bytes, other: bytes) -> Iterator[int]:
    if one == other:
        return
    first, second = one.split(b"\n"), other.split(b"\n")
    for kind, start, end, from_, to in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from range(start + 1, start + 1 + max(1, min(end - start, to - from_)))
