"""Counting one edition again, as declared or with other clauses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from aubette.model.city import City
from aubette.model.counting import Measure, Method, Utility
from aubette.model.source import Source
from aubette.votes.count.outcome_json import outcome_data
from aubette.workflow.results import Results, edition_results


@dataclass(frozen=True)
class Recount:
    """The results with what they rest on; `titles` are by number, `inputs` the SHA-256 of each file by path."""

    results: Results
    titles: Mapping[str, str]
    inputs: Mapping[str, str]
    what_if: bool


def recount(source: Source, city: City, edition: str, changes: Mapping[str, Any]) -> Recount:
    """Verify and count; `changes` are clauses of a rule in its written form.

    Raises:
        KeyError: there is no such edition.
    """
    found = city.edition(edition)
    if found is None:
        raise KeyError(edition)
    results = edition_results(source, city, found, with_measure(changes))
    first = city.config.languages[0].value
    titles = {p.number: p.title.get(first, first)[0] for p in city.projects_of(edition) if p.number}
    under = f"votes/{edition}"
    inputs = {entry.path: sha256(source.read(entry.path)).hexdigest() for entry in source.entries(under)}
    return Recount(results, titles, inputs, bool(changes))


def with_measure(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes with the measure they imply: equal shares by points count points."""
    changed = dict(changes)
    if changed.get("method") == Method.EQUAL_SHARES and changed.get("utility") == Utility.POINTS:
        changed.setdefault("measure", Measure.POINTS.value)
    return changed


def data_of(done: Recount) -> dict[str, Any]:
    """The recount as the stable mapping that scripts read."""
    return outcome_data(done.results.edition, done.results.outcomes, done.inputs, what_if=done.what_if)
