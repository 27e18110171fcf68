"""The feasibility study: each service asked answers or says what it waits for, each blocking criterion is judged."""

from __future__ import annotations

from collections.abc import Iterator

from aubette.model.edition import Edition
from aubette.model.enums import Answer, Opinion, Outcome, Status
from aubette.model.finding import Finding, Related, Severity
from aubette.model.project import Project
from aubette.model.study import Study
from aubette.rules.context import Context
from aubette.rules.reading import live_editions
from aubette.rules.routing import routed

CONCLUDED = (Status.FEASIBLE, Status.ON_BALLOT, Status.NOT_SHORTLISTED)


def studied(context: Context, *statuses: Status) -> Iterator[tuple[Edition, Project, Study]]:
    """Projects of live editions with a study, all of them or those in these statuses."""
    for edition in live_editions(context.city):
        for project in context.city.projects_of(edition.id):
            if project.study and (not statuses or project.status in statuses):
                yield edition, project, project.study


def services_asked(context: Context) -> Iterator[Finding]:
    """Every service that theme and size route a project to is asked."""
    services = {service.id for service in context.city.config.services}
    for edition, project, study in studied(context, Status.UNDER_STUDY, *CONCLUDED):
        asked = {opinion.service for opinion in study.opinions}
        for service in routed(context.city, edition, project).services:
            if service not in asked and service in services:
                yield Finding(
                    "feasibility/service-not-asked",
                    project.origin.at("study", "opinions"),
                    {"project": project.name, "service": service},
                    related=(Related(edition.origin.at("feasibility", "routes"), "routed-here"),),
                )


def overdue(context: Context) -> Iterator[Finding]:
    """A service that passed its due date answers, or writes what it is waiting for."""
    for _, project, study in studied(context, Status.UNDER_STUDY):
        for position, opinion in enumerate(study.opinions):
            late = opinion.answered_on is None and opinion.due_on is not None and opinion.due_on < context.today
            if late and opinion.waiting_for is None and opinion.due_on is not None:
                yield Finding(
                    "feasibility/overdue",
                    project.origin.at("study", "opinions", position),
                    {
                        "project": project.name,
                        "service": opinion.service,
                        "due": opinion.due_on,
                        "days": (context.today - opinion.due_on).days,
                    },
                    Severity.WARNING,
                )


def blocking_criteria(context: Context) -> Iterator[Finding]:
    """A project called feasible has each blocking criterion met, with evidence."""
    for edition, project, study in studied(context, *CONCLUDED):
        answers = {a.criterion: (n, a) for n, a in enumerate(study.checklist)}
        for criterion in routed(context.city, edition, project).blocking:
            position, answer = answers.get(criterion.id, (0, None))
            params = {"project": project.name, "criterion": criterion.id, "service": criterion.service}
            if answer is None:
                if not criterion.computed:
                    yield Finding("feasibility/criterion-missing", project.origin.at("study", "checklist"), params)
            elif answer.answer is Answer.PENDING and not criterion.computed:
                place = project.origin.at("study", "checklist", position)
                yield Finding("feasibility/criterion-unanswered", place, params)
            elif answer.answer is Answer.NOT_MET:
                place = project.origin.at("study", "checklist", position, "answer")
                yield Finding("feasibility/verdict-contradicts-checklist", place, params)
            elif answer.answer is Answer.MET and answer.evidence is None:
                place = project.origin.at("study", "checklist", position)
                yield Finding("feasibility/criterion-without-evidence", place, params)


def opinions_given(context: Context) -> Iterator[Finding]:
    """A project called feasible has an answer from every service asked, none of them unfavourable."""
    for _, project, study in studied(context, *CONCLUDED):
        for position, opinion in enumerate(study.opinions):
            if opinion.verdict in (Opinion.FAVOURABLE, Opinion.CONDITIONAL):
                continue
            place = project.origin.at("study", "opinions", position)
            params = {"project": project.name, "service": opinion.service}
            if opinion.verdict is None:
                yield Finding("feasibility/opinion-missing", place, params)
            else:
                yield Finding("feasibility/verdict-contradicts-opinion", place, params)


def conditional_needs_revision(context: Context) -> Iterator[Finding]:
    """A conditional opinion needs a revised version that the holder accepted, with its date."""
    for _, project, study in studied(context, *CONCLUDED):
        accepted = any(revision.accepted_on for revision in study.revisions)
        for position, opinion in enumerate(study.opinions):
            if opinion.verdict is Opinion.CONDITIONAL and not accepted:
                yield Finding(
                    "feasibility/condition-without-revision",
                    project.origin.at("study", "opinions", position, "verdict"),
                    {"project": project.name, "service": opinion.service},
                )


def foreign_answers(context: Context) -> Iterator[Finding]:
    """A line of the checklist is answered by the service that owns its criterion."""
    for edition, project, study in studied(context):
        owners = {c.id: c.service for c in routed(context.city, edition, project).criteria}
        for position, answer in enumerate(study.checklist):
            owner = owners.get(answer.criterion)
            if owner is not None and answer.service != owner:
                yield Finding(
                    "feasibility/wrong-service",
                    project.origin.at("study", "checklist", position, "service"),
                    {"project": project.name, "criterion": answer.criterion, "service": answer.service, "owner": owner},
                )


def unfavourable_end(context: Context) -> Iterator[Finding]:
    """A project called unfeasible has at least one unmet criterion or unfavourable opinion to show."""
    for _, project, study in studied(context, Status.UNFEASIBLE):
        unmet = any(a.answer is Answer.NOT_MET for a in study.checklist)
        against = any(o.verdict is Opinion.UNFAVOURABLE for o in study.opinions)
        if not unmet and not against and project.last_decision(Outcome.UNFEASIBLE):
            place = project.origin.at("status")
            yield Finding("feasibility/refusal-without-basis", place, {"project": project.name})
