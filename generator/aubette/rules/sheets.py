"""Rules that read words: which lines of a city's texts are looked at closely, and by which of them.

A city writes the same lines over and over. A line that no rule is wary of is never looked at again, so that two
thousand files cost little more than their own words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from aubette.model.finding import Finding
from aubette.model.sheet import Sheet

MOST_KEPT = 400_000


@dataclass(frozen=True, slots=True)
class Manner:
    """How a city writes: its first language, and the contact data that it made public itself in `city.yml`."""

    first: str = "fr"
    public: frozenset[str] = frozenset()


Judge = Callable[[Sheet, Manner], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class SheetRule:
    """A rule on one file's words: `wary` says, cheaply, whether any line may hold something; `judge` says what."""

    wary: Callable[[str], object]
    judge: Judge


def judge_sheets(
    sheets: Iterable[Sheet], manner: Manner, families: Mapping[str, tuple[SheetRule, ...]]
) -> Iterator[Finding]:
    """All findings of these families' rules on these files, in the order of the files."""
    rules = tuple(rule for family in families.values() for rule in family)
    harmless: set[str] = set()
    for sheet in sheets:
        fresh = set(sheet.text.split("\n")) - harmless
        sample = "\n".join(fresh)
        alarmed = tuple(rule for rule in rules if rule.wary(sample))
        for rule in alarmed:
            yield from rule.judge(sheet, manner)
        if len(harmless) < MOST_KEPT:
            harmless.update(line for line in fresh if not any(rule.wary(line) for rule in alarmed))
