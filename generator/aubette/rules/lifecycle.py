"""A project's status: what must be written at each stage, when, and which step may follow which (R34)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date as Date

from aubette.model.edition import Edition
from aubette.model.enums import Outcome, PhaseKind, Status
from aubette.model.finding import Finding, Related, Severity
from aubette.model.lifecycle import BINDING, TRANSITIONS, WON, WRITTEN, Transition, next_statuses, transition
from aubette.model.project import Decision, Project
from aubette.rules.context import Context
from aubette.rules.reading import day, live_editions
from aubette.rules.unread import unread_keys

DECIDES: Mapping[Status, tuple[Outcome, ...]] = {
    Status.ELIGIBLE: (Outcome.ELIGIBLE, Outcome.REEXAMINED),
    Status.INELIGIBLE: (Outcome.INELIGIBLE,),
    Status.FEASIBLE: (Outcome.FEASIBLE, Outcome.REEXAMINED),
    Status.UNFEASIBLE: (Outcome.UNFEASIBLE,),
    Status.NOT_SHORTLISTED: (Outcome.NOT_SHORTLISTED,),
    Status.ADOPTED: (Outcome.ADOPTED, Outcome.RESUMED),
    Status.MERGED: (Outcome.MERGED,),
    Status.WITHDRAWN: (Outcome.WITHDRAWN,),
    Status.SUSPENDED: (Outcome.SUSPENDED,),
    Status.CANCELLED: (Outcome.CANCELLED, Outcome.REJECTED_BY_COUNCIL),
}
"""The decisions of which the last one must stand behind a status."""

MILESTONES = ("implementation", "milestones")
SAME_DAY = (Status.SUBMITTED, Status.ELIGIBLE, Status.FEASIBLE)
"""What a project may pass through within one change."""

EARLIEST: Mapping[Status, PhaseKind] = {
    Status.UNDER_STUDY: PhaseKind.FEASIBILITY_STUDY,
    Status.ON_BALLOT: PhaseKind.CATALOGUE,
    Status.ADOPTED: PhaseKind.ADOPTION,
    Status.IN_PROGRESS: PhaseKind.ADOPTION,
    Status.DELIVERED: PhaseKind.ADOPTION,
    Status.EVALUATED: PhaseKind.ADOPTION,
}
"""The phase whose start a status cannot precede."""

NEVER_WRITTEN_BEFORE = {
    Status.ADOPTED: ("implementation.deliberation", "implementation.funded", "implementation.service"),
    Status.IN_PROGRESS: ("implementation.started_on", "implementation.milestones"),
    Status.DELIVERED: ("implementation.delivered_on", "implementation.spent"),
    Status.EVALUATED: ("evaluation",),
    Status.MERGED: ("merged_into",),
    Status.UNDER_STUDY: ("study.opened_on", "study.opinions"),
    Status.FEASIBLE: ("study.closed_on", "estimated_cost", "study.planned_delivery"),
    Status.ON_BALLOT: ("number", "estimated_cost"),
}


def value_at(project: Project, path: str) -> object:
    """The value of a dotted field, None where any part of it is missing."""
    value: object = project
    for name in path.split("."):
        if value is None:
            return None
        value = getattr(value, name)
    return value


def required_fields(context: Context) -> Iterator[Finding]:
    """Each status needs its fields; a city may ask for more. From `eligible` on an idea has its number."""
    for edition in live_editions(context.city):
        tuned = {t.status: t.required for t in edition.tuning}
        for project in context.city.projects_of(edition.id):
            own = (*NEVER_WRITTEN_BEFORE.get(project.status, ()), *tuned.get(project.status, ()))
            numbered = ("number",) if project.status in BINDING else ()
            wanted = dict.fromkeys((*numbered, *own))
            for path in wanted:
                if value_at(project, path) in (None, ()):
                    yield Finding(
                        "lifecycle/field-required",
                        project.origin.at("status"),
                        {"project": project.name, "status": project.status.value, "field": path},
                    )


def decision_behind_status(context: Context) -> Iterator[Finding]:
    """The decision that made the status is written, and a later one has not undone it."""
    for edition in live_editions(context.city):
        for project in context.city.projects_of(edition.id):
            expected = DECIDES.get(project.status)
            if expected is None:
                continue
            made: Decision | None = project.last_decision()
            if made is None or made.outcome not in expected:
                yield Finding(
                    "lifecycle/status-without-decision",
                    project.origin.at("status"),
                    {
                        "project": project.name,
                        "status": project.status.value,
                        "expected": tuple(o.value for o in expected),
                    },
                )


def status_in_season(context: Context) -> Iterator[Finding]:
    """A status does not come before the phase in which it can be reached."""
    for edition in live_editions(context.city):
        tuned = {t.status: t.phases for t in edition.tuning}
        for project in context.city.projects_of(edition.id):
            kinds = tuned.get(project.status) or tuple(filter(None, (EARLIEST.get(project.status),)))
            starts = [day(p.starts) for p in edition.phases if p.kind in kinds]
            if starts and context.today < min(starts):
                yield Finding(
                    "lifecycle/status-too-early",
                    project.origin.at("status"),
                    {"project": project.name, "status": project.status.value, "starts": min(starts)},
                    related=(Related(edition.origin.at("phases"), "calendar-here"),),
                )


def merged_target(context: Context) -> Iterator[Finding]:
    """A merged idea names the project it went into, which is another one of the same edition."""
    for edition in live_editions(context.city):
        keys = {p.key for p in context.city.projects_of(edition.id)} | unread_keys(context.city)
        for project in context.city.projects_of(edition.id):
            target = project.merged_into
            if target is not None and (target not in keys or target == project.key):
                code = "lifecycle/merged-into-itself" if target == project.key else "lifecycle/merged-into-unknown"
                place = project.origin.at("merged_into")
                yield Finding(code, place, {"project": project.name, "target": target})
            decided = [n for n, decision in enumerate(project.decisions) if decision.outcome is Outcome.MERGED]
            into = project.decisions[decided[-1]].into if decided else None
            if target is not None and into is not None and into != target:
                yield Finding(
                    "lifecycle/merged-elsewhere",
                    project.origin.at("merged_into"),
                    {"project": project.name, "target": target, "into": into},
                    related=(Related(project.origin.at("decisions", decided[-1], "into"), "decision-here"),),
                )


def funds_adopted(context: Context) -> Iterator[Finding]:
    """Money is written only where the council's vote may be: elsewhere no board would count it."""
    for edition in live_editions(context.city):
        for project in context.city.projects_of(edition.id):
            works = project.implementation
            if works is None or project.status in (Status.ON_BALLOT, *WON):
                continue
            money = {"funded": works.funded, "committed": works.committed, "spent": works.spent}
            field, amount = next(((name, m) for name, m in money.items() if m), ("", None))
            if amount:
                yield Finding(
                    "lifecycle/funds-without-adoption",
                    project.origin.at("status"),
                    {"project": project.name, "status": project.status.value, "field": field, "amount": amount},
                    related=(Related(project.origin.at("implementation", field), "money-here"),),
                )


