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
        for position, envelope in enumerate(edition.envelopes):
            due = expected.get(envelope.id, envelope.amount)
            if due != envelope.amount:
                yield Finding(
                    "budget/split-mode",
                    edition.origin.at("envelopes", position, "amount"),
                    {"envelope": envelope.id, "amount": envelope.amount, "expected": due},
                    related=(Related(edition.origin.at("split"), "mode-set-here"),),
                )


def divided(city: City, edition: Edition) -> Mapping[str, Money]:
    """What each area envelope should hold; empty where amounts were voted one by one or a population is missing."""
    split = edition.split
    areas = tuple(e for e in edition.envelopes if e.kind is EnvelopeKind.AREA)
    if split is None or split.mode is SplitMode.EXPLICIT or split.total is None or not areas:
        return {}
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
