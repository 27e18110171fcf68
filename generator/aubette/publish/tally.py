"""The count in plain sentences: one for each project, each with the numbers it rests on."""

from __future__ import annotations

from typing import Any

from aubette.model.money import Money
from aubette.model.outcome import ProjectOutcome, Value
from aubette.words.catalogue import Catalogue

AMOUNTS = ("cost", "left", "short", "budget", "price", "had", "needed", "paid")


def _value(name: str, value: Value) -> Any:
    return Money(value) if name in AMOUNTS and isinstance(value, int) else value


def reason_sentence(words: Catalogue, outcome: ProjectOutcome) -> str:
    """Why a project won or did not, in one sentence."""
    params = {name: _value(name, value) for name, value in outcome.reason.params.items()}
    return words.say(f"reasons.{outcome.reason.code}", **{"rank": outcome.rank, **params})
