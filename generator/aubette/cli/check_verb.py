"""`aubette check`: judge the city's files, or a change against the state before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from aubette.cli.options import (
    EXIT_CLEAN,
    EXIT_FINDINGS,
    Situation,
    colour_wanted,
    date_option,
    dry_run_option,
    format_option,
    situation,
    terminal_width,
    verb,
)
from aubette.model.report import Report
from aubette.report.forge import WHOLE
from aubette.report.registry import FORMATS
from aubette.report.registry import write as reported
from aubette.words.catalogue import Catalogue
from aubette.workflow.check import CHOICES, check, manner_of

if TYPE_CHECKING:
    from aubette.workflow.compare import Compared


def command(words: Catalogue) -> click.Command:
    """The verb in the words of one language."""

    def run(
        ctx: click.Context,
        only: str,
        base: str | None,
        service: str,
        date: str | None,
        form: str,
        strict: bool,
        fix: bool,
        dry_run: bool,
    ) -> int:
        now = situation(ctx, words, date)
        _refuse(words, dry_run_alone=dry_run and not fix, as_without_base=bool(service) and base is None)
        if dry_run:
            return _preview(now)
        if fix:
            _mend(now)
        chosen = _chosen(only, words)
        compared = _compared(now, base, chosen, service) if base is not None else None
        checked = compared.checked if compared else check(now.folder, now.day, chosen)
        report = Report(checked.findings, checked.loaded.files, compared.new if compared else None)
        read, width = now.folder.source.read, terminal_width()
        before = compared.base.read if compared else None
        said = reported(report, form, now.words, read, colour=colour_wanted(), width=width, before=before)
        if not (now.quiet and form == "text" and not report.findings):
            click.echo(said, nl=False)
        if compared and form in ("text", "markdown") and not now.quiet:
            _tell(now, compared, said, markdown=form == "markdown")
        if form == "text" and not fix and not now.quiet:
            _offer(now, report)
        return EXIT_FINDINGS if report.fails(strict=strict) else EXIT_CLEAN

    return verb(words, "check", run, *_options(words))


def _options(words: Catalogue) -> tuple[click.Option, ...]:
    return (
        click.Option(["--only"], default="", metavar="A,B", help=words.say("cli.check.only")),
        click.Option(["--base"], metavar="REV", help=words.say("cli.check.base")),
        click.Option(["--fix"], is_flag=True, help=words.say("cli.check.fix")),
        dry_run_option(words),
        click.Option(["--as", "service"], default="", metavar="SERVICE", help=words.say("cli.check.as")),
        click.Option(["--strict"], is_flag=True, help=words.say("cli.check.strict")),
        date_option(words),
        format_option(words, *FORMATS),
    )


def _refuse(words: Catalogue, **wrong: bool) -> None:
    """Stop at options that make no sense together."""
    for name, is_so in wrong.items():
        if is_so:
            raise click.UsageError(words.say(f"cli.check.{name}"))


def _compared(now: Situation, base: str, chosen: frozenset[str], service: str) -> Compared:
    """The change since a revision; what compares is only loaded where there is something to compare."""
    from aubette.cli.compared import compared_with

    return compared_with(now, base, chosen, service)


def _tell(now: Situation, compared: Compared, said: str, *, markdown: bool) -> None:
    """Say what the change does to each project, in a comment as far as it takes more."""
    from aubette.cli.compared import told

    room = max(WHOLE - len(said.encode()), 1) if markdown else 0
    click.echo(told(now, compared, markdown=markdown, room=room), nl=False)


def _preview(now: Situation) -> int:
    """Show the certain repairs as a difference; findings are what there is to mend."""
    from aubette.workflow.fix import diff, fixed

    done = fixed(now.folder, manner_of(now.folder))
    click.echo("".join(diff(now.folder.source, done)), nl=False)
    return EXIT_FINDINGS if done.paths else EXIT_CLEAN


def _mend(now: Situation) -> None:
    """Write the certain repairs and name the files."""
    from aubette.workflow.fix import fixed, write

    done = fixed(now.folder, manner_of(now.folder))
    write(now.folder.root, done)
    if done.paths and not now.quiet:
        click.echo("\n".join((*done.paths, now.words.say("cli.check.fixed", n=len(done.paths)))), err=True)


def _offer(now: Situation, report: Report) -> None:
    """Say how many files mend themselves, where any does."""
    from aubette.workflow.fix import mendable

    files = mendable(now.folder, manner_of(now.folder), report.findings)
    if files:
        click.echo(now.words.say("cli.check.mendable", n=len(files)))


def _chosen(only: str, words: Catalogue) -> frozenset[str]:
    """The layers and families that were asked for."""
    chosen = frozenset(name.strip() for name in only.split(",") if name.strip())
    if unknown := sorted(chosen - frozenset(CHOICES)):
        raise click.UsageError(words.say("cli.check.unknown", name=unknown[0], known=CHOICES))
    return chosen
