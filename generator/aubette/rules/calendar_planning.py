"""Retro-planning: counted backwards from the budget vote that is to pay for the winners (R13, R14, R30).

Usual lengths come from practice, not from a law: every finding here is a warning. `calendar/too-late-for-budget`,
`calendar/no-budget-vote`, `calendar/adoption-misses-budget`, `calendar/short-phase`, `calendar/phase-missing`,
`calendar/no-orientation-debate`, `calendar/budget-without-session` and `calendar/results-after-orientation`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta

from aubette.model.edition import Edition
from aubette.model.enums import PhaseKind, VoteChannel
from aubette.model.finding import Finding, Param, Related, Severity
from aubette.rules.context import Context
from aubette.rules.reading import day, live_editions

SHORTEST_DAYS: Mapping[PhaseKind, int] = {
    PhaseKind.SUBMISSION: 28,
    PhaseKind.RECEPTION: 21,
    PhaseKind.FEASIBILITY_STUDY: 84,
    PhaseKind.VALIDATION: 10,
    PhaseKind.CATALOGUE: 14,
    PhaseKind.VOTE: 14,
    PhaseKind.COUNT: 7,
}
"""The least that cities give each stage, in calendar order (Paris, Metz, Grenoble, Rennes, Angers, Lyon)."""

DRAFT_DAYS = 12
"""Councillors hold the draft budget twelve days before the vote (M57), and winners stand in it by then."""

JUDGED = (PhaseKind.RECEPTION, PhaseKind.FEASIBILITY_STUDY, PhaseKind.VALIDATION, PhaseKind.VOTE)
"""Deposit and catalogue have findings of their own, and a count may take a day."""

EXPECTED = (PhaseKind.SUBMISSION, PhaseKind.FEASIBILITY_STUDY, PhaseKind.VOTE, PhaseKind.ADOPTION)


@dataclass(frozen=True, slots=True)
class Latest:
    """A stage that starts and ends on these days at the latest for the budget to be met."""

    kind: PhaseKind
    starts: Date
    ends: Date


def backwards(budget: Date) -> tuple[Latest, ...]:
    """The latest days of each stage, in calendar order, for winners to stand in the budget voted that day."""
    planned: list[Latest] = []
    ends = budget - timedelta(days=DRAFT_DAYS)
    for kind, days in reversed(tuple(SHORTEST_DAYS.items())):
        planned.append(Latest(kind, ends - timedelta(days=days - 1), ends))
        ends -= timedelta(days=days)
    return tuple(reversed(planned))


def target(edition: Edition) -> Date | None:
    """The budget that can pay for the winners: the first one, initial or amending, after the vote has ended."""
    vote = edition.phase(PhaseKind.VOTE)
    calendar = edition.budget_calendar
    votes = sorted((*filter(None, (calendar.initial_budget,)), *calendar.amending_decisions))
    return next((date for date in votes if vote and date > day(vote.ends)), None)


def in_time_for_budget(context: Context) -> Iterator[Finding]:
    """The first stage that ends too late, counted backwards from the budget in which the winners are adopted."""
    for edition in live_editions(context.city):
        budget, adoption = target(edition), edition.phase(PhaseKind.ADOPTION)
        if edition.phase(PhaseKind.VOTE) is not None and budget is None:
            place = edition.origin.at("budget_calendar")
            yield Finding("calendar/no-budget-vote", place, {"edition": edition.id}, Severity.WARNING)
        if budget is None:
            continue
        if adoption and not day(adoption.starts) <= budget <= day(adoption.ends):
            yield Finding(
                "calendar/adoption-misses-budget",
                edition.origin.at("phases", edition.phases.index(adoption)),
                {"budget": budget, "starts": day(adoption.starts), "ends": day(adoption.ends)},
                Severity.WARNING,
                (Related(edition.origin.at("budget_calendar"), "budget-here"),),
            )
        yield from _first_too_late(edition, budget)


def _first_too_late(edition: Edition, budget: Date) -> Iterator[Finding]:
    for latest in backwards(budget):
        phase = edition.phase(latest.kind)
        if phase is not None and day(phase.ends) > latest.ends:
            yield Finding(
                "calendar/too-late-for-budget",
                edition.origin.at("phases", edition.phases.index(phase), "ends"),
                {"phase": phase.kind.value, "ends": day(phase.ends), "latest": latest.ends, "budget": budget},
                Severity.WARNING,
                (Related(edition.origin.at("budget_calendar"), "budget-here"),),
            )
            return


def lengths(context: Context) -> Iterator[Finding]:
    """Reception, study, answers and vote last at least as long as cities usually give them."""
    for edition in live_editions(context.city):
        for position, phase in enumerate(edition.phases):
            days = (day(phase.ends) - day(phase.starts)).days + 1
            if phase.kind not in JUDGED or not 0 < days < SHORTEST_DAYS[phase.kind]:
                continue
            if phase.kind is PhaseKind.VOTE and _in_a_hall(edition):
                continue
            yield Finding(
                "calendar/short-phase",
                edition.origin.at("phases", position),
                {"phase": phase.kind.value, "days": days, "usual": SHORTEST_DAYS[phase.kind]},
                Severity.WARNING,
            )


def _in_a_hall(edition: Edition) -> bool:
    """Whether some contest is held by people meeting, which takes an evening, not weeks."""
    return any(unit.channel is VoteChannel.MEETING for contest in edition.contests for unit in contest.units)


def phases_there(context: Context) -> Iterator[Finding]:
    """The calendar tells residents when they propose, when services study, when all vote and when it is adopted."""
    for edition in live_editions(context.city):
        for kind in EXPECTED:
            if edition.phases and edition.phase(kind) is None:
                place = edition.origin.at("phases")
                params = {"edition": edition.id, "phase": kind.value}
                yield Finding("calendar/phase-missing", place, params, Severity.WARNING)


def budget_dates(context: Context) -> Iterator[Finding]:
    """The budget's dates are whole: a debate before it, a session of the council on each, results before the debate."""
    for edition in live_editions(context.city):
        calendar = edition.budget_calendar
        if calendar.initial_budget is not None and calendar.budget_orientation is None:
            place = edition.origin.at("budget_calendar", "initial_budget")
            params: dict[str, Param] = {"edition": edition.id, "budget": calendar.initial_budget}
            yield Finding("calendar/no-orientation-debate", place, params, Severity.WARNING)
        yield from _sessions(edition)
        debate, count = calendar.budget_orientation, edition.phase(PhaseKind.COUNT)
        if debate and count and target(edition) == calendar.initial_budget and day(count.ends) >= debate:
            yield Finding(
                "calendar/results-after-orientation",
                edition.origin.at("phases", edition.phases.index(count), "ends"),
                {"ends": day(count.ends), "debate": debate},
                Severity.WARNING,
                (Related(edition.origin.at("budget_calendar", "budget_orientation"), "debate-here"),),
            )


def _sessions(edition: Edition) -> Iterator[Finding]:
    calendar = edition.budget_calendar
    sessions = {session.date for session in calendar.council_sessions}
    named = [(("budget_orientation",), calendar.budget_orientation), (("initial_budget",), calendar.initial_budget)]
    amending = [(("amending_decisions", n), date) for n, date in enumerate(calendar.amending_decisions)]
    for path, date in (*named, *amending):
        if sessions and date is not None and date not in sessions:
            yield Finding(
                "calendar/budget-without-session",
                edition.origin.at("budget_calendar", *path),
                {"date": date},
                Severity.WARNING,
                (Related(edition.origin.at("budget_calendar", "council_sessions"), "sessions-here"),),
            )
