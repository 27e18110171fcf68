"""The vote's word in each project's timeline: winning is never written into a project, the votes' commit tells it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from aubette.model.change import Change, Entry, Kind, Weight
from aubette.model.city import City
from aubette.model.enums import Effect
from aubette.model.outcome import WINS, ProjectOutcome
from aubette.publish.site import Votes
from aubette.workflow.remember import Remembered
from aubette.workflow.results import Results

FIELD = "selection"


def elected(known: Remembered, city: City, results: Iterable[Results]) -> Remembered:
    """The timelines with the proclaimed results: an entry for each project of a decisive contest that was counted.

    It stands at the commit that wrote the edition's proclamation last; what is not proclaimed is not told.
    """
    said = {key: entry for result in results for key, entry in _proclaimed(known, city, result)}
    told = {key: _among(entries, said[key]) if key in said else entries for key, entries in known.timelines.items()}
    return replace(known, timelines=told)


def _proclaimed(known: Remembered, city: City, result: Results) -> Iterator[tuple[str, Entry]]:
    sealed = known.seals.get(f"votes/{result.edition}/PROCLAMATION", ())
    if not sealed or result.evidence is None or result.broken:
        return
    keys = {project.number: project.key for project in city.projects}
    votes = Votes(result.evidence, result.outcomes)
    for outcome in result.outcomes:
        for number in (p.number for p in outcome.projects) if outcome.effect is Effect.DECISIVE else ():
            said = votes.of(number)
            if said and number in keys:
                yield keys[number], replace(sealed[-1], changes=(_change(said, votes.unit(number)),))


def _change(project: ProjectOutcome, unit: str) -> Change:
    said = {
        "status": project.status.value,
        "votes": project.votes,
        "score": project.score,
        "measure": unit,
        "won": project.status in WINS,
    }
    return Change(FIELD, Kind.OUTCOME, Weight.DECISION, None, said, "Result")


def _among(entries: tuple[Entry, ...], entry: Entry) -> tuple[Entry, ...]:
    """Entries with one more, newest first by the order of the commits; one commit stays one entry."""
    later = tuple(e for e in entries if e.order > entry.order)
    rest = entries[len(later) :]
    if rest and rest[0].order == entry.order:
        return (*later, replace(rest[0], changes=(*entry.changes, *rest[0].changes)), *rest[1:])
    return (*later, entry, *rest)
