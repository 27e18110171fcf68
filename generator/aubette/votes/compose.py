"""Writing what is going to be signed: manifests, merged units and the proclamation, from the files that lie there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from aubette.model.enums import VoteChannel
from aubette.model.evidence import BallotGroup, FrozenBallot, Tally, joined
from aubette.model.finding import Finding, Place
from aubette.model.seal import Checksum, Figures, Manifest, Policy, Proclamation, Reconciliation
from aubette.model.source import Source
from aubette.votes import ballots, frozen, inventory, manifest, proclamation, reconciliation, tally, unit
from aubette.votes.inventory import Holdings, SignedText
from aubette.votes.reading import Read
from aubette.votes.sealed import digest, unsealed

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Minutes:
    """What the polling minutes of a unit say, before anything is added up."""

    closed: datetime
    roll: int
    ballots_found: int
    blank: int
    null: int
    valid: int
    note: str = ""


def draft(
    source: Source,
    edition: str,
    key: Key,
    minutes: Minutes,
    *,
    city_id: str,
    signed: datetime,
    policy: Policy | None = None,
    members: Sequence[str] = (),
    free: bool = False,
) -> Read[bytes | None]:
    """The MANIFEST of a unit (its contest and name) over the files in its folder, and all that is wrong with them.

    A MANIFEST that is already there is replaced in the visible way, by the next number that names it. `members` are the
    units that a merged one sums; `free` lets projects cost nothing, as elections counted elsewhere have them.
    """
    held = inventory.take(source, edition)
    ballot = frozen.read(city_id, edition, held.ballot, free=free)
    files = held.units.get(key)
    if ballot.value is None or files is None or manifest.TALLY not in files.files:
        folder = f"{inventory.votes_folder(edition)}/{'/'.join(key)}"
        absent = () if files and manifest.TALLY in files.files else (_missing(f"{folder}/{manifest.TALLY}"),)
        return Read(None, (*ballot.findings, *absent))
    counted = tally.read(unsealed(f"{files.folder}/{manifest.TALLY}", files.files[manifest.TALLY]), ballot.value, *key)
    if counted.value is None:
        return Read(None, counted.findings)
    text = manifest.write(_manifest(held, ballot.value, key, minutes, signed, counted.value, members))
    expected = {(one.contest, one.unit): one for one in ballot.value.units}
    context = unit.Context(city_id, edition, ballot.value, None, policy, expected)
    there = SignedText(files.folder, inventory.MANIFEST, {**files.files, inventory.MANIFEST: text})
    return Read(text, unit.judge(key, there, context).findings)


def _missing(path: str) -> Finding:
    return Finding("votes/file-missing", Place(path))


def _manifest(
    held: Holdings,
    ballot: FrozenBallot,
    key: Key,
    minutes: Minutes,
    signed: datetime,
    counted: Tally,
    members: Sequence[str],
) -> Manifest:
    files = held.units[key]
    earlier = manifest.read(files.path, files.text).value if files.text is not None else None
    channels = {(one.contest, one.unit): one.channel for one in ballot.units}
    return Manifest(
        city=ballot.city,
        edition=ballot.edition,
        contest=key[0],
        unit=key[1],
        channel=channels.get(key, VoteChannel.MIXED),
        seq=earlier.seq + 1 if earlier else 1,
        supersedes=digest(files.text) if earlier and files.text is not None else None,
        closed=minutes.closed,
        signed=signed,
        figures=Figures(
            minutes.roll,
            minutes.ballots_found,
            minutes.blank,
            minutes.null,
            minutes.valid,
            len(counted.amounts),
            sum(counted.amounts.values()),
        ),
        note=minutes.note,
        checksums=tuple(_checksums(held, key, members)),
    )


def _checksums(held: Holdings, key: Key, members: Sequence[str]) -> Iterable[Checksum]:
    own = held.units[key].files
    for name in manifest.OWN:
        if name in own:
            yield Checksum(name, digest(own[name]))
    for member in sorted(members):
        other = held.units.get((key[0], member))
        if other and manifest.TALLY in other.files:
            yield Checksum(f"../{member}/{manifest.TALLY}", digest(other.files[manifest.TALLY]))
    for name, path in zip(frozen.FILES, manifest.FROZEN, strict=True):
        yield Checksum(path, digest(held.ballot[name]))


def mix(ballot: FrozenBallot, contest: str, parts: Sequence[tuple[Tally, tuple[BallotGroup, ...]]]) -> dict[str, bytes]:
    """The `tally.csv` and `ballots.csv` of a merged unit, from its members' tallies and (unpublished) ballots."""
    numbers = [project.number for project in ballot.candidates(contest)]
    amounts = {number: sum(counted.amounts[number] for counted, _ in parts) for number in numbers}
    whole = joined([groups for _, groups in parts])
    return {
        manifest.TALLY: tally.write(Tally(contest, frozen.MERGED, ballot.kind(contest), amounts)),
        manifest.BALLOTS: ballots.write(ballot.contest(contest).ballot, whole),
    }


def reconcile(path: str, record: Reconciliation) -> tuple[bytes, tuple[Finding, ...]]:
    """The RECONCILIATION of a unit, and what could not be read back."""
    data = reconciliation.write(record)
    return data, reconciliation.read(unsealed(path, data)).findings


def minutes_of(said: Manifest, note: str) -> Minutes:
    """The minutes that a MANIFEST already tells, with a note of their own."""
    one = said.figures
    return Minutes(said.closed, one.roll, one.ballots_found, one.blank, one.null, one.valid, note)


def sum_minutes(manifests: Sequence[Manifest], note: str = "") -> Minutes:
    """The minutes of a merged unit: its members' figures added up, closed when the last of them closed."""
    figures = [one.figures for one in manifests]
    return Minutes(
        closed=max(one.closed for one in manifests),
        roll=sum(one.roll for one in figures),
        ballots_found=sum(one.ballots_found for one in figures),
        blank=sum(one.blank for one in figures),
        null=sum(one.null for one in figures),
        valid=sum(one.valid for one in figures),
        note=note,
    )


def proclaim(
    source: Source,
    edition: str,
    *,
    city_id: str,
    signed: datetime,
    seed: str | None = None,
    draw: str | None = None,
    note: str = "",
) -> bytes:
    """The PROCLAMATION of an edition whose units have all reported (`verify(..., expect=Stage.REPORTED)` says so).

    A proclamation that is already there is replaced by the next number that names it.
    """
    held = inventory.take(source, edition)
    text = held.proclamation.text
    earlier = proclamation.read(held.proclamation.path, text).value if text is not None else None
    return proclamation.write(
        Proclamation(
            city=city_id,
            edition=edition,
            seq=earlier.seq + 1 if earlier else 1,
            supersedes=digest(text) if earlier and text is not None else None,
            signed=signed,
            units=len(held.units),
            seed=seed,
            draw=draw,
            revoked_keys=digest(held.trust.get(inventory.REVOKED, b"")),
            note=note,
            checksums=tuple(Checksum(path, digest(data)) for path, data in inventory.proclaimed(held, edition).items()),
        )
    )
