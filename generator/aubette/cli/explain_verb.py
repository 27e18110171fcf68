"""`aubette explain`: what a finding means, why it exists and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches

import click

from aubette.cli.options import EXIT_CLEAN, verb
from aubette.report.explained import explained
from aubette.words.catalogue import Catalogue

AS_SHOWN = re.compile(r"[^\[\]]*\[(?P<code>[a-z0-9/-]+)\].*", re.ASCII | re.DOTALL)
MOST = 3


def command(words: Catalogue) -> click.Command:
    """The verb in the words of one language."""

    def run(ctx: click.Context, code: str | None, every: bool) -> int:
        if every == bool(code):
            raise click.UsageError(words.say("cli.explain.which"))
        codes = words.codes()
        asked = codes if every else meant(code or "", codes)
        if not asked:
            raise click.UsageError(_unknown(words, code or "", codes))
        click.echo("\n\n".join("\n".join(explained(words, one)) for one in asked))
        return EXIT_CLEAN

    return verb(
        words,
        "explain",
        run,
        click.Argument(["code"], required=False),
        click.Option(["--all", "every"], is_flag=True, help=words.say("cli.explain.all")),
    )


def meant(text: str, codes: Sequence[str]) -> tuple[str, ...]:
    """The codes that a person names: one, copied as the report shows it or not, or a whole family (`budget`)."""
    shown = AS_SHOWN.fullmatch(text)
    name = (shown["code"] if shown else text).strip().lower()
    if name in codes:
        return (name,)
    return tuple(code for code in codes if code.split("/")[0] == name.removesuffix("/"))


def alike(text: str, codes: Sequence[str]) -> tuple[str, ...]:
    """The codes that a person may have meant, the likeliest first: alike as a whole, or after their family."""
    name = text.strip().lower()
    last = name.rpartition("/")[2]
    short = {code: code.split("/")[1] for code in codes}
    exact = [code for code, rest in short.items() if rest == last]
    near = get_close_matches(name, codes, MOST, 0.75)
    nearly = get_close_matches(last, tuple(short.values()), MOST, 0.8)
    return tuple(dict.fromkeys((*exact, *near, *(code for code, rest in short.items() if rest in nearly))))[:MOST]


def _unknown(words: Catalogue, code: str, codes: Sequence[str]) -> str:
    guesses = alike(code, codes)
    if guesses:
        return words.say("cli.explain.meant", code=code, guesses=guesses)
    return words.say("cli.explain.unknown", code=code)
