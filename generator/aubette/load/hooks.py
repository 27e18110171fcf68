"""How plain data become each type of the model: the converter that `load.build` uses."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date as Date
from datetime import datetime as DateTime
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any, Union, get_args, get_origin
from zoneinfo import ZoneInfo

import cattrs
from cattrs.gen import make_dict_structure_fn, override

from aubette.load import values
from aubette.model.document import Origin
from aubette.model.money import Money
from aubette.model.text import Text

Hint = Any
"""A type as an annotation says it: a class, a union, `tuple[X, ...]`, `Annotated[str, ...]`."""

SAME_IN_BOTH: tuple[Hint, ...] = (int, bool, Origin)
DAY_OR_MOMENT: Hint = Date | DateTime


@lru_cache(maxsize=8)
def converter(zone: ZoneInfo | None) -> cattrs.Converter:
    """The converter for a city in this zone; it is made once."""
    made = cattrs.Converter(detailed_validation=False)
    made.register_structure_hook(str, lambda value, _: values.read_string(value))
    made.register_structure_hook(StrEnum, lambda value, cls: cls._value2member_map_[value])
    made.register_structure_hook(Money, lambda value, _: values.read_money(value))
    made.register_structure_hook(Text, lambda value, _: values.read_text(value))
    made.register_structure_hook(Date, lambda value, _: Date.fromisoformat(value))
    made.register_structure_hook(DateTime, lambda value, _: values.read_moment(value, zone))
    made.register_structure_hook(DAY_OR_MOMENT, lambda value, _: values.read_day_or_moment(value, zone))
    for plain in SAME_IN_BOTH:
        made.register_structure_hook(plain, lambda value, _: value)
    made.register_structure_hook_func(is_mapping, lambda value, _: dict(value))
    made.register_structure_hook_factory(is_optional, lambda hint: _optional(inner(hint), made))
    made.register_structure_hook_factory(is_block, lambda cls: _block(cls, made))
    return made


def _optional(kind: Hint, made: cattrs.Converter) -> Callable[..., Any]:
    """The reader of a type that may also be None: its own, told the type where it needs to know it."""
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return lambda value, _: kind(value)
    return made.get_structure_hook(kind)


def _block(cls: Hint, made: cattrs.Converter) -> Callable[..., Any]:
    """The reader of a class, whose attributes that end with `_` are keys without it (`from_` is `from`)."""
    renamed: Any = {f.name: override(rename=f.name.rstrip("_")) for f in fields(cls) if f.name.endswith("_")}
    return make_dict_structure_fn(cls, made, **renamed)


def is_block(hint: Hint) -> bool:
    """Whether a type is written as a mapping of its own; amounts, texts and origins have their own readers."""
    return is_dataclass(hint) and hint not in (Money, Text, Origin)


def is_number(hint: Hint) -> bool:
    """Whether a type is a number that the model keeps as text."""
    origin: object = get_origin(hint)
    return origin is Annotated and get_args(hint)[0] is str


def is_mapping(hint: Hint) -> bool:
    """Whether a type is a mapping that the model does not know from inside."""
    origin: object = get_origin(hint)
    return origin is Mapping


def is_optional(hint: Hint) -> bool:
    """Whether a type is another one or None; a file never says null, so only the other one is ever read."""
    origin: object = get_origin(hint)
    return (isinstance(hint, types.UnionType) or origin is Union) and type(None) in get_args(hint)


def inner(hint: Hint) -> Hint:
    """The type of a value that is not None."""
    rest = tuple(arg for arg in get_args(hint) if arg is not type(None))
    return rest[0] if len(rest) == 1 else DAY_OR_MOMENT
