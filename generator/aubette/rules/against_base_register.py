"""Registers against the state before the change: what was redacted stays redacted, what was amended stays told."""

from __future__ import annotations

from collections.abc import Iterator

from aubette.model.finding import Finding, Place
from aubette.rules.against_base import first_difference
from aubette.rules.context import Context

REDACTIONS = "site_config/redactions.yml"


def redactions_stay(context: Context) -> Iterator[Finding]:
    """A redaction is never taken back: its field would be shown again, with all its past."""
    if context.base is None or REDACTIONS in context.city.unread:
        return
    kept = {(r.key, r.field) for r in context.city.redactions}
    for before in context.base.redactions:
        if (before.key, before.field) not in kept:
            params = {"project": before.key, "field": before.field}
            yield Finding("base/redaction-removed", Place(REDACTIONS, 1, 1), params)


def amendments_only_grow(context: Context) -> Iterator[Finding]:
    """The amendments of an edition's rules are added at the end, and never changed or removed (R22, R29)."""
    if context.base is None:
        return
    for before in context.base.editions:
        after = context.city.edition(before.id)
        if before.rules is None or after is None:
            continue
        position = first_difference(before.rules.amendments, after.rules.amendments if after.rules else ())
        if position is not None:
            place = after.origin.at("rules", "amendments", position)
            yield Finding("base/amendment-rewritten", place, {"edition": before.id, "position": position + 1})
