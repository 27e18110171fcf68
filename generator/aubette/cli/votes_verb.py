"""`aubette votes`: check sealed results as a whole; seal a return or a proclamation."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from aubette.cli.options import EXIT_CLEAN, EXIT_FINDINGS, colour_wanted, format_option, situation, verb
from aubette.load.city import load_city
from aubette.model.report import Report
from aubette.report.registry import FORMATS, write
from aubette.votes.compose import Minutes
from aubette.votes.keygen import KeygenError
from aubette.words.catalogue import Catalogue
from aubette.workflow.results import edition_results
from aubette.workflow.sealing import Drafted, draft_proclamation, draft_unit, seals
from aubette.workflow.writing import write_files

FIGURES = ("roll", "ballots-found", "blank", "null", "valid")


def command(words: Catalogue) -> click.Command:
    """The group in the words of one language."""
    group = click.Group("votes", help=words.say("cli.votes.about"), short_help=words.say("cli.votes.help"))
    group.add_command(_verify(words))
    group.add_command(_sign(words))
    group.add_command(_proclaim(words))
    return group


def _verify(words: Catalogue) -> click.Command:
    def run(ctx: click.Context, edition: str, form: str) -> int:
        now = situation(ctx, words)
        loaded = load_city(now.folder.source, now.folder.schemas)
        found = loaded.city.edition(edition) if loaded.city else None
        if loaded.city is None or found is None:
            raise click.UsageError(words.say("cli.count.unknown", edition=edition, known=()))
        results = edition_results(now.folder.source, loaded.city, found, {})
        files = len(list(now.folder.source.entries(f"votes/{edition}")))
        said = write(Report(results.findings, files), form, now.words, now.folder.source.read, colour=colour_wanted())
        click.echo(said, nl=False)
        sound = not results.broken and bool(results.outcomes)
        if form == "text":
            click.echo(words.say("cli.votes.sound" if sound else "cli.votes.unsound", edition=edition))
        return EXIT_CLEAN if sound else EXIT_FINDINGS

    return verb(words, "votes.verify", run, click.Argument(["edition"]), format_option(words, *FORMATS))


def _sign(words: Catalogue) -> click.Command:
    def run(
        ctx: click.Context, place: str, key: str, signer: str, closed: datetime, note: str, yes: bool, **figures: int
    ) -> int:
        now = situation(ctx, words)
        try:
            edition, contest, unit = place.split("/")
        except ValueError:
            raise click.UsageError(words.say("cli.votes.place", place=place)) from None
        counts = {name.replace("-", "_"): figures[name.replace("-", "_")] for name in FIGURES}
        minutes = Minutes(closed.replace(tzinfo=UTC), **counts, note=note)
        source, city_id = now.folder.source, _city_id(ctx, words)
        drafted = draft_unit(source, edition, contest, unit, minutes, city_id=city_id, signed=_now())
        return _seal(ctx, words, drafted, signer, Path(key), yes)

    return verb(
        words,
        "votes.sign",
        run,
        click.Argument(["place"], metavar="EDITION/CONTEST/UNIT"),
        *_signer_options(words),
        click.Option(
            ["--closed"], type=click.DateTime(["%Y-%m-%dT%H:%M:%SZ"]), required=True, help=words.say("cli.votes.closed")
        ),
        click.Option(["--note"], default="", help=words.say("cli.votes.note")),
        *(
            click.Option([f"--{name}"], type=int, required=True, help=words.say(f"cli.votes.figure.{name}"))
            for name in FIGURES
        ),
    )


def _proclaim(words: Catalogue) -> click.Command:
    def run(ctx: click.Context, edition: str, key: str, signer: str, draw: str | None, note: str, yes: bool) -> int:
        now = situation(ctx, words)
        drafted = draft_proclamation(
            now.folder.source, edition, city_id=_city_id(ctx, words), signed=_now(), draw=draw, note=note
        )
        return _seal(ctx, words, drafted, signer, Path(key), yes)

    return verb(
        words,
        "votes.proclaim",
        run,
        click.Argument(["edition"]),
        *_signer_options(words),
        click.Option(["--draw"], help=words.say("cli.votes.draw")),
        click.Option(["--note"], default="", help=words.say("cli.votes.note")),
    )


def _signer_options(words: Catalogue) -> list[click.Parameter]:
    return [
        click.Option(["--key"], required=True, metavar="FILE", help=words.say("cli.votes.key")),
        click.Option(["--signer"], required=True, metavar="NAME", help=words.say("cli.votes.signer")),
        click.Option(["--yes"], is_flag=True, help=words.say("cli.votes.yes")),
    ]


def _city_id(ctx: click.Context, words: Catalogue) -> str:
    now = situation(ctx, words)
    city = load_city(now.folder.source, now.folder.schemas).city
    if city is None:
        raise click.UsageError(words.say("cli.history.no_city"))
    return city.config.id


def _now() -> datetime:
    """The moment of signing: a seal is the one thing here that happens at a time."""
    return datetime.now(UTC).replace(microsecond=0)


def _seal(ctx: click.Context, words: Catalogue, drafted: Drafted, signer: str, key: Path, yes: bool) -> int:
    """Show the figures, ask, sign and write; a text that another signer already sealed is signed as it stands."""
    now = situation(ctx, words)
    if not drafted.sound:
        said = write(Report(drafted.findings, 0), "text", now.words, now.folder.source.read, colour=colour_wanted())
        click.echo(said, nl=False)
        return EXIT_FINDINGS
    drafted = _standing(now.folder.root, drafted)
    click.echo((drafted.text or b"").decode())
    if not yes and not click.confirm(words.say("cli.votes.confirm")):
        return EXIT_FINDINGS
    try:
        files = seals(drafted, {signer: key}, _city_id(ctx, words))
    except KeygenError as error:
        raise click.ClickException(words.say("cli.votes.keygen", reason=str(error))) from None
    for path in write_files(now.folder.root, files):
        click.echo(path)
    return EXIT_CLEAN


def _standing(root: Path, drafted: Drafted) -> Drafted:
    """The text that already stands there when only its moment of signing differs, so that several people seal one."""
    there = root / drafted.path
    if not there.is_file() or drafted.text is None:
        return drafted
    standing = there.read_bytes()
    return Drafted(drafted.path, standing, ()) if _same_figures(standing, drafted.text) else drafted


def _same_figures(first: bytes, second: bytes) -> bool:
    moving = (b"# signed:", b"# seq:", b"# supersedes:")
    kept = [[line for line in text.splitlines() if not line.startswith(moving)] for text in (first, second)]
    return kept[0] == kept[1]
