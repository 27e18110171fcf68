"""The count in plain sentences: one for each project, each with the numbers it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aubette.model.money import Money
from aubette.model.outcome import EnvelopeOutcome, Outcome, Payment, ProjectOutcome, Tie, Value
from aubette.words.catalogue import Catalogue

AMOUNTS = ("cost", "left", "short", "budget", "price", "had")
COUNTED = ("supporters", "most", "points", "votes")
"""The number of things that a sentence speaks of, the first of these that it has: it takes the singular for one."""

NAMED = 3
"""A sentence names so many of those whom supporters had paid for; the others are told together."""


def reason_sentence(words: Catalogue, outcome: ProjectOutcome) -> str:
    """Why a project won or did not, in one sentence; where voters gave grades, after the grade it got."""
    params = {name: _value(words, name, value) for name, value in outcome.reason.params.items()}
    n = next((params[name] for name in COUNTED if name in params), 0)
    why = words.say(f"reasons.{outcome.reason.code}", **{"rank": outcome.rank, "n": n, **params})
    return " ".join((*_judgment(words, outcome), why))


def _judgment(words: Catalogue, outcome: ProjectOutcome) -> Iterator[str]:
    one = outcome.judged
    if one is not None:
        n = one.better + one.same + one.worse
        yield words.say("reasons.judged", grade=one.name, better=one.better, same=one.same, worse=one.worse, n=n)


def tie_sentence(words: Catalogue, tie: Tie) -> str:
    """Which projects stood equal, and what decided between them, or that nothing declared does."""
    if tie.decided_by is None:
        return words.say("site.results.tie_open", numbers=tie.numbers)
    return words.say("site.results.tie", numbers=tie.numbers, by=words.say(f"labels.tie.{tie.decided_by.value}"))


def shares_sentence(words: Catalogue, envelope: EnvelopeOutcome) -> str:
    """How equal shares went: voters, first and last share, and why there is no further step; else empty."""
    notes = envelope.notes
    if not notes:
        return ""
    amounts = {name: Money(int(str(notes[name]))) for name in ("first_share", "share")}
    ended = words.say(f"site.results.ended.{notes['ended']}")
    return words.say("site.results.shares", n=notes["voters"], steps=notes["steps"], ended=ended, **amounts)


def moved_sentence(words: Catalogue, envelope: EnvelopeOutcome) -> str:
    """What an envelope had from others' leftovers, or gave to others of its own; empty where nothing moved."""
    key = "received" if envelope.received > 0 else "given"
    return words.say(f"site.results.{key}", amount=Money(abs(envelope.received))) if envelope.received else ""


def envelope_notes(words: Catalogue, envelope: EnvelopeOutcome) -> tuple[str, ...]:
    """What more there is to say of an envelope: money that came or went, then how equal shares went."""
    return tuple(filter(None, (moved_sentence(words, envelope), shares_sentence(words, envelope))))


def comparison_sentence(words: Catalogue, outcome: Outcome) -> str:
    """Which of two outcomes more voters preferred; empty where none were compared."""
    return words.say(f"site.results.kept.{outcome.notes['kept']}", **outcome.notes) if outcome.notes else ""


def _value(words: Catalogue, name: str, value: Value) -> Any:
    if isinstance(value, tuple):
        return (*(item for item in value if isinstance(item, str)), *_payments(words, value))
    return Money(value) if name in AMOUNTS and isinstance(value, int) else value


def _payments(words: Catalogue, values: tuple[str, ...] | tuple[Payment, ...]) -> Iterator[str]:
    paid = [value for value in values if isinstance(value, Payment)]
    for payment in paid[:NAMED]:
        yield words.say("reasons.paid", number=payment.number, amount=Money(payment.amount))
    if len(paid) > NAMED:
        yield words.say("reasons.paid_rest", amount=Money(sum(payment.amount for payment in paid[NAMED:])))
