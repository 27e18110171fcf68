"""This year's rules against last year's: the differences of two editions' configurations, as data."""

from __future__ import annotations

from dataclasses import dataclass

from aubette.model.change import Change


@dataclass(frozen=True)
class RulesCompared:
    """What an edition changes in the rules of the one before it, both by id."""

    edition: str
    previous: str
    changes: tuple[Change, ...]
