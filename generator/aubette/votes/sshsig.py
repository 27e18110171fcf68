"""Signature files of `ssh-keygen -Y sign`, read and judged strictly (OpenSSH's PROTOCOL.sshsig).

Nothing that `ssh-keygen -Y verify` refuses is accepted here; what it tolerates and a second reader might not (text
around the signature, several signatures in a file, an untouched security key) is refused with a reason.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

from aubette.votes import keys
from aubette.votes.wire import Reader, WireError, string

MAGIC = b"SSHSIG"
VERSION = 1
HASHES = ("sha256", "sha512")
BEGIN, END = b"-----BEGIN SSH SIGNATURE-----", b"-----END SSH SIGNATURE-----"
WIDTHS = (64, 70, 76)
"""Characters on a full line of base64; 70 is what OpenSSH writes."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a signature does not count: a finding's code and parameters, without its place."""

    code: str
    line: int = 0
    params: tuple[tuple[str, str | int], ...] = ()


DAMAGED = Refusal("votes/signature-damaged", 1)


@dataclass(frozen=True, slots=True)
class Seal:
    """A signature file that is well formed; whether it signs anything is for `judge` to say."""

    key: keys.PublicKey
    namespace: str
    hash_name: str
    signature: bytes


def parse(armored: bytes) -> Seal | Refusal:
    """Read one signature file as it stands on disk."""
    blob = _unarmor(armored)
    if isinstance(blob, Refusal):
        return blob
    try:
        return _seal(Reader(blob))
    except keys.KeyRefusedError as refused:
        return Refusal("votes/key-refused", 2, refused.said())
    except WireError:
        return DAMAGED


def judge(seal: Seal, message: bytes, namespace: str) -> Refusal | None:
    """Why `seal` does not sign these bytes for this purpose, or None where it does."""
    if seal.namespace != namespace:
        return Refusal("votes/wrong-namespace", 0, (("found", seal.namespace), ("expected", namespace)))
    if seal.hash_name not in HASHES:
        return Refusal("votes/weak-hash", 0, (("found", seal.hash_name),))
    try:
        holds = keys.signed(seal.key, seal.signature, preimage(namespace, seal.hash_name, message))
    except keys.NotTouchedError:
        return Refusal("votes/key-not-touched")
    except WireError:
        return DAMAGED
    return None if holds else Refusal("votes/signature-wrong")


def preimage(namespace: str, hash_name: str, message: bytes) -> bytes:
    """The bytes that a key really signs."""
    digest = hashlib.new(hash_name, message).digest()
    return MAGIC + b"".join(map(string, (namespace.encode(), b"", hash_name.encode(), digest)))


def _unarmor(armored: bytes) -> bytes | Refusal:
    if armored.count(BEGIN) > 1:
        second = armored.index(BEGIN, armored.index(BEGIN) + 1)
        return Refusal("votes/several-signatures", armored.count(b"\n", 0, second) + 1)
    if b"\r" in armored:
        return Refusal("votes/line-endings-changed", armored.count(b"\n", 0, armored.index(b"\r")) + 1)
    head, tail = BEGIN + b"\n", b"\n" + END + b"\n"
    if not (armored.startswith(head) and armored.endswith(tail)):
        return DAMAGED
    return _decode(armored[len(head) : -len(tail)].split(b"\n"))


def _decode(lines: list[bytes]) -> bytes | Refusal:
    """One spelling only, so that no byte of the file can change unseen: full lines of equal width, canonical base64."""
    *full, last = lines
    widths = {len(line) for line in full}
    width = max(widths, default=max(WIDTHS))
    if len(widths) > 1 or (full and width not in WIDTHS) or not 0 < len(last) <= width:
        return DAMAGED
    encoded = b"".join(lines)
    try:
        blob = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return DAMAGED
    return blob if base64.b64encode(blob) == encoded else DAMAGED


def _seal(reader: Reader) -> Seal:
    if reader.take(len(MAGIC)) != MAGIC or reader.uint32() != VERSION:
        raise WireError("version")
    key = keys.read(reader.string())
    namespace = reader.name()
    if reader.string():
        raise WireError("reserved")
    seal = Seal(key, namespace, reader.name(), reader.string())
    reader.end()
    return seal
