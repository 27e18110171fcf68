"""`aubette votes reconcile`: the record of ballots taken out because their voters had voted in another channel too."""

from __future__ import annotations

import click

from aubette.cli.options import EXIT_CLEAN, dry_run_option, situation, verb
from aubette.cli.votes_desk import say_unit_next
from aubette.cli.votes_place import unit_place
from aubette.cli.whole import Whole
from aubette.load.city import load_city
from aubette.model.enums import DuplicateRule
from aubette.model.seal import Reconciliation
from aubette.votes import compose, manifest
from aubette.words.catalogue import Catalogue
from aubette.words.meant import meant
from aubette.workflow.keying import stated_policy
from aubette.workflow.writing import write_files


def reconcile_verb(words: Catalogue) -> click.Command:
    """The verb in the words of one language."""

    def run(
        ctx: click.Context, place: str, before: int, removed: int, policy: str, witnesses: str, note: str, dry_run: bool
    ) -> int:
        now = situation(ctx, words)
        city = load_city(now.folder.source, now.folder.schemas).city
        if city is None:
            raise click.UsageError(words.say("cli.history.no_city"))
        unit = unit_place(words, now.folder.source, city.config.id, place)
        rule = _rule(words, policy, stated_policy(now.folder.source, city, unit[0], unit[1]))
        if removed > before:
            raise click.UsageError(words.say("cli.votes.reconcile.odd", before=before, removed=removed))
        if rule is None or not witnesses.strip():
            raise click.UsageError(words.say("cli.votes.reconcile.unsaid"))
        after = before - removed
        who = (witnesses.strip(), note.strip())
        record = Reconciliation(city.config.id, *unit, before, removed, after, rule, *who)
        path = f"votes/{place}/{manifest.RECONCILIATION}"
        data, wrong = compose.reconcile(path, record)
        if wrong:
            raise click.ClickException(words.finding(wrong[0].code, wrong[0].params).message)
        if not dry_run:
            write_files(now.folder.root, {path: data})
        click.echo(path)
        click.echo(words.say(f"cli.votes.reconcile.{'would' if dry_run else 'done'}", after=after), err=True)
        if not dry_run:
            say_unit_next(ctx, words, now.folder.source, city, unit)
        return EXIT_CLEAN

    return verb(words, "votes.reconcile", run, *_parameters(words))


def _rule(words: Catalogue, written: str, stated: DuplicateRule | None) -> DuplicateRule | None:
    """The rule that was applied, the stated one unless it is written; raises `click.UsageError` where they differ."""
    if not written:
        return stated
    known = tuple(rule.value for rule in DuplicateRule)
    if written not in known:
        near = meant(written, known)
        code = "rule_near" if near else "rule_unknown"
        raise click.UsageError(words.say(f"cli.votes.reconcile.{code}", found=written, known=known, near=near))
    if stated not in (None, written):
        raise click.UsageError(words.say("cli.votes.reconcile.rule_other", found=written, stated=stated))
    return DuplicateRule(written)


def _parameters(words: Catalogue) -> tuple[click.Parameter, ...]:
    return (
        click.Argument(["place"], metavar="EDITION/CONTEST/UNIT"),
        click.Option(["--before"], type=Whole(words), required=True, help=words.say("cli.votes.reconcile.before")),
        click.Option(["--removed"], type=Whole(words), required=True, help=words.say("cli.votes.reconcile.removed")),
        click.Option(
            ["--policy"],
            default="",
            metavar="RULE",
            help=words.say("cli.votes.reconcile.policy", known=tuple(DuplicateRule)),
        ),
        click.Option(["--witnesses"], required=True, help=words.say("cli.votes.reconcile.witnesses")),
        click.Option(["--note"], default="", help=words.say("cli.votes.note")),
        dry_run_option(words),
    )
