"""A counting rule between its written form (edition file, `rules.json`) and its value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields, replace
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


def _read(key: str, value: Any) -> Any:
    if key in ENUMS:
        return ENUMS[key](value)
    if key == "ties":
        return tuple(TieBreak(tie) for tie in value)
    if key == "thresholds":
        return _thresholds(value)
    if key == "quotas":
        return tuple(Quota(str(quota["envelope"]), int(quota["most"])) for quota in value)
    if key == "exclusions":
        return tuple(tuple(group) for group in value)
    if key == "withdrawn":
        return tuple(value)
    if key == "weights":
        return value if value == "borda" else tuple(int(weight) for weight in value)
    if key == "step":
        return Money.parse(str(value)).cents
    return int(value)


def _thresholds(value: Mapping[str, Any]) -> Thresholds:
    unknown = set(value) - {"votes", "points", "share_percent", "cost_divisor"}
    if unknown:
        raise ValueError(unknown)
    divisor = value.get("cost_divisor")
    return Thresholds(
        int(value.get("votes", Thresholds.votes)),
        int(value.get("points", 0)),
        str(value.get("share_percent", "0")),
        None if divisor is None else int(divisor),
    )


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
