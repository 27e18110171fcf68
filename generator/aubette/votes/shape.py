"""Typed values out of parsed YAML or JSON: whatever is not as it should be raises `OddError` with the key's path."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from aubette.model.money import Money
from aubette.votes.reading import SLUG

E = TypeVar("E", bound=StrEnum)

NOTHING: frozenset[str] = frozenset()


class OddError(ValueError):
    """The value at this key (`contests[0].ballot.max_points`) is missing, unknown, or not what belongs there."""


def mapping(
    key: str, written: object, required: frozenset[str], optional: frozenset[str] = NOTHING
) -> Mapping[str, object]:
    """A mapping with these keys and no others."""
    if not isinstance(written, Mapping):
        raise OddError(key)
    names = {str(name) for name in written}
    for name in sorted((required - names) | (names - required - optional)):
        raise OddError(f"{key}.{name}".lstrip("."))
    return written


def items(key: str, written: object, least: int = 0) -> list[tuple[str, object]]:
    """The items of a list, each with its own key."""
    if not isinstance(written, list | tuple) or len(written) < least:
        raise OddError(key)
    return [(f"{key}[{at}]", item) for at, item in enumerate(written)]


def text(key: str, written: object) -> str:
    """A text that is not empty."""
    if not isinstance(written, str) or not written:
        raise OddError(key)
    return written


def slug(key: str, written: object) -> str:
    """An identifier: small letters, digits and single hyphens."""
    if not SLUG.fullmatch(text(key, written)):
        raise OddError(key)
    return str(written)


def whole(key: str, written: object, least: int) -> int:
    """A whole number."""
    if not isinstance(written, int) or isinstance(written, bool) or written < least:
        raise OddError(key)
    return written


def amount(key: str, written: object) -> int:
    """An amount written as text, in cents."""
    try:
        return Money.parse(text(key, written)).cents
    except ValueError:
        raise OddError(key) from None


def member(key: str, written: object, kind: type[E]) -> E:
    """A value of a closed list."""
    try:
        return kind(text(key, written))
    except ValueError:
        raise OddError(key) from None
