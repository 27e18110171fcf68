"""No e-mail address reaches the site: not from a commit's subject, not from what a file said in the past."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from aubette.model.change import Change, Entry

ADDRESS = re.compile(r"[^\s<>()\[\]{}\"',;:|]+@[^\s<>()\[\]{}\"',;:|]+")
HIDDEN = "•••"


def without_addresses(entry: Entry) -> Entry:
    """An entry in which every e-mail address is replaced by dots; the entry itself where it has none."""
    subject = scrubbed(entry.subject)
    changes = tuple(_change(change) for change in entry.changes)
    if subject is entry.subject and all(new is old for new, old in zip(changes, entry.changes, strict=True)):
        return entry
    return replace(entry, subject=subject, changes=changes)


def scrubbed(value: Any) -> Any:
    """A value as files hold it, without addresses; the very same value where it has none."""
    if isinstance(value, str):
        return ADDRESS.sub(HIDDEN, value) if "@" in value else value
    if isinstance(value, Mapping):
        made = {name: scrubbed(item) for name, item in value.items()}
        return made if any(made[name] is not item for name, item in value.items()) else value
    if isinstance(value, list | tuple):
        items = [scrubbed(item) for item in value]
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    return value


def _change(change: Change) -> Change:
    path, before, after = scrubbed(change.path), scrubbed(change.before), scrubbed(change.after)
    if path is change.path and before is change.before and after is change.after:
        return change
    return replace(change, path=path, before=before, after=after)
