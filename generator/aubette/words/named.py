"""Every change of a file in words, for whoever reviews it: what no sentence for residents tells is named by its field.

A resident's sentence comes first, then the field's own label, then the titles of the schema that lead to it; so a field
that the schema gains tomorrow is named too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from aubette.model.change import Change, Kind, plain, steps
from aubette.words.catalogue import Catalogue
from aubette.words.changes import DETAIL, FIELD, PART, in_language, labelled, sentence, shown
from aubette.words.text_diff import Part, text_diff

SAID = 240
"""What went from a text and what came stand in the sentence where both are this short together."""

VALUES = "site.rules.value"
"""What the words of a configuration are called that stand in no list of labels."""

ITEMS = tuple(f"labels.{room}" for room in ("phase", "status", "group", "programme_cost", "event"))
"""The labels of words by which the items of a list are told apart."""


@dataclass(frozen=True)
class Fields:
    """What the fields of a kind of file are called: `titles` by path without list keys, as the schema has them.

    Only the fields of a project have words for residents besides.
    """

    titles: Mapping[str, str]
    is_project: bool = True

    def room(self, words: Catalogue, field: str) -> str:
        """The labels among which this field is, the catalogue's room; empty where only the schema names it."""
        rooms = (DETAIL, PART) if self.is_project else ()
        return next((room for room in rooms if words.has(f"{room}.{field}")), "")


def every_change(
    words: Catalogue, changes: Iterable[Change], names: Mapping[str, str], fields: Fields
) -> tuple[str, ...]:
    """What each change says, in the order given; never nothing for a change.

    The fields of a part that is new are told where they have words of their own; else the part alone is.
    """
    known = tuple(changes)
    new = tuple(c.path for c in known if c.kind is Kind.ADDED and isinstance(c.after, Mapping))
    said = (_said(words, change, _called(words, change, names), fields, new) for change in known)
    return tuple(dict.fromkeys(text for text in said if text))


def _said(words: Catalogue, change: Change, names: Mapping[str, str], fields: Fields, new: tuple[str, ...]) -> str:
    field = plain(change.path)
    room = fields.room(words, field)
    if fields.is_project and (change.kind is not Kind.TEXT or room != DETAIL):
        text = sentence(words, change, names, FIELD)
        if text:
            return text
    keys = [names.get(name, name) for is_item, name in steps(change.path) if is_item]
    if room != DETAIL and any(change.path.startswith((f"{part}.", f"{part}[")) for part in new):
        return ""
    if room:
        return _what(words, words.say(f"{room}.{field}", key=keys[-1] if keys else ""), change, names)
    return _what(words, " › ".join(_titles(words, change, names, fields.titles)), change, names)


def _what(words: Catalogue, label: str, change: Change, names: Mapping[str, str]) -> str:
    """What became of the field that is called `label`."""
    part = next((v for v in (change.before, change.after) if isinstance(v, Mapping | list)), None)
    if change.kind is Kind.TEXT:
        return _reworded(words, label, change) or labelled(words, label, change, names)
    if part is not None:
        turned = {change.before is None: "added", change.after is None: "removed"}
        return words.say(f"history.{turned.get(True, 'altered')}", label=label)
    if change.after is None:
        return words.say("history.gone_value", label=label, value=shown(words, change.of, change.before, names))
    text = labelled(words, label, change, names)
    return text or labelled(words, label, replace(change, kind=Kind.VALUE), names)


def _reworded(words: Catalogue, label: str, change: Change) -> str:
    """The words that went and those that came, where they are few; empty where they are many or there is one text."""
    before, after = (in_language(value, words.lang) for value in (change.before, change.after))
    if not before or not after or before == after or len(before) + len(after) <= SAID:
        return ""
    pieces = text_diff(before, after)
    gone, come = (" […] ".join(p.text.strip() for p in pieces if p.part is part) for part in (Part.GONE, Part.NEW))
    if len(gone) + len(come) > SAID:
        return ""
    return words.say("history.reworded", label=label, before=gone or "–", after=come or "–")


def _titles(words: Catalogue, change: Change, names: Mapping[str, str], titles: Mapping[str, str]) -> Iterator[str]:
    """The titles of the schema from the file's top to the field, with what the list items on the way are called."""
    where, label = "", ""
    whole = isinstance(change.before if change.after is None else change.after, Mapping)
    path = list(steps(change.path))
    for n, (is_item, name) in enumerate(path, 1):
        if is_item:
            where += "[]"
            if not name.startswith("#") and (whole or n < len(path)):
                label = words.say("history.item", label=label, key=_item(words, name, names))
            continue
        if label:
            yield label
        where = f"{where}.{name}" if where else name
        label = titles.get(where, name)
    yield label


def _item(words: Catalogue, name: str, names: Mapping[str, str]) -> str:
    """What a list item is called by the values that identify it: ids have names, the words of a list have labels."""
    labels = (next((f"{room}.{part}" for room in ITEMS if words.has(f"{room}.{part}")), "") for part in name.split(","))
    said = zip(name.split(","), labels, strict=True)
    return ", ".join(names.get(part) or (words.say(label) if label else part) for part, label in said if part)


def _called(words: Catalogue, change: Change, names: Mapping[str, str]) -> Mapping[str, str]:
    """The names, with those of the words of a configuration that this change's values are."""
    told = (str(value) for value in (change.before, change.after) if isinstance(value, str))
    more = {value: words.say(f"{VALUES}.{value}") for value in told if words.has(f"{VALUES}.{value}")}
    return {**more, **names} if more else names
