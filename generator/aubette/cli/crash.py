"""Our own bug, told without a traceback: what happened, and a file to send to the developers."""

from __future__ import annotations

import tempfile
import traceback
from collections.abc import Sequence

import click

from aubette.words.catalogue import Catalogue

EXIT_BUG = 3


def explain_crash(error: Exception, arguments: Sequence[str], words: Catalogue) -> int:
    """Write the traceback to a file, say where it is, and return exit code 3."""
    report = "".join(traceback.format_exception(error))
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="aubette-bug-", suffix=".txt", delete=False) as file:
        file.write(f"aubette {' '.join(arguments)}\n\n{report}")
    click.echo(words.say("cli.crash", kind=type(error).__name__, file=file.name), err=True)
    return EXIT_BUG
