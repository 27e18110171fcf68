"""Ways through a document to the fields that one rule holds against the same law, wherever they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aubette.model.document import Step

Way = tuple[str, ...]
"""The way to a field; `*` stands for every item of a list."""


def along(value: object, way: Way, steps: tuple[Step, ...] = ()) -> Iterator[tuple[tuple[Step, ...], object]]:
    """Every value at the end of a way, with the steps to it; nothing where a part of the way is missing."""
    for number, step in enumerate(way):
        if step == "*":
            for position, item in enumerate(value if isinstance(value, tuple | list) else ()):
                yield from along(item, way[number + 1 :], (*steps, *way[:number], position))
            return
        value = value.get(step) if isinstance(value, Mapping) else getattr(value, step)
        if value is None:
            return
    yield (*steps, *way), value
