"""Parts of a project's page: the vote, the works, the study, the evaluation, each with its words found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from aubette.model.enums import FieldGroup, Outcome, Status
from aubette.model.outcome import WINS, ProjectOutcome, Result
from aubette.model.project import Project
from aubette.model.study import ServiceOpinion
from aubette.model.works import Implementation
from aubette.publish.lens import Lens
from aubette.publish.pages.project_study import planned_running_cost
from aubette.publish.tally import reason_sentence

Facts = tuple[tuple[str, Any], ...]


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
    date: Any = None
    planned: Any = None
    expected: Any = None
    actual: Any = None
    slip: Any = None
    text: Any = None
    reason: Any = None
    reference: str = ""


def vote(lens: Lens, project: Project) -> Vote | None:
    """What the count says of a project, None before a count."""
    outcome = lens.site.outcome(project)
    if outcome is None:
        return None
    say = lens.words.say
    votes = lens.site.votes[project.edition]
    counted = next(o for o in votes.outcomes if any(p is outcome for p in o.projects))
    channels = _channels(lens, project, counted.contest)
    won, key = outcome.status in WINS, _standing(lens, project, outcome)
    if counted.unit == "grades":
        headline = say(f"site.project.graded.{key}", rank=outcome.rank)
    else:
        score = say(f"labels.score.{counted.unit}", n=outcome.score)
        key = "not_shortlisted" if votes.left_out(outcome.number) else key
        headline = say(f"site.project.{key}", score=score, rank=outcome.rank)
    return Vote(won, headline, reason_sentence(lens.words, outcome), channels, f"resultats/{project.edition}/")


def _standing(lens: Lens, project: Project, outcome: ProjectOutcome) -> str:
    """How the headline speaks of a counted project."""
    if outcome.status in WINS:
        return "won_provisional" if lens.site.awaits_council(project) else "won"
    return "taken_back" if outcome.status is Result.WITHDRAWN else "lost"


def _channels(lens: Lens, project: Project, contest: str) -> str:
    """What each channel counted for it; empty where that may not be shown, or is nothing but the total."""
    made = lens.site.breakdown(project.edition, contest)
    row = made.rows.get(project.number or "") if made else None
    if made is None or row is None:
        return ""
    say = lens.words.say
    names = (say(f"labels.vote_channel.{channel.value}") for channel in made.channels)
    return ", ".join(say("site.project.channel", name=name, n=n) for name, n in zip(names, row, strict=True))


def works(lens: Lens, project: Project) -> Works | None:
    """Where the works are, None before the council adopted the project."""
    done = project.implementation
    if done is None:
        return None
    say = lens.words.say
    status = lens.site.status(project)
    decision = project.last_decision(Outcome.SUSPENDED) if status is Status.SUSPENDED else None
    late = delay(lens, done)
    tone = "bad" if status is Status.CANCELLED else "warn" if late or status is Status.SUSPENDED else "good"
    note = lens.say(decision.reason) if decision else late
    updates = tuple(
        Row(date=u.date, text=u.text, service=lens.services.get(u.service, u.service)) for u in reversed(done.updates)
    )
    milestones = tuple(
        Row(label=m.label, planned=m.planned, expected=m.expected, actual=m.actual, slip=m.slip_reason)
        for m in done.milestones
    )
    facts: list[tuple[str, Any]] = []
    if done.service:
        facts.append((say("site.project.lead_service"), lens.services.get(done.service, done.service)))
    if done.step and not done.delivered_on:
        facts.append((say("site.project.step"), say(f"labels.works_step.{done.step.value}")))
    if done.delivered_on:
        facts.append((say("site.project.delivered_on"), lens.words.formats.date(done.delivered_on)))
    elif done.last_day:
        facts.append((say("site.project.planned_delivery"), lens.words.formats.date(done.last_day)))
    if done.deliberation:
        facts.append((say("site.project.deliberation"), done.deliberation.reference))
    return Works(tone, note, tuple(facts), updates, milestones)


def delay(lens: Lens, works: Implementation) -> str:
    """How late the next milestone is, when it is."""
    pending = [m for m in works.milestones if m.actual is None]
    following = min(pending, key=lambda m: m.planned, default=None)
    if works.delivered_on or following is None or following.planned >= lens.site.today:
        return ""
    days = (lens.site.today - following.planned).days
    return lens.words.say("site.project.late", n=days, milestone=lens.say(following.label))


def checklist(lens: Lens, project: Project) -> Markup:
    """The rows of the checklist, with the words of the criteria."""
    use = lens.site.edition_of(project).feasibility
    labels = lens.criteria(use.checklist) if use else {}
    content = lens.environment.filters["content"]
    rows = (
        lens.criterion(
            labels.get(a.criterion, a.criterion),
            lens.words.say(f"labels.answer.{a.answer.value}"),
            lens.services.get(a.service, a.service),
        ).at(content(a.evidence))
        for a in (project.study.checklist if project.study else ())
    )
    return Markup("".join(rows))


def opinions(lens: Lens, project: Project) -> tuple[Row, ...]:
    """Each service's opinion, or what it waits for."""
    formats = lens.words.formats
    return tuple(
        Row(
            service=lens.services.get(opinion.service, opinion.service),
            verdict=_verdict(lens, opinion),
            comment=opinion.comment,
            date=formats.short_date(opinion.answered_on) if opinion.answered_on else "–",
        )
        for opinion in (project.study.opinions if project.study else ())
    )


def _verdict(lens: Lens, opinion: ServiceOpinion) -> str:
    say = lens.words.say
    if opinion.verdict:
        return say(f"labels.opinion.{opinion.verdict.value}")
    if opinion.waiting_for:
        return say("site.project.waiting", what=lens.say(opinion.waiting_for))
    return say("site.project.due", day=opinion.due_on) if opinion.due_on else say("labels.answer.pending")


@dataclass(frozen=True)
class Evaluated:
    """The evaluation in words."""

    use: Any
    facts: Facts


def evaluation(lens: Lens, project: Project) -> Evaluated | None:
    """The evaluation, None where there is none to show."""
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
    if evaluation.running_cost is not None:
        planned = planned_running_cost(lens, project)
        key = "site.project.measured.alone" if planned is None else "site.project.measured.beside"
        amount = say(key, amount=evaluation.running_cost, planned=planned)
        facts.append((say("site.project.measured.title"), amount))
    if evaluation.lessons:
        facts.append((say("site.project.lessons"), lens.say(evaluation.lessons)))
    return Evaluated(evaluation.use, tuple(facts))
