"""The examples of the catalogue laid into the example city: what is written there, and nothing else, differs."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from rules_house import MEMORY, ROOT, SCHEMAS, example

from aubette.load.canonical import write
from aubette.load.city import kind_of, load_city
from aubette.load.yaml_text import parse
from aubette.model.finding import Finding
from aubette.model.source import MemorySource
from aubette.rules.context import Context
from aubette.rules.registry import judge

PLACES: dict[str, dict[str, Any]] = json.loads((ROOT / "tests/cases/examples-in-place.json").read_text("utf-8"))
"""Where each example belongs: a file of the example city, the path inside it, the day, and how lists are laid in."""

NAMES = ("id", "criterion", "kind", "stage", "year", "label", "group", "outcome", "service", "source", "category")
"""What tells one item of a list from another, the surest first."""


def example_of(code: str) -> tuple[Any, Any]:
    """The data of both halves of an example; a list may stand alone there."""
    family = code.split("/")[0]
    words = json.loads((ROOT / f"generator/aubette/words/findings/{family}.fr.json").read_text("utf-8"))[code]
    return read(words["before"]), read(words["after"])


def read(text: str) -> Any:
    inner = "".join(f"  {line}\n" for line in text.rstrip("\n").split("\n"))
    parsed = parse(f"x:\n{inner}".encode(), "projects/2027/x-k7f3q9.yml")
    assert parsed.data, parsed.findings
    return parsed.data["x"]


def same_item(items: Any, new: Any) -> int | None:
    """The position of the item that has the same name."""
    name = next((name for name in NAMES if name in new), None)
    named = (at for at, old in enumerate(items) if name and isinstance(old, dict) and old.get(name) == new[name])
    return next(named, None)


def are_blocks(*lists: Any) -> bool:
    return all(isinstance(items, list) and all(isinstance(item, dict) for item in items) for items in lists)


def merge(into: Any, new: Any) -> Any:
    """The new fields over the old ones; items of lists over those of the same name, or added."""
    if isinstance(new, dict) and isinstance(into, dict):
        return {**into, **{key: merge(into[key], value) if key in into else value for key, value in new.items()}}
    if new and are_blocks(into, new):
        done = list(into)
        for item in new:
            at = same_item(done, item)
            if at is None:
                done.append(item)
            else:
                done[at] = merge(done[at], item)
        return done
    return new


def replace_list(into: Any, new: Any) -> Any:
    """The same, but a list becomes the new one, its items completed from those that stood there."""
    if isinstance(new, dict) and isinstance(into, dict):
        return {**into, **{k: replace_list(into[k], value) if k in into else value for k, value in new.items()}}
    if new and are_blocks(into, new):
        found = [(same_item(into, item), item) for item in new]
        at_hand = [into[min(i, len(into) - 1)] if into else {} for i in range(len(new))]
        pairs = zip(found, at_hand, strict=True)
        return [replace_list(into[at] if at is not None else old, item) for (at, item), old in pairs]
    return new


def whole(into: Any, new: Any) -> Any:
    """The same, but a list becomes the new one as it stands."""
    if isinstance(new, dict) and isinstance(into, dict):
        return {**into, **{key: whole(into[key], value) if key in into else value for key, value in new.items()}}
    return new


HOW: dict[str, Callable[[Any, Any], Any]] = {"merge": merge, "replace_list": replace_list, "whole": whole}


def without(placed: Any, after: Any, before: Any) -> Any:
    """What was laid in without all that only the mended half says."""
    if isinstance(after, dict) and isinstance(placed, dict):
        old = before if isinstance(before, dict) else {}
        return {
            key: without(value, after[key], old[key]) if key in after else value
            for key, value in placed.items()
            if key not in after or key in old
        }
    if are_blocks(after) and isinstance(placed, list) and isinstance(before, list):
        return list(_items_without(placed, after, before))
    return placed


def _items_without(placed: list[Any], after: list[Any], before: list[Any]) -> Iterator[Any]:
    for item in placed:
        at = next((i for i, said in enumerate(after) if _says(item, said)), None)
        if at is None:
            yield item
            continue
        twin = same_item(before, after[at])
        if twin is None and len(before) == len(after):
            twin = at
        if twin is not None:
            yield without(item, after[at], before[twin])


def _says(item: Any, said: Any) -> bool:
    plain = {key: value for key, value in said.items() if not isinstance(value, dict | list)}
    return isinstance(item, dict) and all(item.get(key) == value for key, value in plain.items())


def laid(data: Any, path: list[Any], change: Callable[[Any], Any]) -> Any:
    """The data with the value at a path changed."""
    if not path:
        return change(data)
    step, rest = path[0], path[1:]
    if isinstance(data, list):
        return [laid(item, rest, change) if at == step else item for at, item in enumerate(data)]
    return {**data, step: laid(data.get(step, {} if rest else []), rest, change)}


def found_in(files: dict[str, bytes], day: str) -> list[Finding]:
    loaded = load_city(MemorySource(files), SCHEMAS, MEMORY)
    assert loaded.city is not None
    return [*loaded.findings, *judge(Context(loaded.city, date.fromisoformat(day)))]


def both_states(code: str) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The city's files with an example, before and after its mending."""
    place = PLACES[code]
    file = place["file"]
    known = kind_of(file)
    assert known is not None
    before, after = example_of(code)
    how = HOW[place["how"]]
    data = copy.deepcopy(parse(example()[file], file).data)
    mended = laid(data, place["path"], lambda old: how(old, after))
    broken = laid(mended, place["path"], lambda old: how(without(old, after, before), before))
    document = SCHEMAS.document(known[0])
    return {**example(), file: write(broken, document)}, {**example(), file: write(mended, document)}


def both_halves(code: str) -> tuple[list[Finding], list[Finding]]:
    """What is said of the city with an example, before and after its mending."""
    day = PLACES[code]["day"]
    broken, mended = both_states(code)
    return found_in(broken, day), found_in(mended, day)
