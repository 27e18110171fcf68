"""A change of a file as a sentence for residents; bookkeeping gives no sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date as Date
from fractions import Fraction

from aubette.model.change import Change, Entry, Kind, Turn, plain, steps
from aubette.model.money import Money
from aubette.words.catalogue import Catalogue

ANSWERS = "study.checklist[].answer"
FIELD, DETAIL, PART = "history.field", "history.detail", "history.part"
SAID_WHOLE = (".waiting_for",)
"""Fields whose new text is the news."""

SHORT = 160
"""Two versions of a text that are this short together stand in the sentence."""

ROOMS = {
    "Answer": "answer",
    "BallotType": "ballot",
    "Cadence": "cadence",
    "CriterionKind": "criterion_kind",
    "Effect": "effect",
    "EnvelopeKind": "envelope",
    "EventKind": "event",
    "FieldGroup": "group",
    "GovernanceRole": "role",
    "HolderKind": "holder_kind",
    "HolderState": "holder_state",
    "LedgerKind": "ledger",
    "Opinion": "opinion",
    "Outcome": "outcome",
    "PhaseKind": "phase",
    "ProcurementPath": "procurement",
    "ProgrammeCostCategory": "programme_cost",
    "Provenance": "provenance",
    "RefusalCode": "refusal_code",
    "Scope": "scope",
    "Section": "section",
    "SplitMode": "split",
    "Status": "status",
    "SubmissionChannel": "submission_channel",
    "SupportLevel": "support",
    "TaxBasis": "tax",
    "TieBreak": "tie",
    "VoteChannel": "vote_channel",
    "WorksStep": "works_step",
}
"""The labels of the lists of words that the schema names."""


def told(words: Catalogue, entry: Entry, names: Mapping[str, str]) -> tuple[str, ...]:
    """What an entry says to residents: that the document came or went, and the vote's word on it, else its changes."""
    turned = "created" if entry.created else ""
    turned = {Turn.RESTORED: "restored", Turn.REMOVED: "gone"}.get(entry.turn, turned)
    if not turned:
        return sentences(words, entry.changes, names)
    voted = (change for change in entry.changes if change.kind is Kind.OUTCOME)
    return (words.say(f"history.{turned}"), *sentences(words, voted, names))


def notes(words: Catalogue, entry: Entry) -> tuple[str, ...]:
    """What has to be said of an entry's date and service where they are not beyond doubt."""
    said = [words.say(f"history.doubt.{entry.doubt.value}")] if entry.doubt else []
    if entry.assumed:
        said.append(words.say("history.assumed"))
    if entry.skipped:
        said.append(words.say("history.skipped", n=entry.skipped))
    return tuple(said)


def sentences(words: Catalogue, changes: Iterable[Change], names: Mapping[str, str]) -> tuple[str, ...]:
    """What one entry says, heaviest change first; many answers of a checklist are one sentence."""
    told: list[str] = []
    answered: dict[str, int] = {}
    for change in changes:
        if plain(change.path) == ANSWERS and change.after not in (None, "pending"):
            answered["n"] = answered.get("n", 0) + 1
            continue
        text = sentence(words, change, names)
        if text and text not in told:
            told.append(text)
    if answered:
        told.append(words.say("history.answers", n=answered["n"]))
    return tuple(told)


def sentence(words: Catalogue, change: Change, names: Mapping[str, str], room: str = FIELD) -> str:
    """One change in words; empty when residents need not read it, or when `room` has no label for its field."""
    field, keys = plain(change.path), _keys(change, names)
    if change.kind is Kind.OUTCOME:
        return _outcome_of_vote(words, change)
    if change.kind is Kind.STATUS:
        if change.before is None or change.after is None:
            return ""
        before, after = (words.say(f"labels.status.{value}") for value in (change.before, change.after))
        return words.say("history.status", before=before, after=after)
    if not words.has(f"{room}.{field}"):
        return ""
    label = words.say(f"{room}.{field}", key=keys[-1] if keys else "", outcome=_outcome(words, change))
    if change.kind is Kind.ADDED and isinstance(change.after, Mapping):
        return label
    return labelled(words, label, change, names)


def labelled(words: Catalogue, label: str, change: Change, names: Mapping[str, str]) -> str:
    """What became of a field that is called `label`, by the kind of its values; never empty but for money and dates."""
    if change.kind is Kind.MONEY:
        return _money(words, label, change)
    if change.kind is Kind.DATE:
        return _date(words, label, change)
    return _text(words, label, change) if change.kind is Kind.TEXT else _value(words, label, change, names)


