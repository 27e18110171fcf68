"""`aubette build`: the residents' site, or the reasons why the one that is there stays."""

from __future__ import annotations

from pathlib import Path

import click

from aubette.cli.options import EXIT_CLEAN, EXIT_FINDINGS, colour_wanted, date_option, format_option, situation, verb
from aubette.report.registry import FORMATS, write
from aubette.words.catalogue import Catalogue
from aubette.workflow.build import build


def command(words: Catalogue) -> click.Command:
    """The verb in the words of one language."""

    def run(ctx: click.Context, site_dir: str | None, date: str | None, history: str, form: str) -> int:
        now = situation(ctx, words, date)
        target = Path(site_dir).resolve() if site_dir else now.folder.root / "site"
        reader = Catalogue("fr", now.words.formats.currency, now.words.formats.time_zone)
        built = build(now.folder, now.day, reader, target, history=history == "on")
        if built.report.findings or form != "text":
            said = write(
                built.report, form, now.words, now.folder.source.read, colour=form == "text" and colour_wanted()
            )
            click.echo(said, nl=False)
        if built.target is None:
            click.echo(now.words.say("cli.build.kept", target=str(target)), err=True)
            return EXIT_FINDINGS
        if not now.quiet and form == "text":
            click.echo(now.words.say("cli.build.done", n=built.files, target=str(built.target)))
        return EXIT_CLEAN

    return verb(
        words,
        "build",
        run,
        click.Option(["--site-dir"], metavar="DIR", help=words.say("cli.build.site_dir")),
        click.Option(
            ["--history"], type=click.Choice(["on", "off"]), default="on", help=words.say("cli.build.history")
        ),
        date_option(words),
        format_option(words, *FORMATS),
    )
