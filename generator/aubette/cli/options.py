"""What every verb takes, and how a verb finds its city; a city that is not there is a usage error, said in words."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date as Date
from pathlib import Path
from typing import Any

import click

from aubette.cli.shared import shared_options
from aubette.words.catalogue import Catalogue
from aubette.workflow.folder import Folder, NoCityError, open_folder, today

EXIT_CLEAN, EXIT_FINDINGS = 0, 1


@dataclass(frozen=True)
class Situation:
    """A verb's surroundings: the city's folder, its words, the day."""

    folder: Folder
    words: Catalogue
    day: Date
    quiet: bool


def city_argument(ctx: click.Context) -> Path:
    """The folder named by `-C`, else the current one."""
    root = ctx.find_root()
    return Path(root.params.get("city") or ".")


def situation(ctx: click.Context, words: Catalogue, date: str | None = None) -> Situation:
    """Open the city; raises `click.ClickException` with a sentence where that cannot be."""
    start = city_argument(ctx)
    try:
        folder = open_folder(start)
    except NoCityError:
        raise click.ClickException(words.say("cli.no_city", folder=str(start))) from None
    try:
        currency, zone = folder.money_and_time()
        day = today(date, zone, os.environ)
    except ValueError:
        raise click.ClickException(
            words.say("cli.bad_date", date=date or os.environ.get("SOURCE_DATE_EPOCH", ""))
        ) from None
    return Situation(folder, words.with_city(currency, zone), day, bool(ctx.find_root().params.get("quiet")))


def date_option(words: Catalogue) -> click.Option:
    """`--date`: the day of reference."""
    return click.Option(["--date"], metavar="AAAA-MM-JJ", help=words.say("cli.option.date"))


def dry_run_option(words: Catalogue) -> click.Option:
    """`--dry-run`: say what would be written."""
    return click.Option(["--dry-run"], is_flag=True, help=words.say("cli.option.dry_run"))


def format_option(words: Catalogue, *names: str) -> click.Option:
    """`--format`, the first name being the one for people."""
    return click.Option(
        ["--format", "form"], type=click.Choice(names), default=names[0], help=words.say("cli.option.format")
    )


def confirmed(words: Catalogue, question: str, *, err: bool = False) -> bool:
    """Whether a person says yes in a word of their language; anything else is a no."""
    yes = words.say("cli.votes.yes_words").split()
    said = click.prompt(f"{question} [{yes[0]}/n]", default="", show_default=False, err=err)
    return str(said).strip().lower() in yes


def colour_wanted() -> bool:
    """Colours only on a terminal, never with --no-color nor where NO_COLOR is set (no-color.org)."""
    context = click.get_current_context(silent=True)
    refused = context is not None and context.find_root().params.get("no_color")
    return sys.stdout.isatty() and not refused and not os.environ.get("NO_COLOR")


def terminal_width() -> int | None:
    """The columns of the terminal, None where nobody looks at one."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def verb(words: Catalogue, name: str, run: Callable[..., Any], *params: click.Parameter) -> click.Command:
    """A command whose help comes from the catalogue and whose callback receives the context first."""
    taken = {option for param in params for option in param.opts}
    return click.Command(
        name.rsplit(".", 1)[-1],
        params=[*params, *(option for option in shared_options(words) if not taken.intersection(option.opts))],
        callback=click.pass_context(run),
        help=words.say(f"cli.{name}.about") if words.has(f"cli.{name}.about") else words.say(f"cli.{name}.help"),
        short_help=words.say(f"cli.{name}.help"),
    )
