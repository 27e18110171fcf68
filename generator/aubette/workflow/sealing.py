"""Sealing a unit's return or a proclamation with a signer's key, through stock `ssh-keygen`.

Nothing is written that would not count: the text with its new seal is judged first, as if it stood there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from aubette.model.city import City
from aubette.model.enums import Status
from aubette.model.evidence import FrozenBallot
from aubette.model.finding import Finding, Severity
from aubette.model.seal import Proclamation
from aubette.model.source import Source
from aubette.votes import chain, frozen, inventory, manifest, proclamation, sshsig, statement
from aubette.votes.compose import Minutes, draft, proclaim
from aubette.votes.keygen import sign
from aubette.votes.verify import Stage, verify
from aubette.workflow.overlay import Overlay

WAITING = ("votes/too-few-signatures", "votes/college-without-signature")
"""What is said of a text that others are still to sign."""

MOVING = (b"# signed:", b"# seq:", b"# supersedes:")
"""The lines of a text that differ although two people seal the same figures."""


@dataclass(frozen=True)
class Drafted:
    """A text ready to be signed, and what was wrong with it; `text` is None when it cannot be written."""

    path: str
    text: bytes | None
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether it may be signed."""
        return self.text is not None and not any(f.severity is Severity.ERROR for f in self.findings)


def draft_unit(
    source: Source, edition: str, contest: str, unit: str, minutes: Minutes, *, city_id: str, signed: datetime
) -> Drafted:
    """The MANIFEST of a unit over the files that stand in its folder."""
    read = draft(source, edition, (contest, unit), minutes, city_id=city_id, signed=signed)
    return Drafted(f"votes/{edition}/{contest}/{unit}/MANIFEST", read.value, read.findings)


def draft_proclamation(
    source: Source,
    edition: str,
    *,
    city_id: str,
    signed: datetime,
    draw: str | None,
    note: str = "",
    seed: str | None = None,
) -> Drafted:
    """The PROCLAMATION of an edition whose units have all reported."""
    text = proclaim(source, edition, city_id=city_id, signed=signed, seed=seed, draw=draw, note=note)
    return Drafted(f"votes/{edition}/PROCLAMATION", text, ())


@dataclass(frozen=True)
class Act:
    """What a person says of a proclamation; what they leave out stays as it stands there."""

    seed: str | None = None
    draw: str | None = None
    note: str = ""
    withdrawn: tuple[str, ...] = ()
    anew: bool = False


def draft_act(source: Source, published: Source, edition: str, said: Act, *, city_id: str, signed: datetime) -> Drafted:
    """The PROCLAMATION that a person means: the one that stands there, where it says the same, unless it is made anew.

    The reason of a version is not the reason of the next: only a version that is not published yet keeps its note.
    """
    before = _standing_act(source, edition)
    free = proclamation.free_note(before.note) if before else ""

    def made(note: str) -> Drafted:
        return draft_proclamation(
            published,
            edition,
            city_id=city_id,
            signed=signed,
            seed=said.seed or (before.seed if before else None),
            draw=said.draw or (before.draw if before else None),
            note=proclamation.note_of(said.withdrawn, note),
        )

    kept = made(said.note or free)
    shared = kept if said.anew else shared_text(source, kept)
    now = chain.version(kept.path, kept.text or b"")
    if said.note or before is None or shared is not kept or (now and now.seq == before.seq):
        return shared
    return made("")


def unexplained(drafted: Drafted) -> int:
    """The number of a version that does not say why it replaces the one before; 0 where nothing is left to say."""
    said = chain.version(drafted.path, drafted.text or b"")
    if said is None:
        return 0
    note = proclamation.free_note(said.note) if isinstance(said, Proclamation) else said.note
    return 0 if statement.explained(said.seq, note) else said.seq


def as_published(source: Source, path: str, published: bytes | None) -> Source:
    """The files with a sealed text as it was published, or without it: only what was published is superseded."""
    return Overlay(source, {path: published}) if published is not None else Overlay(source, gone=frozenset({path}))


def standing(source: Source, path: str) -> bytes | None:
    """The sealed text that lies there, None where there is none."""
    try:
        return source.read(path)
    except FileNotFoundError:
        return None


