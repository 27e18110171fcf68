"""Each project's timeline: one pass over the log, one over the blobs, entries in the words of the schema's fields.

A project is known by the `key` inside its file, wherever the file stood; a file that cannot be read at some moment is
passed over, so that its next readable state is compared with its last.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from aubette.history.diff import Node, compile_schema, diff
from aubette.history.git import Repository
from aubette.history.log import Event, events
from aubette.model.change import Entry

PROJECT = re.compile(r"projects/[^/]+/[^/]+\.yml")
Parse = Callable[[bytes, str], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Reader:
    """How files are read and named: parser, schema, author's name to service id, zone of the days."""

    parse: Parse
    schema: Mapping[str, Any]
    services: Mapping[str, str]
    lead_service: str
    zone: ZoneInfo


def timelines(repository: Repository, reader: Reader) -> dict[str, tuple[Entry, ...]]:
    """Every project's entries, newest first, by key."""
    told = [event for event in events(repository, reader.zone) if any(PROJECT.fullmatch(f.path) for f in event.files)]
    wanted = {blob for e in told for f in e.files if PROJECT.fullmatch(f.path) for blob in (f.before, f.after) if blob}
    states = _states(repository, reader.parse, sorted(wanted))
    shape = compile_schema(reader.schema)
    found: dict[str, list[Entry]] = {}
    last: dict[str, Mapping[str, Any]] = {}
    for event in reversed(told):
        for key, entry in _entries(event, states, last, shape, reader):
            found.setdefault(key, []).append(entry)
    return {key: tuple(reversed(entries)) for key, entries in found.items()}


def _states(repository: Repository, parse: Parse, blobs: list[str]) -> dict[str, Mapping[str, Any]]:
    states: dict[str, Mapping[str, Any]] = {}
    for name, raw in repository.blobs(blobs):
        data = parse(raw, name)
        if data is not None and isinstance(data.get("key"), str):
            states[name] = data
    return states


def _entries(
    event: Event,
    states: Mapping[str, Mapping[str, Any]],
    last: dict[str, Mapping[str, Any]],
    shape: Node,
    reader: Reader,
) -> list[tuple[str, Entry]]:
    made = []
    for file in event.files:
        state = states.get(file.after)
        if not PROJECT.fullmatch(file.path) or state is None:
            continue
        key = str(state["key"])
        before = last.get(key)
        last[key] = state
        changes = diff(before or {}, state, shape)
        if changes and not (event.bulk and before is not None):
            service = reader.services.get(event.author, reader.lead_service)
            entry = Entry(event.day, event.commit, service, event.number, event.subject, changes, before is None)
            made.append((key, entry))
    return made
