"""`aubette build`: the residents' site, or the reasons why the one that is there stays."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

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
from aubette.model.report import Report
from aubette.report.registry import FORMATS, write
from aubette.words.catalogue import Catalogue
from aubette.workflow.build import ENGINES, build
from aubette.workflow.build_verified import unlike_a_clean_build
from aubette.workflow.past import NoPastError, Past, past
from aubette.workflow.published import FILE as RECORD


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


@dataclass(frozen=True)
class Wanted:
    """What the command line asked for."""

    target: Path
    history: bool
    timings: bool
    form: str
    published: Path | None = None
    accept_rewrite: str = ""
    engine: str = "material"
    verify: bool = False


def command(words: Catalogue) -> click.Command:
    """The verb in the words of one language."""

    def run(
        ctx: click.Context,
        site_dir: str | None,
        date: str | None,
        history: str,
        timings: bool,
        at: str | None,
        published: str | None,
        accept_rewrite: str,
        engine: str,
        verify: bool,
        form: str,
    ) -> int:
        if at and date:
            raise click.UsageError(words.say("cli.build.at_and_date"))
        now = situation(ctx, words, date)
        chosen = Path(site_dir).resolve() if site_dir else now.folder.root / "site"
        online = Path(published).resolve() if published else None
        wanted = Wanted(chosen, history == "on", timings, form, online, accept_rewrite.strip(), engine, verify)
        if at is None:
            return _build(now, wanted)
        try:
            with past(now.folder, at) as then:
                beside = chosen if site_dir else chosen.with_name(f"site-at-{then.commit[:10]}")
                return _build(replace(now, folder=then.folder, day=then.day), replace(wanted, target=beside), then)
        except NoPastError as error:
            room = "cli" if error.reason == "unknown_revision" else "cli.build"
            raise click.UsageError(words.say(f"{room}.{error.reason}", revision=at)) from None

    return verb(words, "build", run, *_options(words))


def _options(words: Catalogue) -> tuple[click.Option, ...]:
    def told(key: str) -> str:
        return words.say(f"cli.build.{key}")

    return (
        click.Option(["--site-dir"], metavar="DIR", help=told("site_dir")),
        click.Option(["--history"], type=click.Choice(["on", "off"]), default="on", help=told("history")),
        click.Option(["--at"], metavar="REV", help=told("at")),
        click.Option(["--published"], type=click.Path(exists=True, dir_okay=False), help=told("published")),
        click.Option(["--accept-rewrite"], metavar="TEXT", default="", help=told("accept_rewrite")),
        click.Option(["--engine"], type=click.Choice(list(ENGINES)), default="material", help=told("engine")),
        click.Option(["--verify"], is_flag=True, help=told("verify")),
        click.Option(["--timings"], is_flag=True, help=told("timings")),
        date_option(words),
        format_option(words, *FORMATS),
    )


def _build(now: Situation, wanted: Wanted, then: Past | None = None) -> int:
    """Build, say what was found and written, and give the exit code."""
    laps, form, target = Laps(), wanted.form, wanted.target
    reader = Catalogue("fr", now.words.formats.currency, now.words.formats.time_zone)
    asked: dict[str, Any] = {"history": wanted.history, "past": then, "engine": wanted.engine}
    online: dict[str, Any] = {"published": wanted.published, "accept_rewrite": wanted.accept_rewrite}
    built = build(now.folder, now.day, reader, target, lap=laps, **asked, **online)
    if wanted.verify:
        again = partial(build, now.folder, now.day, reader, cold=True, published=target / RECORD, **asked)
        unlike = unlike_a_clean_build(built, again)
        built = replace(built, report=Report((*built.report.findings, *unlike), built.report.files))
    if wanted.timings:
        click.echo(laps.table(now.words), nl=False, err=True)
    if built.report.findings or form != "text":
        colour = form == "text" and colour_wanted()
        click.echo(write(built.report, form, now.words, now.folder.source.read, colour=colour), nl=False)
    if built.target is None:
        click.echo(now.words.say("cli.build.kept", target=str(target)), err=True)
        return EXIT_FINDINGS
    if built.report.fails():
        return EXIT_FINDINGS
    if not now.quiet and form == "text":
        if then is not None:
            click.echo(now.words.say("cli.build.as_of", day=then.day, commit=then.commit[:10]))
        click.echo(now.words.say("cli.build.done", n=built.files, target=str(built.target)))
        if wanted.verify:
            click.echo(now.words.say("cli.build.verified"))
    return EXIT_CLEAN
