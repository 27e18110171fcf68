"""What comes next on the evening of the count, as a command to paste: a seal, the next unit, the act."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from aubette.model.city import City
from aubette.model.evidence import FrozenBallot
from aubette.model.seal import Manifest
from aubette.model.source import Source
from aubette.votes import audit, authenticity, chain, frozen, inventory, manifest, proclamation, trust
from aubette.votes.inventory import Holdings, SignedText
from aubette.votes.sealed import digest
from aubette.votes.trust import Trust

Command = tuple[str, ...]
LACKING = ("votes/not-signed", "votes/too-few-signatures", "votes/college-without-signature")


@dataclass(frozen=True)
class Who:
    """Who just did something, and by which options; `options` name their key where they typed it."""

    signer: str = ""
    options: Command = ()


@dataclass(frozen=True)
class Evening:
    """An edition's votes as they stand now."""

    edition: str
    held: Holdings
    trust: Trust
    ballot: FrozenBallot | None
    namespace: str

    @property
    def threshold(self) -> int:
        """How many keys seal a unit."""
        return self.trust.policy.threshold if self.trust.policy else 1

    @property
    def act_threshold(self) -> int:
        """How many keys seal the proclamation."""
        return self.trust.policy.proclamation_threshold if self.trust.policy else 1


def evening(source: Source, city: City, edition: str) -> Evening:
    """Read what lies there."""
    held, namespace = inventory.take(source, edition), manifest.namespace(city.config.id)
    trusted = trust.read(held.trust, city.policies.get(edition), edition, namespace).value
    return Evening(edition, held, trusted, frozen.read(city.config.id, edition, held.ballot).value, namespace)


def pasted(command: Command, city: str = "") -> str:
    """A command of ours as a shell takes it, for a city in another folder where one was named."""
    return shlex.join(("aubette", *(("-C", city) if city else ()), *command))


def after(now: Evening, path: str, who: Who) -> Command | None:
    """The step after a text was sealed; None when nothing is left to seal."""
    if path == now.held.audit.path:
        return _waited(now, now.held.audit, ("votes", "audit", now.edition), now.threshold, who)
    act = now.held.proclamation
    if path == act.path:
        return _waited(now, act, ("votes", "proclaim", now.edition), now.act_threshold, who)
    first = tuple(path.split("/")[2:4])
    units = sorted(_units(now), key=lambda key: key != first)
    return next((step for key in units if (step := of_unit(now, key, who))), None) or of_act(now, who)


def _units(now: Evening) -> list[tuple[str, str]]:
    return [(one.contest, one.unit) for one in now.ballot.units] if now.ballot else []


def of_unit(now: Evening, key: tuple[str, str], who: Who) -> Command | None:
    """What one unit waits for: its tally, its text, a seal; None when it is sealed."""
    place = "/".join((now.edition, *key))
    text = now.held.units.get(key)
    if text is None or manifest.TALLY not in text.files:
        return "votes", "tally", place
    if not inventory.fits(now.held, key):
        signer = who.signer or next(willing(now), "")
        return ("votes", "sign", place, *_signed(signer, who)) if signer else _nobody(now)
    return _waited(now, text, ("votes", "sign", place), now.threshold, who)


def of_act(now: Evening, who: Who) -> Command | None:
    """The proclamation, where there is none or it is not the one of these units."""
    act = now.held.proclamation
    said = proclamation.read(act.path, act.text).value if act.text is not None else None
    listed = {one.path: one.sha256 for one in said.checksums} if said else {}
    actual = {path: digest(data) for path, data in inventory.proclaimed(now.held, now.edition).items()}
    command = ("votes", "proclaim", now.edition)
    if said and listed == actual:
        return _waited(now, act, command, now.act_threshold, who)
    signer = who.signer or next(willing(now), "")
    changed = [path for path in sorted(actual) if listed.get(path) != actual[path]] if said else []
    reasons = "; ".join(_reasons(now, changed))
    return (*command, *_signed(signer, who), *(("--note", reasons) if reasons else ())) if signer else _nobody(now)


def _reasons(now: Evening, changed: list[str]) -> Iterator[str]:
    """What corrected units say of themselves, for the note of the act that replaces another."""
    for path in changed:
        contest, _, unit = path.removesuffix(f"/{inventory.MANIFEST}").partition("/")
        said = _manifest(now.held.units.get((contest, unit)))
        if said is not None and said.seq > 1 and said.note:
            yield f"{said.contest}/{said.unit}: {said.note}"


def _manifest(text: SignedText | None) -> Manifest | None:
    return manifest.read(text.path, text.text).value if text and text.text is not None else None


def _waited(now: Evening, text: SignedText, command: Command, threshold: int, who: Who) -> Command | None:
    """The command by which somebody else seals a text; None when it has all of its seals."""
    when = _moment(now, text)
    judged = authenticity.judge(text, authenticity.Occasion(now.trust, now.namespace, when), threshold)
    lacking = [one for one in judged.findings if one.code in LACKING]
    if not lacking:
        return None
    named = [one.params["signers"] for one in lacking if one.code == LACKING[-1]]
    first = tuple(name for names in named if isinstance(names, tuple) for name in names)
    waited = [name for name in willing(now, when, first) if name not in judged.value]
    return (*command, *_signed(waited[0], who)) if waited else _nobody(now)


def _nobody(now: Evening) -> Command:
    return "votes", "trust", "show", now.edition


def _signed(signer: str, who: Who) -> Command:
    """The options of a signer; only who typed where their key lies has it named again."""
    return ("--signer", signer, *(who.options if signer == who.signer else ()))


def willing(now: Evening, when: datetime | None = None, first: Command = ()) -> Iterator[str]:
    """The trusted names whose key is good at that time, those of the colleges that are waited for first."""
    good = [
        one.principal
        for one in now.trust.signers
        if one.key.blob not in now.trust.revoked and (when is None or one.after <= when <= one.before)
    ]
    yield from dict.fromkeys(sorted(good, key=lambda name: name not in first))


def _moment(now: Evening, text: SignedText) -> datetime | None:
    """The time that a text gives for itself."""
    if text.text is None:
        return None
    if text is now.held.audit:
        counted = audit.read(text.path, text.text).value
        return counted.signed if counted else None
    said = chain.version(text.path, text.text)
    return said.signed if said else None
