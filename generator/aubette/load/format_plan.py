"""A schema's formats as a tree that is walked beside the data: compiled once, touching only places that have one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from aubette.load.formats import FORMATS, Check, Flaw, money, whole
from aubette.load.marks import Path
from aubette.load.shape import Schema, Shape


@dataclass
class Plan:
    """The check of one place of a schema, and those of what stands below it."""

    check: Check | None = None
    keys: dict[str, Plan] = field(default_factory=dict)
    other: Plan | None = None
    item: Plan | None = None


def compile_plan(document: Schema) -> Plan:
    """The plan of a whole schema document; a schema that contains itself makes a plan that does."""
    return _compiled(Shape(document, document), {})


def _compiled(shape: Shape, known: dict[int, Plan]) -> Plan:
    if id(shape.source) in known:
        return known[id(shape.source)]
    plan = known[id(shape.source)] = Plan(_check(shape))
    plan.keys = {key: below for key, part in shape.keys().items() if _useful(below := _compiled(part, known))}
    other, item = _compiled(shape.other(), known), _compiled(shape.item(), known)
    plan.other = other if _useful(other) else None
    plan.item = item if _useful(item) else None
    return plan


def _useful(plan: Plan) -> bool:
    return bool(plan.check or plan.keys or plan.other or plan.item)


def _check(shape: Shape) -> Check | None:
    check = FORMATS.get(shape.format)
    if check is money and shape.types == ("string",):
        return None  # an amount kept as text, in a file that machines write: its pattern says all
    return whole if check is None and shape.types == ("integer",) else check


def _one(value: object) -> bool:
    """Whether something is written, and it is one value: a list or a block has another type, which is judged apart."""
    return value is not None and not isinstance(value, list | dict)


def holds(plan: Plan, value: object) -> bool:
    """Whether everything in a value has the format that its place asks for."""
    if plan.check is not None and _one(value) and plan.check(value) is not None:
        return False
    if isinstance(value, dict):
        keys, other = plan.keys, plan.other
        for key, part in value.items():
            below = keys.get(key, other)
            if below is not None and not holds(below, part):
                return False
    elif plan.item is not None and isinstance(value, list):
        item = plan.item
        return all(holds(item, part) for part in value)
    return True


def flaws(plan: Plan, value: object, path: Path = ()) -> Iterator[tuple[Path, Flaw]]:
    """Everything in a value that has not the format that its place asks for, with the path to it."""
    flaw = plan.check(value) if plan.check is not None and _one(value) else None
    if flaw is not None:
        yield path, flaw
    if isinstance(value, Mapping):
        for key, part in value.items():
            below = plan.keys.get(key, plan.other)
            if below is not None:
                yield from flaws(below, part, (*path, key))
    elif plan.item is not None and isinstance(value, list):
        for index, part in enumerate(value):
            yield from flaws(plan.item, part, (*path, index))
