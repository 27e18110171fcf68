"""The steps that a change makes a project take, each held to its row of the lifecycle table: decision, fields, season.

Whether a step is permitted at all is judged in `lifecycle`; here it is permitted, and must be documented.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Date

from aubette.model.edition import Edition
from aubette.model.finding import Finding, Related, Severity
from aubette.model.lifecycle import Transition
from aubette.model.project import Decision
from aubette.rules.against_base import Pair, pairs
from aubette.rules.context import Context
from aubette.rules.lifecycle import DECIDES, NEVER_WRITTEN_BEFORE, is_corrected, steps_between, value_at
from aubette.rules.reading import day

DECISION = "decisions[-1]."
ELSEWHERE = ("ledger.reallocation",)
"""What a row asks for and another rule judges, with more to say about it."""


def taken(context: Context) -> Iterator[tuple[Pair, tuple[Transition, ...]]]:
    """Each project whose status the change moves along the table, with the one or two rows that lead there."""
    for pair in pairs(context):
        edition = context.city.edition(pair.after.edition)
        if edition is None or pair.before.status is pair.after.status or is_corrected(pair.after, pair.before):
            continue
        steps = steps_between(context, edition, pair.before, pair.after.status)
        if steps:
            yield pair, steps


def decided(context: Context) -> Iterator[Finding]:
    """A step that needs a decision comes with it: one written earlier was about an earlier step."""
    for pair, steps in taken(context):
        expected = DECIDES.get(pair.after.status)
        last = pair.after.last_decision()
        if expected and (last is None or last.outcome not in expected):
            continue  # told as a status without its decision
        for step in steps:
            if step.outcome is not None and _made(pair, step) is None:
                params = {"project": pair.after.name, "before": step.before.value, "after": step.after.value}
                yield Finding(
                    "lifecycle/step-without-decision",
                    pair.after.origin.at("status"),
                    {**params, "outcome": step.outcome.value},
                    related=(Related(pair.before.origin.at("status"), "before-here"),),
                )


def documented(context: Context) -> Iterator[Finding]:
    """A step leaves behind the fields that its row asks for, in the project or in its decision."""
    for pair, steps in taken(context):
        for step in steps:
            for path in step.required:
                place = _lacking(pair, step, path)
                if place is not None:
                    field = path.removeprefix(DECISION)
                    params = {"project": pair.after.name, "status": step.after.value, "field": field}
                    yield Finding("lifecycle/field-required", pair.after.origin.at(*place), params)


def _lacking(pair: Pair, step: Transition, path: str) -> tuple[str | int, ...] | None:
    """Where a field is missing, None where it is there or its absence is told by a rule about the status itself."""
    if path in ELSEWHERE or path in NEVER_WRITTEN_BEFORE.get(pair.after.status, ()):
        return None
    if not path.startswith(DECISION):
        return ("status",) if value_at(pair.after, path) in (None, ()) else None
    name = path.removeprefix(DECISION)
    made = _made(pair, step)
    if made is None or name != "reference" or made.reference:
        return None
    return ("decisions", pair.after.decisions.index(made))


def _made(pair: Pair, step: Transition) -> Decision | None:
    """The decision of a step among those that the change adds."""
    added = pair.after.decisions[len(pair.before.decisions) :]
    return next((d for d in added if d.outcome is step.outcome), None)


def in_season(context: Context) -> Iterator[Finding]:
    """A step taken after its phases have ended is told: the calendar moves, or somebody is late."""
    for pair, steps in taken(context):
        edition = context.city.edition(pair.after.edition)
        for step in steps:
            ended = _ended(edition, step) if edition else None
            made = _made(pair, step)
            taken_on = made.date if made else context.today
            if edition and ended and taken_on > ended:
                yield Finding(
                    "lifecycle/step-too-late",
                    pair.after.origin.at("status"),
                    {"project": pair.after.name, "status": step.after.value, "ended": ended, "taken": taken_on},
                    Severity.WARNING,
                    (Related(edition.origin.at("phases"), "calendar-here"),),
                )


def _ended(edition: Edition, step: Transition) -> Date | None:
    """The last day of the phases in which a step is taken, None where the calendar has none of them."""
    tuned = {t.status: t.phases for t in edition.tuning}
    kinds = tuned.get(step.after) or step.phases
    return max((day(p.ends) for p in edition.phases if p.kind in kinds), default=None)
