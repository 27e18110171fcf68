"""`aubette export pabulib`: a verified edition as `.pb` files, for researchers and other programs."""

from __future__ import annotations

from pathlib import Path

import click

from aubette.cli.editions import known_edition
from aubette.cli.options import EXIT_CLEAN, EXIT_FINDINGS, colour_wanted, dry_run_option, situation, verb
from aubette.load.city import load_city
from aubette.model.finding import Severity
from aubette.model.report import Report
from aubette.report.registry import write
from aubette.words.catalogue import Catalogue
from aubette.workflow.pabulib_file import Exported, pabulib_files
from aubette.workflow.recount import recount
from aubette.workflow.writing import write_files


def pabulib_verb(words: Catalogue) -> click.Command:
    """The verb in the words of one language."""

    def run(ctx: click.Context, edition: str, to: str, dry_run: bool) -> int:
        now = situation(ctx, words)
        loaded = load_city(now.folder.source, now.folder.schemas)
        city, found = known_edition(words, loaded, edition)
        results = recount(now.folder.source, city, edition, {}).results
        findings = tuple(f for f in results.findings if f.severity is Severity.ERROR)
        made = Exported({}, ())
        if not findings and results.evidence and results.outcomes:
            made = pabulib_files(city, found, results.evidence, results.outcomes)
            findings = made.findings
        if findings:
            said = write(Report(findings, 0), "text", now.words, now.folder.source.read, colour=colour_wanted())
            click.echo(said, nl=False, err=True)
        elif not made.files:
            click.echo(words.say("cli.count.nothing", edition=edition), err=True)
        if not dry_run and made.files:
            write_files(Path(to), made.files)
        for name in sorted(made.files):
            click.echo(str(Path(to) / name))
        for name, n in sorted(made.left_out.items()):
            click.echo(now.words.say("cli.export.pabulib.left_out", n=n, file=name), err=True)
        return EXIT_FINDINGS if findings or not made.files else EXIT_CLEAN

    return verb(
        words,
        "export.pabulib",
        run,
        click.Argument(["edition"]),
        click.Option(["--to"], default=".", metavar="DIR", help=words.say("cli.export.pabulib.to")),
        dry_run_option(words),
    )
