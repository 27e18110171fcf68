"""What a project's money became, from the first guess to the invoice: each figure dated, with who gave it and why.

« Displayed at the vote » is the frozen ballot's cost, since voters chose on it: the drift is counted from there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date as Date
from datetime import timedelta
from enum import StrEnum
from typing import Any

from aubette.model.change import Change, plain
from aubette.model.enums import FieldGroup, PhaseKind
from aubette.model.ledger import movements
from aubette.model.money import Money
from aubette.model.project import Project
from aubette.publish.lens import Lens
from aubette.publish.site import as_day
from aubette.publish.story import stories
from aubette.words.changes import in_language


class Figure(StrEnum):
    """The kinds of figures, in the order in which a project meets them."""

    OWN_ESTIMATE = "own_estimate"
    ESTIMATE = "estimate"
    ON_BALLOT = "on_ballot"
    FUNDED = "funded"
    MOVED = "moved"
    FORECAST = "forecast"
    COMMITTED = "committed"
    SPENT = "spent"
    FINAL = "final"
    RUNNING = "running"


COSTS = (Figure.OWN_ESTIMATE, Figure.ESTIMATE, Figure.ON_BALLOT, Figure.FUNDED, Figure.FORECAST, Figure.FINAL)
"""The figures that say what the whole project costs; the others are parts of it, or come each year."""

COMPARED = (Figure.ESTIMATE, Figure.FUNDED, Figure.FORECAST, Figure.COMMITTED, Figure.FINAL)
REASONS = ("study.revisions[].summary", "decisions[].reason")
"""Where the same entry says why, the most telling first."""

REASONS_OF_WORKS = (*REASONS, "implementation.milestones[].slip_reason", "implementation.updates[].text")
"""Where an entry says why the works will cost more, or less."""

SOON = timedelta(days=45)
"""How long after a movement of the edition's ledger a change of the project's money is still its doing."""


@dataclass(frozen=True)
class Cost:
    """One line of the ledger; `day` is None where nobody said when. `drift` is from the cost displayed at the vote."""

    figure: Figure
    amount: Money
    day: Date | None
    who: str = ""
    why: Any = ""
    link: str = ""
    revised: bool = False
    drift: Money | None = None


def cost_ledger(lens: Lens, project: Project) -> tuple[Cost, ...]:
    """The lines of a project's ledger in the order of their days, those that may be shown; empty without any figure."""
    site = lens.site
    if not site.shows(project, FieldGroup.COST_TOTAL):
        return ()
    found = [*_before_the_vote(lens, project)]
    if site.shows(project, FieldGroup.IMPLEMENTATION):
        found.extend(_after_the_vote(lens, project))
    if project.evaluation and site.shows(project, FieldGroup.EVALUATION):
        told = project.evaluation
        found.append(Cost(Figure.FINAL, told.final_cost, told.date, lens.services.get(told.service, told.service)))
    return with_drift(sorted(found, key=_order))


def drift_of(lines: Iterable[Cost]) -> tuple[Money, Money] | None:
    """The cost displayed at the vote and the one known now, None before either is known."""
    told = list(lines)
    shown = next((c.amount for c in told if c.figure is Figure.ON_BALLOT), None)
    after = [c for c in told if c.drift is not None]
    last = next((c for kind in (Figure.FINAL, Figure.FORECAST) for c in reversed(after) if c.figure is kind), None)
    now = last.amount if last else max((c.amount for c in after), default=None)
    return (shown, now) if shown is not None and now is not None else None


def latest(lines: Iterable[Cost]) -> Cost | None:
    """The latest word on what the whole costs: the final cost, else the forecast, else what was granted or estimated.

    What is engaged counts from where it is above what was granted, as it does for the drift.
    """
    by_kind = {c.figure: c for c in lines}
    for figure in (Figure.FINAL, Figure.FORECAST):
        if figure in by_kind:
            return by_kind[figure]
    granted = by_kind.get(Figure.FUNDED) or by_kind.get(Figure.ESTIMATE)
    engaged = by_kind.get(Figure.COMMITTED)
    return engaged if granted and engaged and engaged.amount > granted.amount else granted


def figure_name(cost: Cost) -> str:
    """The key of the words for a line."""
    revised = cost.revised and cost.figure in COSTS
    return f"site.cost.figure.{cost.figure.value}{'_revised' if revised else ''}"


def _order(cost: Cost) -> tuple[Date, int]:
    return cost.day or Date.max, list(Figure).index(cost.figure)


def with_drift(lines: list[Cost]) -> tuple[Cost, ...]:
    """Lines after the one of the ballot say how far they are from it."""
    place = next((n for n, cost in enumerate(lines) if cost.figure is Figure.ON_BALLOT), len(lines))
    shown = lines[place].amount if place < len(lines) else None
    return tuple(
        replace(cost, drift=cost.amount - shown) if shown and n > place and _is_whole(cost, shown) else cost
        for n, cost in enumerate(lines)
    )


