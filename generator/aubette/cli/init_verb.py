"""`aubette init`: a new city's folder, whole and checked, from the rules of a real edition or from the pilot."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date as Date
from pathlib import Path
from typing import Any

import click

from aubette.cli.init_answers import LANGUAGES, READERS, answers
from aubette.cli.options import EXIT_CLEAN, EXIT_FINDINGS, colour_wanted, dry_run_option, verb
from aubette.model.clauses import clauses_of
from aubette.model.finding import Severity
from aubette.model.report import Report
from aubette.report.text import TextReport
from aubette.words.catalogue import Catalogue
from aubette.workflow.init_city import AlreadyACityError, new_city, put_city, seen_faults
from aubette.workflow.init_words import sentences
from aubette.workflow.presets import DEFAULT, preset_names, read_preset
from aubette.workflow.writing import WouldOverwriteError


def command(words: Catalogue) -> click.Command:
    """The verb in the words of one language."""

    def run(ctx: click.Context, directory: str | None, show: bool, dry_run: bool, **asked: Any) -> int:
        if show:
            click.echo(_list(words), nl=False)
            return EXIT_CLEAN
        if directory is None:
            raise click.UsageError(words.say("cli.init.no_folder"))
        folder = Path(directory)
        ask = not asked.pop("yes")
        preset = read_preset(asked.pop("preset") or DEFAULT)
        said = answers(words, folder, asked, ask=ask)
        files = new_city(preset, said)
        if _refused(words, files, Date(said.figures.year, 1, 1)):
            return EXIT_FINDINGS
        if dry_run:
            click.echo("\n".join(sorted(files)))
            return EXIT_CLEAN
        try:
            written = put_city(folder, files)
        except AlreadyACityError as error:
            click.echo(words.say("cli.init.city_there", folder=str(error)), err=True)
            return EXIT_FINDINGS
        except WouldOverwriteError as error:
            click.echo(words.say("cli.init.file_there", file=str(error)), err=True)
            return EXIT_FINDINGS
        if not ctx.find_root().params.get("quiet"):
            click.echo(words.say("cli.init.written", n=len(written), folder=directory))
            click.echo(words.say("cli.init.next", folder=directory))
        return EXIT_CLEAN

    return verb(words, "init", run, *_options(words))


def _options(words: Catalogue) -> list[click.Parameter]:
    return [
        click.Argument(["directory"], metavar="DIR", required=False),
        click.Option(
            ["--preset"], type=click.Choice(preset_names()), help=words.say("cli.init.preset"), metavar="NAME"
        ),
        click.Option(["--list", "show"], is_flag=True, help=words.say("cli.init.list")),
        *(click.Option([f"--{n.replace('_', '-')}", n], help=words.say(f"cli.init.{n}")) for n in READERS),
        click.Option(["--yes", "-y"], is_flag=True, help=words.say("cli.init.yes")),
        click.Option(["--lang"], type=click.Choice(LANGUAGES), help=words.say("cli.option.lang"), expose_value=False),
        dry_run_option(words),
    ]


def _refused(words: Catalogue, files: Mapping[str, bytes], day: Date) -> bool:
    """Say what the checks refuse in the folder that these answers would make, and whether there is any."""
    errors = tuple(f for f in seen_faults(files, day) if f.severity is Severity.ERROR)
    if errors:
        said = TextReport(words, lambda name: files.get(name, b""), colour=colour_wanted())
        click.echo(said.write(Report(errors, len(files))), nl=False)
    return bool(errors)


def _list(words: Catalogue) -> str:
    """Each preset with its special clauses in words."""
    lines = [words.say("presets.default")]
    for name in preset_names():
        edition = read_preset(name).edition
        lines += ["", f"{name} – {edition.label.get(words.lang, 'fr')[0]}"]
        lines += [f"  - {sentence}" for sentence in sentences(words, clauses_of(edition))]
    return "\n".join(lines) + "\n"
