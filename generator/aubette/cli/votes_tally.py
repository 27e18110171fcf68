"""`aubette votes tally`: the tally of a polling place, typed twice by two persons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from aubette.cli.options import (
    EXIT_CLEAN,
    EXIT_FINDINGS,
    Situation,
    colour_wanted,
    confirmed,
    dry_run_option,
    situation,
    verb,
)
from aubette.cli.votes_desk import say_unit_next, votes_read
from aubette.cli.votes_place import unit_place
from aubette.cli.whole import Whole
from aubette.load.city import load_city
from aubette.model.city import City
from aubette.model.finding import Finding
from aubette.model.report import Report
from aubette.report.registry import write
from aubette.words.catalogue import Catalogue
from aubette.words.pasted import values
from aubette.workflow.keying import Task, from_files, settled, task, typed
from aubette.workflow.writing import write_files

NOTHING: Mapping[str, bytes] = {}


def tally_verb(words: Catalogue) -> click.Command:
    """The verb in the words of one language."""

    def run(ctx: click.Context, place: str, first: str | None, second: str | None, replace: bool, dry_run: bool) -> int:
        now = situation(ctx, words)
        city = load_city(now.folder.source, now.folder.schemas).city
        if city is None:
            raise click.UsageError(words.say("cli.history.no_city"))
        if bool(first) != bool(second) or (first and second and Path(first).resolve() == Path(second).resolve()):
            raise click.UsageError(words.say("cli.votes.tally.two_files"))
        job = _job(now, city, place)
        if job is None:
            return EXIT_FINDINGS
        if (now.folder.root / job.path).exists() and not (replace or dry_run):
            raise click.UsageError(words.say("cli.votes.tally.exists", file=job.path))
        files = (first, second) if first and second else None
        data = _read_files(now, job, files) if files else _ask(now.words, job, _titles(city, job))
        if data is None:
            return EXIT_FINDINGS
        if not dry_run:
            write_files(now.folder.root, {job.path: data})
        click.echo(job.path)
        click.echo(words.say(f"cli.votes.tally.{'would' if dry_run else 'done'}", n=len(job.numbers)), err=True)
        if not dry_run:
            say_unit_next(ctx, words, now.folder.source, city, (job.ballot.edition, job.contest, job.unit))
        return EXIT_CLEAN

    return verb(
        words,
        "votes.tally",
        run,
        click.Argument(["place"], metavar="EDITION/CONTEST/UNIT"),
        click.Option(["--first"], metavar="A.csv", help=words.say("cli.votes.tally.first")),
        click.Option(["--second"], metavar="B.csv", help=words.say("cli.votes.tally.second")),
        click.Option(["--replace"], is_flag=True, help=words.say("cli.votes.tally.replace")),
        dry_run_option(words),
    )


def _job(now: Situation, city: City, place: str) -> Task | None:
    """The unit that was named; None after telling why the frozen ballot cannot be read."""
    unit = unit_place(now.words, now.folder.source, city.config.id, place)
    read = task(now.folder.source, *unit, city_id=city.config.id)
    _tell(now, read.findings, votes_read(now.folder.source, unit[0]))
    return read.value


def _tell(now: Situation, findings: Sequence[Finding], files: int, typed_: Mapping[str, bytes] = NOTHING) -> None:
    def content(path: str) -> bytes:
        return typed_[path] if path in typed_ else now.folder.source.read(path)

    if findings:
        said = write(Report(tuple(findings), files), "text", now.words, content, colour=colour_wanted())
        click.echo(said, nl=False)


def _read_files(now: Situation, job: Task, names: tuple[str, str]) -> bytes | None:
    held: list[tuple[str, bytes]] = []
    for name in names:
        try:
            held.append((name, Path(name).read_bytes()))
        except OSError as error:
            reason = error.strerror or ""
            raise click.ClickException(now.words.say("cli.cannot_read", file=name, reason=reason)) from None
    read = from_files(job, held[0], held[1])
    _tell(now, read.findings, len(held), dict(held))
    if read.value is None:
        click.echo(now.words.say("cli.votes.tally.nothing"), err=True)
    return read.value


def _titles(city: City, job: Task) -> dict[str, str]:
    first = city.config.languages[0].value
    return {p.number: p.title.get(first, first)[0] for p in city.projects_of(job.ballot.edition) if p.number}


def _ask(words: Catalogue, job: Task, titles: Mapping[str, str]) -> bytes | None:
    """Both persons' answers, asked again where they differ, until they agree and confirm the total."""
    answers: tuple[dict[str, int], dict[str, int]] = ({}, {})
    asked = job.numbers
    while asked:
        for person, given in enumerate(answers, start=1):
            click.echo(words.say("cli.votes.tally.person", n=person, unit=f"{job.contest}/{job.unit}"), err=True)
            for number in asked:
                label = f"{number}  {titles.get(number, '')}".rstrip()
                given[number] = click.prompt(label, type=Whole(words), err=True)
            click.clear()
        outcome = settled(job, typed(answers[0], "1"), typed(answers[1], "2"))
        asked = tuple(str(finding.params["number"]) for finding in outcome.findings)
        for finding in outcome.findings:
            click.echo(words.finding(finding.code, values(finding)).message, err=True)
    total = sum(answers[0].values())
    if confirmed(words, words.say("cli.votes.tally.total", n=total), err=True):
        return outcome.value
    click.echo(words.say("cli.votes.tally.nothing"), err=True)
    return None