def evaluated_once_delivered(context: Context) -> Iterator[Finding]:
    """What is not delivered yet has no use to evaluate."""
    for edition in live_editions(context.city):
        for project in context.city.projects_of(edition.id):
            if project.evaluation is not None and project.status not in (Status.DELIVERED, Status.EVALUATED):
                yield Finding(
                    "lifecycle/evaluated-before-delivery",
                    project.origin.at("status"),
                    {"project": project.name, "status": project.status.value},
                    related=(Related(project.origin.at("evaluation"), "evaluation-here"),),
                )


def steps_since_base(context: Context) -> Iterator[Finding]:
    """Against the state before the change, a project takes only steps that the table has."""
    if context.base is None:
        return
    before = {p.key: p for p in context.base.projects}
    for edition in live_editions(context.city):
        for project in context.city.projects_of(edition.id):
            earlier = before.get(project.key)
            if earlier is None or earlier.status is project.status or is_corrected(project, earlier):
                continue
            if not steps_between(context, edition, earlier, project.status):
                written = {s: None for e in _effective(context, edition, earlier) for s in next_statuses(e)}
                yield Finding(
                    "lifecycle/forbidden-transition",
                    project.origin.at("status"),
                    {
                        "project": project.name,
                        "before": earlier.status.value,
                        "after": project.status.value,
                        "allowed": tuple(s.value for s in written if s in WRITTEN) or ("-",),
                    },
                    related=(Related(earlier.origin.at("status"), "before-here"),),
                )


