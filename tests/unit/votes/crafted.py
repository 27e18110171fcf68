"""Seals that only somebody who knows the mathematics or the file formats would make, each by a key of its own.

The corpus in `mutants.py` damages good seals; here numbers, points, certificates and dates are chosen.
"""

from __future__ import annotations

import base64
import hashlib
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path

import signing
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from mutants import NAMESPACE, TEXT, WHO, Mutant

from aubette.votes.sshsig import preimage
from aubette.votes.wire import string

Raw = Callable[[bytes], bytes]
OPTIONS = f'namespaces="{NAMESPACE}",valid-after="20261001Z",valid-before="20270331Z"'
RSA_NAME = string(b"rsa-sha2-512")
SHA512 = bytes.fromhex("3051300d060960864801650304020305000440")
SHA512_WITHOUT_NULL = bytes.fromhex("304f300b06096086480165030402030440")
PRIME = 2**255 - 19
OF_EIGHT = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
SMALL = (0, 1, OF_EIGHT, PRIME - OF_EIGHT, PRIME - 1, PRIME, PRIME + 1)
"""The numbers that stand for points of order 1, 2, 4 or 8 on the curve of Ed25519, lazy spellings too."""


def crafted(folder: Path) -> Iterator[Mutant]:
    """Every one of them, each with the list that trusts its key."""
    yield from ed25519()
    strong = rsa.generate_private_key(3, 3072)
    yield from rsa_keys(strong)
    yield from rsa_numbers(strong)
    for curve, digest in ((ec.SECP256R1(), hashes.SHA256()), (ec.SECP521R1(), hashes.SHA512())):
        yield from points(ec.generate_private_key(curve), digest)
    for application in (b"", b"ssh", b"SSH:", b"https://example.fr"):
        stick = signing.security_key(application.startswith(b"ssh"), application=application)
        yield sealed("security-key-of-a-web-site", stick.blob, stick.raw)
    yield from certificates(folder)
    yield from written(*(signing.load(signing.generate(folder, f"written-{n}")) for n in "12"))


def sealed(kind: str, blob: bytes, raw: Raw, text: bytes = TEXT, *, listed: bytes = b"") -> Mutant:
    """A seal by a key, which is trusted in the spelling `listed`."""
    line = f"{name_of(listed or blob)} {base64.b64encode(listed or blob).decode()}"
    signer = signing.Signer(f"{name_of(blob)} {base64.b64encode(blob).decode()}", raw)
    seal = signing.armor(signing.blob(signer, text, NAMESPACE.encode()))
    return Mutant(kind, seal, f"{WHO} {OPTIONS} {line}\n".encode(), text)


def name_of(blob: bytes) -> str:
    return blob[4 : 4 + int.from_bytes(blob[:4], "big")].decode()


def texts() -> Iterator[tuple[bytes, bytes]]:
    """Texts without end, each with the bytes that its signer signs."""
    for at in count():
        text = TEXT + f"# {at}\n".encode()
        yield text, preimage(NAMESPACE, "sha512", text)


def ed25519() -> Iterator[Mutant]:
    """Keys of small order: anybody makes their signature of one text in eight, the same for all, out of nothing."""
    name, nothing = string(b"ssh-ed25519"), (1).to_bytes(32, "little") + bytes(32)
    for number in SMALL:
        for sign in (0, 1 << 255):
            point = (number | sign).to_bytes(32, "little")
            yield sealed(
                "key-of-anybody", name + string(point), lambda _: name + string(nothing), lucky(point, nothing)
            )
    for size in (0, 31, 33):
        yield sealed("key-of-another-length", name + string(b"\1" * size), lambda _: name + string(bytes(64)))


def lucky(point: bytes, signature: bytes) -> bytes:
    """A text of which the signature is good."""
    for text, seen in texts():
        with suppress(InvalidSignature):
            Ed25519PublicKey.from_public_bytes(point).verify(signature, seen)
            return text
    raise AssertionError


