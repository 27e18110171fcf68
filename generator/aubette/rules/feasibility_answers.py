"""What services write and when: each asked service is answered, waiting with a reason, or overdue (R15, R16).

`feasibility/asked-without-due-date`, `feasibility/opinion-dates`, `feasibility/opinion-undated`,
`feasibility/verdict-due`, `feasibility/over-capacity`, `feasibility/not-applicable-unexplained`,
`feasibility/revision-not-accepted`, `feasibility/revision-dates` and `feasibility/refusal-code-differs`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from aubette.model.edition import Edition
from aubette.model.enums import Answer, Opinion, Outcome, RefusalCode, Status
from aubette.model.finding import Finding, Param, Related, Severity
from aubette.model.project import Project
from aubette.model.study import ServiceOpinion, Study
from aubette.rules.context import Context
from aubette.rules.feasibility_study import CONCLUDED, studied
from aubette.rules.reading import live_editions
from aubette.rules.routing import routed


def due_dates(context: Context) -> Iterator[Finding]:
    """A service that has not answered knows until when, and no answer or due date comes before the question."""
    for _, project, study in studied(context):
        for position, opinion in enumerate(study.opinions):
            steps = ("study", "opinions", position)
            params: dict[str, Param] = {"project": project.name, "service": opinion.service}
            open_still = opinion.answered_on is None and opinion.verdict is None
            if open_still and opinion.due_on is None and project.status is Status.UNDER_STUDY:
                yield Finding("feasibility/asked-without-due-date", project.origin.at(*steps), params)
            asked = opinion.asked_on
            for name, date in (("due_on", opinion.due_on), ("answered_on", opinion.answered_on)):
                if asked is not None and date is not None and date < asked:
                    place = project.origin.at(*steps, name)
                    yield Finding("feasibility/opinion-dates", place, {**params, "date": date, "asked": asked})
            if (opinion.verdict is None) != (opinion.answered_on is None):
                yield Finding("feasibility/opinion-undated", project.origin.at(*steps), params)


def verdict_due(context: Context) -> Iterator[Finding]:
    """A study that is closed, or in which everybody has answered, is followed by its verdict."""
    for edition, project, study in studied(context, Status.UNDER_STUDY):
        answered = study.opinions and all(opinion.verdict for opinion in study.opinions)
        wanted = {criterion.id for criterion in routed(context.city, edition, project).blocking}
        pending = wanted & {a.criterion for a in study.checklist if a.answer is Answer.PENDING}
        if study.closed_on is not None or (answered and not pending):
            place = project.origin.at("status")
            yield Finding("feasibility/verdict-due", place, {"project": project.name}, Severity.WARNING)


def capacity(context: Context) -> Iterator[Finding]:
    """Before a service is promised by a date, it has room: no more studies in an edition than it can do."""
    capacities = {service.id: service.capacity for service in context.city.config.services}
    places = {service.id: n for n, service in enumerate(context.city.config.services)}
    for edition in live_editions(context.city):
        asked: Counter[str] = Counter()
        told: set[str] = set()
        for project in context.city.projects_of(edition.id):
            for position, opinion in enumerate(project.study.opinions if project.study else ()):
                asked[opinion.service] += 1
                most = capacities.get(opinion.service)
                if most is None or asked[opinion.service] <= most or opinion.service in told or not _promised(opinion):
                    continue
                told.add(opinion.service)
                yield Finding(
                    "feasibility/over-capacity",
                    project.origin.at("study", "opinions", position, "due_on"),
                    {"service": opinion.service, "edition": edition.id, "capacity": most},
                    Severity.WARNING,
                    (Related(context.city.config.origin.at("services", places[opinion.service]), "capacity-here"),),
                )


def _promised(opinion: ServiceOpinion) -> bool:
    return opinion.due_on is not None and opinion.answered_on is None


def not_applicable_explained(context: Context) -> Iterator[Finding]:
    """A blocking criterion called not applicable says why, or it would be a way around the checklist."""
    for edition, project, study in studied(context, *CONCLUDED):
        blocking = {criterion.id for criterion in routed(context.city, edition, project).blocking}
        for position, answer in enumerate(study.checklist):
            silent = answer.evidence is None and answer.comment is None
            if answer.answer is Answer.NOT_APPLICABLE and answer.criterion in blocking and silent:
                yield Finding(
                    "feasibility/not-applicable-unexplained",
                    project.origin.at("study", "checklist", position),
                    {"project": project.name, "criterion": answer.criterion, "service": answer.service},
                )


def last_revision(context: Context) -> Iterator[Finding]:
    """The version put to the vote is the one that the holder accepted: the last one is neither open nor refused."""
    for _, project, study in studied(context, *CONCLUDED):
        conditional = any(opinion.verdict is Opinion.CONDITIONAL for opinion in study.opinions)
        accepted = any(revision.accepted_on for revision in study.revisions)
        if not study.revisions or (conditional and not accepted):
            continue
        position, last = len(study.revisions) - 1, study.revisions[-1]
        if last.accepted_on is None:
            place = project.origin.at("study", "revisions", position)
            yield Finding("feasibility/revision-not-accepted", place, {"project": project.name})


def revisions_in_order(context: Context) -> Iterator[Finding]:
    """The holder accepts a version that was put to them, whether the study is still open or closed."""
    for _, project, study in studied(context):
        for position, revision in enumerate(study.revisions):
            if revision.accepted_on is not None and revision.accepted_on < revision.proposed_on:
                place = project.origin.at("study", "revisions", position, "accepted_on")
                params: dict[str, Param] = {"project": project.name, "accepted": revision.accepted_on}
                yield Finding("feasibility/revision-dates", place, {**params, "proposed": revision.proposed_on})


def refusal_code(context: Context) -> Iterator[Finding]:
    """A project called unfeasible is refused with the code of a criterion that it does not meet."""
    for edition, project, study in studied(context, Status.UNFEASIBLE):
        decision = project.last_decision(Outcome.UNFEASIBLE)
        expected = _unmet(context, edition, project, study)
        if decision is None or decision.code is None or not expected or decision.code in expected:
            continue
        yield Finding(
            "feasibility/refusal-code-differs",
            project.origin.at("decisions", project.decisions.index(decision), "code"),
            {"project": project.name, "given": decision.code.value, "expected": tuple(c.value for c in expected)},
            Severity.WARNING,
        )


def _unmet(context: Context, edition: Edition, project: Project, study: Study) -> tuple[RefusalCode, ...]:
    """The refusal codes of the criteria that a study found unmet, each once."""
    codes = {c.id: c.refusal_code for c in routed(context.city, edition, project).criteria}
    unmet = (codes.get(a.criterion) for a in study.checklist if a.answer is Answer.NOT_MET)
    return tuple(dict.fromkeys(code for code in unmet if code))
