"""`aubette explain`: what a finding means, why it exists and how to mend it."""

from __future__ import annotations

import click

from aubette.cli.options import EXIT_CLEAN, verb
from aubette.report.explained import explained
from aubette.words.catalogue import Catalogue, UnknownMessageError


def command(words: Catalogue) -> click.Command:
    """The verb in the words of one language."""

    def run(ctx: click.Context, code: str | None, every: bool) -> int:
        if every == bool(code):
            raise click.UsageError(words.say("cli.explain.which"))
        codes = words.codes() if every else (code or "",)
        try:
            click.echo("\n\n".join("\n".join(explained(words, one)) for one in codes))
        except UnknownMessageError:
            raise click.UsageError(words.say("cli.explain.unknown", code=code or "")) from None
        return EXIT_CLEAN

    return verb(
        words,
        "explain",
        run,
        click.Argument(["code"], required=False),
        click.Option(["--all", "every"], is_flag=True, help=words.say("cli.explain.all")),
    )
