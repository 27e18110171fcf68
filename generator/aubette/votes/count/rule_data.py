"""A counting rule between its written form (edition file, `rules.json`) and its value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, fields, replace
from fractions import Fraction
from typing import Any

from aubette.model.counting import (
    Comparison,
    Completion,
    CountingRule,
    Leftover,
    Measure,
    Method,
    Overflow,
    Quota,
    Start,
    Then,
    Thresholds,
    TieBreak,
    Utility,
)
from aubette.model.money import Money

ENUMS: Mapping[str, Any] = {
    "method": Method,
    "measure": Measure,
    "overflow": Overflow,
    "leftover": Leftover,
    "utility": Utility,
    "completion": Completion,
    "start": Start,
    "then": Then,
    "comparison": Comparison,
}

SHARE = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,9})?", re.ASCII)
"""A percentage as people write it; a longer one could be a number that fills the memory."""


class BadRuleError(ValueError):
    """A rule that says something no count knows; the argument is the key."""


def from_mapping(data: Mapping[str, Any]) -> CountingRule:
    """The rule of its written form; `step` is in currency units there.

    Raises:
        BadRuleError: an unknown key or value.
    """
    known = {f.name for f in fields(CountingRule)}
    values: dict[str, Any] = {}
    for key, value in data.items():
        if key not in known:
            raise BadRuleError(key)
        try:
            values[key] = _read(key, value)
        except (ValueError, TypeError, AttributeError, KeyError):
            raise BadRuleError(key) from None
    return CountingRule(**values)


def asks_for_areas(data: Mapping[str, Any]) -> bool:
    """Whether a written rule needs the areas of the projects; one that no count knows asks for nothing."""
    try:
        return from_mapping(data).uses_areas
    except BadRuleError:
        return False


def _read(key: str, value: Any) -> Any:
    if key in ENUMS:
        return ENUMS[key](value)
    if key in READERS:
        return READERS[key](value)
    if key == "weights" and value == "borda":
        return value
    return tuple(map(_whole, _list(value))) if key == "weights" else _whole(value)


def _thresholds(value: Mapping[str, Any]) -> Thresholds:
    if set(value) - {"votes", "points", "share_percent", "cost_divisor"}:
        raise ValueError(value)
    share, divisor = str(value.get("share_percent", "0")), value.get("cost_divisor")
    if not SHARE.fullmatch(share) or Fraction(share) > 100 or divisor == 0:
        raise ValueError(value)
    return Thresholds(
        _whole(value.get("votes", Thresholds.votes)),
        _whole(value.get("points", 0)),
        share,
        None if divisor is None else _whole(divisor),
    )


def _whole(value: Any) -> int:
    """A whole number, not below zero; yes and no are not numbers, and nothing is rounded."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(value)
    return value


def _list(value: Any) -> Sequence[Any]:
    if not isinstance(value, list | tuple):
        raise TypeError(value)
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _step(value: Any) -> int:
    """Shares that do not grow would be raised for ever."""
    cents = Money.parse(str(value)).cents
    if cents < 1:
        raise ValueError(value)
    return cents


READERS: Mapping[str, Callable[[Any], Any]] = {
    "thresholds": _thresholds,
    "quotas": lambda value: tuple(Quota(_text(one["envelope"]), _whole(one["most"])) for one in _list(value)),
    "ties": lambda value: tuple(TieBreak(tie) for tie in _list(value)),
    "exclusions": lambda value: tuple(tuple(map(_text, _list(group))) for group in _list(value)),
    "withdrawn": lambda value: tuple(map(_text, _list(value))),
    "step": _step,
}


def to_mapping(rule: CountingRule) -> dict[str, Any]:
    """The written form, defaults included, so that the whole rule can be read; what has no value is left out."""
    said: dict[str, Any] = {}
    for name in (f.name for f in fields(CountingRule)):
        value = getattr(rule, name)
        if value is None:
            continue
        if isinstance(value, Thresholds):
            value = {key: number for key, number in asdict(value).items() if number is not None}
        elif name == "step":
            value = Money(value).written()
        elif isinstance(value, tuple):
            value = [_plain(item) for item in value]
        said[name] = getattr(value, "value", value)
    return said


def _plain(item: Any) -> Any:
    if isinstance(item, Quota):
        return asdict(item)
    return list(item) if isinstance(item, tuple) else getattr(item, "value", item)


def override(rule: CountingRule, changes: Mapping[str, Any]) -> CountingRule:
    """The rule with other clauses, for a what-if; None means unchanged.

    Raises:
        BadRuleError: an unknown key or value.
    """
    given = {key: value for key, value in changes.items() if value is not None}
    other = from_mapping(given)
    return replace(rule, **{key: getattr(other, key) for key in given})
