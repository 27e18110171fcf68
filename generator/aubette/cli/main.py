"""The entry point: finds the language, hands the words to one command, turns its outcome into an exit code.

Exit codes: 0 clean, 1 findings, 2 usage, 3 our own bug.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from aubette.cli.language import chosen_language, speak
from aubette.cli.shared import shared_options
from aubette.version import VERSION
from aubette.words.catalogue import Catalogue

VERBS = (
    "check",
    "fmt",
    "explain",
    "new",
    "receive",
    "import",
    "ballot",
    "votes",
    "count",
    "build",
    "serve",
    "history",
    "report",
    "export",
    "init",
    "doctor",
    "upgrade",
)


class Verbs(click.Group):
    """A group whose verbs are imported when they are used, so that `--help` stays quick."""

    def __init__(self, words: Catalogue) -> None:
        super().__init__(
            "aubette",
            help=words.say("cli.help"),
            params=list(shared_options(words)),
            context_settings={"help_option_names": ["-h", "--help"]},
            callback=lambda **_: None,
        )
        self.words = words
        click.version_option(VERSION, prog_name="aubette", help=words.say("cli.option.version"))(self)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs in the order of a city's year, not of the alphabet."""
        return [verb for verb in VERBS if self.words.has(f"cli.{verb}.help")]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb's own module, `aubette.cli.<verb>_verb`."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command = import_module(f"aubette.cli.{cmd_name}_verb").command(self.words)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb that was meant, or those like what was written."""
        try:
            return super().resolve_command(ctx, args)
        except click.exceptions.NoSuchCommand as error:
            raise click.exceptions.NoSuchCommand(
                error.command_name, possibilities=self.list_commands(ctx), ctx=ctx
            ) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """One line a verb, from the catalogue, without importing the verbs."""
        with formatter.section(self.words.say("cli.verbs")):
            formatter.write_dl([(verb, self.words.say(f"cli.{verb}.help")) for verb in self.list_commands(ctx)])


def run(arguments: Sequence[str], environment: dict[str, str]) -> int:
    """Run one command line and return its exit code."""
    lang = chosen_language(arguments, environment)
    speak(lang)
    words = Catalogue(lang)
    try:
        outcome = Verbs(words).main(list(arguments), standalone_mode=False)
    except click.exceptions.Abort:
        return 130
    except click.ClickException as error:
        error.show()
        return 2
    except BrokenPipeError:
        return 0
    except Exception as error:  # the one door behind which nothing may escape to a person's screen
        from aubette.cli.crash import explain_crash

        return explain_crash(error, arguments, words)
    return outcome if isinstance(outcome, int) else 0


def main() -> None:
    """What the `aubette` script calls.

    The process ends at once: taking a big city apart value by value would last longer than many a command.
    """
    code = run(sys.argv[1:], dict(os.environ))
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        pass
    os._exit(code)
