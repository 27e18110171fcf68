"""The plan of the site: every page by its kind, the second way to find anything (RGAA 12.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aubette.publish.lens import Lens
from aubette.publish.pages.project import link_to
from aubette.publish.shell import Body, Link


@dataclass(frozen=True)
class Group:
    """Pages of one kind."""

    label: str
    links: tuple[Link, ...]


def bodies(lens: Lens, others: Sequence[Body]) -> Iterator[Body]:
    """The plan, from the bodies of all other pages."""
    say = lens.words.say
    project_urls = {lens.url(p) for p in lens.site.city.projects}
    pages = tuple(Link(b.url, b.title) for b in others if b.url.removesuffix("historique/") not in project_urls)
    groups = [Group(say("site.sitemap.pages"), pages)]
    for edition in lens.site.editions():
        links = tuple(link_to(lens, p) for p in lens.site.public_projects(edition.id))
        if links:
            groups.append(Group(lens.say(edition.label), links))
    yield lens.page(
        "pages/sitemap.html",
        "plan-du-site/",
        say("site.sitemap.title"),
        say("site.sitemap.title"),
        crumbs=lens.crumb(),
        groups=tuple(groups),
    )
