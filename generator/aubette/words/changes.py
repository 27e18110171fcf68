"""A change of a file as a sentence for residents; bookkeeping gives no sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date as Date

from aubette.model.change import Change, Kind
from aubette.model.money import Money
from aubette.words.catalogue import Catalogue

KEYS = re.compile(r"\[([^\]]*)\]")
ANSWERS = "study.checklist[].answer"


def sentences(words: Catalogue, changes: Iterable[Change], names: Mapping[str, str]) -> tuple[str, ...]:
    """What one entry says, heaviest change first; many answers of a checklist are one sentence."""
    told: list[str] = []
    answered: dict[str, int] = {}
    for change in changes:
        if KEYS.sub("[]", change.path) == ANSWERS and change.after not in (None, "pending"):
            answered["n"] = answered.get("n", 0) + 1
            continue
        text = sentence(words, change, names)
        if text and text not in told:
            told.append(text)
    if answered:
        told.append(words.say("history.answers", n=answered["n"]))
    return tuple(told)


def sentence(words: Catalogue, change: Change, names: Mapping[str, str]) -> str:
    """One change in words; empty when residents need not read it."""
    plain = KEYS.sub("[]", change.path)
    keys = [names.get(key, key) for key in KEYS.findall(change.path)]
    if change.kind is Kind.STATUS:
        if change.before is None or change.after is None:
            return ""
        before, after = (words.say(f"labels.status.{value}") for value in (change.before, change.after))
        return words.say("history.status", before=before, after=after)
    if not words.has(f"history.field.{plain}"):
        return ""
    label = words.say(f"history.field.{plain}", key=keys[-1] if keys else "")
    if change.kind is Kind.ADDED:
        return label
    if change.kind is Kind.MONEY:
        return _money(words, label, change)
    if change.kind is Kind.DATE:
        return _date(words, label, change)
    return label if change.kind is Kind.TEXT else _value(words, label, plain, change, names)


def _money(words: Catalogue, label: str, change: Change) -> str:
    before, after = _amount(change.before), _amount(change.after)
    if before is None or after is None:
        key = "history.set" if after is not None else "history.removed"
        shown = after if after is not None else before
        return words.say(key, label=label, value=words.formats.money(shown)) if shown is not None else ""
    difference = words.formats.signed_money(after - before)
    return words.say("history.money", label=label, before=before, after=after, difference=difference)


def _amount(value: object) -> Money | None:
    try:
        return Money.parse(str(value)) if value is not None else None
    except ValueError:
        return None


def _date(words: Catalogue, label: str, change: Change) -> str:
    before, after = _day(change.before), _day(change.after)
    if after is None:
        return words.say("history.removed", label=label, value=before) if before else ""
    if before is None:
        return words.say("history.set", label=label, value=words.formats.date(after))
    days = (after - before).days
    return words.say(
        "history.later" if days > 0 else "history.sooner", label=label, before=before, after=after, n=abs(days)
    )


def _day(value: object) -> Date | None:
    try:
        return Date.fromisoformat(str(value)[:10]) if value is not None else None
    except ValueError:
        return None


def _value(words: Catalogue, label: str, plain: str, change: Change, names: Mapping[str, str]) -> str:
    if change.after is None:
        return words.say("history.removed", label=label, value=_shown(words, plain, change.before, names))
    return words.say("history.set", label=label, value=_shown(words, plain, change.after, names))


def _shown(words: Catalogue, plain: str, value: object, names: Mapping[str, str]) -> str:
    """A value as its label: an enum's by the last part of its path, a service's or area's by its name."""
    last = plain.removesuffix("[]").rsplit(".", 1)[-1].removesuffix("[]")
    room = {"verdict": "opinion", "answer": "answer", "step": "works_step", "scope": "scope", "outcome": "outcome"}.get(
        last
    )
    if room and words.has(f"labels.{room}.{value}"):
        return words.say(f"labels.{room}.{value}")
    if isinstance(value, bool):
        return words.say("history.yes" if value else "history.no")
    return names.get(str(value), str(value))
