"""`aubette history`: what changed, when, by which service."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Mapping
from datetime import date as Date
from difflib import get_close_matches
from typing import Any, NamedTuple

import click

from aubette.cli.options import (
    EXIT_CLEAN,
    EXIT_FINDINGS,
    Situation,
    colour_wanted,
    date_option,
    format_option,
    situation,
    verb,
)
from aubette.load.city import load_city
from aubette.model.change import Change, Entry, Kind
from aubette.model.city import City
from aubette.model.project import Project
from aubette.model.report import Report
from aubette.report.registry import write
from aubette.report.timeline import TextVersion, TimelineText, Told
from aubette.words.catalogue import Catalogue
from aubette.words.changes import details, in_language, notes, noun, told
from aubette.words.names import city_names, project_names
from aubette.words.record import record
from aubette.words.text_diff import folded, text_diff
from aubette.workflow.elected import elected
from aubette.workflow.past import NoPastError, redactions_of
from aubette.workflow.remember import remember
from aubette.workflow.results import results_of
from aubette.workflow.veil import notice, veiled

MOST_SUGGESTED = 3


class Line(NamedTuple):
    """One entry of one project, with what its ids are called."""

    project: Project
    entry: Entry
    names: Mapping[str, str]


def command(words: Catalogue) -> click.Command:
    """The verb in the words of one language."""

    def run(
        ctx: click.Context,
        project: str | None,
        since: str | None,
        details: bool,
        as_json: bool,
        date: str | None,
        form: str,
    ) -> int:
        now = situation(ctx, words, date)
        city, first = _city(now, words), _day(words, since)
        past = elected(remember(now.folder, city, now.day), city, results_of(now.folder.source, city))
        report = Report(past.findings, 0)
        if report.fails() or (not past.head and not now.quiet):
            said = write(report, "text", now.words, now.folder.source.read, colour=colour_wanted())
            click.echo(said, nl=False, err=True)
        if report.fails():
            return EXIT_FINDINGS
        chosen = _chosen(words, (*city.projects, *past.former), project)
        lines = _lines(now.words, city, chosen, past.timelines, first)
        if form == "json" or as_json:
            click.echo(json.dumps([_row(now.words, line) for line in lines], ensure_ascii=False, indent=1))
        else:
            click.echo(_text(now.words, city, lines, chosen[0] if project else None, details), nl=False)
        return EXIT_CLEAN

    return verb(words, "history", run, *_options(words))


def _options(words: Catalogue) -> tuple[click.Parameter, ...]:
    say = words.say
    return (
        click.Argument(["project"], required=False, metavar="[NUM|KEY]"),
        click.Option(["--since"], metavar="AAAA-MM-JJ", help=say("cli.history.since")),
        click.Option(["--details"], is_flag=True, help=say("cli.history.details")),
        click.Option(["--json", "as_json"], is_flag=True, help=say("cli.history.json")),
        date_option(words),
        format_option(words, "text", "json"),
    )


def _city(now: Situation, words: Catalogue) -> City:
    """The city without what it hides; raises `click.UsageError` where it, or what it hides, cannot be read."""
    city = load_city(now.folder.source, now.folder.schemas).city
    if city is None:
        raise click.UsageError(words.say("cli.history.no_city"))
    try:
        return veiled(city, redactions_of(now.folder), notice())
    except NoPastError:
        raise click.UsageError(words.say("cli.build.redactions")) from None


def _day(words: Catalogue, since: str | None) -> str:
    """The ISO day from which changes are told, "" for all of them."""
    try:
        return Date.fromisoformat(since).isoformat() if since else ""
    except ValueError:
        raise click.UsageError(words.say("cli.history.bad_since")) from None


def _chosen(words: Catalogue, projects: Iterable[Project], name: str | None) -> tuple[Project, ...]:
    """The projects of a number or a key, all of them without one; of two files with one key, the first.

    Raises:
        click.UsageError: nothing goes by that name; what is like it is said.
    """
    known = {project.key: project for project in reversed(tuple(projects))}
    chosen = tuple(p for p in reversed(known.values()) if name in (None, p.number, p.key))
    if not chosen and name is not None:
        names = sorted({n for p in known.values() for n in (p.number, p.key) if n})
        close = get_close_matches(name, names, MOST_SUGGESTED)
        said = "like" if close else "unknown"
        raise click.UsageError(words.say(f"cli.history.{said}", project=name, names=close))
    return chosen


def _lines(
    words: Catalogue,
    city: City,
    chosen: Iterable[Project],
    timelines: Mapping[str, tuple[Entry, ...]],
    first: str,
) -> list[Line]:
    """The entries of the chosen projects since a day, the newest commit first, whatever its clock said."""
    common = city_names(city, words.lang)
    found: list[Line] = []
    for project in chosen:
        entries = [entry for entry in timelines.get(project.key, ()) if entry.date >= first]
        names = {**project_names(city, project, words.lang), **common} if entries else {}
        found.extend(Line(project, entry, names) for entry in entries)
    return sorted(found, key=lambda line: line.entry.order, reverse=True)


def _row(words: Catalogue, line: Line) -> dict[str, Any]:
    project = line.project
    return {"number": project.number, "key": project.key, **record(words, line.entry, line.names)}


def _text(words: Catalogue, city: City, lines: list[Line], alone: Project | None, whole: bool) -> str:
    first = city.config.languages[0].value
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    page = TimelineText(words, colour=colour_wanted(), width=width)
    rows = [_told(words, line, first, whole) for line in lines]
    if alone is not None:
        title = alone.title.get(words.lang, first)[0]
        return page.one(f"{alone.name} · {title}", [row for row in rows if row.sentences or row.details or row.texts])
    return page.several([row for row in rows if row.sentences or row.details])


def _told(words: Catalogue, line: Line, first: str, whole: bool) -> Told:
    """An entry in words; `whole` adds every field that the sentences leave out."""
    entry, names = line.entry, line.names
    return Told(
        entry.date,
        entry.commit,
        words.say("history.change", number=entry.number) if entry.number else "",
        names.get(entry.service, entry.service),
        line.project.name,
        line.project.title.get(words.lang, first)[0],
        told(words, entry, names) + notes(words, entry),
        details(words, entry.changes, names) if whole else (),
        tuple(text for change in entry.changes if (text := _version(words, change, names, whole))),
    )


def _version(words: Catalogue, change: Change, names: Mapping[str, str], whole: bool) -> TextVersion | None:
    """A text before and after; one that is new is only told with all the rest."""
    label = noun(words, change, names) if change.kind is Kind.TEXT else ""
    if not label or (change.before is None and not whole):
        return None
    before, after = in_language(change.before, words.lang), in_language(change.after, words.lang)
    return TextVersion(label, folded(text_diff(before, after)))
