"""The options that every verb takes, before it or behind it; apart from the rest so that `--help` comes at once."""

from __future__ import annotations

from typing import Any

import click

from aubette.cli.language import KNOWN
from aubette.words.catalogue import Catalogue


def shared_options(words: Catalogue) -> tuple[click.Option, ...]:
    """What all verbs take, wherever in the line it stands: `aubette --quiet check` is `aubette check --quiet`."""
    return (
        click.Option(["-C", "--city"], metavar="DIR", help=words.say("cli.option.city"), **_SHARED),
        click.Option(["--lang"], type=click.Choice(KNOWN), help=words.say("cli.option.lang"), **_SHARED),
        click.Option(["--quiet"], is_flag=True, default=None, help=words.say("cli.option.quiet"), **_SHARED),
        click.Option(["--no-color"], is_flag=True, default=None, help=words.say("cli.option.no_color"), **_SHARED),
    )


def _said_to_all(ctx: click.Context, param: click.Parameter, value: object) -> None:
    """Keep an option where every verb looks for it; one that was not given leaves the one before the verb."""
    if value is not None and param.name is not None:
        ctx.find_root().params[param.name] = value


_SHARED: dict[str, Any] = {"expose_value": False, "callback": _said_to_all}
