"""The feasibility checklist, against the state before the change: all ideas are judged by one and the same list.

From the day after the deposit until the vote opens, as the calendar before the change had it, ideas are judged by it:
which criteria apply and which of them block moves only in a change that also adds an amendment with a deliberation of
its own to the edition's rules. Words, help and the service that answers stay free.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date as Date

from aubette.model.city import City
from aubette.model.document import Step
from aubette.model.edition import Edition
from aubette.model.enums import PhaseKind
from aubette.model.finding import Finding, Param, Related
from aubette.model.registers import Checklist
from aubette.rules.against_base_voted import live_before_and_after, new_amendments
from aubette.rules.context import Context
from aubette.rules.reading import day

NONE = "-"


@dataclass(frozen=True)
class _Applied:
    """A criterion that some route asks for: its kind as the file writes it, and the way to it."""

    kind: str
    steps: tuple[Step, ...]


def checklist_kept(context: Context) -> Iterator[Finding]:
    """While ideas are studied, each criterion that is gone, new, or of another kind is told, unless an act says so."""
    base = context.base
    for before, after in live_before_and_after(context):
        closed = _closed(before, context.today)
        old, new = _checklist(base, before), _checklist(context.city, after)
        unknown = new is None and after.feasibility is not None
        if closed is None or old is None or unknown or new_amendments(before.rules, after.rules):
            continue
        was, now = _applied(old, before), _applied(new, after) if new else {}
        for name in dict.fromkeys((*was, *now)):
            one, other = was.get(name), now.get(name)
            if (one and one.kind) != (other and other.kind):
                params: dict[str, Param] = {
                    "edition": before.id,
                    "criterion": name,
                    "before": one.kind if one else NONE,
                    "after": other.kind if other else NONE,
                    "closed": closed,
                }
                related = (Related(old.origin.at(*one.steps), "before-here"),) if one else ()
                steps = other.steps if other else ("criteria",)
                place = new.origin.at(*steps) if new else after.origin.at()
                yield Finding("base/criterion-changed", place, params, related=related)


def _closed(edition: Edition, today: Date) -> Date | None:
    """The last day of the deposit, when ideas are studied on that day; None before, and once the vote has opened."""
    deposit, vote = edition.phase(PhaseKind.SUBMISSION), edition.phase(PhaseKind.VOTE)
    if deposit is None or today <= day(deposit.ends) or edition.adoption is not None:
        return None
    return None if vote is not None and today >= day(vote.starts) else day(deposit.ends)


def _checklist(city: City | None, edition: Edition) -> Checklist | None:
    return city.checklist(edition.feasibility.checklist) if city and edition.feasibility else None


def _applied(checklist: Checklist, edition: Edition) -> Mapping[str, _Applied]:
    """The criteria that the edition's routes ask for, by name; one that none asks for binds nobody."""
    routes = edition.feasibility.routes if edition.feasibility else ()
    asked = {name for route in routes for name in route.criteria}
    return {
        criterion.id: _Applied(criterion.kind.value, ("criteria", position, "kind"))
        for position, criterion in enumerate(checklist.criteria)
        if criterion.id in asked
    }
