"""Corrections as a visible chain: each version of a sealed text names the one that it replaces by its digest."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from aubette.model.finding import Finding, Param, Place
from aubette.model.seal import Manifest, Past, Proclamation
from aubette.votes import manifest, proclamation
from aubette.votes.inventory import PROCLAMATION, Holdings
from aubette.votes.sealed import digest


def judge(past: Past, held: Holdings) -> Iterator[Finding]:
    """The sealed texts whose versions, up to the present one, form no chain; unreadable versions are passed over.

    A proclamation or a count by hand that was published once does not go away: only a new version may replace it.
    """
    for text in (held.proclamation, held.audit):
        if text.text is None and past.versions.get(text.path):
            yield Finding("votes/text-vanished", Place(text.path), {"path": text.path})
    for text in (*held.units.values(), held.proclamation):
        if text.text is not None:
            versions = (*past.versions.get(text.path, ()), text.text)
            yield from _chain(text.path, tuple(data for data, _ in groupby(versions)))


def broken(path: str, published: bytes | None, text: bytes) -> tuple[Finding, ...]:
    """Why a text cannot follow the one that was published: it is neither that one nor the version that names it."""
    before, said = (version(path, published) if published is not None else None), version(path, text)
    if published is None or before is None or said is None or text == published:
        return ()
    if (said.seq, said.supersedes) == (before.seq + 1, digest(published)):
        return ()
    place = (proclamation if path.endswith(f"/{PROCLAMATION}") else manifest).place
    params: dict[str, Param] = {"seq": said.seq, "next": before.seq + 1, "expected": digest(published)}
    return (Finding("votes/correction", place(path, "supersedes"), params),)


def _chain(path: str, versions: tuple[bytes, ...]) -> Iterator[Finding]:
    place = (proclamation if path.endswith(f"/{PROCLAMATION}") else manifest).place
    before: bytes | None = None
    seq = 0
    for data in versions:
        said = version(path, data)
        if said is None:
            continue
        expected = digest(before) if before is not None else None
        if (said.seq, said.supersedes) != (seq + 1, expected):
            params: dict[str, Param] = {"seq": said.seq, "next": seq + 1, "expected": expected or "none"}
            yield Finding("votes/correction", place(path, "supersedes"), params)
        before, seq = data, said.seq


def version(path: str, data: bytes) -> Manifest | Proclamation | None:
    """What a text that may have versions says; None where it cannot be read."""
    if path.endswith(f"/{PROCLAMATION}"):
        return proclamation.read(path, data).value
    return manifest.read(path, data).value
