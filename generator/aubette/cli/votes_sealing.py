"""`aubette votes sign` and `votes proclaim`: show the figures, ask, seal, and write only what will count."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import click

from aubette.cli.editions import known_edition
from aubette.cli.options import dry_run_option, verb
from aubette.cli.votes_desk import Desk, asked
from aubette.cli.votes_place import unit_place
from aubette.cli.whole import Whole
from aubette.load.city import load_city
from aubette.model.seal import Manifest
from aubette.model.source import Source
from aubette.votes import compose, inventory
from aubette.votes.compose import Minutes
from aubette.votes.reading import moment_written
from aubette.words.catalogue import Catalogue
from aubette.workflow import sealing
from aubette.workflow.moment import OddMomentError, moment_said
from aubette.workflow.sealing import Drafted

FIGURES = ("roll", "ballots-found", "blank", "null", "valid")


def sign(words: Catalogue) -> click.Command:
    """`votes sign`: seal the return of a unit."""

    def run(ctx: click.Context, place: str, key: str, signer: str, yes: bool, dry_run: bool, **said: Any) -> int:
        desk = Desk(ctx, words, dry_run)
        edition, *unit_of = place.split("/")
        given = [name for name in ("closed", *map(_field, FIGURES)) if said[name] is not None]
        if not unit_of and not given:
            known_edition(words, load_city(desk.source, desk.now.folder.schemas), edition)
            texts = sealing.sealed_units(desk.source, edition) or (f"votes/{edition}/MANIFEST",)
            ends = [desk.seal(edition, desk.standing(t), signer, key, yes, last=t is texts[-1]) for t in texts]
            return max(ends)
        unit = unit_place(words, desk.source, desk.city.config.id, place, merged=True)
        path = f"votes/{place}/MANIFEST"
        again = not given and bool(said["note"].strip() or said["anew"])
        if not given and not again and inventory.fits(inventory.take(desk.source, edition), unit[1:]):
            return desk.seal(edition, desk.standing(path), signer, key, yes)
        published = desk.as_published(path)
        minutes = _minutes_again(desk, path, published, said) if again else None
        drafted = sealing.draft_unit(
            published, *unit, minutes or _minutes(desk, path, said), city_id=desk.city.config.id, signed=desk.clock
        )
        drafted = drafted if said["anew"] else sealing.shared_text(desk.source, drafted)
        return desk.seal(edition, _with_reason(words, drafted), signer, key, yes)

    return verb(
        words,
        "votes.sign",
        run,
        click.Argument(["place"], metavar="EDITION[/CONTEST/UNIT]"),
        *_options(words),
        click.Option(["--closed"], metavar="2027-04-04T18:00", help=words.say("cli.votes.closed")),
        click.Option(["--note"], default="", help=words.say("cli.votes.note")),
        *(
            click.Option([f"--{name}"], type=Whole(words), help=words.say(f"cli.votes.figure.{name}"))
            for name in FIGURES
        ),
    )


def _field(figure: str) -> str:
    return figure.replace("-", "_")


def _asked(words: Catalogue, said: Mapping[str, Any], before: Manifest | None) -> dict[str, Any]:
    """The minutes as a person at the terminal answers, figure after figure; those of the text before are offered."""

    def ask(name: str, **more: Any) -> Any:
        return click.prompt(words.say(f"cli.votes.{name}").rstrip("."), err=True, **more)

    def figure(name: str) -> Any:
        said_before = getattr(before.figures, _field(name)) if before else None
        return ask(f"figure.{name}", type=Whole(words), default=said_before)

    answers = dict(said) | {"closed": ask("closed", default=moment_written(before.closed) if before else None)}
    answers |= {_field(name): figure(name) for name in FIGURES}
    return answers | {"note": said["note"] or ask("note", default="", show_default=False)}


def _minutes_again(desk: Desk, path: str, published: Source, said: Mapping[str, Any]) -> Minutes | None:
    """The figures of the text that lies there, for a text that differs in its note or its time; None where none can be
    read. What a published version remarked is no reason to replace it."""
    before = desk.earlier(path)
    if before is None:
        return None
    kept = before.note if sealing.standing(published, path) is None else ""
    return compose.minutes_of(before, said["note"].strip() or kept)


def _minutes(desk: Desk, path: str, typed: Mapping[str, Any]) -> Minutes:
    """What was typed of a unit's minutes, or is answered now; raises `click.UsageError` where something is left out."""
    none = all(typed[_field(name)] is None for name in ("closed", *FIGURES))
    said = _asked(desk.words, typed, desk.earlier(path)) if none and asked() else typed
    figures = {_field(name): said[_field(name)] for name in FIGURES}
    missing = [name for name in ("closed", *FIGURES) if said[_field(name)] is None]
    if missing:
        options = tuple(f"--{name}" for name in missing)
        raise click.UsageError(desk.words.say("cli.votes.figures_missing", options=options))
    return Minutes(_closed(desk, said["closed"]), **figures, note=said["note"].strip())


def _closed(desk: Desk, written: str) -> datetime:
    """The end of the vote in UTC; said where it was typed by the clocks of the city."""
    try:
        when = moment_said(written, desk.zone)
    except OddMomentError as odd:
        raise click.UsageError(desk.words.say(f"cli.votes.closing.{odd.code}", **odd.params)) from None
    if moment_written(when) != written:
        said = {"found": written, "utc": moment_written(when), "local": when, "zone": desk.zone.key}
        click.echo(desk.words.say("cli.votes.closing.understood", **said), err=True)
    return when


def _with_reason(words: Catalogue, drafted: Drafted) -> Drafted:
    """The same draft; raises `click.UsageError` where it replaces a version and does not say why."""
    if seq := sealing.unexplained(drafted):
        raise click.UsageError(words.say("cli.votes.reason", path=drafted.path, seq=seq))
    return drafted


def proclaim(words: Catalogue) -> click.Command:
    """`votes proclaim`: seal the proclamation of an edition."""

    def run(ctx: click.Context, edition: str, key: str, signer: str, yes: bool, dry_run: bool, **said: Any) -> int:
        desk = Desk(ctx, words, dry_run)
        known_edition(words, load_city(desk.source, desk.now.folder.schemas), edition)
        gone = sealing.withdrawn(desk.source, desk.city, edition)
        act = sealing.Act(said["seed"], said["draw"], said["note"].strip(), gone, said["anew"])
        drafted = sealing.draft_act(
            desk.source,
            desk.as_published(f"votes/{edition}/PROCLAMATION"),
            edition,
            act,
            city_id=desk.city.config.id,
            signed=desk.clock,
        )
        return desk.seal(edition, _with_reason(words, drafted), signer, key, yes)

    return verb(
        words,
        "votes.proclaim",
        run,
        click.Argument(["edition"]),
        *_options(words),
        click.Option(["--seed"], help=words.say("cli.votes.seed")),
        click.Option(["--draw"], help=words.say("cli.votes.draw")),
        click.Option(["--note"], default="", help=words.say("cli.votes.note")),
    )


def _options(words: Catalogue) -> list[click.Parameter]:
    return [
        click.Option(["--key"], default="", metavar="FILE", help=words.say("cli.votes.key")),
        click.Option(["--signer"], default="", metavar="NAME", help=words.say("cli.votes.signer")),
        click.Option(["--anew"], is_flag=True, help=words.say("cli.votes.anew")),
        click.Option(["--yes"], is_flag=True, help=words.say("cli.votes.yes")),
        dry_run_option(words),
    ]
