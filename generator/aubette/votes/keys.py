"""Public keys of signers, and whether one of them made a signature.

Accepted: Ed25519, ECDSA on the three NIST curves, RSA of 3072 bits or more, and security keys (FIDO) of the first two
kinds, touched. Everything here is at least as strict as OpenSSH (its PROTOCOL and PROTOCOL.u2f; RFC 5656, 8332, 8709).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from aubette.votes.wire import Reader, WireError, string

MIN_RSA_BITS, MAX_RSA_BITS = 3072, 16384
USER_PRESENT, USER_VERIFIED = 0x01, 0x04
CURVES: dict[str, tuple[ec.EllipticCurve, hashes.HashAlgorithm]] = {
    "nistp256": (ec.SECP256R1(), hashes.SHA256()),
    "nistp384": (ec.SECP384R1(), hashes.SHA384()),
    "nistp521": (ec.SECP521R1(), hashes.SHA512()),
}
RSA_HASHES: dict[str, hashes.HashAlgorithm] = {"rsa-sha2-256": hashes.SHA256(), "rsa-sha2-512": hashes.SHA512()}

ED25519_PRIME = 2**255 - 19
ED25519_OF_EIGHT = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
ED25519_SMALL = frozenset({0, 1, ED25519_OF_EIGHT, ED25519_PRIME - ED25519_OF_EIGHT, ED25519_PRIME - 1})
"""The points of order 1, 2, 4 and 8: anybody can sign with such a key, without any secret."""

Check = Callable[[str, Reader, bytes], None]
"""Reads an algorithm's own part of a signature; raises `InvalidSignature` unless it signs these bytes."""


