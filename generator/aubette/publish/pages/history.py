"""A project's whole history on a page of its own: every published change by month, with its texts before and after."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Date
from itertools import groupby
from typing import Any

from aubette.model.project import Project
from aubette.publish.diff_html import TextChange, text_change
from aubette.publish.lens import Lens
from aubette.publish.pages.feeds import alternate, project_feed_url
from aubette.publish.shell import Body
from aubette.publish.story import Story, names_of, stories, texts
from aubette.words.changes import details, notes
from aubette.words.record import record

SCHEMA = "aubette-project-history/1"


@dataclass(frozen=True)
class Line:
    """One change as the page tells it."""

    story: Story
    notes: tuple[str, ...]
    details: tuple[str, ...]
    written: tuple[TextChange, ...]
    revised: tuple[TextChange, ...]


@dataclass(frozen=True)
class Month:
    """The changes of a month, newest first."""

    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Hidden:
    """A redaction: what it hides is not named more closely than the city does."""

    reason: Any
    date: Date


def bodies(lens: Lens) -> Iterator[Body]:
    """One page for each project whose history is known."""
    for project in lens.site.public_projects():
        if stories(lens, project):
            yield body(lens, project)


def url_of(lens: Lens, project: Project) -> str:
    """The page's place, from the root."""
    return f"{lens.url(project)}historique/"


def data_url(lens: Lens, project: Project) -> str:
    """The place of the same as data, from the root of the whole site."""
    return f"{lens.url(project)}history.json"


def body(lens: Lens, project: Project) -> Body:
    """The page of one project's history."""
    say, found, url = lens.words.say, stories(lens, project), url_of(lens, project)
    title = lens.say(project.title)
    return lens.page(
        "pages/history.html",
        url,
        say("site.history.title", project=title),
        say("site.history.description", project=title, n=len(found)),
        section="projects",
        crumbs=lens.crumb(("projets/", say("site.projects.title")), (lens.url(project), title)),
        head=alternate(lens, url, project_feed_url(lens, project), say("site.feeds.project", project=title)),
        p=project,
        lead=say("site.history.lead", n=len(found), day=found[-1].date),
        months=_months(lens, project, found),
        hidden=tuple(Hidden(r.reason, r.date) for r in lens.site.city.redactions if r.key == project.key),
        feed=project_feed_url(lens, project),
        data=data_url(lens, project),
    )


def _months(lens: Lens, project: Project, found: Sequence[Story]) -> tuple[Month, ...]:
    names = names_of(lens, project)
    by_month = groupby(found, key=lambda story: story.date[:7])
    return tuple(
        Month(
            lens.words.formats.month(Date.fromisoformat(f"{month}-01")),
            tuple(_line(lens, story, names) for story in group),
        )
        for month, group in by_month
    )


def _line(lens: Lens, story: Story, names: dict[str, str]) -> Line:
    """What a reader is told of a change: everything but the bookkeeping."""
    found = [text for change in texts(story) if (text := text_change(lens, change, names))]
    fields = details(lens.words, story.entry.changes, names)
    return Line(
        story,
        notes(lens.words, story.entry),
        fields,
        tuple(t for t in found if t.new),
        tuple(t for t in found if not t.new),
    )


def files(lens: Lens) -> Iterator[tuple[str, bytes]]:
    """`history.json` of each project: the rows of `aubette history` and what the city hides."""
    for project in lens.site.public_projects():
        if lens.site.timelines.get(project.key):
            yield data_url(lens, project), _data(lens, project)


def _data(lens: Lens, project: Project) -> bytes:
    """A line for each change, so that a diff of two days reads well."""
    names = names_of(lens, project)
    rows = [_row(lens, story, names) for story in stories(lens, project)]
    hidden = [
        {"field": r.field, "date": r.date.isoformat(), "reason": lens.say(r.reason)}
        for r in lens.site.city.redactions
        if r.key == project.key
    ]
    head = {
        "schema": SCHEMA,
        "schema_version": 1,
        "number": project.number,
        "key": project.key,
        "edition": project.edition,
        "title": lens.first_title(project),
        "url": lens.url(project),
        "as_of": lens.site.today.isoformat(),
        "revision": lens.site.commit,
        "redactions": hidden,
    }
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows)
    written = json.dumps(head, ensure_ascii=False)
    return f'{written[:-1]}, "changes": [\n{lines}\n]}}\n'.encode()


def _row(lens: Lens, story: Story, names: dict[str, str]) -> dict[str, Any]:
    return {**record(lens.words, story.entry, names), "by_label": story.who, "link": story.link or None}
