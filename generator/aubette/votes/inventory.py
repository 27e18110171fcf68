"""Which files an edition's votes and trusted keys consist of; anything else in these folders is a finding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from aubette.model.finding import Finding, Place
from aubette.model.source import Entry, Mode, Source
from aubette.votes import frozen, manifest
from aubette.votes.manifest import BALLOTS, OWN, TALLY
from aubette.votes.sealed import digest

NAME = r"[a-z0-9]+(?:-[a-z0-9]+)*"
SEAL = rf"\.(?P<signer>{NAME})\.sig"
UNIT_FILE = re.compile(rf"(?P<contest>{NAME})/(?P<unit>{NAME})/(?P<name>[^/]+)", re.ASCII)
MANIFEST, PROCLAMATION, AUDIT = "MANIFEST", "PROCLAMATION", "AUDIT"
MANIFEST_SEAL = re.compile(MANIFEST + SEAL, re.ASCII)
PROCLAMATION_SEAL = re.compile(PROCLAMATION + SEAL, re.ASCII)
AUDIT_SEAL = re.compile(AUDIT + SEAL, re.ASCII)
SIGNERS, REVOKED, POLICY = "allowed_signers", "revoked_keys", "policy.yml"
TRUST_FILES = (SIGNERS, REVOKED, POLICY)
PROCLAIMED_TRUST = (SIGNERS, POLICY)
VOTES, TRUST = "votes", "site_config/trust"
KEPT_EMPTY = ".gitkeep"
ABOVE = frozenset({KEPT_EMPTY, "README", "README.md", "README.txt"})
KIB = 1024
SIZES = {BALLOTS: 64 * KIB * KIB, TALLY: KIB * KIB, "sig": 16 * KIB}
SIZE = 256 * KIB


@dataclass(frozen=True, slots=True)
class SignedText:
    """A text, the files beside it, and its signatures by signer."""

    folder: str
    name: str
    files: dict[str, bytes] = field(default_factory=dict)
    seals: dict[str, bytes] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Where the text stands."""
        return f"{self.folder}/{self.name}"

    @property
    def text(self) -> bytes | None:
        """The text's bytes, or None where it is missing."""
        return self.files.get(self.name)

    def seal_path(self, signer: str) -> str:
        """Where a signer's signature stands."""
        return f"{self.path}.{signer}.sig"


@dataclass(frozen=True, slots=True)
class Holdings:
    """Everything that one edition sealed, by name, and the files that are not as they should be."""

    ballot: dict[str, bytes]
    units: dict[tuple[str, str], SignedText]
    proclamation: SignedText
    audit: SignedText
    trust: dict[str, bytes]
    findings: tuple[Finding, ...] = ()

    @property
    def seals(self) -> Iterator[str]:
        """The path of each signature."""
        for sealed in (*self.units.values(), self.proclamation, self.audit):
            yield from map(sealed.seal_path, sorted(sealed.seals))


def votes_folder(edition: str) -> str:
    """Where an edition's votes stand."""
    return f"{VOTES}/{edition}"


def trust_folder(edition: str) -> str:
    """Where an edition's trusted keys stand."""
    return f"{TRUST}/{edition}"


def proclaimed(held: Holdings, edition: str) -> dict[str, bytes]:
    """The files that a proclamation lists, by their paths in it: frozen ballot, trusted keys, then units by name."""
    ballot = {f"ballot/{name}": data for name, data in sorted(held.ballot.items())}
    trusted = [name for name in PROCLAIMED_TRUST if name in held.trust]
    trust = {f"../../{trust_folder(edition)}/{name}": held.trust[name] for name in trusted}
    texts = {f"{'/'.join(key)}/{MANIFEST}": text.text for key, text in sorted(held.units.items())}
    return ballot | trust | {path: text for path, text in texts.items() if text is not None}


