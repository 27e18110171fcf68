"""What changed lately, project by project: the week on the home page, four weeks on a page of their own.

Weeks are counted back from the day of reference, so that the same inputs tell the same story at any time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from typing import Any

from aubette.model.project import Project
from aubette.publish.lens import Lens
from aubette.publish.pages.feeds import CITY_FEED, News, alternate, news_of
from aubette.publish.shell import Body
from aubette.publish.story import Story

URL = "changements/"
WEEK = timedelta(days=7)
WEEKS = 4
ON_HOME = 8
SENTENCES = 2
"""How many sentences the home page gives to a project; the page of all changes gives as many as there are."""


@dataclass(frozen=True)
class Moved:
    """A project that changed: what matters most first on the home page, newest first on the page of all changes."""

    url: str
    title: Any
    number: str
    date: str
    stories: tuple[Story, ...]
    sentences: tuple[str, ...]
    more: int


@dataclass(frozen=True)
class Week:
    """Seven days and what changed in them."""

    label: str
    period: str
    projects: tuple[Moved, ...]


@dataclass(frozen=True)
class Lately:
    """What the home page tells: this week's changes, or the latest ones where the week had none."""

    title: str
    lead: str
    projects: tuple[Moved, ...]
    url: str
    link: str


def bodies(lens: Lens) -> Iterator[Body]:
    """The page of the last weeks; none without a history."""
    if not lens.site.history:
        return
    say = lens.words.say
    news = news_of(lens, lens.site.public_projects())
    weeks = tuple(week for back in range(WEEKS) if (week := _week(lens, news, back)).projects)
    yield lens.page(
        "pages/changes.html",
        URL,
        say("site.changes.title"),
        say("site.changes.description", city=lens.site.city.config.name),
        section="changes",
        crumbs=lens.crumb(),
        head=head(lens, URL),
        weeks=weeks,
        rewrites=lens.site.rewrites,
        feed=CITY_FEED,
    )


def head(lens: Lens, url: str) -> str:
    """Where feed readers find all changes, for the head of a page."""
    return alternate(lens, url, CITY_FEED, lens.words.say("site.feeds.city"))


def lately(lens: Lens) -> Lately | None:
    """What the home page tells of the last seven days, None where there is no history to tell."""
    if not lens.site.history:
        return None
    say, news = lens.words.say, news_of(lens, lens.site.public_projects())
    week = _between(lens, news, 0)
    groups = _groups(week)
    n = len(groups)
    if not groups:
        groups = _groups(news)[: ON_HOME // 2]
    chosen = sorted(groups, key=lambda group: min(item.story.rank for item in group))[:ON_HOME]
    lead = say("site.changes.this_week", n=len(week), projects=n) if week else say("site.changes.quiet_week")
    title = say("site.changes.week") if week else say("site.changes.latest")
    link = say("site.changes.all_of_week", n=n) if n > ON_HOME else say("site.changes.all")
    return Lately(title, lead, tuple(_in_short(lens, group) for group in chosen), URL, link)


def _week(lens: Lens, news: Sequence[News], back: int) -> Week:
    first, last = _days(lens, back)
    say = lens.words.say
    name = say("site.changes.week") if not back else say("site.changes.weeks_ago", n=back)
    period = say("site.changes.period", first=first, last=last)
    groups = _groups(_between(lens, news, back))
    return Week(name, period, tuple(_in_full(lens, group) for group in groups))


def _days(lens: Lens, back: int) -> tuple[Date, Date]:
    last = lens.site.today - back * WEEK
    return last - WEEK + timedelta(days=1), last


def _between(lens: Lens, news: Sequence[News], back: int) -> list[News]:
    first, last = (day.isoformat() for day in _days(lens, back))
    return [item for item in news if first <= item.story.date <= last]


def _groups(news: Sequence[News]) -> list[list[News]]:
    """The changes of each project together, the project that changed last first."""
    by_project: dict[str, list[News]] = {}
    for item in news:
        by_project.setdefault(item.project.key, []).append(item)
    return list(by_project.values())


def _in_short(lens: Lens, group: Sequence[News]) -> Moved:
    found = tuple(item.story for item in group)
    by_weight = [text for story in sorted(found, key=lambda story: story.rank) for text in story.sentences]
    told = tuple(dict.fromkeys(by_weight))
    return _moved(lens, group[0].project, found, told[:SENTENCES], len(told) - len(told[:SENTENCES]))


def _in_full(lens: Lens, group: Sequence[News]) -> Moved:
    return _moved(lens, group[0].project, tuple(item.story for item in group), (), 0)


def _moved(lens: Lens, project: Project, found: tuple[Story, ...], kept: tuple[str, ...], more: int) -> Moved:
    content = lens.environment.filters["content"]
    return Moved(lens.url(project), content(project.title), project.name, found[0].date, found, kept, more)
