"""`aubette votes sign` and `votes proclaim`: show the figures, ask, seal, and write only what will count."""

from __future__ import annotations

import os
from datetime import UTC
from pathlib import Path
from typing import Any

import click

from aubette.cli.options import (
    EXIT_CLEAN,
    EXIT_FINDINGS,
    Situation,
    colour_wanted,
    confirmed,
    dry_run_option,
    situation,
    verb,
)
from aubette.history.git import open_repository
from aubette.load.city import load_city
from aubette.model.city import City
from aubette.model.finding import Finding
from aubette.model.report import Report
from aubette.model.source import Source
from aubette.report.registry import write
from aubette.votes import proclamation
from aubette.votes.compose import Minutes
from aubette.votes.keygen import KeygenError
from aubette.words.catalogue import Catalogue
from aubette.workflow import sealing
from aubette.workflow.moment import moment
from aubette.workflow.proclaiming import undecided
from aubette.workflow.sealing import Drafted
from aubette.workflow.votes_past import last_published
from aubette.workflow.writing import write_files

FIGURES = ("roll", "ballots-found", "blank", "null", "valid")
MOMENT = click.DateTime(["%Y-%m-%dT%H:%M:%SZ"])


def sign(words: Catalogue) -> click.Command:
    """`votes sign`: seal the return of a unit."""

    def run(
        ctx: click.Context, place: str, key: str, signer: str, yes: bool, anew: bool, dry_run: bool, **said: Any
    ) -> int:
        desk, closed, note = Desk(ctx, words, dry_run), said.pop("closed"), said.pop("note")
        figures: dict[str, int | None] = said
        edition, *unit_of = place.split("/")
        given = [value for value in (closed, *figures.values()) if value is not None]
        if len(unit_of) not in (0, 2) or (given and not unit_of):
            raise click.UsageError(words.say("cli.votes.place", place=place))
        path = f"votes/{place}/MANIFEST"
        if not given:
            texts = (path,) if unit_of else sealing.sealed_units(desk.source, edition)
            return max(desk.seal(edition, desk.standing(text), signer, Path(key), yes) for text in texts or (path,))
        if closed is None or len(given) <= len(FIGURES):
            raise click.UsageError(words.say("cli.votes.some_figures"))
        minutes = Minutes(closed.replace(tzinfo=UTC), **{n: v for n, v in figures.items() if v is not None}, note=note)
        source, city_id = desk.as_published(path), desk.city.config.id
        drafted = sealing.draft_unit(
            source, edition, unit_of[0], unit_of[1], minutes, city_id=city_id, signed=desk.clock
        )
        drafted = drafted if anew else sealing.shared_text(desk.source, drafted)
        return desk.seal(edition, drafted, signer, Path(key), yes)

    return verb(
        words,
        "votes.sign",
        run,
        click.Argument(["place"], metavar="EDITION[/CONTEST/UNIT]"),
        *_options(words),
        click.Option(["--closed"], type=MOMENT, help=words.say("cli.votes.closed")),
        click.Option(["--note"], default="", help=words.say("cli.votes.note")),
        *(click.Option([f"--{name}"], type=int, help=words.say(f"cli.votes.figure.{name}")) for name in FIGURES),
    )


def proclaim(words: Catalogue) -> click.Command:
    """`votes proclaim`: seal the proclamation of an edition."""

    def run(
        ctx: click.Context,
        edition: str,
        key: str,
        signer: str,
        seed: str | None,
        draw: str | None,
        note: str,
        anew: bool,
        yes: bool,
        dry_run: bool,
    ) -> int:
        desk = Desk(ctx, words, dry_run)
        before = sealing.carried(desk.source, edition)
        gone = sealing.withdrawn(desk.source, desk.city, edition)
        drafted = sealing.draft_proclamation(
            desk.as_published(f"votes/{edition}/PROCLAMATION"),
            edition,
            city_id=desk.city.config.id,
            signed=desk.clock,
            seed=seed or before[0],
            draw=draw or before[1],
            note=proclamation.note_of(gone, note or before[2]),
        )
        drafted = drafted if anew else sealing.shared_text(desk.source, drafted)
        return desk.seal(edition, drafted, signer, Path(key), yes)

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
        click.Option(["--key"], required=True, metavar="FILE", help=words.say("cli.votes.key")),
        click.Option(["--signer"], required=True, metavar="NAME", help=words.say("cli.votes.signer")),
        click.Option(["--anew"], is_flag=True, help=words.say("cli.votes.anew")),
        click.Option(["--yes"], is_flag=True, help=words.say("cli.votes.yes")),
        dry_run_option(words),
    ]


