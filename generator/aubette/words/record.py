"""A timeline entry as data for machines and for the terminal: exact values, and each change in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from aubette.model.change import Change, Entry, Kind
from aubette.model.money import Money
from aubette.words.catalogue import Catalogue
from aubette.words.changes import DETAIL, PART, notes, sentence, told


def record(words: Catalogue, entry: Entry, names: Mapping[str, str]) -> dict[str, Any]:
    """The row of an entry: `date` ISO, `commit` full, `change` the merged change's number or None, `by` a service's id.

    `notes` say where a date or a service is not beyond doubt.
    `said` are the sentences for residents; `entries` are the fields, with `before` and `after` as the file says them.
    """
    return {
        "date": entry.date,
        "commit": entry.commit,
        "change": entry.number or None,
        "by": entry.service,
        "created": entry.created,
        "said": list(told(words, entry, names)),
        "notes": list(notes(words, entry)),
        "entries": [_field(words, change, names) for change in entry.changes],
    }


def _field(words: Catalogue, change: Change, names: Mapping[str, str]) -> dict[str, Any]:
    text = sentence(words, change, names) or sentence(words, change, names, DETAIL) or _part(words, change, names)
    return {"field": change.path, "before": plain(change.before), "after": plain(change.after), "text": text}


def _part(words: Catalogue, change: Change, names: Mapping[str, str]) -> str:
    """The words of what residents are not told on its own: a part as a whole, a field by which an item is known."""
    kind = Kind.VALUE if change.kind is Kind.STATUS else change.kind
    return sentence(words, replace(change, kind=kind), names, PART)


def plain(value: object) -> object:
    """A value as JSON holds it; amounts and exact decimals stay text."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Money):
        return value.written()
    return value if isinstance(value, str | int | bool | None) else str(value)
