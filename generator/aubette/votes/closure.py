"""Whether the proclamation closes the edition: every manifest, the frozen ballot and the trusted keys, and no more."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime

from aubette.model.evidence import FrozenBallot
from aubette.model.finding import Finding, Param, Place, Related
from aubette.model.seal import Checksum, Manifest, Proclamation
from aubette.votes import authenticity, manifest, proclamation, statement
from aubette.votes.inventory import REVOKED, Holdings, proclaimed, trust_folder, votes_folder
from aubette.votes.reading import Read
from aubette.votes.sealed import digest, respelled
from aubette.votes.unit import Context

Key = tuple[str, str]


def judge(held: Holdings, context: Context, manifests: Mapping[Key, Manifest]) -> Read[Proclamation | None]:
    """Read the proclamation of an edition and judge everything about it."""
    text = held.proclamation
    if text.text is None:
        return Read(None, (Finding("votes/not-proclaimed", Place(text.path)),))
    said = proclamation.read(text.path, text.text)
    findings = list(said.findings)
    if context.trust is not None:
        signed = said.value.signed if said.value else None
        namespace = manifest.namespace(context.city)
        occasion = authenticity.Occasion(context.trust, namespace, signed, context.past.first_seen)
        threshold = context.policy.proclamation_threshold if context.policy else 1
        findings += authenticity.judge(text, occasion, threshold).findings
    if said.value is not None:
        findings += _statement(text.path, said.value, context, _listed(held, said.value, manifests))
        findings += _set(held, said.value, context)
        findings += _seed(text.path, said.value, context.ballot)
        findings += _withdrawn(text.path, said.value, context.ballot)
    return Read(said.value, tuple(findings))


def _statement(path: str, said: Proclamation, context: Context, manifests: Mapping[Key, Manifest]) -> Iterator[Finding]:
    for key, found, here in (("city", said.city, context.city), ("edition", said.edition, context.edition)):
        if found != here:
            params: dict[str, Param] = {"key": key, "said": found, "here": here}
            yield Finding("votes/manifest-moved", proclamation.place(path, key), params)
    if (said.seq == 1) != (said.supersedes is None):
        yield Finding("votes/supersedes", proclamation.place(path, "supersedes"), {"seq": said.seq})
    if not statement.explained(said.seq, proclamation.free_note(said.note)):
        yield Finding("votes/correction-unexplained", proclamation.place(path, "note"), {"seq": said.seq})
    signed = proclamation.place(path, "signed")
    if context.now and said.signed > context.now:
        yield Finding("votes/signed-in-future", signed, {"signed": said.signed, "now": context.now})
    last: datetime | None = max((one.signed for one in manifests.values()), default=None)
    if last and said.signed < last:
        yield Finding("votes/proclaimed-too-early", signed, {"signed": said.signed, "last": last})


def _listed(held: Holdings, said: Proclamation, manifests: Mapping[Key, Manifest]) -> Mapping[Key, Manifest]:
    """The manifests that stand as proclaimed: of a corrected one, its own finding says what to do."""
    known = {one.sha256 for one in said.checksums}
    return {key: one for key, one in manifests.items() if digest(held.units[key].text or b"") in known}


def _set(held: Holdings, said: Proclamation, context: Context) -> Iterator[Finding]:
    path = held.proclamation.path
    actual = proclaimed(held, context.edition)
    listed = {checksum.path: checksum for checksum in said.checksums}
    for name in sorted(actual.keys() - listed.keys()):
        yield Finding("votes/proclamation-omits", Place(path), {"path": name})
    for name, checksum in sorted(listed.items()):
        place = Place(path, checksum.line, 67)
        if name not in actual:
            yield Finding("votes/proclamation-extra", place, {"path": name, "gone": _from_root(name, context.edition)})
        elif not name.startswith("ballot/") and (wrong := _changed(path, checksum, actual[name], context.edition)):
            yield wrong
    if said.units != len(held.units):
        params: dict[str, Param] = {"said": said.units, "n": len(held.units)}
        yield Finding("votes/units-miscounted", proclamation.place(path, "units"), params)
    if not _grown(held.trust.get(REVOKED, b""), said.revoked_keys):
        related = (Related(proclamation.place(path, "revoked-keys"), "sealed-here"),)
        yield Finding("votes/trust-changed", Place(f"{trust_folder(context.edition)}/{REVOKED}"), related=related)


def _changed(path: str, checksum: Checksum, data: bytes, edition: str) -> Finding | None:
    if digest(data) == checksum.sha256:
        return None
    related = (Related(Place(path, checksum.line, 1), "sealed-here"),)
    code = "votes/trust-changed" if checksum.path.startswith("../") else "votes/manifest-changed"
    if respelled(data, checksum.sha256):
        code = "votes/line-endings-changed"
    return Finding(code, Place(_from_root(checksum.path, edition)), related=related)


def _from_root(name: str, edition: str) -> str:
    """The path of a file that a proclamation lists, from the city's folder."""
    return name.removeprefix("../../") if name.startswith("../../") else f"{votes_folder(edition)}/{name}"


def _grown(data: bytes, sha256: str) -> bool:
    """Whether revoked keys are as proclaimed, or only had lines added since."""
    so_far = hashlib.sha256()
    found = {so_far.hexdigest()}
    for line in data.splitlines(keepends=True):
        so_far.update(line)
        found.add(so_far.hexdigest())
    return sha256 in found


def _seed(path: str, said: Proclamation, ballot: FrozenBallot | None) -> Iterator[Finding]:
    promised = ballot.seed_commitment if ballot else None
    place = proclamation.place(path, "seed")
    if ballot is None:
        return
    if promised is None and said.seed is not None:
        yield Finding("votes/seed-not-promised", place)
    elif promised is not None and said.seed is None:
        yield Finding("votes/seed-missing", place)
    elif promised is not None and said.seed is not None and digest(said.seed.encode()) != promised:
        yield Finding("votes/seed-differs", place)


def _withdrawn(path: str, said: Proclamation, ballot: FrozenBallot | None) -> Iterator[Finding]:
    """Only a candidate can be withdrawn."""
    numbers = {project.number for project in ballot.projects} if ballot else set()
    for number in proclamation.withdrawn(said.note) if ballot else ():
        if number not in numbers:
            yield Finding("votes/withdrawn-unknown", proclamation.place(path, "note"), {"number": number})
