"""`aubette import`: what other tools hold, as a city folder."""

from __future__ import annotations

from pathlib import Path

import click

from aubette.cli.options import EXIT_CLEAN, EXIT_FINDINGS, colour_wanted, dry_run_option, verb
from aubette.model.finding import Finding, Severity
from aubette.model.report import Report
from aubette.report.text import TextReport
from aubette.words.catalogue import Catalogue
from aubette.workflow.import_pabulib import import_election, put_into


def command(words: Catalogue) -> click.Command:
    """The group in the words of one language."""
    group = click.Group("import", help=words.say("cli.import.about"), short_help=words.say("cli.import.help"))
    group.add_command(_pabulib(words))
    return group


def _pabulib(words: Catalogue) -> click.Command:
    def run(ctx: click.Context, file: str, into: str, dry_run: bool) -> int:
        path = Path(file)
        try:
            imported = import_election(path.read_bytes(), path.name)
        except OSError as error:
            raise click.ClickException(words.say("cli.cannot_read", file=file, reason=error.strerror or "")) from None
        findings: tuple[Finding, ...] = imported.findings
        folder = Path(into).resolve()
        if imported.files and not dry_run:
            refused = put_into(folder, imported.files)
            findings = (*findings, *((refused,) if refused else ()))
        report = Report(findings, 1)
        if findings:
            readable = {**imported.files, path.name: path.read_bytes()}
            click.echo(
                TextReport(words, lambda name: readable.get(name, b""), colour=colour_wanted()).write(report), nl=False
            )
        if not imported.files or any(f.severity is Severity.ERROR for f in findings):
            return EXIT_FINDINGS
        key = "would_write" if dry_run else "written"
        click.echo(words.say(f"cli.import.{key}", n=len(imported.files), folder=str(folder)))
        return EXIT_CLEAN

    return verb(
        words,
        "import.pabulib",
        run,
        click.Argument(["file"], metavar="FILE.pb"),
        click.Option(["--into"], metavar="DIR", required=True, help=words.say("cli.import.into")),
        dry_run_option(words),
    )
