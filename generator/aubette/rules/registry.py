"""Every rule, written out: what is not listed here does not run."""

from __future__ import annotations

from collections.abc import Iterator

from aubette.model.finding import Finding
from aubette.rules.context import Context, Rule

FAMILIES: dict[str, tuple[Rule, ...]] = {}


def judge(context: Context, families: frozenset[str] | None = None) -> Iterator[Finding]:
    """All findings of the rules of these families, or of every family."""
    for name, rules in FAMILIES.items():
        if families is None or name in families:
            for rule in rules:
                yield from rule(context)
