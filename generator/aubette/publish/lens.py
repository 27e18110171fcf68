"""How pages look at a site: one language, its words and templates, and the URLs of everything."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jinja2 import Environment
from markupsafe import Markup, escape

from aubette.model.edition import Edition
from aubette.model.enums import Outcome, Scope, Status
from aubette.model.project import Project
from aubette.model.text import Text
from aubette.publish.shell import Body, Link, root_of, top_of
from aubette.publish.site import TONES, Site, as_day, cost_of
from aubette.words.catalogue import Catalogue
from aubette.words.names import city_names


def slug(text: str) -> str:
    """ASCII words joined by hyphens, at most sixty letters, for the readable end of a URL."""
    plain = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("œ", "oe")).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower()))[:60].strip("-") or "projet"


@dataclass(frozen=True)
class Card:
    """What a list tells of a project."""

    url: str
    title: Markup | str
    number: str
    status: Status
    label: str
    theme: str
    icon: Markup
    place: str
    cost: Any
    summary: Markup | str


HOLE = Markup("@@AUBETTE-HOLE@@")


@dataclass(frozen=True)
class Drawn:
    """A piece of a page that is drawn once and filled in many times: its HTML before and after the only hole."""

    before: str
    after: str

    def at(self, filling: str) -> Markup:
        """The piece with its hole filled: text is escaped, `Markup` stands as it is."""
        return Markup("".join((self.before, escape(filling), self.after)))


class Lens:
    """One language's view of a site; `prefix` is its folder, `own_pages` the URLs of the city's Markdown pages."""

    def __init__(
        self,
        site: Site,
        words: Catalogue,
        environment: Environment,
        prefix: str = "",
        own_pages: frozenset[str] = frozenset(),
    ) -> None:
        self.site = site
        self.prefix = prefix
        self.own_pages = own_pages
        self.words = words
        self.environment = environment
        self.first = site.city.config.languages[0].value
        self._checklists: dict[str, Mapping[str, str]] = {}
        self._cards: dict[str, Drawn] = {}
        self.told: dict[str, tuple[Any, ...]] = {}
        self._criteria: dict[tuple[str, str, str], Drawn] = {}
        environment.globals.update({"lens": self, "site": site, "status_tone": lambda s: TONES.get(s, "")})

    def render(self, template: str, url: str, **context: Any) -> str:
        """The article of a page from its template, `root` being the way back to the top."""
        root = root_of(url)
        return self.environment.get_template(template).render(root=root, top=top_of(root, self.prefix), **context)

    def page(self, template: str, url: str, title: str, description: str, **context: Any) -> Body:
        """A page from its template; `section`, `crumbs`, `banners` and `head` go to the shell."""
        shell = {key: context.pop(key) for key in ("section", "crumbs", "banners", "head") if key in context}
        article = self.render(template, url, title=title, **context)
        return Body(url, title, description, article, **shell)

    def say(self, text: Text | None) -> str:
        """A text of the city as plain words in this language, or the next best one."""
        return text.get(self.words.lang, self.first)[0] if text else ""

    @cached_property
    def areas(self) -> Mapping[str, str]:
        """Each area's name by id."""
        return {a.id: self.say(a.label) for a in self.site.city.config.areas}

    @cached_property
    def services(self) -> Mapping[str, str]:
        """Each service's name by id."""
        return {s.id: self.say(s.label) for s in self.site.city.config.services}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What the city's services, areas and themes are called, by id."""
        return city_names(self.site.city, self.words.lang)

    @cached_property
    def themes(self) -> Mapping[str, str]:
        """Each theme's name by id."""
        return {t.id: self.say(t.label) for t in self.site.city.config.themes}

    @cached_property
    def theme_icons(self) -> Mapping[str, Markup]:
        """Each theme's icon by id."""
        icon = self.environment.globals["icon"]
        assert callable(icon)
        return {t.id: icon(f"material/{t.icon}") if t.icon else Markup("") for t in self.site.city.config.themes}

    def criteria(self, checklist: str) -> Mapping[str, str]:
        """Each criterion's words by id, empty where there is no such checklist."""
        if checklist not in self._checklists:
            found = self.site.city.checklist(checklist)
            self._checklists[checklist] = {c.id: self.say(c.label) for c in found.criteria} if found else {}
        return self._checklists[checklist]

    @cached_property
    def urls(self) -> Mapping[str, str]:
        """Each project's page by key; the number leads, so that a changed title is only a longer way there."""
        return {p.key: f"projets/{p.number or p.key}-{slug(self.first_title(p))}/" for p in self.site.city.projects}

    def first_title(self, project: Project) -> str:
        """The title in the city's first language, which URLs are made of."""
        return project.title.get(self.first, self.first)[0]

    def url(self, project: Project) -> str:
        """A project's page, from the root."""
        return self.urls[project.key]

    def own_page(self, url: str, label: str) -> Link:
        """A link to one of the city's Markdown pages, which are written once, in its first language."""
        foreign = self.first if self.words.lang != self.first else ""
        return Link(top_of("", self.prefix) + url, label, url, foreign)

    def place_of(self, project: Project) -> str:
        """The neighbourhoods of a project, or the whole city."""
        if project.scope is Scope.CITY and not project.areas:
            return self.words.say("labels.scope.city")
        return ", ".join(self.areas.get(area, area) for area in project.areas)

    def card(self, project: Project) -> Drawn:
        """A project as lists show it, drawn once for all lists; its hole takes the way to the root."""
        if project.key not in self._cards:
            self._cards[project.key] = self._draw("parts/card.html", c=self._new_card(project))
        return self._cards[project.key]

    def criterion(self, label: str, answer: str, service: str) -> Drawn:
        """A row of a checklist; its hole takes the evidence, the only part that is a project's own."""
        known = (label, answer, service)
        if known not in self._criteria:
            self._criteria[known] = self._draw("parts/criterion.html", label=label, answer=answer, service=service)
        return self._criteria[known]

    def _draw(self, template: str, **context: Any) -> Drawn:
        made = self.environment.get_template(template).render(hole=HOLE, **context)
        before, _, after = made.partition(HOLE)
        return Drawn(before, after)

    def _new_card(self, project: Project) -> Card:
        content = self.environment.filters["content"]
        status = self.site.status(project)
        return Card(
            self.url(project),
            content(project.title),
            project.name,
            status,
            self.label_of(project),
            self.themes.get(project.theme, project.theme),
            self.theme_icons.get(project.theme, Markup("")),
            self.place_of(project),
            cost_of(project),
            content(project.summary),
        )

    def cards(self, projects: Iterable[Project]) -> tuple[Drawn, ...]:
        """Several projects as lists show them."""
        return tuple(self.card(project) for project in projects)

    def status_label(self, status: Status, edition: Edition | None = None) -> str:
        """A status in words; a winner that the council has not adopted yet is told so (R52)."""
        if status is Status.SELECTED and edition and self.site.provisional(edition):
            return self.words.say("labels.status.selected_provisional")
        return self.words.say(f"labels.status.{status.value}")

    def label_of(self, project: Project) -> str:
        """Where a project stands, in words; what the council refused never was works that someone cancelled."""
        status, last = self.site.status(project), self.site.decision(project)
        if status is Status.CANCELLED and last and last.outcome is Outcome.REJECTED_BY_COUNCIL:
            return self.words.say(f"labels.outcome.{last.outcome.value}")
        return self.status_label(status, self.site.edition_of(project))

    def crumb(self, *links: tuple[str, str]) -> tuple[Link, ...]:
        """A trail from the home page."""
        home = Link("", self.words.say("site.nav.home"))
        return (home, *(Link(url, label) for url, label in links))

    def phase_name(self, kind: str) -> str:
        """A phase in words."""
        return self.words.say(f"labels.phase.{kind}")

    def day(self, moment: Any) -> Any:
        """The day of a date or date-time."""
        return as_day(moment)
