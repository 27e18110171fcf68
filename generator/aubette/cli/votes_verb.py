"""`aubette votes`: check sealed results as a whole; seal a return or a proclamation; say who may."""

from __future__ import annotations

import os

import click

from aubette.cli import votes_sealing, votes_trust
from aubette.cli.editions import known_edition
from aubette.cli.options import EXIT_CLEAN, EXIT_FINDINGS, colour_wanted, format_option, situation, verb
from aubette.cli.votes_audit import audit_verb
from aubette.cli.votes_desk import say_next, votes_read
from aubette.cli.votes_reconcile import reconcile_verb
from aubette.cli.votes_sheet import sheet_verb
from aubette.cli.votes_tally import tally_verb
from aubette.history.git import open_repository
from aubette.load.city import load_city
from aubette.model.city import City
from aubette.model.report import Report
from aubette.model.source import Source
from aubette.publish.pages.verify import SCRIPT
from aubette.report.registry import FORMATS, write
from aubette.words.catalogue import Catalogue
from aubette.workflow import next_step
from aubette.workflow.moment import moment
from aubette.workflow.next_step import Who
from aubette.workflow.results import edition_results
from aubette.workflow.votes_past import past_of


def command(words: Catalogue) -> click.Command:
    """The group in the words of one language."""
    group = click.Group("votes", help=words.say("cli.votes.about"), short_help=words.say("cli.votes.help"))
    group.add_command(_verify(words))
    group.add_command(votes_sealing.sign(words))
    group.add_command(votes_sealing.proclaim(words))
    group.add_command(votes_trust.command(words))
    group.add_command(tally_verb(words))
    group.add_command(reconcile_verb(words))
    group.add_command(audit_verb(words))
    group.add_command(sheet_verb(words))
    return group


def _verify(words: Catalogue) -> click.Command:
    def run(ctx: click.Context, edition: str, form: str) -> int:
        now = situation(ctx, words)
        loaded = load_city(now.folder.source, now.folder.schemas)
        city, found = known_edition(words, loaded, edition)
        repository = open_repository(now.folder.root)
        past = past_of(repository, now.folder.source, edition) if repository else None
        results = edition_results(now.folder.source, city, found, {}, moment(os.environ), past)
        files = votes_read(now.folder.source, edition)
        said = write(Report(results.findings, files), form, now.words, now.folder.source.read, colour=colour_wanted())
        sound = not results.broken and results.proclaimed
        silent = now.quiet and form == "text" and sound
        if not silent:
            click.echo(said, nl=False)
        if form == "text" and not silent:
            waiting = "unsound" if results.broken or results.evidence is None else "unproclaimed"
            click.echo(words.say(f"cli.votes.{'sound' if sound else waiting}", edition=edition))
            if waiting == "unproclaimed" and not sound:
                _say_act(ctx, words, now.folder.source, city, edition)
        return EXIT_CLEAN if sound else EXIT_FINDINGS

    return verb(
        words, "votes.verify", run, click.Argument(["edition"]), format_option(words, *FORMATS), _script_option(words)
    )


def _say_act(ctx: click.Context, words: Catalogue, source: Source, city: City, edition: str) -> None:
    """The command that proclaims what is sealed."""
    now = next_step.evening(source, city, edition)
    step = next_step.of_act(now, Who())
    if step:
        say_next(words, next_step.pasted(step, str(ctx.find_root().params.get("city") or "")))


def _script_option(words: Catalogue) -> click.Option:
    """`--script`: the other verifier, in place of a verdict of this one."""

    def write_script(ctx: click.Context, _param: click.Parameter, asked: bool) -> None:
        if asked:
            click.echo(SCRIPT.read_bytes(), nl=False)
            ctx.exit(EXIT_CLEAN)

    help_text = words.say("cli.votes.script")
    return click.Option(
        ["--script"], is_flag=True, is_eager=True, expose_value=False, callback=write_script, help=help_text
    )
