"""`PROCLAMATION`: the closed set of an edition's results, signed once every unit has reported."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aubette.model.finding import Place
from aubette.model.seal import Proclamation
from aubette.votes import statement
from aubette.votes.reading import CITY, SHA256, SLUG, Read, moment_written

STATEMENT = "aubette-proclamation-v1"
KEYS = ("city", "edition", "seq", "supersedes", "signed", "units", "seed", "draw", "revoked-keys", "note")
SEED = re.compile(r"[0-9A-Za-z]{20,128}", re.ASCII)
DRAW = re.compile(r"[0-9A-Za-z]{1,128}", re.ASCII)
WITHDRAWN = re.compile(r"withdrawn: (?P<numbers>[0-9a-z-]+(?:, [0-9a-z-]+)*)\.(?: (?P<rest>.*))?")
"""How a note begins that names projects withdrawn between the freezing of the ballot and the proclamation."""


def read(path: str, data: bytes) -> Read[Proclamation | None]:
    """Read a proclamation; the value is None unless all of its keys are written as they should be."""
    text = statement.read(path, data, STATEMENT, KEYS)
    if text.value is None:
        return Read(None, text.findings)
    take = statement.Taker(text.value)
    proclamation = Proclamation(
        city=take.text("city", CITY),
        edition=take.text("edition", SLUG),
        seq=take.whole("seq", 1),
        supersedes=take.optional("supersedes", SHA256),
        signed=take.moment("signed"),
        units=take.whole("units", 1),
        seed=take.optional("seed", SEED),
        draw=take.optional("draw", DRAW),
        revoked_keys=take.digest("revoked-keys"),
        note=take.free("note"),
        checksums=text.value.checksums,
    )
    findings = (*text.findings, *take.findings)
    return Read(None if findings else proclamation, findings)


def write(proclamation: Proclamation) -> bytes:
    """The bytes of a proclamation, to be signed as they are."""
    values: dict[str, object] = {
        "city": proclamation.city,
        "edition": proclamation.edition,
        "seq": proclamation.seq,
        "supersedes": proclamation.supersedes,
        "signed": moment_written(proclamation.signed),
        "units": proclamation.units,
        "seed": proclamation.seed,
        "draw": proclamation.draw,
        "revoked-keys": proclamation.revoked_keys,
        "note": proclamation.note or None,
    }
    return statement.write(STATEMENT, values, proclamation.checksums)


def withdrawn(note: str) -> tuple[str, ...]:
    """The numbers of the withdrawn projects that a note names: their votes stay in the tallies and elect nobody."""
    found = WITHDRAWN.fullmatch(note)
    return tuple(found["numbers"].split(", ")) if found else ()


def free_note(note: str) -> str:
    """A note without the withdrawals that it begins with."""
    found = WITHDRAWN.fullmatch(note)
    return (found["rest"] or "") if found else note


def note_of(numbers: Sequence[str], note: str) -> str:
    """A note that names withdrawn projects, then says what else there is to say."""
    return " ".join(part for part in (f"withdrawn: {', '.join(numbers)}." if numbers else "", note) if part)


def place(path: str, key: str) -> Place:
    """Where a proclamation has the value of this key."""
    return Place(path, KEYS.index(key) + 2, len(f"# {key}: ") + 1)
