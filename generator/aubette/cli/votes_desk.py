"""Where a signer sits: the text is shown, the question is put, the seal is judged, and what comes next is said."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn
from zoneinfo import ZoneInfo

import click

from aubette.cli.options import (
    EXIT_CLEAN,
    EXIT_FINDINGS,
    Situation,
    colour_wanted,
    confirmed,
    situation,
)
from aubette.cli.votes_place import Place
from aubette.history.git import open_repository
from aubette.load.city import load_city
from aubette.model.city import City
from aubette.model.finding import Finding
from aubette.model.report import Report
from aubette.model.seal import Manifest
from aubette.model.source import Source
from aubette.report.registry import write
from aubette.votes import chain, inventory, manifest
from aubette.votes.keygen import KeygenError
from aubette.votes.trust import AllowedSigner
from aubette.words.catalogue import Catalogue
from aubette.words.pasted import values
from aubette.workflow import next_step, sealing
from aubette.workflow.keys_at_hand import holder, own_keys
from aubette.workflow.moment import moment
from aubette.workflow.next_step import Who
from aubette.workflow.proclaiming import undecided
from aubette.workflow.sealing import Drafted
from aubette.workflow.votes_past import last_published
from aubette.workflow.writing import write_files


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
        self.elsewhere = str(ctx.find_root().params.get("city") or "")

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the city's clocks."""
        return ZoneInfo(self.now.words.formats.time_zone)

    def as_published(self, path: str) -> Source:
        """The city's files, with the last published version of one text; without git, what lies there was published."""
        repository = open_repository(self.root)
        if repository is None or repository.head is None:
            return self.source
        return sealing.as_published(self.source, path, last_published(repository, path))

    def _forks(self, drafted: Drafted) -> tuple[Finding, ...]:
        """Why a text does not follow the published one: whoever seals a text that was changed seals the change."""
        published = sealing.standing(self.as_published(drafted.path), drafted.path)
        return chain.broken(drafted.path, published, drafted.text or b"")

    def earlier(self, path: str) -> Manifest | None:
        """What the text that lies there says of a unit, where it can be read."""
        text = sealing.standing(self.source, path)
        return manifest.read(path, text).value if text is not None else None

    def standing(self, path: str) -> Drafted:
        """The text that lies there, to be sealed as it is; raises `click.UsageError` where there is none."""
        text = sealing.standing(self.source, path)
        if text is None:
            raise click.UsageError(self.words.say("cli.votes.some_figures"))
        return Drafted(path, text, ())

    def seal(self, edition: str, drafted: Drafted, signer: str, key: str, yes: bool, *, last: bool = True) -> int:
        """Show the text, ask, sign, judge what came out, write it, and say what comes next.

        `key` is empty where the key is to be looked for in `~/.ssh`; what comes next is said after the `last` of texts.
        """
        if wrong := drafted.findings if not drafted.sound else self._forks(drafted):
            click.echo(self.words.say("cli.votes.nothing_written"), err=True)
            code = self.tell(wrong, edition)
            self._untyped(edition, drafted.path)
            return code
        if self.dry_run:
            click.echo((drafted.text or b"").decode("utf-8", "replace"))
            path = f"{drafted.path}.{signer}.sig" if signer else drafted.path
            click.echo(self.words.say("cli.votes.would", path=path), err=True)
            return EXIT_CLEAN
        signer, file = self._signer(edition, signer, key)
        click.echo((drafted.text or b"").decode("utf-8", "replace"))
        if not yes and not confirmed(self.words, self.words.say("cli.votes.confirm")):
            click.echo(self.words.say("cli.votes.nothing"), err=True)
            return EXIT_FINDINGS
        files = self._signed(drafted, signer, file)
        gone = tuple(path for path in sealing.stale(self.source, drafted, self.city.config.id) if path not in files)
        found = sealing.trial(self.source, self.city, edition, files, gone, self.clock)
        wrong, others = sealing.split(found, drafted.path, signer)
        wrong = wrong or undecided(self.source, self.city, edition, files, self.clock)
        if wrong:
            click.echo(self.words.say("cli.votes.nothing_written"), err=True)
            return self.tell(wrong, edition)
        self._write(files, gone)
        for one in others:
            click.echo(f"{one.place.file}: {self.words.finding(one.code, values(one)).message}", err=True)
        if last:
            self.next(edition, drafted.path, Who(signer, ("--key", key) if key else ()))
        return EXIT_CLEAN

    def _signed(self, drafted: Drafted, signer: str, file: Path) -> dict[str, bytes]:
        """The text with its new seal; raises `click.ClickException` where the key does not sign."""
        try:
            return sealing.seals(drafted, {signer: file}, self.city.config.id)
        except KeygenError as error:
            why = "keygen_held" if file.suffix == ".pub" and file.is_file() else "keygen"
            said = self.words.say(f"cli.votes.{why}", reason=str(error), file=str(file))
            raise click.ClickException(said) from None

    def _signer(self, edition: str, signer: str, key: str) -> tuple[str, Path]:
        """Who seals and with which file: what is not named is found by the trusted keys that lie in `~/.ssh`."""
        trusted = next_step.evening(self.source, self.city, edition).trust.signers
        if key:
            file = Path(key).expanduser()
            return signer or holder(file, trusted) or self._unnamed(trusted), file
        held = own_keys(Path.home() / ".ssh", trusted)
        name = signer or (next(iter(held)) if len(held) == 1 else self._unnamed(trusted))
        if name not in held:
            raise click.UsageError(self.words.say("cli.votes.no_key", signer=name))
        return name, held[name]

    def _unnamed(self, trusted: Iterable[AllowedSigner]) -> NoReturn:
        names = tuple(dict.fromkeys(one.principal for one in trusted))
        raise click.UsageError(self.words.say("cli.votes.no_signer" if names else "cli.votes.nobody", known=names))

    def _write(self, files: dict[str, bytes], gone: tuple[str, ...]) -> None:
        for path in write_files(self.root, files):
            click.echo(path)
        for path in gone:
            (self.root / path).unlink(missing_ok=True)
            click.echo(self.words.say("cli.votes.removed", path=path))

    def next(self, edition: str, path: str, who: Who) -> None:
        """Say the step after a text was sealed: another seal, another unit, the act, or to keep what was done."""
        step = next_step.after(next_step.evening(self.source, self.city, edition), path, who)
        say_next(self.words, next_step.pasted(step, self.elsewhere) if step else self._kept(edition, path))

    def _untyped(self, edition: str, path: str) -> None:
        """Where a unit has no tally yet, typing it comes first."""
        key = tuple(path.split("/")[2:4])
        if path.endswith(f"/{inventory.MANIFEST}") and len(key) == len(("contest", "unit")):
            step = next_step.of_unit(next_step.evening(self.source, self.city, edition), (key[0], key[1]), Who())
            if step and step[1] == "tally":
                say_next(self.words, next_step.pasted(step, self.elsewhere))

    def _kept(self, edition: str, path: str) -> str:
        """The commands that record sealed votes, where git does, and verify them."""
        verify = next_step.pasted(("votes", "verify", edition), self.elsewhere)
        if open_repository(self.root) is None:
            return verify
        subject = self.words.say(f"cli.votes.subject.{path.rpartition('/')[2]}", edition=edition)
        git = ("git", *(("-C", self.elsewhere) if self.elsewhere else ()))
        add = shlex.join((*git, "add", inventory.VOTES, inventory.TRUST))
        commit = shlex.join((*git, "commit", "-m", subject))
        return f"{add} && {commit} && {verify}"

    def tell(self, findings: tuple[Finding, ...], edition: str) -> int:
        """Print findings and give the exit code for them."""
        report = Report(findings, votes_read(self.source, edition))
        said = write(report, "text", self.now.words, self.source.read, colour=colour_wanted())
        click.echo(said, nl=False)
        return EXIT_FINDINGS


def say_next(words: Catalogue, command: str) -> None:
    """The line of the next command; no sentence of it is set as text, so that it can be pasted."""
    click.echo(f"{words.say('cli.votes.next')} {command}", err=True)


def say_unit_next(ctx: click.Context, words: Catalogue, source: Source, city: City, place: Place) -> None:
    """What a unit waits for, once its tally or its record of double votes was written."""
    edition, *key = place
    step = next_step.of_unit(next_step.evening(source, city, edition), (key[0], key[1]), Who())
    if step:
        say_next(words, next_step.pasted(step, str(ctx.find_root().params.get("city") or "")))


def votes_read(source: Source, edition: str) -> int:
    """How many files the votes of an edition and its trusted keys are."""
    return sum(
        len(tuple(source.entries(under)))
        for under in (inventory.votes_folder(edition), inventory.trust_folder(edition))
    )


def asked() -> bool:
    """Whether somebody sits at a terminal to answer questions."""
    return sys.stdin.isatty()
