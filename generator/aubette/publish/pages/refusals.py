"""Every idea that was refused, with the whole answer: nobody has to ask why (R45)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from aubette.model.enums import Outcome
from aubette.model.lifecycle import FELL, REFUSED
from aubette.model.project import Decision, Project
from aubette.publish.lens import Lens
from aubette.publish.shell import Body


@dataclass(frozen=True)
class Kind:
    """How many refusals share a reason."""

    label: str
    n: int


@dataclass(frozen=True)
class Answer:
    """One refusal."""

    url: str
    title: str
    number: str
    place: str
    code: str
    reason: Any
    act: str
    possible: Any
    route: Any
    service: str
    date: Any
    until: Any


def bodies(lens: Lens) -> Iterator[Body]:
    """The page of refusals; none where nothing was refused."""
    say = lens.words.say
    answers = [a for p in lens.site.public_projects() if (a := _answer(lens, p))]
    if not answers:
        return
    counts = Counter(a.code for a in answers if a.code)
    kinds = tuple(Kind(code, n) for code, n in sorted(counts.items(), key=lambda row: (-row[1], row[0])))
    yield lens.page(
        "pages/refusals.html",
        "refus/",
        say("site.refusals.title"),
        say("site.refusals.lead"),
        section="projects",
        crumbs=lens.crumb(("projets/", say("site.projects.title"))),
        kinds=kinds,
        refusals=tuple(reversed(answers)),
    )


def _answer(lens: Lens, project: Project) -> Answer | None:
    decision = lens.site.decision(project)
    if decision is None or not (project.status in REFUSED or _lost(lens, project, decision)):
        return None
    return Answer(
        lens.url(project),
        lens.say(project.title),
        project.name,
        lens.place_of(project),
        _kind(lens, project, decision),
        decision.reason,
        decision.reference or "",
        decision.would_make_possible,
        decision.other_route,
        lens.services.get(decision.service, decision.service),
        decision.date,
        decision.reexamination_until,
    )


def _lost(lens: Lens, project: Project, decision: Decision) -> bool:
    """Whether residents had voted for what then was refused or withdrawn; works that stopped are in the follow-up."""
    if decision.outcome is Outcome.REJECTED_BY_COUNCIL:
        return True
    return decision.outcome is Outcome.WITHDRAWN and lens.site.fell(project)


def _kind(lens: Lens, project: Project, decision: Decision) -> str:
    say = lens.words.say
    if decision.code:
        return say(f"labels.refusal_code.{decision.code.value}")
    if decision.outcome in FELL and lens.site.fell(project):
        return say(f"site.project.fell.{decision.outcome.value}")
    return say(f"labels.outcome.{decision.outcome.value}") if project.status not in REFUSED else ""