class Desk:
    """Where a signer sits: the city as it stands, what of it is published, the clock."""

    def __init__(self, ctx: click.Context, words: Catalogue, dry_run: bool = False) -> None:
        self.now: Situation = situation(ctx, words)
        self.words, self.root, self.dry_run = words, self.now.folder.root, dry_run
        self.source: Source = self.now.folder.source
        city = load_city(self.source, self.now.folder.schemas).city
        if city is None:
            raise click.UsageError(words.say("cli.history.no_city"))
        self.city: City = city
        self.clock = moment(os.environ)

    def as_published(self, path: str) -> Source:
        """The city's files, with the last published version of one text; without git, what lies there was published."""
        repository = open_repository(self.root)
        if repository is None or repository.head is None:
            return self.source
        return sealing.as_published(self.source, path, last_published(repository, path))

    def standing(self, path: str) -> Drafted:
        """The text that lies there, to be sealed as it is; raises `click.UsageError` where there is none."""
        text = sealing.standing(self.source, path)
        if text is None:
            raise click.UsageError(self.words.say("cli.votes.some_figures"))
        return Drafted(path, text, ())

    def seal(self, edition: str, drafted: Drafted, signer: str, key: Path, yes: bool) -> int:
        """Show the text, ask, sign, judge what came out, and write it."""
        if not drafted.sound:
            click.echo(self.words.say("cli.votes.nothing_written"), err=True)
            return self.tell(drafted.findings)
        click.echo((drafted.text or b"").decode("utf-8", "replace"))
        if self.dry_run:
            click.echo(self.words.say("cli.votes.would", path=f"{drafted.path}.{signer}.sig"), err=True)
            return EXIT_CLEAN
        if not yes and not confirmed(self.words, self.words.say("cli.votes.confirm")):
            return EXIT_FINDINGS
        try:
            files = sealing.seals(drafted, {signer: key.expanduser()}, self.city.config.id)
        except KeygenError as error:
            raise click.ClickException(self.words.say("cli.votes.keygen", reason=str(error))) from None
        gone = tuple(path for path in sealing.stale(self.source, drafted, self.city.config.id) if path not in files)
        found = sealing.trial(self.source, self.city, edition, files, gone, self.clock)
        wrong, others = sealing.split(found, drafted.path, signer)
        wrong = wrong or undecided(self.source, self.city, edition, files, self.clock)
        if wrong:
            click.echo(self.words.say("cli.votes.nothing_written"), err=True)
            return self.tell(wrong)
        self._write(files, gone)
        for one in others:
            click.echo(f"{one.place.file}: {self.words.finding(one.code, one.params).message}", err=True)
        return EXIT_CLEAN

    def _write(self, files: dict[str, bytes], gone: tuple[str, ...]) -> None:
        for path in write_files(self.root, files):
            click.echo(path)
        for path in gone:
            (self.root / path).unlink(missing_ok=True)
            click.echo(self.words.say("cli.votes.removed", path=path))

    def tell(self, findings: tuple[Finding, ...]) -> int:
        """Print findings and give the exit code for them."""
        said = write(Report(findings, 0), "text", self.now.words, self.source.read, colour=colour_wanted())
        click.echo(said, nl=False)
        return EXIT_FINDINGS