def is_corrected(project: Project, earlier: Project) -> bool:
    """Whether the change carries a correction: a new decision that says why and who approved it, and goes no further.

    A correction undoes steps; it never skips those to come.
    """
    added = project.decisions[len(earlier.decisions) :]
    approved = any(d.outcome is Outcome.CORRECTED and d.reason and d.approver for d in added)
    return approved and earlier.status in _onwards(project.status)


def _onwards(start: Status) -> frozenset[Status]:
    """The statuses that can follow one, however many steps later, and itself; back-edges left out."""
    found, waiting = {start}, [start]
    while waiting:
        before = waiting.pop()
        following = {t.after for t in TRANSITIONS if t.before is before and not t.back} - found
        found |= following
        waiting.extend(following)
    return frozenset(found)


def _effective(context: Context, edition: Edition, earlier: Project) -> tuple[Status, ...]:
    """The status as residents see it: after the count, a project on the ballot was selected or it was not."""
    winners = context.winners.get(edition.id)
    if earlier.status is not Status.ON_BALLOT or winners is None:
        return (earlier.status,)
    return (Status.SELECTED if earlier.number in winners else Status.NOT_SELECTED, Status.ON_BALLOT)


def steps_between(context: Context, edition: Edition, earlier: Project, after: Status) -> tuple[Transition, ...]:
    """The rows of the table that lead from a project's earlier status to another one; nothing where none does.

    One step, or two that one change may hold, such as received and found eligible.
    """
    for before in _effective(context, edition, earlier):
        direct = transition(before, after)
        if direct:
            return (direct,)
        for first in TRANSITIONS:
            second = transition(first.after, after)
            if first.before is before and not first.back and first.after in SAME_DAY and second:
                return (first, second)
    return ()


def slips_explained(context: Context) -> Iterator[Finding]:
    """A promised day that moves says why, and so does one that was missed by more than the edition tolerates (R33)."""
    for edition in live_editions(context.city):
        for project in context.city.projects_of(edition.id):
            works = project.implementation
            for position, step in enumerate(works.milestones if works else ()):
                late = (step.last_day - step.planned).days
                if late > (edition.delivery.late_days if step.actual else 0) and step.slip_reason is None:
                    yield Finding(
                        "lifecycle/slip-without-reason",
                        project.origin.at(*MILESTONES, position, "actual" if step.actual else "expected"),
                        {"project": project.name, "milestone": step.id, "planned": step.planned, "day": step.last_day},
                        related=(Related(project.origin.at(*MILESTONES, position, "planned"), "set-here"),),
                    )


def late_delivery(context: Context) -> Iterator[Finding]:
    """A project under way past the promised limit is a visible warning (R06)."""
    for edition in live_editions(context.city):
        for project in context.city.projects_of(edition.id):
            works = project.implementation
            if works is None or works.deliberation is None or works.delivered_on or project.status is Status.CANCELLED:
                continue
            limit = add_months(works.deliberation.date, edition.delivery.max_months)
            last = max(works.last_day or context.today, context.today)
            if last > limit:
                yield Finding(
                    "calendar/delivery-after-limit",
                    project.origin.at(*MILESTONES),
                    {"project": project.name, "planned": last, "limit": limit, "months": edition.delivery.max_months},
                    Severity.WARNING,
                )


def add_months(start: Date, months: int) -> Date:
    """The same day some months later, or the last day of a month that is too short."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    for last in (start.day, 30, 29, 28):
        try:
            return Date(year, month + 1, min(start.day, last))
        except ValueError:
            continue
    raise AssertionError(start)