def rsa_keys(strong: rsa.RSAPrivateKey) -> Iterator[Mutant]:
    """Keys too short for us, and signatures by a digest that is broken or not the one that they name."""
    for kind, key, name, digest in (
        ("rsa-short", rsa.generate_private_key(3, 1024), b"rsa-sha2-512", hashes.SHA512()),
        ("rsa-short", rsa.generate_private_key(3, 2048), b"rsa-sha2-256", hashes.SHA256()),
        ("rsa-by-sha1", strong, b"ssh-rsa", hashes.SHA1()),
        ("rsa-by-another-digest", strong, b"rsa-sha2-256", hashes.SHA512()),
    ):
        yield sealed(kind, rsa_blob(3, key.public_key().public_numbers().n), by_rsa(key, name, digest))


def rsa_blob(exponent: int, modulus: int) -> bytes:
    return string(b"ssh-rsa") + signing.mpint(exponent) + signing.mpint(modulus)


def by_rsa(key: rsa.RSAPrivateKey, name: bytes, digest: hashes.HashAlgorithm) -> Raw:
    return lambda data: string(name) + string(key.sign(data, padding.PKCS1v15(), digest))


def rsa_numbers(key: rsa.RSAPrivateKey) -> Iterator[Mutant]:
    """Moduli, exponents and paddings; the exponent 3 would make lazy checks of the padding forgeable."""
    modulus, private = key.public_key().public_numbers().n, key.private_numbers().d
    blob, good, bare = rsa_blob(3, modulus), by_rsa(key, b"rsa-sha2-512", hashes.SHA512()), signing.mpint(modulus)[4:]
    long = string(b"ssh-rsa") + signing.mpint(3) + string(b"\0" + bare)
    yield sealed("rsa-small-exponent", blob, good)
    for own, listed in ((long, long), (long, blob), (blob, long)):
        yield sealed("key-in-a-longer-spelling", own, good, listed=listed)
    yield sealed("rsa-negative-modulus", string(b"ssh-rsa") + signing.mpint(3) + string(bare[1:]), good)
    yield sealed("rsa-exponent-one", rsa_blob(1, modulus), lambda data: RSA_NAME + string(filled(data)))
    for exponent in (0, 2, 4, modulus - 2, modulus + 2, 2**64 + 13):
        yield sealed("rsa-exponent", rsa_blob(exponent, modulus), good)

    def made(shape: Callable[[bytes], bytes], more: int = 0, size: int = 384) -> Raw:
        def raw(data: bytes) -> bytes:
            value = pow(int.from_bytes(shape(data), "big"), private, modulus) + more
            return RSA_NAME + string(value.to_bytes(max(size, (value.bit_length() + 7) // 8), "big"))

        return raw

    yield sealed("rsa-small-exponent", blob, made(filled))
    yield sealed("rsa-padding", blob, made(lambda data: filled(data)[:10] + filled(data)[-84:] + b"\x11" * 290))
    yield sealed("rsa-padding", blob, made(lambda data: b"\0\2" + filled(data)[2:]))
    yield sealed("rsa-padding", blob, made(lambda data: filled(data, SHA512_WITHOUT_NULL)))
    yield sealed("rsa-number-and-modulus", blob, made(filled, more=modulus))
    yield sealed("rsa-longer", blob, made(filled, size=385))
    text = next(text for text, seen in texts() if good(seen)[len(RSA_NAME) + 4] == 0)
    yield sealed("rsa-number-without-its-zero", blob, made(filled, size=0), text)


def filled(data: bytes, digest: bytes = SHA512) -> bytes:
    """What a signature of 384 bytes holds (PKCS #1, version 1.5)."""
    said = digest + hashlib.sha512(data).digest()
    return b"\0\1" + b"\xff" * (384 - 3 - len(said)) + b"\0" + said


def points(private: ec.EllipticCurvePrivateKey, digest: hashes.HashAlgorithm) -> Iterator[Mutant]:
    """The point of an ECDSA key in other shapes, and numbers that lazy readers take for good."""
    curve = f"nistp{private.curve.key_size}".encode()
    name = string(b"ecdsa-sha2-" + curve)
    shapes = serialization.PublicFormat
    good, short = (
        private.public_key().public_bytes(serialization.Encoding.X962, shape)
        for shape in (shapes.UncompressedPoint, shapes.CompressedPoint)
    )

    def key(point: bytes, said: bytes = curve) -> bytes:
        return name + string(said) + string(point)

    def by(spell: Callable[[int, int], bytes]) -> Raw:
        def raw(data: bytes) -> bytes:
            return name + string(spell(*signing.decode_dss_signature(private.sign(data, ec.ECDSA(digest)))))

        return raw

    plain = by(lambda r, s: signing.mpint(r) + signing.mpint(s))
    hybrid = bytes([6 + good[-1] % 2]) + good[1:]
    off = good[:-1] + bytes([good[-1] ^ 1])
    for point in (short, hybrid, off, good + b"\0", good[:-1], b"\4\0" + good[1:], b"\0", b"\4" + bytes(len(good) - 1)):
        yield sealed("point", key(point), plain)
        yield sealed("point", key(point), plain, listed=key(good))
    yield sealed("curve-of-another-name", key(good, b"nistp192"), plain)
    lazy: tuple[Callable[[int, int], bytes], ...] = (
        lambda r, s: string(b"") + signing.mpint(s),
        lambda r, s: signing.mpint(1) + signing.mpint(1),
        lambda r, s: signing.mpint(r) + signing.mpint(s) + b"\0",
        lambda r, s: signing.mpint(r),
        lambda r, s: string(b"\1" * 3000) + signing.mpint(s),
    )
    for spell in lazy:
        yield sealed("curve-numbers", key(good), by(spell))


def certificates(folder: Path) -> Iterator[Mutant]:
    """A key that an authority signed, and the ways to trust it."""
    for name in ("authority", "holder"):
        signing.generate(folder, name)
    command = ["ssh-keygen", "-q", "-s", "authority", "-I", WHO, "-n", WHO, "holder.pub"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    seal = signing.stock_sign(folder / "holder-cert.pub", NAMESPACE, TEXT)
    authority, holder, certificate = (
        " ".join((folder / f"{name}.pub").read_text().split()[:2]) for name in ("authority", "holder", "holder-cert")
    )
    for options, key in ((f"cert-authority,{OPTIONS}", authority), (OPTIONS, certificate)):
        yield Mutant("certificate", seal, f"{WHO} {options} {key}\n".encode())
    for key in (authority, holder):
        yield Mutant("certificate-of-a-plain-key", seal, f"{WHO} {OPTIONS} {key}\n".encode())


def written(teller: signing.Signer, other: signing.Signer) -> Iterator[Mutant]:
    """Good signatures whose frame or whose list is written in ways that nobody's program writes."""
    good = sealed("", teller.blob, teller.raw)
    begin, end, body = b"-----BEGIN SSH SIGNATURE-----", b"-----END SSH SIGNATURE-----", good.seal.split(b"\n")[1]
    for armored in (
        good.seal.lower(),
        good.seal.replace(begin, begin.lower()),
        good.seal.replace(begin, begin + b" "),
        good.seal.replace(begin + b"\n", begin),
        good.seal.replace(begin, begin + b"\nComment: by hand\n"),
        good.seal.replace(begin, b"#\n" + begin),
        good.seal.replace(begin, begin + b"\n# by hand"),
        good.seal.replace(body, body.replace(b"U1NIU0lH", b"U1NIU0lH----")),
        good.seal.replace(b"\n" + end, end),
    ):
        yield replace(good, kind="frame-by-hand", seal=armored)
    twice = f"{WHO} {OPTIONS} {other.line}\n".encode()
    yield replace(good, kind="second-key-of-the-name", signers=good.signers + twice)
    yield replace(good, kind="second-key-of-the-name", signers=twice + good.signers)
    for after, before in (
        ("19700101Z", "20270331Z"),
        ("19691231235959Z", "20270331Z"),
        ("00010101Z", "20270331Z"),
        ("19690101Z", "19691231Z"),
        ("20261114194200Z", "20261114194200Z"),
        ("20260230Z", "20270331Z"),
        ("20261001240000Z", "20270331Z"),
        ("20261001000061Z", "20270331Z"),
    ):
        options = f'namespaces="{NAMESPACE}",valid-after="{after}",valid-before="{before}"'
        yield replace(good, kind="strange-date", signers=f"{WHO} {options} {teller.line}\n".encode())
