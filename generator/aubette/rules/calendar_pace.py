"""How long works take, and that something is delivered soon (R02, R06, R17, R18, R39).

`feasibility/delivery-after-limit`, `calendar/short-lead-time`, `calendar/no-first-delivery`,
`calendar/years-out-of-order` and `calendar/vote-outside-year`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Date

from aubette.model.edition import Edition
from aubette.model.enums import PhaseKind, Status
from aubette.model.finding import Finding, Related, Severity
from aubette.model.paying import tier_of
from aubette.model.project import Project
from aubette.rules.context import Context
from aubette.rules.lifecycle import add_months
from aubette.rules.reading import binding_projects, day, live_editions, unless_lifted

STUDIED = (Status.FEASIBLE, Status.ON_BALLOT)
"""While a project waits for the vote, its planned dates can still be mended."""


def decided_on(edition: Edition, project: Project) -> Date | None:
    """The day from which works are counted: the council's act, or the last day on which it is planned."""
    works = project.implementation
    if works and works.deliberation:
        return works.deliberation.date
    adoption = edition.phase(PhaseKind.ADOPTION)
    return day(adoption.ends) if adoption else None


def _planned(context: Context) -> Iterator[tuple[Edition, Project, Date, Date]]:
    """Studied projects with the day of the decision and that of the planned delivery."""
    for edition, project in binding_projects(context.city):
        planned = project.study.planned_delivery if project.study else None
        decided = decided_on(edition, project)
        if project.status in STUDIED and planned and decided:
            yield edition, project, decided, planned


def delivery_limit(context: Context) -> Iterator[Finding]:
    """A project put to the vote can be delivered within the time that the rules promise."""
    for edition, project, decided, planned in _planned(context):
        limit = add_months(decided, edition.delivery.max_months)
        if planned > limit:
            finding = Finding(
                "feasibility/delivery-after-limit",
                project.origin.at("study", "planned_delivery"),
                {"project": project.name, "planned": planned, "limit": limit, "months": edition.delivery.max_months},
                related=(Related(edition.origin.at("delivery", "max_months"), "limit-set-here"),),
            )
            yield unless_lifted(context.city, edition.id, finding, project)


def lead_time(context: Context) -> Iterator[Finding]:
    """A project is not promised sooner than its size allows; a quick win too takes its tier's months."""
    for edition, project, decided, planned in _planned(context):
        tier = tier_of(edition, project.estimated_cost) if project.estimated_cost else None
        if tier is None or planned >= add_months(decided, tier.min_lead_months):
            continue
        place = edition.origin.at("size_tiers", edition.size_tiers.index(tier), "min_lead_months")
        yield Finding(
            "calendar/short-lead-time",
            project.origin.at("study", "planned_delivery"),
            {
                "project": project.name,
                "planned": planned,
                "earliest": add_months(decided, tier.min_lead_months),
                "tier": tier.id,
                "months": tier.min_lead_months,
            },
            related=(Related(place, "tiers-here"),),
        )


def first_delivery(context: Context) -> Iterator[Finding]:
    """Some project is delivered within the months that the edition announced for its first."""
    for edition in live_editions(context.city):
        months = edition.delivery.first_delivery_months
        if months is None or edition.adoption is None:
            continue
        limit = add_months(edition.adoption.date, months)
        works = [p.implementation for p in context.city.projects_of(edition.id) if p.implementation]
        if context.today > limit and not any(w.delivered_on for w in works):
            yield Finding(
                "calendar/no-first-delivery",
                edition.origin.at("delivery", "first_delivery_months"),
                {"edition": edition.id, "limit": limit, "months": months},
                Severity.WARNING,
            )


def years(context: Context) -> Iterator[Finding]:
    """Works do not begin before the year of decision, in which people vote."""
    for edition in live_editions(context.city):
        if edition.year_implementation < edition.year_decision:
            yield Finding(
                "calendar/years-out-of-order",
                edition.origin.at("year_implementation"),
                {"decision": str(edition.year_decision), "implementation": str(edition.year_implementation)},
                related=(Related(edition.origin.at("year_decision"), "decision-year-here"),),
            )
        vote = edition.phase(PhaseKind.VOTE)
        if vote is not None and day(vote.ends).year != edition.year_decision:
            yield Finding(
                "calendar/vote-outside-year",
                edition.origin.at("phases", edition.phases.index(vote)),
                {"ends": day(vote.ends), "year": str(edition.year_decision)},
                Severity.WARNING,
                (Related(edition.origin.at("year_decision"), "decision-year-here"),),
            )
