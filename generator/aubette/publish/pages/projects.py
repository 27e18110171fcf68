"""The list of projects, whole and by state, theme and edition; every filter is a page, so that none needs a script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from aubette.model.enums import Status
from aubette.model.project import Project
from aubette.publish.lens import Drawn, Lens
from aubette.publish.shell import Body

STATES: tuple[tuple[str, tuple[Status, ...]], ...] = (
    ("laureats", (Status.SELECTED, Status.ADOPTED)),
    ("travaux", (Status.IN_PROGRESS, Status.SUSPENDED)),
    ("realises", (Status.DELIVERED, Status.EVALUATED)),
    ("au-vote", (Status.ON_BALLOT, Status.FEASIBLE)),
    ("etude", (Status.SUBMITTED, Status.ELIGIBLE, Status.UNDER_STUDY)),
    ("non-retenus", (Status.NOT_SELECTED, Status.NOT_SHORTLISTED)),
    ("refuses", (Status.INELIGIBLE, Status.UNFEASIBLE)),
    ("autres", (Status.MERGED, Status.WITHDRAWN, Status.CANCELLED)),
)


ON_A_PAGE = 120
"""As many cards as a telephone shows without becoming slow."""


@dataclass(frozen=True)
class Choice:
    """One filter of a group."""

    url: str
    label: str
    n: int
    here: bool


@dataclass(frozen=True)
class Choices:
    """Filters of one kind."""

    label: str
    items: tuple[Choice, ...]


@dataclass(frozen=True)
class Section:
    """A titled part of a list."""

    label: str
    cards: tuple[Drawn, ...]
    text: str = ""


@dataclass(frozen=True)
class Facet:
    """A filter as a page: its URL, its words and the projects it keeps, in the order of lists."""

    kind: str
    url: str
    label: str
    projects: tuple[Project, ...]


@dataclass(frozen=True)
class Pager:
    """Where a page stands in a long list, and its neighbours' URLs (empty at the ends)."""

    here: int
    last: int
    before: str
    after: str


def facets(lens: Lens) -> tuple[Facet, ...]:
    """Every filter that keeps at least one project, the whole list first."""
    say = lens.words.say
    listed = in_order(lens)
    state_of = {status: name for name, statuses in STATES for status in statuses}
    kept: dict[tuple[str, str], list[Project]] = {}
    for project in listed:
        for kind, name in (
            ("edition", project.edition),
            ("state", state_of.get(lens.site.status(project), "")),
            ("theme", project.theme),
        ):
            kept.setdefault((kind, name), []).append(project)
    wanted = [("edition", e.id, f"projets/edition/{e.id}/", lens.say(e.label)) for e in lens.site.editions()]
    wanted += [("state", n, f"projets/etat/{n}/", say(f"site.projects.state.{n}")) for n, _ in STATES]
    wanted += [("theme", theme, f"projets/theme/{theme}/", label) for theme, label in lens.themes.items()]
    made = [Facet(kind, url, label, tuple(kept.get((kind, name), ()))) for kind, name, url, label in wanted]
    return (Facet("", "projets/", "", listed), *(facet for facet in made if facet.projects))


def in_order(lens: Lens) -> tuple[Project, ...]:
    """The projects as lists show them: the latest edition first, then by number."""
    return tuple(p for e in lens.site.editions() for p in lens.site.public_projects(e.id))


def bodies(lens: Lens) -> Iterator[Body]:
    """The whole list and one for each filter, in pages of `ON_A_PAGE` projects."""
    every = facets(lens)
    for facet in every:
        last = max(1, -(-len(facet.projects) // ON_A_PAGE))
        for page in range(1, last + 1):
            yield _page(lens, every, facet, page, last)


def _page(lens: Lens, every: Sequence[Facet], here: Facet, page: int, last: int) -> Body:
    say = lens.words.say
    lead = say("site.projects.lead", n=len(here.projects))
    title = say("site.projects.titled", label=here.label) if here.label else say("site.projects.title")
    shown = here.projects[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    return lens.page(
        "pages/projects.html",
        _url(here, page),
        title if page == 1 else say("site.projects.title_page", title=title, page=page, last=last),
        lead,
        section="projects",
        crumbs=lens.crumb(("projets/", say("site.projects.title"))) if here.label or page > 1 else lens.crumb(),
        lead=lead,
        filters=_filters(lens, every, here),
        sections=tuple(
            Section(lens.say(lens.site.edition_of(group[0]).label), lens.cards(group))
            for _, projects in groupby(shown, key=lambda p: p.edition)
            if (group := tuple(projects))
        ),
        pager=Pager(page, last, _url(here, page - 1) if page > 1 else "", _url(here, page + 1) if page < last else ""),
    )


def _url(facet: Facet, page: int) -> str:
    return facet.url if page == 1 else f"{facet.url}page-{page}/"


def _filters(lens: Lens, every: Sequence[Facet], here: Facet) -> tuple[Choices, ...]:
    say = lens.words.say
    groups = []
    for kind in ("state", "theme", "edition"):
        items = [Choice(f.url, f.label, len(f.projects), f is here) for f in every if f.kind == kind]
        if kind == "state":
            whole = every[0]
            items.insert(0, Choice(whole.url, say("site.projects.all"), len(whole.projects), whole is here))
        if len(items) > 1:
            groups.append(Choices(say(f"site.projects.by.{kind}"), tuple(items)))
    return tuple(groups)
