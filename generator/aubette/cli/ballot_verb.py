"""`aubette ballot`: freeze what will be voted on."""

from __future__ import annotations

import click

from aubette.cli.editions import known_edition
from aubette.cli.options import EXIT_CLEAN, EXIT_FINDINGS, dry_run_option, situation, verb
from aubette.load.city import load_city
from aubette.model.report import Report
from aubette.report.registry import write
from aubette.words.catalogue import Catalogue
from aubette.workflow.freeze import candidates, frozen_files, left_off, read_frozen, unread_of
from aubette.workflow.overlay import Overlay
from aubette.workflow.writing import WouldOverwriteError, write_files


def command(words: Catalogue) -> click.Command:
    """The group in the words of one language."""
    group = click.Group("ballot", help=words.say("cli.ballot.about"), short_help=words.say("cli.ballot.help"))
    group.add_command(_freeze(words))
    return group


def _freeze(words: Catalogue) -> click.Command:
    def run(ctx: click.Context, edition: str, seed_commitment: str | None, dry_run: bool) -> int:
        now = situation(ctx, words)
        loaded = load_city(now.folder.source, now.folder.schemas)
        city, found = known_edition(words, loaded, edition)
        chosen = candidates(city, found)
        files = frozen_files(city, found, chosen, seed_commitment)
        wrong = (*unread_of(loaded, edition), *left_off(city, found, files)) or read_frozen(city, found, files).findings
        if wrong:
            said = write(Report(wrong, len(files)), "text", now.words, Overlay(now.folder.source, files).read)
            click.echo(said, nl=False)
            click.echo(words.say("cli.ballot.not_frozen"), err=True)
            return EXIT_FINDINGS
        try:
            paths = tuple(sorted(files)) if dry_run else write_files(now.folder.root, files, new=True)
        except WouldOverwriteError as error:
            click.echo(words.say("cli.ballot.frozen_already", file=str(error)), err=True)
            return EXIT_FINDINGS
        for path in paths:
            click.echo(path)
        click.echo(words.say("cli.ballot.would" if dry_run else "cli.ballot.done", n=len(chosen)), err=True)
        if not dry_run:
            click.echo(words.say("cli.ballot.next", edition=edition), err=True)
        return EXIT_CLEAN

    return verb(
        words,
        "ballot.freeze",
        run,
        click.Argument(["edition"]),
        click.Option(["--seed-commitment"], metavar="SHA256", help=words.say("cli.ballot.seed")),
        dry_run_option(words),
    )
