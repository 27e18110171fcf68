"""`aubette votes audit`: draw units to count again by hand, and seal what came of it."""

from __future__ import annotations

from pathlib import Path

import click

from aubette.cli.editions import known_edition
from aubette.cli.options import EXIT_CLEAN, dry_run_option, verb
from aubette.cli.votes_desk import Desk, say_next
from aubette.cli.whole import Whole
from aubette.load.city import load_city
from aubette.model.seal import Audit
from aubette.votes import audit, inventory
from aubette.words.catalogue import Catalogue
from aubette.workflow import next_step, sealing
from aubette.workflow.auditing import Draw, DrawError, draft_audit, draw
from aubette.workflow.sealing import Drafted


def audit_verb(words: Catalogue) -> click.Command:
    """The verb in the words of one language."""

    def run(ctx: click.Context, edition: str, seed: str | None, size: int, dry_run: bool, **given: object) -> int:
        desk = Desk(ctx, words, dry_run)
        key, signer, yes = str(given["key"] or ""), str(given["signer"] or ""), bool(given["yes"])
        counted, witnesses = _pairs(given["counted"]), str(given["witnesses"]).strip()
        known_edition(words, load_city(desk.source, desk.now.folder.schemas), edition)
        text = sealing.standing(desk.source, path := f"votes/{edition}/{inventory.AUDIT}")
        if seed is None and not counted and text is not None and audit.read(path, text).value:
            return desk.seal(edition, Drafted(path, text, ()), signer, key, yes)
        try:
            drawn = draw(desk.source, edition, seed or "", size, city_id=desk.city.config.id)
        except DrawError as error:
            raise click.UsageError(words.say(f"cli.votes.audit.{error.code}", **error.params)) from None
        if drawn.value is None:
            return desk.tell(drawn.findings, edition)
        if not counted:
            click.echo("\n".join(drawn.value.names))
            click.echo(words.say("cli.votes.audit.drawn"), err=True)
            say_next(words, _count_command(desk, edition, seed or "", drawn.value))
            return EXIT_CLEAN
        _all_counted(words, drawn.value, counted)
        if not witnesses:
            raise click.UsageError(words.say("cli.votes.audit.signer"))
        files = {place: (name, _read(words, name)) for place, name in counted.items()}
        head = (desk.city.config.id, edition, desk.clock, seed or "", size, witnesses, str(given["note"]).strip())
        return desk.seal(edition, draft_audit(desk.source, drawn.value, files, Audit(*head, ())), signer, key, yes)

    return verb(words, "votes.audit", run, *_parameters(words))


def _parameters(words: Catalogue) -> tuple[click.Parameter, ...]:
    return (
        click.Argument(["edition"]),
        click.Option(["--seed"], help=words.say("cli.votes.audit.seed")),
        click.Option(
            ["--size"], type=Whole(words, 1), default=1, show_default=True, help=words.say("cli.votes.audit.size")
        ),
        click.Option(
            ["--counted"], multiple=True, metavar="CONTEST/UNIT=FILE.csv", help=words.say("cli.votes.audit.counted")
        ),
        click.Option(["--witnesses"], default="", help=words.say("cli.votes.reconcile.witnesses")),
        click.Option(["--note"], default="", help=words.say("cli.votes.note")),
        click.Option(["--key"], metavar="FILE", help=words.say("cli.votes.key")),
        click.Option(["--signer"], metavar="NAME", help=words.say("cli.votes.signer")),
        click.Option(["--yes"], is_flag=True, help=words.say("cli.votes.yes")),
        dry_run_option(words),
    )


def _count_command(desk: Desk, edition: str, seed: str, drawn: Draw) -> str:
    """The command that seals the counts of the units drawn, each in a file named after its unit."""
    counted = [part for name in drawn.names for part in ("--counted", f"{name}={name.replace('/', '-')}.csv")]
    now = next_step.evening(desk.source, desk.city, edition)
    signer = next(next_step.willing(now, desk.clock), "")
    size = ("--seed", seed, "--size", str(len(drawn.names)))
    witnesses = ("--witnesses", desk.words.say("cli.votes.audit.somebody"), "--signer", signer)
    return next_step.pasted(("votes", "audit", edition, *size, *counted, *witnesses), desk.elsewhere)


def _pairs(given: object) -> dict[str, str]:
    written = [str(one).partition("=") for one in given] if isinstance(given, list | tuple) else []
    return {place: name for place, _, name in written}


def _all_counted(words: Catalogue, drawn: Draw, counted: dict[str, str]) -> None:
    for place in counted:
        if place not in drawn.names:
            raise click.UsageError(words.say("cli.votes.audit.undrawn", place=place, units=drawn.names))
    if missing := tuple(name for name in drawn.names if name not in counted):
        raise click.UsageError(words.say("cli.votes.audit.uncounted", units=missing))


def _read(words: Catalogue, name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise click.ClickException(words.say("cli.cannot_read", file=name, reason=error.strerror or "")) from None
