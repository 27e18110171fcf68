"""From a file's plain data to the model and back; the schema has already said that the data have the right shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from datetime import date as Date
from datetime import datetime as DateTime
from enum import Enum
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from aubette.load import hooks, values
from aubette.model.document import UNKNOWN, Origin
from aubette.model.money import Money
from aubette.model.text import Text

T = TypeVar("T")
Writer = Callable[[Any], Any]

OUTSIDE_THE_FILE = frozenset({"edition", "origin"})
"""Attributes of documents (classes with an `origin`) that come from where their file stands."""

ALWAYS_WRITTEN = frozenset({("ChecklistAnswer", "answer")})
"""Written even where they have their default: a service must see the `pending` that it is to replace."""


@dataclass(frozen=True, slots=True)
class _Key:
    """How one attribute is written: under which key, by what, and the default that goes without saying."""

    attribute: str
    name: str
    default: Any
    write: Writer


def build(cls: type[T], data: Mapping[str, Any], origin: Origin = UNKNOWN, zone: ZoneInfo | None = None) -> T:
    """An instance of a class of the model from data that passed its schema.

    `origin` is kept where the class has such an attribute. Date-times without an offset are in `zone`, the city's; with
    no zone given they stay without one. The data are neither changed nor kept.

    Raises:
        ValueError: a value that the schema's formats refuse (a day that does not exist, an amount of three decimals).
    """
    kind: Any = cls
    given = {**data, "origin": origin} if _is_document(kind) else data
    return hooks.converter(zone).structure(given, cls)


def unbuild(instance: Any) -> dict[str, Any]:
    """The plain data of an instance, in canonical key order; what has its default is left out.

    Days are ISO strings, amounts `int` or a `Decimal` of two places; the canonical writer prints them as they are.
    """
    found: dict[str, Any] = {}
    kind: Any = type(instance)
    for key in _keys(kind):
        value = getattr(instance, key.attribute)
        if value is not None and (key.default is MISSING or value != key.default):
            found[key.name] = key.write(value)
    return found


@cache
def _is_document(cls: Any) -> bool:
    return any(item.name == "origin" for item in fields(cls))


@cache
def _keys(cls: Any) -> tuple[_Key, ...]:
    hints = get_type_hints(cls, include_extras=True)
    outside = OUTSIDE_THE_FILE if _is_document(cls) else frozenset()
    return tuple(
        _Key(item.name, item.name.rstrip("_"), _default(cls, item), _writer(hints[item.name]))
        for item in fields(cls)
        if item.name not in outside
    )


def _default(cls: type, item: Field[Any]) -> Any:
    if (cls.__name__, item.name) in ALWAYS_WRITTEN:
        return MISSING
    return item.default if item.default_factory is MISSING else item.default_factory()


WRITERS: Mapping[Any, Writer] = {
    Money: values.write_money,
    Text: values.write_text,
    Date: Date.isoformat,
    DateTime: values.write_moment,
    hooks.DAY_OR_MOMENT: values.write_day_or_moment,
}


def _writer(hint: Any) -> Writer:
    """What writes the values of a type; a type of the model that is none of ours to know is written as it is."""
    if hooks.is_optional(hint):
        return _writer(hooks.inner(hint))
    if hint in WRITERS:
        return WRITERS[hint]
    if get_origin(hint) is tuple:
        item = _writer(get_args(hint)[0])
        return lambda items: [item(one) for one in items]
    if hooks.is_number(hint):
        return values.write_number
    if hooks.is_mapping(hint):
        return dict
    if hooks.is_block(hint):
        return unbuild
    return _member if isinstance(hint, type) and issubclass(hint, Enum) else _as_it_is


def _member(value: Enum) -> Any:
    return value.value


def _as_it_is(value: Any) -> Any:
    return value
