"""A case and its twin: two states of some files that differ in one place, and what is said of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from aubette.model.finding import Finding


def codes(findings: Iterable[Finding]) -> set[str]:
    return {finding.code for finding in findings}


Files = Mapping[str, Any]
"""The bytes of files by their paths, or what else is judged, by name."""


@dataclass(frozen=True)
class Pair:
    """What has a code, and what must not have it, though they differ in one place only.

    `states` makes the two when a test asks for them; `said` gives the codes of all that is found in one of them.
    `places` is more than one only where one edit is written in several places, such as a figure and its sum.
    """

    code: str
    states: Callable[[], tuple[Files, Files]]
    said: Callable[[Files], set[str]]
    places: int = 1

    def __str__(self) -> str:
        return self.code
