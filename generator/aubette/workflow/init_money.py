"""A preset's amounts brought to another city's envelope: the same proportions, exact to the cent."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from aubette.model.budget import Envelope
from aubette.model.edition import Edition
from aubette.model.enums import EnvelopeKind, SplitMode
from aubette.model.money import Money, total
from aubette.rules.budget_split import largest_remainder
from aubette.workflow.pabulib_city import written_amount

AREAS = "*"
"""The place of all area envelopes together, among the other envelopes."""


def scaled(money: Money, factor: Fraction) -> Money:
    """An amount in proportion, in whole units unless it has to stay as it was."""
    return money if factor == 1 else Money(int(factor * money.cents) // 100 * 100)


def area_populations(edition: Edition, population: int | None) -> dict[str, int]:
    """The people of each area where money follows them, in the preset's proportions; empty where nobody needs it."""
    mode = edition.split.mode if edition.split else SplitMode.EXPLICIT
    areas = _areas(edition)
    if population is None or mode in (SplitMode.EXPLICIT, SplitMode.EQUAL) or not areas:
        return {}
    return largest_remainder(population, {e.area or e.id: Fraction(e.amount.cents) for e in areas})


def amounts(edition: Edition, envelope: Money, people: Mapping[str, int]) -> dict[str, Money]:
    """What each envelope of the new edition holds; together they are exactly its envelope."""
    areas = _areas(edition)
    blocks = {e.id: Fraction(e.amount.cents) for e in edition.envelopes if e not in areas}
    if areas:
        blocks[AREAS] = Fraction(total(e.amount for e in areas).cents)
    shares = largest_remainder(envelope.cents, blocks)
    if areas:
        shares |= _divided(edition, areas, shares.pop(AREAS), people)
    return {identifier: Money(cents) for identifier, cents in shares.items()}


def _areas(edition: Edition) -> tuple[Envelope, ...]:
    return tuple(e for e in edition.envelopes if e.kind is EnvelopeKind.AREA)


def _divided(edition: Edition, areas: tuple[Envelope, ...], cents: int, people: Mapping[str, int]) -> dict[str, int]:
    """The areas' part divided by the preset's mode; in the preset's proportions where amounts were voted one by one."""
    if edition.split and edition.split.mode is SplitMode.EQUAL:
        return largest_remainder(cents, {e.id: Fraction(1) for e in areas})
    if people:
        return largest_remainder(cents, {e.id: Fraction(people[e.area or e.id]) for e in areas})
    return largest_remainder(cents, {e.id: Fraction(e.amount.cents) for e in areas})


def scaled_caps(caps: Mapping[str, Any], factor: Fraction) -> dict[str, Any]:
    """The caps in proportion; percentages stay."""
    return {key: value if key.endswith("percent") else _scaled_data(value, factor) for key, value in caps.items()}


def _scaled_data(value: int | Decimal, factor: Fraction) -> int | Decimal:
    return written_amount(scaled(Money.parse(str(value)), factor))
