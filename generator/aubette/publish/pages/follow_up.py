"""Where every winner is now: works, what is late and why, what was delivered."""

from __future__ import annotations

from collections.abc import Iterator

from aubette.model.enums import Status
from aubette.model.project import Project
from aubette.publish.lens import Lens
from aubette.publish.pages.projects import Section
from aubette.publish.shell import Body

GROUPS: tuple[tuple[str, tuple[Status, ...]], ...] = (
    ("works", (Status.IN_PROGRESS,)),
    ("adopted", (Status.ADOPTED,)),
    ("suspended", (Status.SUSPENDED,)),
    ("delivered", (Status.DELIVERED, Status.EVALUATED)),
    ("cancelled", (Status.CANCELLED,)),
)


def bodies(lens: Lens) -> Iterator[Body]:
    """The follow-up page; none before the council adopted anything."""
    say, formats = lens.words.say, lens.words.formats
    projects = [p for p in lens.site.public_projects() if p.implementation]
    if not projects:
        return
    late = [p for p in projects if _is_late(lens, p)]
    sections = [Section(say("site.follow_up.late"), lens.cards(late), say("site.follow_up.late_text"))] if late else []
    for name, states in GROUPS:
        cards = lens.cards(p for p in projects if p.status in states)
        if cards:
            sections.append(Section(say(f"site.follow_up.{name}"), cards, say(f"site.follow_up.{name}_text")))
    delivered = sum(p.status in (Status.DELIVERED, Status.EVALUATED) for p in projects)
    rows = (
        (say("site.follow_up.n_winners"), formats.number(len(projects))),
        (say("site.follow_up.n_delivered"), formats.number(delivered)),
        (say("site.follow_up.n_late"), formats.number(len(late))),
    )
    yield lens.page(
        "pages/follow_up.html",
        "suivi/",
        say("site.follow_up.title"),
        say("site.follow_up.lead"),
        section="follow_up",
        crumbs=lens.crumb(),
        rows=rows,
        sections=tuple(sections),
    )


def _is_late(lens: Lens, project: Project) -> bool:
    """Late by the edition's own measure: a milestone past its date by more than the declared days."""
    works = project.implementation
    if works is None or works.delivered_on or project.status is Status.CANCELLED:
        return False
    limit = lens.site.edition_of(project).delivery.late_days
    return any(m.actual is None and (lens.site.today - m.planned).days > limit for m in works.milestones)
