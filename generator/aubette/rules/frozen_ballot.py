"""The living edition against its frozen ballot: no candidate may vanish, and every other difference is told (R32)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aubette.model.accounts import asked_part
from aubette.model.edition import Edition
from aubette.model.enums import Status
from aubette.model.evidence import FrozenBallot
from aubette.model.finding import Finding, Place, Related, Severity
from aubette.model.money import Money
from aubette.rules.context import Context
from aubette.rules.unread import unread_projects


def candidates_are_there(context: Context) -> Iterator[Finding]:
    """Each number on the frozen ballot is a project of the edition."""
    for edition, candidates in context.ballots.items():
        numbers = {p.number for p in context.city.projects_of(edition)}
        for candidate in candidates:
            if candidate.number not in numbers and not unread_projects(context.city, edition):
                place = Place(f"votes/{edition}/ballot/ballot.csv", candidate.line, 1)
                yield Finding("ballot/candidate-missing", place, {"number": candidate.number, "edition": edition})


def costs_as_voted(context: Context) -> Iterator[Finding]:
    """What a project asks of its envelope, and is no longer what the ballot says, is noted, with both amounts."""
    for edition, candidates in context.ballots.items():
        projects = {p.number: p for p in context.city.projects_of(edition)}
        for candidate in candidates:
            project = projects.get(candidate.number)
            living, shown = context.city.edition(edition), Money(candidate.cost)
            if living is None or project is None or project.estimated_cost is None:
                continue
            asked = asked_part(living, project)
            if asked == shown:
                continue
            place = Place(f"votes/{edition}/ballot/ballot.csv", candidate.line, 1)
            yield Finding(
                "ballot/cost-differs",
                project.origin.at("estimated_cost"),
                {"project": project.name, "cost": asked, "shown": shown},
                Severity.NOTE,
                (Related(place, "voted-here"),),
            )


def rules_as_voted(context: Context) -> Iterator[Finding]:
    """Each clause of the edition's contests that is no longer the one on the frozen ballot is noted, with both values.

    The count goes by the frozen ones.
    """
    for edition, (frozen, now) in context.frozen.items():
        living = context.city.edition(edition)
        if living is None:
            continue
        before, after = _clauses(frozen), _clauses(now)
        for key in sorted(before.keys() | after.keys()):
            if (was := before.get(key)) != (is_now := after.get(key)):
                params = {"contest": key[0], "clause": key[1], "was": was or "—", "now": is_now or "—"}
                related = (Related(Place(f"votes/{edition}/ballot/rules.json"), "frozen-here"),)
                yield Finding(
                    "ballot/rules-differ", _of_contest(living, key[0]), params, Severity.NOTE, related=related
                )


def candidates_as_voted(context: Context) -> Iterator[Finding]:
    """Who was withdrawn since the ballot was frozen, who pays for a project now, and who came too late for it."""
    for edition, (frozen, now) in context.frozen.items():
        placed = {p.number: p.envelope for p in now.projects}
        voted = {p.number: p.envelope for p in frozen.projects}
        for project in context.city.projects_of(edition):
            number = project.number or ""
            if number not in voted and project.status is Status.ON_BALLOT:
                params = {"project": project.name, "number": number}
                yield Finding("ballot/not-on-frozen-ballot", project.origin.at("status"), params)
            elif number in voted and project.status is Status.WITHDRAWN:
                code, params = _withdrawal(context, edition, number), {"project": project.name}
                yield Finding(code, project.origin.at("status"), params, Severity.NOTE)
            elif number in voted and placed.get(number) not in (None, voted[number]):
                params = {"project": project.name, "was": voted[number], "now": placed[number]}
                yield Finding("ballot/envelope-differs", project.origin.at("areas"), params, Severity.NOTE)


def _withdrawal(context: Context, edition: str, number: str) -> str:
    """What a withdrawal still changes: only what the proclamation names is passed over by the count."""
    named = context.proclaimed.get(edition)
    if named is None:
        return "ballot/withdrawn-since"
    return "ballot/withdrawn-as-proclaimed" if number in named else "ballot/withdrawn-too-late"


def areas_as_voted(context: Context) -> Iterator[Finding]:
    """An area that is no longer the one that a counting rule reads on the frozen ballot is noted, with both."""
    for edition, (frozen, _) in context.frozen.items():
        projects = {p.number: p for p in context.city.projects_of(edition)}
        for contest in frozen.contests:
            for candidate in frozen.candidates(contest.id) if contest.areas is not None else ():
                project = projects.get(candidate.number)
                was = (contest.areas or {}).get(candidate.number, "")
                now = project.areas[0] if project and project.areas else ""
                if project is not None and was != now:
                    params = {"project": project.name, "contest": contest.id, "was": was or "—", "now": now or "—"}
                    related = (Related(Place(f"votes/{edition}/ballot/rules.json"), "frozen-here"),)
                    yield Finding("ballot/area-differs", project.origin.at("areas"), params, Severity.NOTE, related)


def _of_contest(edition: Edition, contest: str) -> Place:
    positions = {one.id: n for n, one in enumerate(edition.contests)}
    return edition.origin.at("contests", positions[contest]) if contest in positions else edition.origin.at("contests")


def _clauses(ballot: FrozenBallot) -> dict[tuple[str, str], str]:
    """The leaves of `rules.json` and the lines of `units.csv`, by contest and clause, as text."""
    leaves: dict[tuple[str, str], str] = {}
    written = ballot.rules["contests"]
    for contest in written if isinstance(written, list | tuple) else ():
        name = str(contest["id"])
        for key, text in _leaves("", {k: v for k, v in contest.items() if k not in ("id", "envelopes", "areas")}):
            leaves[name, key] = text
        for envelope in contest["envelopes"]:
            leaves[name, f"envelopes.{envelope['id']}"] = str(envelope["amount"])
    return leaves | {(unit.contest, f"units.{unit.unit}"): unit.channel.value for unit in ballot.units}


def _leaves(path: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(f"{path}.{key}" if path else str(key), inner)
    elif isinstance(value, list | tuple):
        yield path, ", ".join(text for one in value for _, text in _leaves("", one)) or "[]"
    else:
        yield path, str(value).lower() if isinstance(value, bool) else str(value)
