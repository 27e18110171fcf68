"""How an edition's envelope is divided: to the cent, by the declared mode (R03, R19, R43)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from aubette.model.budget import Envelope, Split
from aubette.model.city import City
from aubette.model.edition import Edition
from aubette.model.enums import EnvelopeKind, SplitMode
from aubette.model.finding import Finding, Related
from aubette.model.money import Money, total
from aubette.rules.context import Context
from aubette.rules.reading import live_editions


def exact_sum(context: Context) -> Iterator[Finding]:
    """City, areas and reserve add up to the edition's envelope exactly: E = E_city + sum(E_q) + E_reserve.

    What the programme itself is planned to cost is part of the sum where the edition takes it from its envelope.
    """
    for edition in live_editions(context.city):
        budget = edition.budget
        kept = total(c.planned for c in budget.programme_costs if budget.programme_costs_from_envelope)
        summed = total(e.amount for e in edition.envelopes) + kept
        if summed != edition.budget.envelope:
            yield Finding(
                "budget/split-sum",
                edition.origin.at("envelopes"),
                {
                    "edition": edition.id,
                    "sum": summed,
                    "envelope": edition.budget.envelope,
                    "n": len(edition.envelopes),
                },
                related=(Related(edition.origin.at("budget", "envelope"), "total-set-here"),),
            )


def as_declared(context: Context) -> Iterator[Finding]:
    """Each area's amount is what the declared mode of division gives, fractions by largest remainder."""
    for edition in live_editions(context.city):
        expected = divided(context.city, edition)
        if expected and (whole := _other_total(edition, expected)):
            yield whole
            continue
        for position, envelope in enumerate(edition.envelopes):
            due = expected.get(envelope.id, envelope.amount)
            if due != envelope.amount:
                yield Finding(
                    "budget/split-mode",
                    edition.origin.at("envelopes", position, "amount"),
                    {"envelope": envelope.id, "amount": envelope.amount, "expected": due},
                    related=(Related(edition.origin.at("split"), "mode-set-here"),),
                )


def _other_total(edition: Edition, expected: Mapping[str, Money]) -> Finding | None:
    """One finding on the total where it is the total that is wrong: most amounts differ, and their sum does too."""
    areas = [e for e in edition.envelopes if e.id in expected]
    summed, announced = total(e.amount for e in areas), total(expected.values())
    astray = sum(expected[e.id] != e.amount for e in areas)
    if summed == announced or astray * 2 <= len(areas) or len(areas) < 3:
        return None
    return Finding(
        "budget/split-total",
        edition.origin.at("split", "total"),
        {"sum": summed, "total": announced, "n": len(areas)},
        related=(Related(edition.origin.at("envelopes"), "envelopes-here"),),
    )


def people_are_known(context: Context) -> Iterator[Finding]:
    """A division by population needs everybody's: without one area's figure, no amount can be checked."""
    for edition in live_editions(context.city):
        split = edition.split
        if split is None or split.mode in (SplitMode.EXPLICIT, SplitMode.EQUAL):
            continue
        served = {e.area for e in edition.envelopes if e.kind is EnvelopeKind.AREA}
        for position, area in enumerate(context.city.config.areas):
            if area.id in served and area.population is None:
                yield Finding(
                    "budget/population-missing",
                    context.city.config.origin.at("areas", position, "id"),
                    {"area": area.id, "edition": edition.id},
                    related=(Related(edition.origin.at("split"), "mode-set-here"),),
                )


def divided(city: City, edition: Edition) -> Mapping[str, Money]:
    """What each area envelope should hold; empty where amounts were voted one by one or a population is missing."""
    split = edition.split
    areas = tuple(e for e in edition.envelopes if e.kind is EnvelopeKind.AREA)
    if split is None or split.mode is SplitMode.EXPLICIT or split.total is None or not areas:
        return {}
    if len({e.id for e in areas}) < len(areas):
        return {}  # a name stands twice: told as such, the amounts cannot be
    weights = _weights(city, split, areas)
    if weights is None or not sum(weights.values()):
        return {}
    base = split.base.cents if split.base and split.mode is SplitMode.BASE_PLUS_POPULATION else 0
    shared = largest_remainder(split.total.cents - base * len(areas), weights)
    return {identifier: Money(base + cents) for identifier, cents in shared.items()}


def _weights(city: City, split: Split, areas: tuple[Envelope, ...]) -> Mapping[str, Fraction] | None:
    if split.mode is SplitMode.EQUAL:
        return {e.id: Fraction(1) for e in areas}
    populations = {a.id: a.population for a in city.config.areas}
    people = {e.id: populations.get(e.area or "") for e in areas}
    if any(count is None for count in people.values()):
        return None
    factors = {e.id: Fraction(e.weight or 1) if split.mode is SplitMode.WEIGHTED else Fraction(1) for e in areas}
    return {identifier: factors[identifier] * (count or 0) for identifier, count in people.items()}


def largest_remainder(cents: int, weights: Mapping[str, Fraction]) -> dict[str, int]:
    """Divide whole cents by weight (Hamilton's method); equal remainders go to the first id as text; exact in sum."""
    everything = sum(weights.values())
    exact = {identifier: Fraction(cents) * weight / everything for identifier, weight in weights.items()}
    shares = {identifier: int(share) for identifier, share in exact.items()}
    left = cents - sum(shares.values())
    for identifier in sorted(exact, key=lambda i: (shares[i] - exact[i], i))[:left]:
        shares[identifier] += 1
    return shares
