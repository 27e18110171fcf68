"""What the first examination must have judged before an idea is called eligible (R04, R08).

General interest, competence of the city, territory: whichever of these the edition's checklist has is judged, and met.
`eligibility/general-interest`, `eligibility/competence`, `eligibility/territory`, `eligibility/criterion-not-met`,
`eligibility/criterion-without-reason`, `eligibility/outside-territory`, `eligibility/half-a-point` and
`eligibility/too-many-ideas`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from aubette.model.city import Extent
from aubette.model.enums import Answer, CriterionKind, RefusalCode, Status
from aubette.model.finding import Finding, Related
from aubette.model.project import Location, Project
from aubette.rules.context import Context
from aubette.rules.reading import binding_projects, live_editions, unless_lifted
from aubette.rules.text_titles import bare

MUST_BE_JUDGED: Mapping[RefusalCode, str] = {
    RefusalCode.NOT_GENERAL_INTEREST: "eligibility/general-interest",
    RefusalCode.NOT_COMPETENCE: "eligibility/competence",
    RefusalCode.OUTSIDE_TERRITORY: "eligibility/territory",
}
GONE = (Status.WITHDRAWN, Status.MERGED)


def judged(context: Context) -> Iterator[Finding]:
    """From `eligible` on, somebody judged general interest, competence and territory."""
    for edition, project in binding_projects(context.city):
        checklist = context.city.checklist(edition.feasibility.checklist) if edition.feasibility else None
        answers = dict(_answers(project))
        for criterion in checklist.criteria if checklist else ():
            code = MUST_BE_JUDGED.get(criterion.refusal_code) if criterion.refusal_code else None
            if code is None or criterion.kind is not CriterionKind.BLOCKING:
                continue
            if answers.get(criterion.id) not in (Answer.MET, Answer.NOT_APPLICABLE, Answer.NOT_MET):
                place = project.origin.at("eligibility", "criteria")
                yield Finding(code, place, {"project": project.name, "criterion": criterion.id})


def _answers(project: Project) -> Iterator[tuple[str, Answer]]:
    """The answers of the study, then those of the first examination, which come first in time."""
    for answer in project.study.checklist if project.study else ():
        if answer.answer is not Answer.PENDING:
            yield answer.criterion, answer.answer
    for verdict in project.eligibility.criteria if project.eligibility else ():
        if verdict.answer is not Answer.PENDING:
            yield verdict.criterion, verdict.answer


def criteria_met(context: Context) -> Iterator[Finding]:
    """An idea that fails a criterion of the first examination is not called eligible."""
    for _, project in binding_projects(context.city):
        for position, verdict in enumerate(project.eligibility.criteria if project.eligibility else ()):
            if verdict.answer is Answer.NOT_MET:
                yield Finding(
                    "eligibility/criterion-not-met",
                    project.origin.at("eligibility", "criteria", position, "answer"),
                    {"project": project.name, "criterion": verdict.criterion, "status": project.status.value},
                )


def reasons_given(context: Context) -> Iterator[Finding]:
    """A criterion called not met says why, in every status."""
    for edition in live_editions(context.city):
        for project in context.city.projects_of(edition.id):
            for position, verdict in enumerate(project.eligibility.criteria if project.eligibility else ()):
                if verdict.answer is Answer.NOT_MET and verdict.reason is None:
                    yield Finding(
                        "eligibility/criterion-without-reason",
                        project.origin.at("eligibility", "criteria", position),
                        {"project": project.name, "criterion": verdict.criterion},
                    )


def on_territory(context: Context) -> Iterator[Finding]:
    """The point on the map lies within the limits that the city gives of itself."""
    extent = context.city.config.extent
    if extent is not None and (extent.south > extent.north or extent.west > extent.east):
        side = "south" if extent.south > extent.north else "west"
        yield Finding("eligibility/extent-reversed", context.city.config.origin.at("extent", side), {"side": side})
        return
    for _, project in binding_projects(context.city):
        if extent is not None and project.location is not None and not within(extent, project.location):
            yield Finding(
                "eligibility/outside-territory",
                project.origin.at("location"),
                {
                    "project": project.name,
                    "latitude": str(project.location.latitude),
                    "longitude": str(project.location.longitude),
                },
                related=(Related(context.city.config.origin.at("extent"), "extent-here"),),
            )


def point_whole(context: Context) -> Iterator[Finding]:
    """A point on the map has both its numbers."""
    for project in context.city.projects:
        point = project.location
        if point is not None and (point.latitude is None) != (point.longitude is None):
            written = "latitude" if point.longitude is None else "longitude"
            missing = "longitude" if point.longitude is None else "latitude"
            params = {"project": project.name, "missing": missing}
            yield Finding("eligibility/half-a-point", project.origin.at("location", written), params)


def within(extent: Extent, location: Location) -> bool:
    """Whether a location lies in a rectangle, edges included; one without a point does."""
    if location.latitude is None or location.longitude is None:
        return True
    south, west, north, east = (Decimal(str(d)) for d in (extent.south, extent.west, extent.north, extent.east))
    return south <= Decimal(str(location.latitude)) <= north and west <= Decimal(str(location.longitude)) <= east


def ideas_per_holder(context: Context) -> Iterator[Finding]:
    """A collective carries no more ideas than the rules allow; residents have no name here, the city counts theirs."""
    for edition in live_editions(context.city):
        most = edition.eligibility.max_ideas_per_holder if edition.eligibility else None
        ideas: defaultdict[str, list[Project]] = defaultdict(list)
        for owner, project in binding_projects(context.city):
            if owner is edition and project.holder.collective and project.status not in GONE:
                ideas[" ".join(bare(project.holder.collective).split())].append(project)
        for carried in ideas.values():
            arrived = sorted(carried, key=lambda p: (str(p.submission.received_on), p.number or p.key))
            for project in arrived[most:] if most is not None else ():
                finding = Finding(
                    "eligibility/too-many-ideas",
                    project.origin.at("holder", "collective"),
                    {"project": project.name, "n": len(carried), "most": most or 0},
                    related=(Related(edition.origin.at("eligibility", "max_ideas_per_holder"), "limit-set-here"),),
                )
                yield unless_lifted(context.city, edition.id, finding, project)
