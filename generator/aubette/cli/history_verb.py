"""`aubette history`: what changed, when, by which service."""

from __future__ import annotations

import json
from typing import Any

import click

from aubette.cli.options import EXIT_CLEAN, EXIT_FINDINGS, colour_wanted, date_option, format_option, situation, verb
from aubette.load.city import load_city
from aubette.model.change import Entry
from aubette.model.city import City
from aubette.model.money import Money
from aubette.model.project import Project
from aubette.model.report import Report
from aubette.report.registry import write
from aubette.words.catalogue import Catalogue
from aubette.words.changes import sentence, sentences
from aubette.workflow.remember import remember


def command(words: Catalogue) -> click.Command:
    """The verb in the words of one language."""

    def run(ctx: click.Context, project: str | None, date: str | None, form: str) -> int:
        now = situation(ctx, words, date)
        city = load_city(now.folder.source, now.folder.schemas).city
        if city is None:
            raise click.UsageError(words.say("cli.history.no_city"))
        chosen = tuple(p for p in city.projects if project in (None, p.number, p.key))
        if not chosen:
            raise click.UsageError(words.say("cli.history.unknown", project=project or ""))
        told = remember(now.folder, city, now.day)
        report = Report(told.findings, 0)
        if report.fails():
            said = write(report, "text", now.words, now.folder.source.read, colour=colour_wanted())
            click.echo(said, nl=False, err=True)
            return EXIT_FINDINGS
        names = _names(city, now.words.lang)
        rows = [row for p in chosen for e in told.timelines.get(p.key, ()) if (row := _row(now.words, p, e, names))]
        rows.sort(key=lambda row: (row["date"], row["number"] or ""), reverse=True)
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1) if form == "json" else _text(now.words, rows))
        return EXIT_CLEAN

    return verb(
        words,
        "history",
        run,
        click.Argument(["project"], required=False, metavar="[NUM|KEY]"),
        date_option(words),
        format_option(words, "text", "json"),
    )


def _names(city: City, lang: str) -> dict[str, str]:
    first = city.config.languages[0].value
    config = city.config
    labels = {s.id: s.label for s in config.services} | {a.id: a.label for a in config.areas}
    labels |= {t.id: t.label for t in config.themes}
    return {identifier: label.get(lang, first)[0] for identifier, label in labels.items()}


def _row(words: Catalogue, project: Project, entry: Entry, names: dict[str, str]) -> dict[str, Any]:
    return {
        "number": project.number,
        "key": project.key,
        "date": entry.date,
        "commit": entry.commit,
        "change": entry.number or None,
        "by": entry.service,
        "created": entry.created,
        "said": (words.say("history.created"),) if entry.created else sentences(words, entry.changes, names),
        "entries": [
            {"field": c.path, "before": _plain(c.before), "after": _plain(c.after), "text": sentence(words, c, names)}
            for c in entry.changes
        ],
    }


def _plain(value: object) -> object:
    """A value as JSON holds it; exact decimals stay text."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return (
        value
        if isinstance(value, str | int | bool | None)
        else value.written()
        if isinstance(value, Money)
        else str(value)
    )


def _text(words: Catalogue, rows: list[dict[str, Any]]) -> str:
    lines = []
    for row in rows:
        if row["said"]:
            lines.append(f"{words.formats.date(row['date'])} · {row['number'] or row['key']} · {row['by']}")
            lines.extend(f"  {text}" for text in row["said"])
    return "\n".join(lines)