def take(source: Source, edition: str) -> Holdings:
    """Read every file of an edition's votes and trusted keys."""
    root, trust = votes_folder(edition), trust_folder(edition)
    held = _empty(edition)
    findings: list[Finding] = []
    for entry in sorted([*source.entries(root), *source.entries(trust)]):
        slot = _trust_slot(held, entry.path.removeprefix(f"{trust}/"))
        if entry.path.startswith(f"{root}/"):
            slot = _votes_slot(held, root, entry.path.removeprefix(f"{root}/"))
        wrong = _wrong(entry, slot)
        if wrong:
            findings.append(wrong)
        elif slot:
            slot[0][slot[1]] = source.read(entry.path)
    return replace(held, findings=tuple(findings))


def fits(held: Holdings, key: tuple[str, str]) -> bool:
    """Whether the text of a unit lists its own files and each file as it lies there: else it waits to be made again."""
    unit = held.units.get(key)
    said = manifest.read(unit.path, unit.text).value if unit and unit.text is not None else None
    if unit is None or said is None:
        return False
    own = {name: data for name, data in unit.files.items() if name in OWN}
    lying = own | dict(zip(manifest.FROZEN, map(held.ballot.get, frozen.FILES), strict=True))
    for name in manifest.members(said):
        member = held.units.get((key[0], name))
        lying[f"../{name}/{TALLY}"] = member.files.get(TALLY) if member else None
    listed = {one.path: one.sha256 for one in said.checksums}
    actual = {path: digest(data) for path, data in lying.items() if data is not None}
    return own.keys() <= listed.keys() and listed.items() <= actual.items()


def out_of_place(source: Source, known: frozenset[str], looked: frozenset[str]) -> Iterator[Finding]:
    """Files below `votes/` and among the trusted keys that `take` gives to no edition.

    Those of a `known` edition that was `looked` at are told with its votes; texts for people stand above the editions.
    """
    for base in (VOTES, TRUST):
        for entry in source.entries(base):
            edition, slash, path = entry.path.removeprefix(f"{base}/").partition("/")
            if edition in looked or path.rpartition("/")[2] == KEPT_EMPTY or (not slash and edition in ABOVE):
                continue
            held = _empty(edition)
            slot = _trust_slot(held, path) if base == TRUST else _votes_slot(held, votes_folder(edition), path)
            if edition not in known or slot is None:
                yield Finding("votes/unexpected-file", Place(entry.path))


def _empty(edition: str) -> Holdings:
    root = votes_folder(edition)
    return Holdings({}, {}, SignedText(root, PROCLAMATION), SignedText(root, AUDIT), {})


Slot = tuple[dict[str, bytes], str]
"""Where the bytes of a file go: a mapping and the key in it."""


def _trust_slot(held: Holdings, name: str) -> Slot | None:
    return (held.trust, name) if name in TRUST_FILES else None


def _votes_slot(held: Holdings, root: str, path: str) -> Slot | None:
    folder, _, name = path.partition("/")
    if folder == "ballot":
        return (held.ballot, name) if name in frozen.FILES else None
    for text, form in ((held.proclamation, PROCLAMATION_SEAL), (held.audit, AUDIT_SEAL)):
        if path == text.name:
            return text.files, path
        if seal := form.fullmatch(path):
            return text.seals, seal["signer"]
    where = UNIT_FILE.fullmatch(path)
    return _unit_slot(held.units, root, where) if where else None


def _unit_slot(units: dict[tuple[str, str], SignedText], root: str, where: re.Match[str]) -> Slot | None:
    contest, unit, name = where["contest"], where["unit"], where["name"]
    seal = MANIFEST_SEAL.fullmatch(name)
    if not seal and name not in (MANIFEST, *OWN):
        return None
    text = units.setdefault((contest, unit), SignedText(f"{root}/{contest}/{unit}", MANIFEST))
    return (text.seals, seal["signer"]) if seal else (text.files, name)


def _wrong(entry: Entry, slot: Slot | None) -> Finding | None:
    place = Place(entry.path)
    if slot is None:
        return Finding("votes/unexpected-file", place)
    if entry.mode is not Mode.FILE:
        return Finding("votes/file-mode", place, {"mode": entry.mode.name.lower()})
    name = entry.path.rpartition("/")[2]
    most = SIZES["sig"] if name.endswith(".sig") else SIZES.get(name, SIZE)
    if entry.size > most:
        return Finding("votes/file-too-large", place, {"size": entry.size, "most": most})
    return None
