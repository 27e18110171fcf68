"""`aubette export recount`: a verified edition as a spreadsheet with live formulas."""

from __future__ import annotations

from pathlib import Path

import click

from aubette.cli.editions import known_edition
from aubette.cli.options import EXIT_CLEAN, EXIT_FINDINGS, colour_wanted, dry_run_option, situation, verb
from aubette.load.city import load_city
from aubette.model.finding import Severity
from aubette.model.report import Report
from aubette.publish.workbook import WRITERS
from aubette.report.registry import write
from aubette.words.catalogue import Catalogue
from aubette.workflow.recount import recount
from aubette.workflow.recount_sheet import recount_pages
from aubette.workflow.writing import write_files


def recount_verb(words: Catalogue) -> click.Command:
    """The verb in the words of one language."""

    def run(ctx: click.Context, edition: str, to: str | None, dry_run: bool) -> int:
        now = situation(ctx, words)
        path = Path(to or f"{words.say('cli.export.recount.name')}-{edition}.xlsx")
        if path.suffix not in WRITERS:
            raise click.UsageError(words.say("cli.export.recount.ending", file=path.name, known=tuple(WRITERS)))
        loaded = load_city(now.folder.source, now.folder.schemas)
        city, _ = known_edition(words, loaded, edition)
        done = recount(now.folder.source, city, edition, {})
        errors = tuple(f for f in done.results.findings if f.severity is Severity.ERROR)
        if errors or done.results.evidence is None or not done.results.outcomes:
            said = write(Report(errors, 0), "text", now.words, now.folder.source.read, colour=colour_wanted())
            click.echo(said if errors else words.say("cli.count.nothing", edition=edition), err=True)
            return EXIT_FINDINGS
        pages = recount_pages(now.words, done.results.evidence, done.results.outcomes, done.titles)
        try:
            data = WRITERS[path.suffix](pages)
        except ModuleNotFoundError:
            raise click.ClickException(words.say("cli.export.office")) from None
        if not dry_run:
            write_files(path.absolute().parent, {path.name: data})
        click.echo(str(path))
        click.echo(
            words.say("cli.export.recount.would" if dry_run else "cli.export.recount.done", n=len(pages)), err=True
        )
        return EXIT_CLEAN

    return verb(
        words,
        "export.recount",
        run,
        click.Argument(["edition"]),
        click.Option(["--to"], metavar="FILE.xlsx|FILE.ods", help=words.say("cli.export.recount.to")),
        dry_run_option(words),
    )