def shared_text(source: Source, drafted: Drafted) -> Drafted:
    """The text that already stands there when it says the same figures, so that several people seal one text."""
    there = standing(source, drafted.path)
    if there is None or drafted.text is None or _figures(there) != _figures(drafted.text):
        return drafted
    return Drafted(drafted.path, there, ())


def _figures(text: bytes) -> list[bytes]:
    return [line for line in text.splitlines() if not line.startswith(MOVING)]


def seals(drafted: Drafted, keys: Mapping[str, Path], city_id: str) -> dict[str, bytes]:
    """The text and one seal for each signer, by path; raises `KeygenError` where ssh-keygen refuses."""
    assert drafted.text is not None
    namespace = manifest.namespace(city_id)
    signed = {f"{drafted.path}.{name}.sig": sign(key, namespace, drafted.text) for name, key in sorted(keys.items())}
    return {drafted.path: drafted.text, **signed}


def stale(source: Source, drafted: Drafted, city_id: str) -> tuple[str, ...]:
    """The seals beside a text that sign another version of it, by path."""
    folder = drafted.path.rpartition("/")[0]
    beside = [e.path for e in source.entries(folder) if e.path.startswith(f"{drafted.path}.") and e.path[-4:] == ".sig"]
    return tuple(path for path in beside if not _signs(source.read(path), drafted.text or b"", city_id))


def _signs(armored: bytes, text: bytes, city_id: str) -> bool:
    seal = sshsig.parse(armored)
    return isinstance(seal, sshsig.Seal) and sshsig.judge(seal, text, manifest.namespace(city_id)) is None


def trial(
    source: Source, city: City, edition: str, files: Mapping[str, bytes], gone: Iterable[str], now: datetime
) -> tuple[Finding, ...]:
    """What would be wrong if these files stood there: about the unit that they seal, or about the whole edition.

    Of a unit only its own folder and the trusted keys are told; of a proclamation everything.
    """
    act = inventory.PROCLAMATION
    whole = any(path.rpartition("/")[2] == act for path in files)
    root = inventory.votes_folder(edition)
    hidden = () if whole else (e.path for e in source.entries(root) if e.path.startswith(f"{root}/{act}"))
    tried = Overlay(source, files, frozenset({*gone, *hidden}))
    expect = Stage.PROCLAIMED if whole else Stage.REPORTING
    policy = city.policies.get(edition)
    found = verify(tried, edition, policy, city_id=city.config.id, now=now, expect=expect).findings
    if whole:
        return found
    folders = (f"{min(files).rpartition('/')[0]}/", f"{inventory.trust_folder(edition)}/")
    return tuple(one for one in found if one.place.file.startswith(folders))


def split(found: Iterable[Finding], path: str, signer: str) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings of a trial: what forbids this seal, and what others have to do (sign too, mend their own seals)."""
    told = tuple(one for one in found if one.severity is Severity.ERROR)
    own = f"{path}.{signer}.sig"
    others = tuple(
        one
        for one in told
        if (one.code in WAITING and one.place.file == path)
        or (one.place.file.endswith(".sig") and one.place.file != own)
    )
    return tuple(one for one in told if one not in others), others


def sealed_units(source: Source, edition: str) -> tuple[str, ...]:
    """The path of each MANIFEST that lies there, by contest and unit."""
    units = inventory.take(source, edition).units
    return tuple(text.path for _, text in sorted(units.items()) if text.text is not None)


def _standing_act(source: Source, edition: str) -> Proclamation | None:
    path = f"{inventory.votes_folder(edition)}/{inventory.PROCLAMATION}"
    text = standing(source, path)
    return proclamation.read(path, text).value if text is not None else None


def withdrawn(source: Source, city: City, edition: str) -> tuple[str, ...]:
    """The numbers on the frozen ballot whose projects were withdrawn since, in the order of the ballot."""
    gone = {p.number for p in city.projects_of(edition) if p.status is Status.WITHDRAWN}
    ballot = _ballot(source, city.config.id, edition)
    return tuple(project.number for project in ballot.projects if project.number in gone) if ballot else ()


def _ballot(source: Source, city_id: str, edition: str) -> FrozenBallot | None:
    return frozen.read(city_id, edition, inventory.take(source, edition).ballot).value
