"""Which rules give a finding: of a case that only one of them gives, the rule is missed when it is taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from aubette.model.finding import Finding
from aubette.rules.registry import FAMILIES, WORDS


def every_rule() -> set[str]:
    """The names of all rules that run; those on words, which have none, are counted."""
    named = {rule.__name__ for rules in FAMILIES.values() for rule in rules}
    return named | {f"{family} {n}" for family, rules in WORDS.items() for n in range(len(rules))}


def speakers(code: str, judge: Callable[[], object]) -> set[str]:
    """The rules that give a code while something is judged."""
    heard: set[str] = set()

    def ear(name: str, rule: Callable[..., Iterator[Finding]]) -> Callable[..., Iterator[Finding]]:
        def listening(*given: Any) -> Iterator[Finding]:
            for finding in rule(*given):
                if finding.code == code:
                    heard.add(name)
                yield finding

        return listening

    told = {family: tuple(ear(rule.__name__, rule) for rule in rules) for family, rules in FAMILIES.items()}
    words = {
        family: tuple(replace(rule, judge=ear(f"{family} {n}", rule.judge)) for n, rule in enumerate(rules))
        for family, rules in WORDS.items()
    }
    with patch.dict(FAMILIES, told), patch.dict(WORDS, words):  # type: ignore[arg-type]
        judge()
    return heard
