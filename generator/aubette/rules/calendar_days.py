"""Days on which nobody is there: August, public holidays, school holidays (R13, R50).

No law sets these, so each is a warning: `calendar/in-august`, `calendar/due-in-august`, `calendar/on-public-holiday`
and `calendar/in-holidays`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Date

from aubette.model.calendar import Phase
from aubette.model.document import Step
from aubette.model.edition import Edition
from aubette.model.enums import PhaseKind, Status
from aubette.model.finding import Finding, Param, Related, Severity
from aubette.rules.context import Context
from aubette.rules.public_holidays import is_public_holiday
from aubette.rules.reading import day, live_editions

ASKS_RESIDENTS = (PhaseKind.SUBMISSION, PhaseKind.VOTE)
"""The phases that residents must be there for."""

AUGUST = 8


def august(context: Context) -> Iterator[Finding]:
    """Residents propose and vote when they are there, and no study ends in August."""
    for edition in live_editions(context.city):
        for position, phase in enumerate(edition.phases):
            starts, ends = day(phase.starts), day(phase.ends)
            asked = phase.kind in ASKS_RESIDENTS and _meets_august(starts, ends)
            if asked or (phase.kind is PhaseKind.FEASIBILITY_STUDY and ends.month == AUGUST):
                yield _warning(edition, "calendar/in-august", ("phases", position, "starts"), _params(phase))


def _meets_august(starts: Date, ends: Date) -> bool:
    return any(starts <= Date(year, AUGUST, 31) and ends >= Date(year, AUGUST, 1) for year in {starts.year, ends.year})


def _params(phase: Phase) -> dict[str, Param]:
    return {"phase": phase.kind.value, "starts": day(phase.starts), "ends": day(phase.ends)}


def _warning(edition: Edition, code: str, path: tuple[Step, ...], params: dict[str, Param]) -> Finding:
    return Finding(code, edition.origin.at(*path), params, Severity.WARNING)


def answers_due_in_august(context: Context) -> Iterator[Finding]:
    """No service is asked for an answer in August, when its people are away."""
    for edition in live_editions(context.city):
        for project in context.city.projects_of(edition.id):
            if project.study is None or project.status is not Status.UNDER_STUDY:
                continue
            for position, opinion in enumerate(project.study.opinions):
                if opinion.answered_on is None and opinion.due_on and opinion.due_on.month == AUGUST:
                    yield Finding(
                        "calendar/due-in-august",
                        project.origin.at("study", "opinions", position, "due_on"),
                        {"project": project.name, "service": opinion.service, "due": opinion.due_on},
                        Severity.WARNING,
                    )


def public_holidays(context: Context) -> Iterator[Finding]:
    """Deposit and vote neither open nor close on a public holiday, and the council does not sit on one."""
    country = context.city.config.country
    for edition in live_editions(context.city):
        for path, when in _appointments(edition):
            if is_public_holiday(when, country):
                yield _warning(edition, "calendar/on-public-holiday", path, {"date": when})


def _appointments(edition: Edition) -> Iterator[tuple[tuple[Step, ...], Date]]:
    for position, phase in enumerate(edition.phases):
        if phase.kind in ASKS_RESIDENTS:
            yield ("phases", position, "starts"), day(phase.starts)
            yield ("phases", position, "ends"), day(phase.ends)
    for position, session in enumerate(edition.budget_calendar.council_sessions):
        yield ("budget_calendar", "council_sessions", position), session.date
    for position, event in enumerate(edition.events):
        yield ("events", position, "date"), event.date
    for position, meeting in enumerate(edition.committee.meetings if edition.committee else ()):
        yield ("committee", "meetings", position, "date"), meeting.date


def school_holidays(context: Context) -> Iterator[Finding]:
    """The vote meets none of the holidays that the edition declares, and deposit does not end in one."""
    for edition in live_editions(context.city):
        for position, phase in enumerate(edition.phases):
            for number, holiday in enumerate(edition.holidays):
                starts = day(phase.starts if phase.kind is PhaseKind.VOTE else phase.ends)
                meets = starts <= holiday.ends and day(phase.ends) >= holiday.starts
                if phase.kind in ASKS_RESIDENTS and meets:
                    yield Finding(
                        "calendar/in-holidays",
                        edition.origin.at("phases", position, "starts" if phase.kind is PhaseKind.VOTE else "ends"),
                        _params(phase),
                        Severity.WARNING,
                        (Related(edition.origin.at("holidays", number), "holidays-here"),),
                    )
