"""Files held against the digest that was signed for them, and what happened to those that differ."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from aubette.model.finding import Finding, Param, Place, Related
from aubette.model.seal import Checksum
from aubette.votes.reading import BOM


@dataclass(frozen=True, slots=True)
class Sealed:
    """Bytes whose digest stands in a manifest (`unseal`) or soon will (`unsealed`); nothing else is read as figures."""

    path: str
    payload: bytes


def digest(data: bytes) -> str:
    """The SHA-256 of `data`, as `sha256sum` writes it."""
    return hashlib.sha256(data).hexdigest()


def unseal(path: str, data: bytes, checksum: Checksum, manifest: str, code: str, **params: Param) -> Sealed | Finding:
    """The bytes of a file, when they are the ones that `manifest` lists; else a finding that says what changed.

    `code` and `params` tell of a real change; a change of line ends alone has a finding of its own.
    """
    if digest(data) == checksum.sha256:
        return Sealed(path, data)
    related = (Related(Place(manifest, checksum.line, 1), "sealed-here"),)
    if respelled(data, checksum.sha256):
        return Finding("votes/line-endings-changed", Place(path), related=related)
    return Finding(code, Place(path), params, related=related)


def respelled(data: bytes, sha256: str) -> bool:
    """Whether the same text, with line ends or a byte order mark as programs change them, has that digest."""
    return any(digest(variant) == sha256 for variant in spellings(data))


def spellings(data: bytes) -> Iterator[bytes]:
    """The bytes that `data` may have been before a program changed its line ends or marked its start."""
    plain = data.removeprefix(BOM)
    text = plain.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    yield from (plain, text, text.rstrip(b"\n") + b"\n")


def unsealed(path: str, data: bytes) -> Sealed:
    """Bytes that are about to be sealed, so that they are read by the same rules before anybody signs for them."""
    return Sealed(path, data)
