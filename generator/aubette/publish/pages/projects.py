"""The list of projects, whole and by state, theme and edition; every filter is a page, so that none needs a script."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from aubette.model.enums import Status
from aubette.model.project import Project
from aubette.publish.lens import Card, Lens
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
    cards: tuple[Card, ...]
    text: str = ""


@dataclass(frozen=True)
class Facet:
    """A filter as a page: its URL, its words and which projects it keeps."""

    kind: str
    url: str
    label: str
    keeps: Callable[[Project], bool]


def facets(lens: Lens) -> tuple[Facet, ...]:
    """Every filter that keeps at least one project."""
    site, say = lens.site, lens.words.say
    made = [Facet("edition", f"projets/edition/{e.id}/", lens.say(e.label), _in_edition(e.id)) for e in site.editions()]
    made += [
        Facet("state", f"projets/etat/{name}/", say(f"site.projects.state.{name}"), _in_state(lens, states))
        for name, states in STATES
    ]
    made += [Facet("theme", f"projets/theme/{t}/", label, _of_theme(t)) for t, label in lens.themes.items()]
    everything = site.public_projects()
    return tuple(facet for facet in made if any(facet.keeps(p) for p in everything))


def _in_edition(edition: str) -> Callable[[Project], bool]:
    return lambda project: project.edition == edition


def _in_state(lens: Lens, states: Sequence[Status]) -> Callable[[Project], bool]:
    return lambda project: lens.site.status(project) in states


def _of_theme(theme: str) -> Callable[[Project], bool]:
    return lambda project: project.theme == theme


def bodies(lens: Lens) -> Iterator[Body]:
    """The whole list and one page for each filter."""
    every = facets(lens)
    projects = lens.site.public_projects()
    say = lens.words.say
    yield _page(lens, every, None, "projets/", say("site.projects.title"), projects)
    for facet in every:
        kept = tuple(p for p in projects if facet.keeps(p))
        yield _page(lens, every, facet, facet.url, say("site.projects.titled", label=facet.label), kept)


def _page(
    lens: Lens, every: Sequence[Facet], here: Facet | None, url: str, title: str, projects: Sequence[Project]
) -> Body:
    say = lens.words.say
    lead = say("site.projects.lead", n=len(projects))
    sections = []
    for edition in lens.site.editions():
        cards = lens.cards(p for p in projects if p.edition == edition.id)
        if cards:
            sections.append(Section(lens.say(edition.label), cards))
    crumbs = lens.crumb() if here is None else lens.crumb(("projets/", say("site.projects.title")))
    return lens.page(
        "pages/projects.html",
        url,
        title,
        lead,
        section="projects",
        crumbs=crumbs,
        lead=lead,
        filters=_filters(lens, every, here),
        sections=tuple(sections),
    )


def _filters(lens: Lens, every: Sequence[Facet], here: Facet | None) -> tuple[Choices, ...]:
    say, projects = lens.words.say, lens.site.public_projects()
    groups = []
    for kind in ("state", "theme", "edition"):
        items = [Choice(f.url, f.label, sum(map(f.keeps, projects)), f is here) for f in every if f.kind == kind]
        if kind == "state":
            items.insert(0, Choice("projets/", say("site.projects.all"), len(projects), here is None))
        if len(items) > 1:
            groups.append(Choices(say(f"site.projects.by.{kind}"), tuple(items)))
    return tuple(groups)
