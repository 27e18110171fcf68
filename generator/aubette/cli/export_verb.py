"""`aubette export`: what leaves the repository for other hands and other programs."""

from __future__ import annotations

import click

from aubette.cli.export_pabulib import pabulib_verb
from aubette.cli.export_recount import recount_verb
from aubette.words.catalogue import Catalogue


def command(words: Catalogue) -> click.Command:
    """The group in the words of one language."""
    group = click.Group("export", help=words.say("cli.export.about"), short_help=words.say("cli.export.help"))
    group.add_command(pabulib_verb(words))
    group.add_command(recount_verb(words))
    return group
