"""`aubette votes trust`: who may seal; the lists of trusted and revoked keys without writing them by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click

from aubette.cli.editions import known_edition
from aubette.cli.options import EXIT_CLEAN, situation, verb
from aubette.load.city import load_city
from aubette.model.finding import Finding
from aubette.votes import inventory, keyring, manifest
from aubette.votes.policy import read_policy
from aubette.votes.trust import read_signers
from aubette.words.catalogue import Catalogue
from aubette.words.pasted import values
from aubette.workflow.sealing import standing
from aubette.workflow.writing import write_files

DAY = click.DateTime(["%Y-%m-%d"])


def command(words: Catalogue) -> click.Group:
    """The group in the words of one language."""
    group = click.Group("trust", help=words.say("cli.votes.trust.about"), short_help=words.say("cli.votes.trust.help"))
    for made in (_show, _add, _end, _revoke):
        group.add_command(made(words))
    return group


class Lists:
    """The two lists of an edition, as they stand."""

    def __init__(self, ctx: click.Context, words: Catalogue, edition: str) -> None:
        now = situation(ctx, words)
        city, _ = known_edition(words, load_city(now.folder.source, now.folder.schemas), edition)
        self.words, self.root = words, now.folder.root
        self.namespace = manifest.namespace(city.config.id)
        folder = inventory.trust_folder(edition)
        self.paths = {name: f"{folder}/{name}" for name in (inventory.SIGNERS, inventory.REVOKED)}
        self.policy_path, self.policy = f"{folder}/{inventory.POLICY}", city.policies.get(edition)
        held = {name: standing(now.folder.source, path) or b"" for name, path in self.paths.items()}
        self.signers, self.revoked = held[inventory.SIGNERS], held[inventory.REVOKED]

    def write(self, name: str, change: Callable[[], bytes]) -> int:
        """Write a list anew and say so."""
        try:
            made = change()
        except keyring.KeyringError as error:
            raise click.ClickException(self._refused(error)) from None
        for path in write_files(self.root, {self.paths[name]: made}):
            click.echo(path)
        if name == inventory.SIGNERS:
            self.signers = made
        return EXIT_CLEAN

    def _refused(self, error: keyring.KeyringError) -> str:
        wrong = error.params.get("finding")
        if not isinstance(wrong, Finding):
            return self.words.say(f"cli.votes.trust.{error.code}", **error.params)
        told = self.words.finding(wrong.code, values(wrong))
        return f"{told.message}. {told.fix}"

    def seats(self, signer: str) -> None:
        """Say where a signer whose key is trusted now is in no college (a slip, perhaps), and who is still without."""
        principals = [one.principal for one in read_signers("", self.signers, self.namespace).value]
        found = read_policy("", self.policy, principals).findings if self.policy else ()
        for one in found:
            if one.code == "votes/signer-without-college" and one.params["signer"] == signer:
                told = self.words.finding(one.code, values(one))
                click.echo(f"{self.policy_path}: {told.message}. {told.cause} {told.fix}", err=True)
        waited = tuple(str(one.params["signer"]) for one in found if one.code == "votes/policy-unknown-signer")
        if waited:
            click.echo(self.words.say("cli.votes.trust.waiting", names=waited), err=True)


def _show(words: Catalogue) -> click.Command:
    def run(ctx: click.Context, edition: str) -> int:
        lists = Lists(ctx, words, edition)
        for one in read_signers("", lists.signers, lists.namespace).value:
            days = f"{one.after:%Y-%m-%d} .. {one.before:%Y-%m-%d}"
            click.echo(f"{one.principal}  {one.key.fingerprint}  {days}")
        return EXIT_CLEAN

    return verb(words, "votes.trust.show", run, click.Argument(["edition"]))


def _add(words: Catalogue) -> click.Command:
    def run(ctx: click.Context, edition: str, signer: str, public: str, since: datetime, until: datetime) -> int:
        lists = Lists(ctx, words, edition)
        written = _handed_in(words, Path(public).expanduser())
        days = (since.date(), until.date())

        def change() -> bytes:
            key = keyring.public_key(written)
            return keyring.added(lists.signers, signer, key, lists.namespace, days)

        done = lists.write(inventory.SIGNERS, change)
        lists.seats(signer)
        return done

    return verb(
        words,
        "votes.trust.add",
        run,
        click.Argument(["edition"]),
        _signer(words),
        click.Option(["--public"], required=True, metavar="FILE.pub", help=words.say("cli.votes.trust.public")),
        click.Option(["--from", "since"], type=DAY, required=True, help=words.say("cli.votes.trust.from")),
        click.Option(["--until"], type=DAY, required=True, help=words.say("cli.votes.trust.until")),
    )


def _handed_in(words: Catalogue, file: Path) -> bytes:
    """The bytes of the file of a key; raises `click.ClickException` where it is none, as an agent's socket is."""
    if file.is_socket():
        raise click.ClickException(words.say("cli.votes.trust.socket", file=str(file)))
    try:
        return file.read_bytes()
    except OSError as error:
        raise click.ClickException(words.say("cli.cannot_read", file=str(file), reason=error.strerror or "")) from None


def _end(words: Catalogue) -> click.Command:
    def run(ctx: click.Context, edition: str, signer: str, fingerprint: str, until: datetime) -> int:
        lists = Lists(ctx, words, edition)
        return lists.write(
            inventory.SIGNERS,
            lambda: keyring.ended(lists.signers, signer, fingerprint, lists.namespace, until.date()),
        )

    return verb(
        words,
        "votes.trust.end",
        run,
        click.Argument(["edition"]),
        _signer(words),
        _fingerprint(words),
        click.Option(["--until"], type=DAY, required=True, help=words.say("cli.votes.trust.until")),
    )


def _revoke(words: Catalogue) -> click.Command:
    def run(ctx: click.Context, edition: str, signer: str, fingerprint: str) -> int:
        lists = Lists(ctx, words, edition)
        return lists.write(
            inventory.REVOKED,
            lambda: keyring.revoked(lists.revoked, lists.signers, signer, fingerprint, lists.namespace),
        )

    return verb(words, "votes.trust.revoke", run, click.Argument(["edition"]), _signer(words), _fingerprint(words))


def _signer(words: Catalogue) -> click.Option:
    return click.Option(["--signer"], required=True, metavar="NAME", help=words.say("cli.votes.trust.name"))


def _fingerprint(words: Catalogue) -> click.Option:
    return click.Option(
        ["--fingerprint"], default="", metavar="SHA256:...", help=words.say("cli.votes.trust.fingerprint")
    )