class KeyRefusedError(ValueError):
    """The bytes are not a public key of an accepted kind.

    `reason` is `damaged`, `certificate`, `kind` (with the kind found), `mixed` (another kind is written than the bytes
    are of), `bits` (with their number) or `application` (with what a security key was made for).
    """

    def __init__(self, reason: str, found: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.found = found

    def said(self, kind: str = "") -> tuple[tuple[str, str], ...]:
        """What a finding says of it, with the `kind` that is written beside the key, where one is."""
        found = f"{self.found} bits" if self.reason == "bits" else self.found
        return ("reason", self.reason), ("kind", kind or "—"), ("found", found or "—")


class NotTouchedError(ValueError):
    """A security key signed although nobody touched it."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key: its kind as OpenSSH names it (`ssh-ed25519` ...) and its canonical bytes."""

    kind: str
    blob: bytes

    @property
    def written(self) -> str:
        """The kind and the key in base64, as OpenSSH writes them in files."""
        return f"{self.kind} {base64.b64encode(self.blob).decode('ascii')}"

    @property
    def fingerprint(self) -> str:
        """The fingerprint that `ssh-keygen -l` prints and that the city publishes (`SHA256:...`)."""
        return "SHA256:" + base64.b64encode(hashlib.sha256(self.blob).digest()).decode("ascii").rstrip("=")


def read(blob: bytes) -> PublicKey:
    """A public key from its bytes; raises `KeyRefusedError`."""
    kind, _ = _load(blob)
    return PublicKey(kind, blob)


def read_text(kind: str, encoded: str) -> PublicKey:
    """A public key as OpenSSH writes it in files, a kind and base64; raises `KeyRefusedError`."""
    try:
        blob = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise KeyRefusedError("damaged") from None
    key = read(blob)
    if key.kind != kind or base64.b64encode(blob).decode("ascii") != encoded:
        raise KeyRefusedError("mixed" if key.kind != kind else "damaged", key.kind)
    return key


def signed(key: PublicKey, signature: bytes, message: bytes) -> bool:
    """Whether `signature` is this key's signature of `message`.

    Raises:
        WireError: the signature is malformed, or of an algorithm that does not go with the key.
        NotTouchedError: it verifies, but the security key was not touched.
    """
    kind, check = _load(key.blob)
    reader = Reader(signature)
    algorithm = reader.name()
    if algorithm not in (RSA_HASHES if kind == "ssh-rsa" else (kind,)):
        raise WireError("algorithm")
    try:
        check(algorithm, reader, message)
    except InvalidSignature:
        return False
    return True


def _load(blob: bytes) -> tuple[str, Check]:
    try:
        reader = Reader(blob)
        kind = reader.name()
        if kind not in LOADERS:
            raise KeyRefusedError("certificate" if "-cert-" in kind else "kind", kind)
        check = LOADERS[kind](reader, kind)
        reader.end()
    except KeyRefusedError:
        raise
    except (WireError, ValueError, UnsupportedAlgorithm):
        raise KeyRefusedError("damaged") from None
    return kind, check


def _ed25519(reader: Reader, _kind: str) -> Check:
    point = reader.string()
    if int.from_bytes(point, "little") % 2**255 % ED25519_PRIME in ED25519_SMALL:
        raise WireError("point of small order")
    public = Ed25519PublicKey.from_public_bytes(point)

    def check(_algorithm: str, signature: Reader, message: bytes) -> None:
        raw = signature.string()
        signature.end()
        public.verify(raw, message)

    return check


def _point(reader: Reader, curve: str) -> tuple[ec.EllipticCurvePublicKey, hashes.HashAlgorithm]:
    if reader.name() != curve:
        raise WireError("curve")
    shape, digest = CURVES[curve]
    point = reader.string()
    if point[:1] != b"\x04":
        raise WireError("compressed point")
    return ec.EllipticCurvePublicKey.from_encoded_point(shape, point), digest


def _der(raw: bytes) -> bytes:
    pair = Reader(raw)
    der = encode_dss_signature(pair.positive(), pair.positive())
    pair.end()
    return der


def _ecdsa(reader: Reader, kind: str) -> Check:
    public, digest = _point(reader, kind.rpartition("-")[2])

    def check(_algorithm: str, signature: Reader, message: bytes) -> None:
        raw = signature.string()
        signature.end()
        public.verify(_der(raw), message, ec.ECDSA(digest))

    return check


def _rsa(reader: Reader, _kind: str) -> Check:
    exponent, modulus = reader.positive(), reader.positive()
    if not MIN_RSA_BITS <= modulus.bit_length() <= MAX_RSA_BITS:
        raise KeyRefusedError("bits", str(modulus.bit_length()))
    public = rsa.RSAPublicNumbers(exponent, modulus).public_key()

    def check(algorithm: str, signature: Reader, message: bytes) -> None:
        raw = signature.string()
        signature.end()
        public.verify(raw, message, padding.PKCS1v15(), RSA_HASHES[algorithm])

    return check


def _security_key(load: Callable[[Reader], tuple[bytes, Check]]) -> Callable[[Reader, str], Check]:
    """A FIDO key signs a digest of its application, its flags, its counter and a digest of the message."""

    def loader(reader: Reader, _kind: str) -> Check:
        application, inner = load(reader)

        def check(algorithm: str, signature: Reader, message: bytes) -> None:
            raw, flags, counter = signature.string(), signature.take(1), signature.take(4)
            signature.end()
            seen = hashlib.sha256(application).digest() + flags + counter + hashlib.sha256(message).digest()
            inner(algorithm, Reader(string(raw)), seen)
            if flags[0] not in (USER_PRESENT, USER_PRESENT | USER_VERIFIED):
                raise NotTouchedError(flags.hex())

        return check

    return loader


def _application(reader: Reader) -> bytes:
    application = reader.string()
    if not application.startswith(b"ssh:"):
        raise KeyRefusedError("application", application.decode("utf-8", "replace"))
    return application


def _sk_ed25519(reader: Reader) -> tuple[bytes, Check]:
    inner = _ed25519(reader, "")
    return _application(reader), inner


def _sk_ecdsa(reader: Reader) -> tuple[bytes, Check]:
    inner = _ecdsa(reader, "nistp256")
    return _application(reader), inner


LOADERS: dict[str, Callable[[Reader, str], Check]] = {
    "ssh-ed25519": _ed25519,
    "ecdsa-sha2-nistp256": _ecdsa,
    "ecdsa-sha2-nistp384": _ecdsa,
    "ecdsa-sha2-nistp521": _ecdsa,
    "ssh-rsa": _rsa,
    "sk-ssh-ed25519@openssh.com": _security_key(_sk_ed25519),
    "sk-ecdsa-sha2-nistp256@openssh.com": _security_key(_sk_ecdsa),
}
