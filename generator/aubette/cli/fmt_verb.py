"""`aubette fmt`: write the data files in their canonical form."""

from __future__ import annotations

import click

from aubette.cli.options import EXIT_CLEAN, EXIT_FINDINGS, colour_wanted, dry_run_option, situation, verb
from aubette.model.finding import Severity
from aubette.model.report import Report
from aubette.report.text import TextReport
from aubette.words.catalogue import Catalogue
from aubette.workflow.fmt import reformatted
from aubette.workflow.writing import write_files


def command(words: Catalogue) -> click.Command:
    """The verb in the words of one language."""

    def run(ctx: click.Context, paths: tuple[str, ...], check: bool, drop_comments: bool, dry_run: bool) -> int:
        now = situation(ctx, words)
        done = reformatted(now.folder, paths, drop_comments=drop_comments)
        if not check and not dry_run:
            write_files(now.folder.root, done.changed)
        for path in sorted(done.changed):
            click.echo(path)
        if done.findings:
            report = Report(done.findings, done.files)
            click.echo(TextReport(now.words, now.folder.source.read, colour=colour_wanted()).write(report), nl=False)
        if not now.quiet:
            key = "would" if check or dry_run else "done"
            click.echo(now.words.say(f"cli.fmt.{key}", n=len(done.changed), files=done.files), err=True)
        unformed = bool(done.changed or done.findings)
        refused = any(finding.severity is Severity.ERROR for finding in done.findings)
        return EXIT_FINDINGS if refused or (check and unformed) else EXIT_CLEAN

    return verb(
        words,
        "fmt",
        run,
        click.Argument(["paths"], nargs=-1, metavar="[CHEMIN]..."),
        click.Option(["--check"], is_flag=True, help=words.say("cli.fmt.check")),
        click.Option(["--drop-comments"], is_flag=True, help=words.say("cli.fmt.drop_comments")),
        dry_run_option(words),
    )