def _outcome_of_vote(words: Catalogue, change: Change) -> str:
    said = change.after if isinstance(change.after, Mapping) else {}
    word, unit = "selected" if said.get("won") else "not_selected", said.get("measure", "votes")
    if unit == "grades":
        return words.say(f"history.graded_{word}")
    return words.say(f"history.{word}", score=words.say(f"labels.score.{unit}", n=said.get("score", 0)))


def _outcome(words: Catalogue, change: Change) -> str:
    """What a decision said, for the sentence that tells that it was taken, or that it is no more."""
    part = change.after if isinstance(change.after, Mapping) else change.before
    outcome = part.get("outcome") if isinstance(part, Mapping) else None
    return words.say(f"labels.outcome.{outcome}") if outcome and words.has(f"labels.outcome.{outcome}") else "–"


def details(words: Catalogue, changes: Iterable[Change], names: Mapping[str, str]) -> tuple[str, ...]:
    """What one entry says beyond its sentences: the fields of every part, so that no published fact goes untold.

    Texts are not among them: their words are shown, not that they changed.
    """
    told = (sentence(words, change, names, DETAIL) for change in changes if _is_detail(words, change))
    return tuple(dict.fromkeys(text for text in told if text))


def _is_detail(words: Catalogue, change: Change) -> bool:
    if change.kind in (Kind.STATUS, Kind.TEXT) or (change.before is None and change.after == "pending"):
        return False
    return not words.has(f"{FIELD}.{plain(change.path)}")


def noun(words: Catalogue, change: Change, names: Mapping[str, str]) -> str:
    """What the field of a change is called, empty where it has no name of its own."""
    key = f"{DETAIL}.{plain(change.path)}"
    keys = _keys(change, names)
    return words.say(key, key=keys[-1] if keys else "") if words.has(key) else ""


def in_language(value: object, lang: str) -> str:
    """A text as a file says it (alone, or by language) for a reader; the first there is where `lang` is missing."""
    if isinstance(value, Mapping):
        return str(value.get(lang) or next(iter(value.values()), ""))
    return "" if value is None else str(value)


def _money(words: Catalogue, label: str, change: Change) -> str:
    before, after = _amount(change.before), _amount(change.after)
    if before is None or after is None:
        key = "history.set" if after is not None else "history.removed"
        shown = after if after is not None else before
        return words.say(key, label=label, value=words.formats.money(shown)) if shown is not None else ""
    difference = words.formats.signed_money(after - before)
    said = {"label": label, "before": before, "after": after, "difference": difference}
    if not before:
        return words.say("history.money", **said)
    share = words.formats.signed_percent(Fraction((after - before).cents, before.cents))
    return words.say("history.money_share", **said, share=share)


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


def _text(words: Catalogue, label: str, change: Change) -> str:
    """A text that changed: short ones that say what is awaited stand in the sentence, others are told to be new."""
    if change.after is None:
        return words.say("history.removed", label=label.rstrip("."), value="")
    if change.path.endswith(SAID_WHOLE):
        return words.say("history.set", label=label, value=in_language(change.after, words.lang).rstrip("."))
    if label.endswith("."):
        return label
    before, after = (in_language(value, words.lang).rstrip(".") for value in (change.before, change.after))
    if before == after:
        return words.say("history.translated", label=label)
    if before and after and len(before) + len(after) <= SHORT:
        return words.say("history.was_set", label=label, before=before, value=after)
    return words.say("history.written" if change.before is None else "history.changed", label=label)


def _value(words: Catalogue, label: str, change: Change, names: Mapping[str, str]) -> str:
    before, after = (shown(words, change.of, value, names) for value in (change.before, change.after))
    if change.after is None:
        return words.say("history.removed", label=label.rstrip("."), value=before)
    if change.before is None:
        return words.say("history.set", label=label, value=after)
    return words.say("history.was_set", label=label, before=before, value=after)


def shown(words: Catalogue, of: str, value: object, names: Mapping[str, str]) -> str:
    """A value as its label: that of a list of words, or the name of a service or an area."""
    room = ROOMS.get(of)
    if room and words.has(f"labels.{room}.{value}"):
        return words.say(f"labels.{room}.{value}")
    if isinstance(value, bool):
        return words.say("history.yes" if value else "history.no")
    return names.get(str(value), str(value))


def _keys(change: Change, names: Mapping[str, str]) -> list[str]:
    """What the list items on a change's path are called."""
    return [names.get(name, name) for is_item, name in steps(change.path) if is_item]
