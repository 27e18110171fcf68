"""A project's page: why it was refused or where it is now, first; then the idea, the study, the history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from aubette.model.enums import FieldGroup, Outcome, Status
from aubette.model.lifecycle import FELL
from aubette.model.project import Decision, Project
from aubette.publish.cost import Cost, cost_ledger, figure_name, latest
from aubette.publish.lens import Lens
from aubette.publish.pages.feeds import alternate, project_feed_url
from aubette.publish.pages.history import url_of
from aubette.publish.pages.project_cost import cost_table
from aubette.publish.pages.project_parts import Facts, Row, checklist, evaluation, opinions, vote, works
from aubette.publish.pages.project_study import followed, planned_running_cost, study_lists
from aubette.publish.shell import Body, Link
from aubette.publish.site import step_states
from aubette.publish.story import heaviest, stories

SHOWN_AS_REFUSAL = (
    Outcome.INELIGIBLE,
    Outcome.UNFEASIBLE,
    Outcome.NOT_SHORTLISTED,
    Outcome.MERGED,
    Outcome.WITHDRAWN,
    Outcome.REJECTED_BY_COUNCIL,
    Outcome.CANCELLED,
)
ENDED = (
    Status.INELIGIBLE,
    Status.UNFEASIBLE,
    Status.NOT_SHORTLISTED,
    Status.MERGED,
    Status.WITHDRAWN,
    Status.CANCELLED,
)

SHOWN = 6
"""How many changes a project's page tells; the page of its whole history tells all."""


@dataclass(frozen=True)
class Refusal:
    """The answer to « pourquoi mon idée a-t-elle été refusée ? »."""

    title: str
    reason: Any
    service: str
    date: Any
    code: str = ""
    rule: str = ""
    rule_url: str = ""
    act: str = ""
    possible: Any = None
    route: Any = None
    until: Any = None
    into: str = ""
    into_url: str = ""


def bodies(lens: Lens) -> Iterator[Body]:
    """One page for each project that residents may see."""
    for project in lens.site.public_projects():
        yield body(lens, project)


def body(lens: Lens, project: Project) -> Body:
    """The page of one project."""
    site, say = lens.site, lens.words.say
    edition = site.edition_of(project)
    status = site.status(project)
    title = lens.say(project.title)
    told = stories(lens, project)
    costs = cost_ledger(lens, project)
    studied = project.study if site.shows(project, FieldGroup.CHECKLIST) else None
    return lens.page(
        "pages/project.html",
        lens.url(project),
        title,
        lens.say(project.summary) or title,
        section="projects",
        head=_head(lens, project, title) if told else "",
        crumbs=lens.crumb(*_crumbs(lens, project)),
        p=project,
        number=project.name,
        edition_label=lens.say(edition.label),
        status=status,
        status_label=lens.label_of(project),
        quick_win=project.quick_win,
        step_states=step_states(Status.CANCELLED if site.fell(project) else status),
        refusal=_refusal(lens, project, status),
        vote=vote(lens, project),
        works=works(lens, project) if site.shows(project, FieldGroup.IMPLEMENTATION) else None,
        rows=checklist(lens, project) if studied else "",
        criteria=len(studied.checklist) if studied else 0,
        checklist_title=say("site.project.why_feasible" if status not in ENDED else "site.project.study"),
        opinions=opinions(lens, project) if studied and site.shows(project, FieldGroup.OPINIONS) else (),
        evaluation=evaluation(lens, project),
        decisions=_decisions(lens, project),
        history=heaviest(told, SHOWN),
        whole_history=url_of(lens, project) if told else "",
        changes=len(told),
        lists=study_lists(lens, project),
        facts=_facts(lens, project, costs),
        cost=cost_table(lens, costs),
    )


def _crumbs(lens: Lens, project: Project) -> Iterator[tuple[str, str]]:
    yield "projets/", lens.words.say("site.projects.title")
    for area in project.areas[:1]:
        yield f"quartiers/{area}/", lens.areas.get(area, area)