def _is_whole(cost: Cost, shown: Money) -> bool:
    """Whether a figure can be compared with the cost of the whole: what is engaged so far only once it is above it."""
    return cost.figure in COMPARED and (cost.figure is not Figure.COMMITTED or cost.amount >= shown)


def _before_the_vote(lens: Lens, project: Project) -> Iterator[Cost]:
    say, edition = lens.words.say, lens.site.edition_of(project)
    if project.submission.estimate is not None:
        who = say("site.cost.holder")
        yield Cost(Figure.OWN_ESTIMATE, project.submission.estimate, project.submission.received_on, who)
    told = tuple(_told(lens, project, "estimated_cost", Figure.ESTIMATE))
    yield from told
    if not told and project.estimated_cost is not None:
        detail = project.study.cost if project.study else None
        yield Cost(Figure.ESTIMATE, project.estimated_cost, detail.estimated_on if detail else None)
    votes = lens.site.votes.get(project.edition)
    candidates = votes.evidence.ballot.projects if votes else ()
    shown = next((p.cost for p in candidates if p.number == project.number), None)
    if shown is not None:
        phase = edition.phase(PhaseKind.VOTE)
        day = as_day(phase.starts) if phase else None
        yield Cost(Figure.ON_BALLOT, Money(shown), day, say("site.cost.ballot"), say("site.cost.frozen"))


def _after_the_vote(lens: Lens, project: Project) -> Iterator[Cost]:
    works = project.implementation
    if works is None:
        return
    act = works.deliberation
    told = tuple(_told(lens, project, "implementation.funded", Figure.FUNDED))
    council = lens.words.say("site.cost.council")
    why = act.reference if act else ""
    if told:
        yield replace(told[0], who=council, why=why or told[0].why, day=act.date if act else told[0].day)
        yield from told[1:]
    elif works.funded is not None:
        yield Cost(Figure.FUNDED, works.funded, act.date if act else None, council, why)
    yield from _moved(lens, project)
    for name, figure, amount in (
        ("forecast_cost", Figure.FORECAST, works.forecast_cost),
        ("committed", Figure.COMMITTED, works.committed),
        ("spent", Figure.SPENT, works.spent),
    ):
        if amount is not None:
            yield _last(lens, project, f"implementation.{name}", figure, amount)


def _last(lens: Lens, project: Project, path: str, figure: Figure, amount: Money) -> Cost:
    """The latest of a figure that grows by steps; its steps are in the history."""
    told = tuple(_told(lens, project, path, figure))
    works = project.implementation
    return told[-1] if told else Cost(figure, amount, works.figures_on if works else None)


def _moved(lens: Lens, project: Project) -> Iterator[Cost]:
    """What the edition's ledger gave to the project, or took from it."""
    names = {project.key, project.number}
    for entry in (e for ledger in lens.site.city.ledgers for e in movements(ledger)):
        if entry.amount is not None and names & {entry.from_, entry.to}:
            amount = entry.amount if entry.to in names else Money(-entry.amount.cents)
            who = lens.services.get(entry.service or "", entry.service or "")
            yield Cost(Figure.MOVED, amount, entry.date, who, entry.reason)


def _told(lens: Lens, project: Project, path: str, figure: Figure) -> Iterator[Cost]:
    """A figure's values as the history tells them, oldest first."""
    first = True
    for story in reversed(stories(lens, project)):
        change = next((c for c in story.entry.changes if c.path == path), None)
        amount = _amount(change.after) if change else None
        if amount is not None:
            day = Date.fromisoformat(story.date)
            why = _why(story.entry.changes, figure, lens.words.lang) or _movement(lens, project, day)
            link = f"{lens.url(project)}historique/#{story.anchor}"
            yield Cost(figure, amount, day, story.who, "" if story.entry.created else why, link, not first)
            first = False


def _why(changes: Iterable[Change], figure: Figure, lang: str) -> str:
    """What the same entry gives as its reason, empty where it gives none."""
    by_path: Mapping[str, object] = {plain(c.path): c.after for c in changes if c.after is not None}
    places = REASONS_OF_WORKS if figure is Figure.FORECAST else REASONS
    return next((in_language(by_path[path], lang) for path in places if path in by_path), "")


def _movement(lens: Lens, project: Project, day: Date) -> Any:
    """The reason of the ledger's movement that this change follows, if there is one."""
    for entry in reversed(lens.site.city.ledger(project.edition).entries):
        if {project.key, project.number} & {entry.project, entry.to} and entry.date <= day <= entry.date + SOON:
            return entry.reason
    return ""


def _amount(value: object) -> Money | None:
    try:
        return Money.parse(str(value)) if value is not None else None
    except ValueError:
        return None
