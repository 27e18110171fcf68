"""`MANIFEST`: what one unit reports, in the words that its signers sign."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aubette.model.enums import VoteChannel
from aubette.model.finding import Finding, Place
from aubette.model.seal import Checksum, Figures, Manifest
from aubette.votes import frozen, statement
from aubette.votes.reading import CITY, SHA256, SLUG, Read, moment_written

STATEMENT = "aubette-votes-v1"
KEYS = (
    "city",
    "edition",
    "contest",
    "unit",
    "channel",
    "seq",
    "supersedes",
    "closed",
    "signed",
    "roll",
    "ballots-found",
    "blank",
    "null",
    "valid",
    "rows",
    "votes-cast",
    "note",
)
CHANNEL = re.compile("|".join(VoteChannel))
TALLY, BALLOTS, RECONCILIATION = "tally.csv", "ballots.csv", "RECONCILIATION"
OWN = (TALLY, BALLOTS, RECONCILIATION)
"""What may lie beside a MANIFEST; all but the tally only where there is something to tell."""

FROZEN = tuple(f"../../ballot/{name}" for name in frozen.FILES)
MEMBER = re.compile(r"\.\./(?P<unit>[a-z0-9-]{1,40})/tally\.csv", re.ASCII)


def namespace(city: str) -> str:
    """What a city's signatures are made for (`ssh-keygen -n`)."""
    return f"{STATEMENT}@{city}"


def read(path: str, data: bytes) -> Read[Manifest | None]:
    """Read a manifest; the value is None unless all of its keys are written as they should be."""
    text = statement.read(path, data, STATEMENT, KEYS)
    if text.value is None:
        return Read(None, text.findings)
    take = statement.Taker(text.value)
    manifest = _manifest(take, text.value.checksums)
    found = [*text.findings, *take.findings]
    if found:
        return Read(None, tuple(found))
    return Read(manifest, tuple(_paths(path, manifest)))


def write(manifest: Manifest) -> bytes:
    """The bytes of a manifest, to be signed as they are."""
    figures = manifest.figures
    values: dict[str, object] = {
        "city": manifest.city,
        "edition": manifest.edition,
        "contest": manifest.contest,
        "unit": manifest.unit,
        "channel": manifest.channel,
        "seq": manifest.seq,
        "supersedes": manifest.supersedes,
        "closed": moment_written(manifest.closed),
        "signed": moment_written(manifest.signed),
        "roll": figures.roll,
        "ballots-found": figures.ballots_found,
        "blank": figures.blank,
        "null": figures.null,
        "valid": figures.valid,
        "rows": figures.rows,
        "votes-cast": figures.votes_cast,
        "note": manifest.note or None,
    }
    return statement.write(STATEMENT, values, manifest.checksums)


def line_of(key: str) -> int:
    """The line on which every manifest has this key."""
    return KEYS.index(key) + 2


def place(path: str, key: str) -> Place:
    """Where a manifest has the value of this key."""
    return Place(path, line_of(key), len(f"# {key}: ") + 1)


def members(manifest: Manifest) -> tuple[str, ...]:
    """The units whose tallies a merged unit sums."""
    found = (MEMBER.fullmatch(checksum.path) for checksum in manifest.checksums)
    return tuple(match["unit"] for match in found if match)


def _manifest(take: statement.Taker, checksums: tuple[Checksum, ...]) -> Manifest:
    figures = Figures(
        roll=take.whole("roll"),
        ballots_found=take.whole("ballots-found"),
        blank=take.whole("blank"),
        null=take.whole("null"),
        valid=take.whole("valid"),
        rows=take.whole("rows"),
        votes_cast=take.whole("votes-cast"),
    )
    channel = take.text("channel", CHANNEL)
    return Manifest(
        city=take.text("city", CITY),
        edition=take.text("edition", SLUG),
        contest=take.text("contest", SLUG),
        unit=take.text("unit", SLUG),
        channel=VoteChannel(channel) if channel in list(VoteChannel) else VoteChannel.MIXED,
        seq=take.whole("seq", 1),
        supersedes=take.optional("supersedes", SHA256),
        closed=take.moment("closed"),
        signed=take.moment("signed"),
        figures=figures,
        note=take.free("note"),
        checksums=checksums,
    )


def _paths(path: str, manifest: Manifest) -> Iterator[Finding]:
    merged = frozen.is_merged(manifest.unit)
    required = {TALLY, *FROZEN, *({BALLOTS} if merged else ())}
    allowed = required | ({BALLOTS} if merged else set(OWN))
    listed = {checksum.path for checksum in manifest.checksums}
    for missing in sorted(required - listed):
        yield Finding("votes/checksum-missing", Place(path), {"path": missing})
    for checksum in manifest.checksums:
        member = MEMBER.fullmatch(checksum.path)
        if checksum.path not in allowed and not (merged and member and member["unit"] != manifest.unit):
            yield Finding("votes/path-not-allowed", Place(path, checksum.line, 67), {"path": checksum.path})
