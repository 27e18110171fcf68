"""Which units to count again by hand, chosen by a public seed once the manifests were out, and what came of it.

`AUDIT` lists, for each unit drawn, the digest of the tally as it was counted by hand: `sha256sum -c --strict AUDIT`
says for each whether the sealed tally is the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from aubette.model.evidence import FrozenBallot, Unit
from aubette.model.finding import Finding, Param, Place
from aubette.model.seal import Audit, Checksum
from aubette.votes import authenticity, manifest, statement
from aubette.votes.inventory import Holdings
from aubette.votes.proclamation import SEED
from aubette.votes.reading import CITY, SLUG, Read, moment_written
from aubette.votes.reconciliation import SAID
from aubette.votes.sealed import digest
from aubette.votes.unit import Context

STATEMENT = "aubette-audit-v1"
KEYS = ("city", "edition", "signed", "seed", "units", "witnesses", "note")


def sample(units: Iterable[Unit], seed: str, size: int) -> tuple[Unit, ...]:
    """The first `size` units in the order of the SHA-256 of `<seed>/<contest>/<unit>`, as hexadecimal text.

    Anybody repeats it with `printf '%s' <seed>/<contest>/<unit> | sha256sum` and `sort`. Publish the manifests first,
    then throw dice for the seed.
    """
    return tuple(sorted(units, key=lambda unit: _draw(seed, unit))[:size])


def _draw(seed: str, unit: Unit) -> tuple[str, Unit]:
    return hashlib.sha256(f"{seed}/{unit.contest}/{unit.unit}".encode()).hexdigest(), unit


def tally_path(unit: Unit) -> str:
    """The path of a unit's tally in the record."""
    return f"{unit.contest}/{unit.unit}/{manifest.TALLY}"


def read(path: str, data: bytes) -> Read[Audit | None]:
    """Read a record; the value is None unless all of it is written as it should be."""
    text = statement.read(path, data, STATEMENT, KEYS)
    if text.value is None:
        return Read(None, text.findings)
    take = statement.Taker(text.value)
    record = Audit(
        city=take.text("city", CITY),
        edition=take.text("edition", SLUG),
        signed=take.moment("signed"),
        seed=take.text("seed", SEED),
        units=take.whole("units", 1),
        witnesses=take.text("witnesses", SAID),
        note=take.free("note"),
        checksums=text.value.checksums,
    )
    findings = (*text.findings, *take.findings)
    return Read(None if findings else record, findings)


def write(record: Audit) -> bytes:
    """The bytes of a record, to be signed as they are."""
    values: Mapping[str, object] = {
        "city": record.city,
        "edition": record.edition,
        "signed": moment_written(record.signed),
        "seed": record.seed,
        "units": record.units,
        "witnesses": record.witnesses,
        "note": record.note or None,
    }
    return statement.write(STATEMENT, values, record.checksums)


def judge(held: Holdings, context: Context) -> Read[Audit | None]:
    """Judge the record of an edition, where there is one: its seals, its draw, and each tally counted by hand."""
    text = held.audit
    if text.text is None:
        lost = [Finding("votes/file-missing", Place(text.path))] if text.seals else []
        return Read(None, tuple(lost))
    said = read(text.path, text.text)
    findings = list(said.findings)
    if context.trust is not None:
        signed = said.value.signed if said.value else None
        occasion = authenticity.Occasion(
            context.trust, manifest.namespace(context.city), signed, context.past.first_seen
        )
        threshold = context.policy.threshold if context.policy else 1
        findings += authenticity.judge(text, occasion, threshold).findings
    if said.value is not None:
        findings += _statement(text.path, said.value, context)
        findings += _drawn(text.path, said.value, context.ballot) if context.ballot else ()
        findings += _counted(text.path, said.value, held)
    return Read(said.value, tuple(findings))


def _statement(path: str, said: Audit, context: Context) -> Iterator[Finding]:
    for key, found, here in (("city", said.city, context.city), ("edition", said.edition, context.edition)):
        if found != here:
            params: dict[str, Param] = {"key": key, "said": found, "here": here}
            yield Finding("votes/manifest-moved", _place(path, key), params)
    if context.now and said.signed > context.now:
        yield Finding("votes/signed-in-future", _place(path, "signed"), {"signed": said.signed, "now": context.now})


def _drawn(path: str, said: Audit, ballot: FrozenBallot) -> Iterator[Finding]:
    """Whether the units counted by hand are those that the seed drew, no fewer and no others."""
    drawn = {tally_path(unit) for unit in sample(ballot.units, said.seed, said.units)}
    if drawn != {one.path for one in said.checksums} or len(drawn) != said.units:
        names = tuple(sorted(name.removesuffix(f"/{manifest.TALLY}") for name in drawn))
        yield Finding(
            "votes/audit-not-the-draw", _place(path, "seed"), {"units": names, "seed": said.seed, "n": said.units}
        )


def _counted(path: str, said: Audit, held: Holdings) -> Iterator[Finding]:
    tallies = {f"{'/'.join(key)}/{manifest.TALLY}": unit.files.get(manifest.TALLY) for key, unit in held.units.items()}
    for one in said.checksums:
        data = tallies.get(one.path)
        if data is not None and digest(data) != one.sha256:
            unit = one.path.removesuffix(f"/{manifest.TALLY}")
            yield Finding("votes/audit-differs", Place(path, one.line, 1), {"unit": unit})


def drawn(ballot: FrozenBallot, tallies: Mapping[str, bytes], record: Audit) -> bytes:
    """The record with the digests of the tallies counted by hand, given by their paths in it."""
    names = sorted(tally_path(unit) for unit in sample(ballot.units, record.seed, record.units))
    return write(replace(record, checksums=tuple(Checksum(name, digest(tallies[name])) for name in names)))


def _place(path: str, key: str) -> Place:
    return Place(path, KEYS.index(key) + 2, len(f"# {key}: ") + 1)
