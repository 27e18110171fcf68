"""`aubette report`: where studies, money, works and areas stand, for those who run the budget."""

from __future__ import annotations

from pathlib import Path

import click

from aubette.cli.options import EXIT_CLEAN, Situation, date_option, format_option, situation, terminal_width, verb
from aubette.model.board import Board
from aubette.model.enums import Provenance
from aubette.report.board import board_csv, board_json, board_text
from aubette.report.office import OfficeMissingError, board_xlsx
from aubette.words.catalogue import Catalogue
from aubette.workflow.board import CLAUSES, BadClauseError, Seen, board, look, supposed_board

WIDTH = 140
"""Columns of a report that no terminal limits."""


def command(words: Catalogue) -> click.Command:
    """The group in the words of one language."""
    group = click.Group("report", help=words.say("cli.report.about"), short_help=words.say("cli.report.help"))
    service = click.Option(["--service"], default="", metavar="SERVICE", help=words.say("cli.report.service"))
    clauses = click.Option(["--what-if", "clauses"], multiple=True, metavar="K=V", help=words.say("cli.report.what_if"))
    group.add_command(_report(words, "feasibility", service))
    group.add_command(_report(words, "budget", clauses))
    group.add_command(_report(words, "follow-up"))
    group.add_command(_report(words, "equity"))
    return group


def _report(words: Catalogue, name: str, *own: click.Option) -> click.Command:
    def run(
        ctx: click.Context,
        edition: str | None,
        date: str | None,
        form: str,
        output: str | None,
        service: str = "",
        clauses: tuple[str, ...] = (),
    ) -> int:
        if form == "xlsx" and not output:
            raise click.UsageError(words.say("cli.report.xlsx_needs_output"))
        now = situation(ctx, words, date)
        seen = look(now.folder, now.day)
        if seen is None:
            raise click.UsageError(words.say("cli.history.no_city"))
        _refuse(words, seen, edition, service)
        made = _what_if(now, seen, edition, clauses) if clauses else board(seen, name, edition or "", service)
        if seen.broken:
            click.echo(words.say("cli.report.incomplete", n=len(seen.broken)), err=True)
        _hand_over(now, seen, made, form, output)
        return EXIT_CLEAN

    return verb(
        words,
        f"report.{name}",
        run,
        click.Argument(["edition"], required=False),
        *own,
        date_option(words),
        format_option(words, "text", "json", "csv", "xlsx"),
        click.Option(["--output"], metavar="FILE", help=words.say("cli.report.output")),
    )


def _refuse(words: Catalogue, seen: Seen, edition: str | None, service: str) -> None:
    """Stop at an edition or a service that the city does not have."""
    city = seen.context.city
    editions = tuple(e.id for e in city.editions)
    if edition and edition not in editions:
        raise click.UsageError(words.say("cli.count.unknown", edition=edition, known=editions))
    services = tuple(s.id for s in city.config.services)
    if service and service not in services:
        raise click.UsageError(words.say("cli.check.unknown_service", name=service, known=services))


def _what_if(now: Situation, seen: Seen, edition: str | None, clauses: tuple[str, ...]) -> Board:
    every = seen.context.city.editions
    meant = [e for e in every if e.id == edition or (edition is None and e.provenance is Provenance.LIVE)]
    if len(meant) != 1:
        raise click.UsageError(now.words.say("cli.report.what_if_edition", known=tuple(e.id for e in every)))
    try:
        return supposed_board(now.folder, seen, meant[0], clauses)
    except BadClauseError as error:
        said = now.words.say(f"cli.report.{error}", clause=error.clause, known=CLAUSES)
        raise click.UsageError(said) from None


def _hand_over(now: Situation, seen: Seen, made: Board, form: str, output: str | None) -> None:
    """Print the report, or write it to the file that was named and say so."""
    first = seen.context.city.config.languages[0].value
    if output is None:
        click.echo(_text(made, now.words, first, form), nl=False)
        return
    try:
        data = board_xlsx(made, now.words, first) if form == "xlsx" else _bytes(made, now.words, first, form)
        Path(output).write_bytes(data)
    except OfficeMissingError:
        raise click.ClickException(now.words.say("cli.report.office")) from None
    except OSError as error:
        raise click.ClickException(
            now.words.say("cli.report.cannot_write", file=output, reason=error.strerror)
        ) from None
    if not now.quiet:
        click.echo(now.words.say("cli.report.written", file=output), err=True)


def _bytes(made: Board, words: Catalogue, first: str, form: str) -> bytes:
    """A file's bytes; spreadsheet programs know a CSV's accents by the mark in front."""
    return _text(made, words, first, form).encode("utf-8-sig" if form == "csv" else "utf-8")


def _text(made: Board, words: Catalogue, first: str, form: str) -> str:
    if form == "json":
        return board_json(made, words, first)
    if form == "csv":
        return board_csv(made, words, first)
    return board_text(made, words, first, terminal_width() or WIDTH)
