"""A project's page: why it was refused or where it is now, first; then the idea, the study, the history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from aubette.model.enums import FieldGroup, Outcome, Status
from aubette.model.money import Money
from aubette.model.outcome import WINS
from aubette.model.project import Decision, Project
from aubette.model.works import Implementation
from aubette.publish.lens import Lens
from aubette.publish.shell import Body, Link
from aubette.publish.site import step_states
from aubette.publish.story import told
from aubette.publish.tally import reason_sentence

Facts = tuple[tuple[str, Any], ...]
SHOWN_AS_REFUSAL = (
    Outcome.INELIGIBLE,
    Outcome.UNFEASIBLE,
    Outcome.NOT_SHORTLISTED,
    Outcome.MERGED,
    Outcome.WITHDRAWN,
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
    possible: Any = None
    route: Any = None
    until: Any = None
    into: str = ""
    into_url: str = ""


@dataclass(frozen=True)
class Vote:
    """What the count says of this project."""

    won: bool
    headline: str
    reason: str
    channels: str
    url: str


@dataclass(frozen=True)
class Works:
    """The answer to « où en est-il ? »."""

    tone: str
    note: str
    facts: Facts
    updates: tuple[Any, ...]
    milestones: tuple[Any, ...]


@dataclass(frozen=True)
class Row:
    """A line of a table, with words already found for its ids."""

    label: Any = ""
    service: str = ""
    verdict: str = ""
    answer: str = ""
    comment: Any = None
    evidence: Any = None
    date: Any = None
    planned: Any = None
    actual: Any = None
    slip: str = ""
    text: Any = None
    reason: Any = None
    reference: str = ""


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
    crumbs = [("projets/", say("site.projects.title"))]
    if project.areas:
        crumbs.append((f"quartiers/{project.areas[0]}/", lens.areas.get(project.areas[0], project.areas[0])))
    studied = project.study if site.shows(project, FieldGroup.CHECKLIST) else None
    return lens.page(
        "pages/project.html",
        lens.url(project),
        title,
        lens.say(project.summary) or title,
        section="projects",
        crumbs=lens.crumb(*crumbs),
        p=project,
        number=project.name,
        edition_label=lens.say(edition.label),
        status=status,
        status_label=lens.status_label(status, edition),
        quick_win=project.quick_win,
        step_states=step_states(status),
        refusal=_refusal(lens, project, status),
        vote=_vote(lens, project),
        works=_works(lens, project) if site.shows(project, FieldGroup.IMPLEMENTATION) else None,
        checklist=_checklist(lens, project) if studied else (),
        checklist_title=say("site.project.why_feasible" if status not in ENDED else "site.project.study"),
        opinions=_opinions(lens, project) if studied and site.shows(project, FieldGroup.OPINIONS) else (),
        evaluation=_evaluation(lens, project),
        decisions=_decisions(lens, project),
        history=tuple(s for e in site.timelines.get(project.key, ()) if (s := told(lens, e)).sentences),
        facts=_facts(lens, project),
        money=_money(lens, project) if site.shows(project, FieldGroup.COST_TOTAL) else (),
    )


def _refusal(lens: Lens, project: Project, status: Status) -> Refusal | None:
    decision = project.last_decision(*SHOWN_AS_REFUSAL)
    if decision is None or status not in ENDED:
        return None
    say = lens.words.say
    target = next((p for p in lens.site.city.projects if p.key == project.merged_into), None)
    rules = lens.site.edition_of(project).rules
    article = next((a for a in rules.articles if a.id == decision.rule), None) if rules else None
    return Refusal(
        say(f"site.project.ended.{status.value}"),
        decision.reason,
        lens.services.get(decision.service, decision.service),
        decision.date,
        say(f"labels.refusal_code.{decision.code.value}") if decision.code else "",
        f"{article.id} – {lens.say(article.title)}" if article else "",
        f"editions/{project.edition}/#{decision.rule}",
        decision.would_make_possible,
        decision.other_route,
        decision.reexamination_until,
        lens.say(target.title) if target else "",
        lens.url(target) if target else "",
    )


def _vote(lens: Lens, project: Project) -> Vote | None:
    outcome = lens.site.outcome(project)
    if outcome is None:
        return None
    say, edition = lens.words.say, lens.site.edition_of(project)
    won = outcome.status in WINS
    evidence = lens.site.votes[project.edition].evidence
    contest = next(
        c.id for c in evidence.ballot.contests if project.number in {p.number for p in evidence.ballot.candidates(c.id)}
    )
    per_channel: dict[str, int] = {}
    for report in evidence.of(contest):
        channel = say(f"labels.vote_channel.{report.unit.channel.value}")
        per_channel[channel] = per_channel.get(channel, 0) + report.tally.amounts[project.number or ""]
    channels = ", ".join(f"{name} : {lens.words.formats.number(n)}" for name, n in per_channel.items())
    key = "won_provisional" if won and lens.site.provisional(edition) else "won" if won else "lost"
    headline = say(f"site.project.{key}", n=outcome.score, rank=outcome.rank)
    return Vote(won, headline, reason_sentence(lens.words, outcome), channels, f"resultats/{project.edition}/")


def _works(lens: Lens, project: Project) -> Works | None:
    works = project.implementation
    if works is None:
        return None
    say = lens.words.say
    status = lens.site.status(project)
    decision = project.last_decision(Outcome.SUSPENDED) if status is Status.SUSPENDED else None
    tone = "warn" if status is Status.SUSPENDED else "bad" if status is Status.CANCELLED else "good"
    note = lens.say(decision.reason) if decision else _delay(lens, works)
    updates = tuple(
        Row(date=u.date, text=u.text, service=lens.services.get(u.service, u.service)) for u in reversed(works.updates)
    )
    milestones = tuple(
        Row(label=m.label, planned=m.planned, actual=m.actual, slip=lens.say(m.slip_reason)) for m in works.milestones
    )
    facts: list[tuple[str, Any]] = []
    if works.service:
        facts.append((say("site.project.lead_service"), lens.services.get(works.service, works.service)))
    if works.step and not works.delivered_on:
        facts.append((say("site.project.step"), say(f"labels.works_step.{works.step.value}")))
    if works.delivered_on:
        facts.append((say("site.project.delivered_on"), lens.words.formats.date(works.delivered_on)))
    elif works.milestones:
        facts.append((say("site.project.planned_delivery"), lens.words.formats.date(works.milestones[-1].planned)))
    if works.deliberation:
        facts.append((say("site.project.deliberation"), works.deliberation.reference))
    return Works(tone, note, tuple(facts), updates, milestones)


def _delay(lens: Lens, works: Implementation) -> str:
    """How late the next milestone is, when it is."""
    pending = [m for m in works.milestones if m.actual is None]
    if works.delivered_on or not pending or pending[0].planned >= lens.site.today:
        return ""
    days = (lens.site.today - pending[0].planned).days
    return lens.words.say("site.project.late", n=days, milestone=lens.say(pending[0].label))


def _checklist(lens: Lens, project: Project) -> tuple[Row, ...]:
    edition = lens.site.edition_of(project)
    use = edition.feasibility
    checklist = lens.site.city.checklist(use.checklist) if use else None
    labels = {c.id: lens.say(c.label) for c in checklist.criteria} if checklist else {}
    return tuple(
        Row(
            label=labels.get(a.criterion, a.criterion),
            answer=lens.words.say(f"labels.answer.{a.answer.value}"),
            evidence=a.evidence,
            service=lens.services.get(a.service, a.service),
        )
        for a in (project.study.checklist if project.study else ())
    )


def _opinions(lens: Lens, project: Project) -> tuple[Row, ...]:
    rows = []
    for opinion in project.study.opinions if project.study else ():
        say, formats = lens.words.say, lens.words.formats
        waiting = say("site.project.waiting", what=lens.say(opinion.waiting_for)) if opinion.waiting_for else ""
        due = say("site.project.due", day=opinion.due_on) if opinion.due_on else say("labels.answer.pending")
        verdict = say(f"labels.opinion.{opinion.verdict.value}") if opinion.verdict else waiting or due
        date = formats.short_date(opinion.answered_on) if opinion.answered_on else "–"
        service = lens.services.get(opinion.service, opinion.service)
        rows.append(Row(service=service, verdict=verdict, comment=opinion.comment, date=date))
    return tuple(rows)


@dataclass(frozen=True)
class Evaluated:
    """The evaluation in words."""

    use: Any
    facts: Facts


def _evaluation(lens: Lens, project: Project) -> Evaluated | None:
    evaluation = project.evaluation
    if evaluation is None or not lens.site.shows(project, FieldGroup.EVALUATION):
        return None
    say, formats = lens.words.say, lens.words.formats
    facts: list[tuple[str, Any]] = [(say("site.project.final_cost"), formats.money(evaluation.final_cost))]
    if evaluation.satisfaction_percent is not None:
        share = formats.percent(str(evaluation.satisfaction_percent))
        facts.append(
            (say("site.project.satisfaction"), say("site.project.satisfied", share=share, n=evaluation.answers or 0))
        )
    if evaluation.lessons:
        facts.append((say("site.project.lessons"), lens.say(evaluation.lessons)))
    return Evaluated(evaluation.use, tuple(facts))


def _decisions(lens: Lens, project: Project) -> tuple[Row, ...]:
    return tuple(_decision(lens, d) for d in reversed(project.decisions))


def _decision(lens: Lens, decision: Decision) -> Row:
    return Row(
        label=lens.words.say(f"labels.outcome.{decision.outcome.value}"),
        date=decision.date,
        service=lens.services.get(decision.service, decision.service),
        reason=decision.reason,
        reference=decision.reference or "",
    )


def _facts(lens: Lens, project: Project) -> Facts:
    say = lens.words.say
    rows: list[tuple[str, Any]] = [(say("site.project.theme"), lens.themes.get(project.theme, project.theme))]
    rows.append((say("site.project.place"), lens.place_of(project)))
    if project.location:
        rows.append((say("site.project.location"), lens.say(project.location.label)))
    if lens.site.shows(project, FieldGroup.HOLDER):
        rows.append(
            (
                say("site.project.holder"),
                project.holder.collective or say(f"labels.holder_kind.{project.holder.kind.value}"),
            )
        )
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


def _money(lens: Lens, project: Project) -> Facts:
    """The cost ledger: what it was thought to cost, and what became of the money, each figure with its name."""
    say, works, study = lens.words.say, project.implementation, project.study
    votes = lens.site.votes.get(project.edition)
    shown = (
        next((p.cost for p in votes.evidence.ballot.projects if p.number == project.number), None) if votes else None
    )
    running = study.running_cost.per_year if study and study.running_cost else None
    rows: list[tuple[str, Money | None]] = [
        ("own_estimate", project.submission.estimate),
        ("estimate", project.estimated_cost),
        ("on_ballot", Money(shown) if shown is not None else None),
        ("funded", works.funded if works else None),
        ("committed", works.committed if works else None),
        ("spent", works.spent if works else None),
        ("forecast", works.forecast_cost if works else None),
        ("running", running),
    ]
    return tuple((say(f"site.project.cost.{name}"), lens.words.formats.money(m)) for name, m in rows if m is not None)


def link_to(lens: Lens, project: Project) -> Link:
    """A link to a project's page."""
    return Link(lens.url(project), lens.say(project.title))
