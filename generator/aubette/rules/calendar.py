"""The calendar: phases in order, council and budget dates they depend on (R13, R14, R30, R50).

What no law sets, distances between steps above all, is a warning; the orientation debate's window is a rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Date
from datetime import datetime as DateTime
from datetime import time, timedelta
from itertools import pairwise

from aubette.model.calendar import Phase
from aubette.model.edition import Edition
from aubette.model.enums import PhaseKind, Visibility
from aubette.model.finding import Finding, Param, Related, Severity
from aubette.rules.context import Context
from aubette.rules.reading import day, live_editions

ORDER = (
    PhaseKind.SUBMISSION,
    PhaseKind.RECEPTION,
    PhaseKind.FEASIBILITY_STUDY,
    PhaseKind.VALIDATION,
    PhaseKind.CATALOGUE,
    PhaseKind.VOTE,
    PhaseKind.COUNT,
    PhaseKind.ADOPTION,
    PhaseKind.IMPLEMENTATION,
)
"""The phases that follow one another; the others may run beside them."""

STAND_ONCE = frozenset({*ORDER, PhaseKind.SHORTLISTING}) - {PhaseKind.IMPLEMENTATION}
"""The phases on whose dates something depends; of two, the first would be read and the second passed over."""

MAY_OVERLAP = {
    frozenset({PhaseKind.RECEPTION, PhaseKind.FEASIBILITY_STUDY}),
    frozenset({PhaseKind.SUBMISSION, PhaseKind.RECEPTION}),
    frozenset({PhaseKind.COUNT, PhaseKind.ADOPTION}),
}
CATALOGUE_WEEKS = 2
SHORTEST_SUBMISSION_WEEKS = 4


def _ordered(edition: Edition) -> list[tuple[int, Phase]]:
    """The phases that follow one another, in the order of the stages, each with its place in the file."""
    ranked = [(ORDER.index(p.kind), n, p) for n, p in enumerate(edition.phases) if p.kind in ORDER]
    return [(n, p) for _, n, p in sorted(ranked, key=lambda row: (row[0], row[1]))]


def phase_ends_after_start(context: Context) -> Iterator[Finding]:
    """A phase ends on or after the day it starts."""
    for edition in context.city.editions:
        for position, phase in enumerate(edition.phases):
            if _moment(phase.ends, end=True) < _moment(phase.starts):
                yield Finding(
                    "calendar/ends-before-start",
                    edition.origin.at("phases", position, "ends"),
                    {"phase": phase.kind.value, "starts": day(phase.starts), "ends": day(phase.ends)},
                )


def phases_once(context: Context) -> Iterator[Finding]:
    """A stage stands once in a calendar, or once for each contest that it names."""
    for edition in live_editions(context.city):
        first: dict[tuple[PhaseKind, str | None], int] = {}
        for position, phase in enumerate(edition.phases):
            earlier = first.setdefault((phase.kind, phase.contest), position)
            if earlier != position and phase.kind in STAND_ONCE:
                yield Finding(
                    "calendar/phase-twice",
                    edition.origin.at("phases", position, "kind"),
                    {"phase": phase.kind.value, "edition": edition.id},
                    related=(Related(edition.origin.at("phases", earlier, "kind"), "first-here"),),
                )


def _moment(moment: Date | DateTime, *, end: bool = False) -> DateTime:
    if isinstance(moment, DateTime):
        return moment.replace(tzinfo=None)
    return DateTime.combine(moment, time(23, 59) if end else time())


def phases_in_order(context: Context) -> Iterator[Finding]:
    """Stages follow one another: none starts before the previous one did, and only declared pairs overlap."""
    for edition in live_editions(context.city):
        phases = _ordered(edition)
        for (n, first), (m, second) in pairwise(phases):
            wrong = _between(first, second)
            if wrong is not None:
                params: dict[str, Param] = {
                    "phase": second.kind.value,
                    "previous": first.kind.value,
                    "starts": day(second.starts),
                    "ends": day(first.ends),
                }
                related = (Related(edition.origin.at("phases", n), "previous-phase-here"),)
                yield Finding(wrong[0], edition.origin.at("phases", m, "starts"), params, wrong[1], related)


def _between(first: Phase, second: Phase) -> tuple[str, Severity] | None:
    """What is wrong between a stage and the one after it."""
    if first.kind is second.kind:
        return None
    if _moment(second.starts) < _moment(first.starts):
        return "calendar/out-of-order", Severity.ERROR
    if _overlap(first, second) and frozenset({first.kind, second.kind}) not in MAY_OVERLAP:
        return "calendar/overlap", Severity.ERROR
    if (day(second.starts) - day(first.ends)).days > 1 + _gap_allowed(second):
        return "calendar/gap", Severity.WARNING
    return None


def _overlap(first: Phase, second: Phase) -> bool:
    return _moment(second.starts) <= _moment(first.ends, end=True)


def _gap_allowed(phase: Phase) -> int:
    return 31 if phase.kind is PhaseKind.FEASIBILITY_STUDY else 7


def orientation_debate(context: Context) -> Iterator[Finding]:
    """The orientation debate is held within the ten weeks before the initial budget (CGCT, M57)."""
    for edition in live_editions(context.city):
        calendar = edition.budget_calendar
        debate, budget = calendar.budget_orientation, calendar.initial_budget
        if debate is None or budget is None:
            continue
        earliest = budget - timedelta(weeks=calendar.orientation_window_weeks)
        if not earliest <= debate <= budget:
            yield Finding(
                "calendar/orientation-debate",
                edition.origin.at("budget_calendar", "budget_orientation"),
                {"debate": debate, "earliest": earliest, "budget": budget},
                related=(Related(edition.origin.at("budget_calendar", "initial_budget"), "budget-here"),),
            )


def adoption_meets_council(context: Context) -> Iterator[Finding]:
    """The adoption phase holds a session of the council, without which no winner can be adopted (R22)."""
    for edition in live_editions(context.city):
        phase = edition.phase(PhaseKind.ADOPTION)
        sessions = edition.budget_calendar.council_sessions
        if phase is None or not sessions:
            continue
        if not any(day(phase.starts) <= session.date <= day(phase.ends) for session in sessions):
            yield Finding(
                "calendar/no-council-session",
                edition.origin.at("phases", edition.phases.index(phase)),
                {"starts": day(phase.starts), "ends": day(phase.ends)},
                related=(Related(edition.origin.at("budget_calendar", "council_sessions"), "sessions-here"),),
            )


def retro_planning(context: Context) -> Iterator[Finding]:
    """Distances that practice asks for: a catalogue two weeks before the vote, four weeks to propose."""
    for edition in live_editions(context.city):
        catalogue, vote = edition.phase(PhaseKind.CATALOGUE), edition.phase(PhaseKind.VOTE)
        if vote and catalogue and day(vote.starts) - day(catalogue.starts) < timedelta(weeks=CATALOGUE_WEEKS):
            yield Finding(
                "calendar/short-catalogue",
                edition.origin.at("phases", edition.phases.index(catalogue), "starts"),
                {"weeks": CATALOGUE_WEEKS, "starts": day(catalogue.starts), "vote": day(vote.starts)},
                Severity.WARNING,
            )
        submission = edition.phase(PhaseKind.SUBMISSION)
        if submission and _days(submission) < timedelta(weeks=SHORTEST_SUBMISSION_WEEKS):
            yield Finding(
                "calendar/short-submission",
                edition.origin.at("phases", edition.phases.index(submission)),
                {"weeks": SHORTEST_SUBMISSION_WEEKS},
                Severity.WARNING,
            )


def _days(phase: Phase) -> timedelta:
    """How long a phase lasts, its last day included."""
    return day(phase.ends) - day(phase.starts) + timedelta(days=1)


def publication_has_phase(context: Context) -> Iterator[Finding]:
    """What becomes public from a phase or a status names it, and the calendar has that phase."""
    for edition in context.city.editions:
        kinds = {phase.kind for phase in edition.phases}
        for position, line in enumerate(edition.publication):
            if line.when is Visibility.PUBLIC_FROM_PHASE and (line.phase is None or line.phase not in kinds):
                yield Finding(
                    "calendar/publication-without-phase",
                    edition.origin.at("publication", position),
                    {"group": line.group.value},
                )


def ideas_in_time(context: Context) -> Iterator[Finding]:
    """An idea received outside the submission phase is refused as late, or the phase is wrong."""
    for edition in live_editions(context.city):
        phase = edition.phase(PhaseKind.SUBMISSION)
        if phase is None or day(phase.ends) < day(phase.starts):
            continue  # a phase the wrong way round is told as such: no idea could be in time
        for project in context.city.projects_of(edition.id):
            received = project.submission.received_on
            if received is None or day(phase.starts) <= received <= day(phase.ends):
                continue
            if project.status.value in ("in_preparation", "submitted", "ineligible", "withdrawn"):
                continue
            yield Finding(
                "eligibility/received-late",
                project.origin.at("submission", "received_on"),
                {"project": project.name, "received": received, "starts": day(phase.starts), "ends": day(phase.ends)},
                related=(Related(edition.origin.at("phases", edition.phases.index(phase)), "submission-phase-here"),),
            )