def _head(lens: Lens, project: Project, title: str) -> str:
    """Where feed readers find the project's changes."""
    feed = project_feed_url(lens, project)
    return alternate(lens, lens.url(project), feed, lens.words.say("site.feeds.project", project=title))


def _refusal(lens: Lens, project: Project, status: Status) -> Refusal | None:
    decision = lens.site.decision(project, *SHOWN_AS_REFUSAL)
    if decision is None or status not in ENDED:
        return None
    say = lens.words.say
    target = lens.site.city.project(project.merged_into)
    rules = lens.site.edition_of(project).rules
    article = next((a for a in rules.articles if a.id == decision.rule), None) if rules else None
    return Refusal(
        say(f"site.project.{_ended(lens, project, decision)}"),
        decision.reason,
        lens.services.get(decision.service, decision.service),
        decision.date,
        say(f"labels.refusal_code.{decision.code.value}") if decision.code else "",
        f"{article.id} – {lens.say(article.title)}" if article else "",
        f"editions/{project.edition}/#{decision.rule}",
        decision.reference or "",
        decision.would_make_possible,
        decision.other_route,
        decision.reexamination_until,
        lens.say(target.title) if target else "",
        lens.url(target) if target else "",
    )


def _ended(lens: Lens, project: Project, decision: Decision) -> str:
    """The words over the answer: what the votes had named says so first."""
    return (
        f"fell.{decision.outcome.value}"
        if decision.outcome in FELL and lens.site.fell(project)
        else f"ended.{project.status.value}"
    )


def _decisions(lens: Lens, project: Project) -> tuple[Row, ...]:
    told = project.decisions if lens.site.shows(project, FieldGroup.DECISIONS) else ()
    return tuple(_decision(lens, d) for d in reversed(told))


def _decision(lens: Lens, decision: Decision) -> Row:
    return Row(
        label=lens.words.say(f"labels.outcome.{decision.outcome.value}"),
        date=decision.date,
        service=lens.services.get(decision.service, decision.service),
        reason=decision.reason,
        reference=decision.reference or "",
    )


def _facts(lens: Lens, project: Project, costs: tuple[Cost, ...]) -> Facts:
    say = lens.words.say
    rows: list[tuple[str, Any]] = [(say("site.project.theme"), lens.themes.get(project.theme, project.theme))]
    rows.append((say("site.project.place"), lens.place_of(project)))
    if project.location:
        rows.append((say("site.project.location"), lens.say(project.location.label)))
    rows.extend(_costs(lens, project, costs))
    if lens.site.shows(project, FieldGroup.HOLDER):
        rows.append(
            (
                say("site.project.holder"),
                project.holder.collective or say(f"labels.holder_kind.{project.holder.kind.value}"),
            )
        )
        rows.extend(followed(lens, project))
    if project.submission.received_on:
        channel = say(f"labels.submission_channel.{project.submission.channel.value}")
        rows.append(
            (
                say("site.project.received"),
                say("site.project.received_on", day=project.submission.received_on, channel=channel),
            )
        )
    if project.source_id:
        rows.append((say("site.project.source_id"), project.source_id))
    return tuple(rows)


def _costs(lens: Lens, project: Project, costs: tuple[Cost, ...]) -> Iterator[tuple[str, str]]:
    """What it costs as far as is known, with what that figure is, and what it will cost each year."""
    say, formats = lens.words.say, lens.words.formats
    now, yearly = latest(costs), planned_running_cost(lens, project)
    if now is not None:
        yield say("site.cost.now"), say("site.cost.known", amount=now.amount, figure=say(figure_name(now)))
    if yearly is not None:
        yield say("site.project.running"), formats.money(yearly)


def link_to(lens: Lens, project: Project) -> Link:
    """A link to a project's page."""
    return Link(lens.url(project), lens.say(project.title))
