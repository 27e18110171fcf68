"""A follow-up page for each neighbourhood, even when the money is the whole city's (R44), and a comparison (R43)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from aubette.model.accounts import area_shares
from aubette.model.enums import Status
from aubette.model.lifecycle import WON
from aubette.model.money import ZERO, Money, total
from aubette.model.project import Project
from aubette.publish.lens import Lens
from aubette.publish.pages.feeds import alternate, area_feed_url
from aubette.publish.pages.projects import STATES, Section
from aubette.publish.shell import Body


@dataclass(frozen=True)
class AreaRow:
    """A neighbourhood in figures."""

    url: str
    label: str
    population: int | None
    priority: bool
    people: str
    projects: str
    n_ideas: int
    n_ballot: int
    n_won: int
    won: Money
    per_head: str


def bodies(lens: Lens) -> Iterator[Body]:
    """The comparison and one page for each neighbourhood; none for a city without areas."""
    config = lens.site.city.config
    if not config.areas:
        return
    say = lens.words.say
    rows = tuple(_row(lens, area.id) for area in config.areas)
    title = say("site.areas.title")
    yield lens.page(
        "pages/areas.html",
        "quartiers/",
        title,
        say("site.areas.lead"),
        section="areas",
        crumbs=lens.crumb(),
        areas=rows,
    )
    for row, area in zip(rows, config.areas, strict=True):
        yield _page(lens, row, area.id)


def _of(lens: Lens, area: str) -> tuple[Project, ...]:
    return tuple(p for p in lens.site.public_projects() if area in p.areas)


def _row(lens: Lens, identifier: str) -> AreaRow:
    area = next(a for a in lens.site.city.config.areas if a.id == identifier)
    projects = _of(lens, identifier)
    won = [p for p in projects if lens.site.status(p) in WON and p.status is not Status.CANCELLED]
    amount = total(_brought(lens, p, identifier) for p in won)
    say, formats = lens.words.say, lens.words.formats
    per_head = formats.money(Money(int(Fraction(amount.cents, area.population)))) if area.population else "–"
    people = ""
    if area.population:
        people = say("site.areas.about" if area.approximate else "site.areas.exactly", n=area.population)
    return AreaRow(
        f"quartiers/{identifier}/",
        lens.areas[identifier],
        area.population,
        area.priority,
        people,
        say("site.areas.n", n=len(projects)),
        len(projects),
        sum(lens.site.outcome(p) is not None for p in projects),
        len(won),
        amount,
        per_head,
    )


def _brought(lens: Lens, project: Project, area: str) -> Money:
    """What a winner brings to one of its areas: that area's part of what the envelope gives, not of the whole cost."""
    edition = lens.site.city.edition(project.edition)
    return area_shares(edition, project)[area] if edition else ZERO


def _page(lens: Lens, row: AreaRow, identifier: str) -> Body:
    say, formats = lens.words.say, lens.words.formats
    figures = (
        (say("site.areas.ideas"), formats.number(row.n_ideas)),
        (say("site.areas.ballot"), formats.number(row.n_ballot)),
        (say("site.areas.winners"), formats.number(row.n_won)),
        (say("site.areas.amount"), formats.money(row.won)),
        (say("site.areas.per_head"), row.per_head),
    )
    return lens.page(
        "pages/area.html",
        row.url,
        row.label,
        say("site.areas.description", area=row.label),
        section="areas",
        crumbs=lens.crumb(("quartiers/", say("site.areas.title"))),
        head=alternate(lens, row.url, area_feed_url(identifier), say("site.feeds.area", area=row.label)),
        feed=area_feed_url(identifier) if lens.site.history else "",
        lead=row.people,
        rows=figures,
        sections=by_state(lens, _of(lens, identifier)),
    )


def by_state(lens: Lens, projects: Sequence[Project]) -> tuple[Section, ...]:
    """Projects by state, in the order in which residents look for them."""
    sections = []
    for name, states in STATES:
        cards = lens.cards(p for p in projects if lens.site.status(p) in states)
        if cards:
            sections.append(Section(lens.words.say(f"site.projects.state.{name}"), cards))
    return tuple(sections)
