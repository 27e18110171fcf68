"""`aubette votes reconcile`: the record of ballots taken out because their voters had voted in another channel too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from aubette.cli.options import EXIT_CLEAN, dry_run_option, situation, verb
from aubette.cli.votes_desk import say_unit_next
from aubette.cli.votes_place import unit_place
from aubette.cli.whole import Whole
from aubette.load.city import load_city
from aubette.model.enums import DuplicateRule
from aubette.model.seal import Reconciliation
from aubette.votes import compose, manifest
from aubette.votes.reading import WHOLE
from aubette.votes.statement import NONE
from aubette.words.catalogue import Catalogue
from aubette.words.meant import meant
from aubette.words.pasted import values
from aubette.workflow.keying import standing_record, stated_policy
from aubette.workflow.writing import write_files


def reconcile_verb(words: Catalogue) -> click.Command:
    """The verb in the words of one language."""

    def run(ctx: click.Context, place: str, policy: str, dry_run: bool, **said: Any) -> int:
        now = situation(ctx, words)
        city = load_city(now.folder.source, now.folder.schemas).city
        if city is None:
            raise click.UsageError(words.say("cli.history.no_city"))
        unit = unit_place(words, now.folder.source, city.config.id, place)
        path = f"votes/{place}/{manifest.RECONCILIATION}"
        rule = _rule(words, policy, stated_policy(now.folder.source, city, unit[0], unit[1]))
        before, removed, *who = _said(words, said, standing_record(now.folder.source, path))
        if removed > before:
            raise click.UsageError(words.say("cli.votes.reconcile.odd", before=before, removed=removed))
        if rule is None:
            raise click.UsageError(words.say("cli.votes.reconcile.unsaid"))
        record = Reconciliation(city.config.id, *unit, before, removed, before - removed, rule, *who)
        data, wrong = compose.reconcile(path, record)
        if wrong:
            raise click.ClickException(words.finding(wrong[0].code, values(wrong[0])).message)
        if not dry_run:
            write_files(now.folder.root, {path: data})
        click.echo(path)
        click.echo(words.say(f"cli.votes.reconcile.{'would' if dry_run else 'done'}", after=record.after), err=True)
        if not dry_run:
            say_unit_next(ctx, words, now.folder.source, city, unit)
        return EXIT_CLEAN

    return verb(words, "votes.reconcile", run, *_parameters(words))


def _said(words: Catalogue, said: Mapping[str, Any], there: Mapping[str, str]) -> tuple[int, int, str, str]:
    """Ballots before, taken out, the witnesses and the note: as typed, else as the record that lies there says.

    Raises:
        click.UsageError: something is neither typed nor there.
    """
    figures = {name: said[name] for name in ("before", "removed")}
    for name, typed in figures.items():
        if typed is None and WHOLE.fullmatch(there.get(name, "")):
            figures[name] = int(there[name])
    free = {name: said[name].strip() or _kept(there.get(name, "")) for name in ("witnesses", "note")}
    missing = [name for name in (*figures, "witnesses") if (figures | free)[name] in (None, "")]
    if missing:
        raise click.UsageError(words.say("cli.votes.reconcile.missing", options=tuple(f"--{name}" for name in missing)))
    return figures["before"], figures["removed"], free["witnesses"], free["note"]


def _kept(value: str) -> str:
    return "" if value == NONE else value


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
        click.Option(["--before"], type=Whole(words), help=words.say("cli.votes.reconcile.before")),
        click.Option(["--removed"], type=Whole(words), help=words.say("cli.votes.reconcile.removed")),
        click.Option(
            ["--policy"],
            default="",
            metavar="RULE",
            help=words.say("cli.votes.reconcile.policy", known=tuple(DuplicateRule)),
        ),
        click.Option(["--witnesses"], default="", help=words.say("cli.votes.reconcile.witnesses")),
        click.Option(["--note"], default="", help=words.say("cli.votes.note")),
        dry_run_option(words),
    )
