"""The city's Atom feeds: all changes, those of an edition, of a neighbourhood, of a project.

Feeds stand once, in the city's first language; pages in every language name them in their heads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from markupsafe import Markup

from aubette.model.project import Project
from aubette.publish.atom import MEDIA_TYPE, Feed, Item, atom, tag
from aubette.publish.lens import Lens
from aubette.publish.shell import root_of, top_of
from aubette.publish.story import Story, stories
from aubette.words.formats import stamp

NEWEST = 60
"""How many changes a feed holds; readers keep what they once fetched, and the pages tell all."""

CITY_FEED = "atom.xml"


class News(NamedTuple):
    """A change of a project."""

    project: Project
    story: Story


def edition_feed_url(edition: str) -> str:
    """Where an edition's feed stands, from the root of the whole site."""
    return f"editions/{edition}/atom.xml"


def area_feed_url(area: str) -> str:
    """Where a neighbourhood's feed stands."""
    return f"quartiers/{area}/atom.xml"


def project_feed_url(lens: Lens, project: Project) -> str:
    """Where a project's feed stands."""
    return f"{lens.url(project)}atom.xml"


def alternate(lens: Lens, page: str, feed: str, title: str) -> str:
    """What a page's head says of a feed, "" where there is no history to tell; `page` is its URL in its language."""
    if not lens.site.history:
        return ""
    top = top_of(root_of(page), lens.prefix)
    link = '<link rel="alternate" type="{}" hreflang="{}" title="{}" href="{}{}">\n'
    return str(Markup(link).format(MEDIA_TYPE, lens.first, title, top, feed))


def news_of(lens: Lens, projects: Iterable[Project]) -> list[News]:
    """All that is told of some projects, the newest commit first, whatever its clock said."""
    found = [News(p, story) for p in projects for story in stories(lens, p) if story.sentences]
    return sorted(found, key=lambda news: news.story.entry.order, reverse=True)


def files(lens: Lens, site_url: str) -> Iterator[tuple[str, bytes]]:
    """Every feed: path and bytes; none without a history."""
    if not lens.site.history:
        return
    site, say = lens.site, lens.words.say
    public = site.public_projects()
    everything = news_of(lens, public)
    yield CITY_FEED, atom(_feed(lens, say("site.feeds.city"), "", CITY_FEED, everything), site_url)
    for edition in site.editions():
        news = [n for n in everything if n.project.edition == edition.id]
        title = say("site.feeds.edition", edition=lens.say(edition.label))
        url = edition_feed_url(edition.id)
        yield url, atom(_feed(lens, title, f"editions/{edition.id}/", url, news), site_url)
    for area, label in lens.areas.items():
        news = [n for n in everything if area in n.project.areas]
        url = area_feed_url(area)
        feed = _feed(lens, say("site.feeds.area", area=label), f"quartiers/{area}/", url, news)
        yield url, atom(feed, site_url)
    for project in public:
        if told := stories(lens, project):
            news = [News(project, story) for story in told if story.sentences]
            title = say("site.feeds.project", project=lens.first_title(project))
            url = project_feed_url(lens, project)
            yield url, atom(_feed(lens, title, lens.url(project), url, news, alone=True), site_url)


def _feed(lens: Lens, title: str, page: str, url: str, news: list[News], *, alone: bool = False) -> Feed:
    site = lens.site
    name = lens.say(site.city.config.title) or site.city.config.name
    chosen = news[:NEWEST]
    updated = max((_moment(n.story) for n in chosen), default=f"{site.today.isoformat()}T00:00:00Z")
    items = tuple(_item(lens, n, alone) for n in chosen)
    place = "city" if url == CITY_FEED else url.removesuffix("/atom.xml")
    identity = news[0].project.key if alone and news else place
    return Feed(tag(site.city.config.id, f"feed/{identity}"), title, page, url, updated, name, lens.first, items)


def _item(lens: Lens, news: News, alone: bool) -> Item:
    """A change as a feed tells it; known by the project's key and the commit, neither of which ever changes."""
    project, story = news
    first = story.sentences[0]
    return Item(
        tag(lens.site.city.config.id, f"change/{project.key}/{story.entry.commit}"),
        first if alone else f"{lens.first_title(project)} – {first}",
        _moment(story),
        f"{lens.url(project)}historique/#{story.anchor}",
        story.who,
        story.sentences,
    )


def _moment(story: Story) -> str:
    """When a change became public, as feeds want it."""
    return stamp(datetime.fromtimestamp(story.entry.time, UTC))
