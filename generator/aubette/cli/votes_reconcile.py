"""`aubette votes reconcile`: the record of ballots taken out because their voters had voted in another channel too."""

from __future__ import annotations

import click

from aubette.cli.options import EXIT_CLEAN, dry_run_option, situation, verb
from aubette.load.city import load_city
from aubette.model.seal import Reconciliation
from aubette.votes import compose, manifest
from aubette.words.catalogue import Catalogue
from aubette.workflow.keying import known_units, stated_policy
from aubette.workflow.writing import write_files


def reconcile_verb(words: Catalogue) -> click.Command:
    """The verb in the words of one language."""

    def run(
        ctx: click.Context, place: str, before: int, removed: int, policy: str, witnesses: str, note: str, dry_run: bool
    ) -> int:
        now = situation(ctx, words)
        city = load_city(now.folder.source, now.folder.schemas).city
        parts = place.split("/")
        if city is None or len(parts) != len(("edition", "contest", "unit")):
            raise click.UsageError(words.say("cli.votes.place", place=place))
        known = known_units(now.folder.source, parts[0], city_id=city.config.id)
        if tuple(parts[1:]) not in known:
            named = tuple(f"{parts[0]}/{contest}/{unit}" for contest, unit in known)
            raise click.UsageError(words.say("cli.votes.tally.unknown", place=place, known=named))
        policy = policy or stated_policy(city, parts[0], parts[1])
        if removed > before:
            raise click.UsageError(words.say("cli.votes.reconcile.odd", before=before, removed=removed))
        if not policy or not witnesses.strip():
            raise click.UsageError(words.say("cli.votes.reconcile.unsaid"))
        after = before - removed
        said = (before, removed, after, policy, witnesses.strip(), note.strip())
        record = Reconciliation(city.config.id, parts[0], parts[1], parts[2], *said)
        path = f"votes/{place}/{manifest.RECONCILIATION}"
        data, wrong = compose.reconcile(path, record)
        if wrong:
            raise click.ClickException(words.finding(wrong[0].code, wrong[0].params).message)
        if not dry_run:
            write_files(now.folder.root, {path: data})
        click.echo(path)
        click.echo(words.say(f"cli.votes.reconcile.{'would' if dry_run else 'done'}", after=after), err=True)
        return EXIT_CLEAN

    return verb(words, "votes.reconcile", run, *_parameters(words))


def _parameters(words: Catalogue) -> tuple[click.Parameter, ...]:
    return (
        click.Argument(["place"], metavar="EDITION/CONTEST/UNIT"),
        click.Option(["--before"], type=click.IntRange(0), required=True, help=words.say("cli.votes.reconcile.before")),
        click.Option(
            ["--removed"], type=click.IntRange(0), required=True, help=words.say("cli.votes.reconcile.removed")
        ),
        click.Option(["--policy"], default="", help=words.say("cli.votes.reconcile.policy")),
        click.Option(["--witnesses"], required=True, help=words.say("cli.votes.reconcile.witnesses")),
        click.Option(["--note"], default="", help=words.say("cli.votes.note")),
        dry_run_option(words),
    )
