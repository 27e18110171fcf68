"""`aubette votes sheet`: the page of a unit, or of several, to print and to sign in ink."""

from __future__ import annotations

from pathlib import Path

import click

from aubette.cli.options import EXIT_CLEAN, EXIT_FINDINGS, colour_wanted, dry_run_option, situation, verb
from aubette.cli.votes_desk import votes_read
from aubette.load.city import load_city
from aubette.model.report import Report
from aubette.report.registry import write
from aubette.words.catalogue import Catalogue
from aubette.workflow.unit_sheets import unit_sheets
from aubette.workflow.writing import write_files

MOST_PARTS = 3


def sheet_verb(words: Catalogue) -> click.Command:
    """The verb in the words of one language."""

    def run(ctx: click.Context, place: str, to: str | None, dry_run: bool) -> int:
        now = situation(ctx, words)
        name, *under = place.split("/")
        loaded = load_city(now.folder.source, now.folder.schemas)
        edition = loaded.city.edition(name) if loaded.city else None
        if loaded.city is None or edition is None or len(under) >= MOST_PARTS or not all(under):
            raise click.UsageError(words.say("cli.votes.sheet.place", place=place))
        made = unit_sheets(now.folder.source, loaded.city, edition, now.words, now.day, tuple(under))
        if made.page is None:
            said = write(
                Report(made.findings, votes_read(now.folder.source, name)),
                "text",
                now.words,
                now.folder.source.read,
                colour=colour_wanted(),
            )
            click.echo(said if made.findings else words.say("cli.votes.sheet.none", place=place), err=True)
            return EXIT_FINDINGS
        path = Path(to or f"{words.say('cli.votes.sheet.name')}-{'-'.join([name, *under])}.html")
        if not dry_run:
            write_files(path.absolute().parent, {path.name: made.page})
        click.echo(str(path))
        click.echo(words.say(f"cli.votes.sheet.{'would' if dry_run else 'done'}", n=made.units), err=True)
        return EXIT_CLEAN

    return verb(
        words,
        "votes.sheet",
        run,
        click.Argument(["place"], metavar="EDITION[/CONTEST[/UNIT]]"),
        click.Option(["--to"], metavar="FILE.html", help=words.say("cli.votes.sheet.to")),
        dry_run_option(words),
    )
