"""`aubette build`: the residents' site, or the reasons why the one that is there stays."""

from __future__ import annotations

import os
from pathlib import Path

import click

from aubette.cli.options import EXIT_CLEAN, EXIT_FINDINGS, colour_wanted, date_option, format_option, situation, verb
from aubette.report.registry import FORMATS, write
from aubette.words.catalogue import Catalogue
from aubette.workflow.build import build


class Laps:
    """How long each stage of a build took, in seconds of this process; the first lap holds the start of Python."""

    def __init__(self) -> None:
        self.ended: list[tuple[str, float]] = []

    def __call__(self, stage: str) -> None:
        """Note that a stage ended now."""
        self.ended.append((stage, os.times().user))

    def table(self, words: Catalogue) -> str:
        """A line for each stage: user CPU since the stage before."""
        lines, before = [], 0.0
        for stage, user in self.ended:
            lines.append(f"{user - before:8.2f} s  {words.say(f'cli.build.stage.{stage}')}\n")
            before = user
        return "".join(lines)


def command(words: Catalogue) -> click.Command:
    """The verb in the words of one language."""

    def run(ctx: click.Context, site_dir: str | None, date: str | None, history: str, timings: bool, form: str) -> int:
        now = situation(ctx, words, date)
        laps = Laps()
        target = Path(site_dir).resolve() if site_dir else now.folder.root / "site"
        reader = Catalogue("fr", now.words.formats.currency, now.words.formats.time_zone)
        built = build(now.folder, now.day, reader, target, history=history == "on", lap=laps)
        if timings:
            click.echo(laps.table(now.words), nl=False, err=True)
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
        click.Option(["--timings"], is_flag=True, help=words.say("cli.build.timings")),
        date_option(words),
        format_option(words, *FORMATS),
    )
