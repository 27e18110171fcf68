"""A seeded corpus of seals that somebody tampered with, and of circumstances in which a good seal does not count.

Each mutant is one question put both to `ssh-keygen -Y verify` and to our verifier: does this signature of this text,
by this signer, count at this time under these lists of trusted and revoked keys?
"""

from __future__ import annotations

import base64
import random
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

import signing

from aubette.votes.wire import Reader, string

NAMESPACE = "aubette-votes-v1@example.fr"
TEXT = b"# statement: aubette-votes-v1\n# unit: bv-0412\n# note: L'\xc3\xa9margement de Mme K. compte double.\n"
AFTER, BEFORE = datetime(2026, 10, 1, tzinfo=UTC), datetime(2027, 3, 31, tzinfo=UTC)
SIGNED = datetime(2026, 11, 14, 19, 42, tzinfo=UTC)
WHO = "teller-1"


@dataclass(frozen=True)
class Mutant:
    """One question; `kind` groups mutants that were made in the same way."""

    kind: str
    seal: bytes
    signers: bytes
    text: bytes = TEXT
    revoked: bytes = b""
    who: str = WHO
    signed: datetime = SIGNED


@dataclass(frozen=True)
class Ring:
    """A teller's key with a good seal, somebody else's key of the same kind, and the lists that trust the teller."""

    teller: signing.Signer
    other: signing.Signer

    @cached_property
    def inside(self) -> bytes:
        return signing.blob(self.teller, TEXT, NAMESPACE.encode())

    def good(self) -> Mutant:
        return Mutant("good", signing.armor(self.inside), signing.signers({WHO: self.teller.line}, NAMESPACE).encode())


def corpus(ring: Ring, seed: int) -> list[Mutant]:
    """Every mutant of one kind of key."""
    rng, good = random.Random(seed), ring.good()
    made = [
        *(replace(good, kind=kind, seal=seal) for kind, seal in armors(good.seal, rng)),
        *(replace(good, kind=kind, seal=signing.armor(inside)) for kind, inside in insides(ring, rng)),
        *(replace(good, kind=kind, text=text) for kind, text in texts(TEXT, rng)),
        *(replace(good, kind=kind, signers=text.encode()) for kind, text in trusting(ring)),
        *(replace(good, kind=kind, revoked=data) for kind, data in revoking(ring)),
        *times(good),
        *(replace(good, kind="asked-for-another-name", who=who) for who in ("teller-2", "teller", "Teller-1", "*")),
    ]
    return [mutant for mutant in made if replace(mutant, kind="good") != good]


def armors(good: bytes, rng: random.Random) -> Iterator[tuple[str, bytes]]:
    """The file around the signature, written otherwise."""
    lines = good.split(b"\n")
    body = b"".join(lines[1:-2])
    yield "windows-line-ends", good.replace(b"\n", b"\r\n")
    yield "old-mac-line-ends", good.replace(b"\n", b"\r")
    yield "one-windows-line-end", good.replace(b"\n", b"\r\n", 1)
    yield "last-line-open", good[:-1]
    yield "text-after", good + b"\n"
    yield "text-after", good + b"a word after\n"
    yield "text-before", b"\n" + good
    yield "text-before", b"a word before\n" + good
    yield "text-before", b"\xef\xbb\xbf" + good
    yield "two-seals", good + good
    yield "no-end", b"\n".join(lines[:-2]) + b"\n"
    yield "no-begin", b"\n".join(lines[1:])
    yield "frame", good.replace(b"BEGIN SSH", b"BEGIN  SSH")
    yield "frame", good.replace(b"SSH SIGNATURE", b"PGP SIGNATURE")
    yield "frame", good.replace(b"-----", b"----")
    yield "frame", good.replace(b"END SSH", b"end ssh")
    yield "blanks-inside", good.replace(lines[1], lines[1] + b" ")
    yield "blanks-inside", good.replace(lines[1], b"\t" + lines[1])
    yield "blanks-inside", good.replace(lines[1], lines[1][:30] + b" " + lines[1][30:])
    yield "empty-line-inside", good.replace(lines[1], lines[1] + b"\n")
    yield "folded-otherwise", good.replace(lines[1], lines[1][:30] + b"\n" + lines[1][30:])
    yield "folded-otherwise", b"\n".join([lines[0], *(body[at : at + 1] for at in range(len(body))), lines[-2], b""])
    yield "folded-at-a-usual-width", signing.armor(base64.b64decode(body), 64)
    yield "folded-at-a-usual-width", signing.armor(base64.b64decode(body), 76)
    yield "not-folded", b"\n".join([lines[0], body, lines[-2], b""])
    yield "padding", good.replace(lines[1], lines[1] + b"=")
    yield "padding", good.replace(lines[-3], lines[-3].rstrip(b"=") + b"====")
    yield "padding", good.replace(lines[-3], lines[-3].rstrip(b"=") + b"A" * lines[-3].count(b"="))
    yield "padding", good.replace(lines[-3], lines[-3][:-4])
    yield "unused-bits", good.replace(lines[-3], unused_bits(lines[-3]))
    yield "empty", b""
    yield "nul", good.replace(lines[1], lines[1] + b"\0")
    for _ in range(12):
        at = rng.randrange(len(good))
        yield "byte-of-the-file", good[:at] + bytes([good[at] ^ 1 << rng.randrange(8)]) + good[at + 1 :]
    for _ in range(4):
        yield "cut", good[: rng.randrange(len(good))]


def unused_bits(line: bytes) -> bytes:
    """The same bytes in a second spelling of base64, where the last character has bits that no byte uses."""
    alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    at = len(line.rstrip(b"=")) - 1
    return line[:at] + alphabet[alphabet.index(line[at]) | 1 :][:1] + line[at + 1 :]


def insides(ring: Ring, rng: random.Random) -> Iterator[tuple[str, bytes]]:
    """What stands inside the armor: bits, lengths, and signatures of what nobody should sign."""
    good = ring.inside
    for _ in range(24):
        at = rng.randrange(len(good))
        bit = bytes([good[at] ^ 1 << rng.randrange(8)])
        yield "bit", good[:at] + bit + good[at + 1 :]
        yield "byte-lost", good[:at] + good[at + 1 :]
        yield "byte-gained", good[:at] + bytes([rng.randrange(256)]) + good[at:]
    for _ in range(6):
        yield "truncated", good[: rng.randrange(len(good))]
    yield "trailing-bytes", good + b"\0"
    yield "trailing-bytes", good + string(b"more")
    for hash_name in ("md5", "sha1", "sha224", "sha384", "sha3_256", "SHA256", "sha256"):
        kind = "other-good-hash" if hash_name == "sha256" else "hash"
        name = hash_name.lower()
        made = signing.blob(ring.teller, TEXT, NAMESPACE.encode(), hash_name=name)
        yield kind, made.replace(string(name.encode()), string(hash_name.encode()))
    for space in (b"", b"git", b"file", NAMESPACE.encode() + b"\0", NAMESPACE.upper().encode(), b"aubette-votes-v1"):
        yield "namespace", signing.blob(ring.teller, TEXT, space)
    yield (
        "namespace-rewritten",
        signing.blob(ring.teller, TEXT, b"git").replace(string(b"git"), string(NAMESPACE.encode())),
    )
    yield "reserved", signing.blob(ring.teller, TEXT, NAMESPACE.encode(), reserved=b"x")
    yield "version", signing.blob(ring.teller, TEXT, NAMESPACE.encode(), version=2)
    yield "version", signing.blob(ring.teller, TEXT, NAMESPACE.encode(), version=0)
    yield "magic", signing.blob(ring.teller, TEXT, NAMESPACE.encode(), magic=b"SSHSIH")
    yield "other-key", signing.blob(ring.other, TEXT, NAMESPACE.encode())
    yield "key-swapped", good.replace(string(ring.teller.blob), string(ring.other.blob))
    yield from signatures(ring, good)


def signatures(ring: Ring, good: bytes) -> Iterator[tuple[str, bytes]]:
    """The innermost part, an algorithm's name and its numbers, by the algorithm."""
    reader = Reader(good)
    reader.take(10)
    for _ in range(4):
        reader.string()
    head, inner = good[: reader.at], reader.string()
    parts = Reader(inner)
    name, raw = parts.string(), parts.string()
    tail = inner[parts.at :]

    def made(algorithm: bytes, numbers: bytes, rest: bytes = tail) -> bytes:
        return head + string(string(algorithm) + string(numbers) + rest)

    for algorithm in (
        b"ssh-rsa",
        b"rsa-sha2-256",
        b"ssh-ed25519",
        b"ecdsa-sha2-nistp384",
        b"ssh-dss",
        b"",
        name + b" ",
    ):
        yield "algorithm", made(algorithm, raw)
    yield "signature-longer", made(name, raw + b"\0")
    yield "signature-longer", made(name, b"\0" + raw)
    yield "signature-shorter", made(name, raw[:-1])
    yield "signature-shorter", made(name, raw[1:])
    yield "signature-empty", made(name, b"")
    yield "signature-zero", made(name, b"\0" * len(raw))
    yield "signature-tail", made(name, raw, tail + b"\0")
    if name.endswith((b"ed25519", b"ed25519@openssh.com")):
        order = 2**252 + 27742317777372353535851937790883648493
        scalar = int.from_bytes(raw[32:], "little") + order
        yield "second-spelling", made(name, raw[:32] + scalar.to_bytes(32, "little"))
    elif name.startswith((b"ecdsa", b"sk-ecdsa")):
        yield from ecdsa(made, name, raw)
    if tail:
        for flags in (0x00, 0x02, 0x04, 0x05, 0x40, 0x81, 0xFF):
            yield "flags-rewritten", made(name, raw, bytes([flags]) + tail[1:])
        yield "counter", made(name, raw, tail[:1] + (8).to_bytes(4, "big"))


def ecdsa(made: object, name: bytes, raw: bytes) -> Iterator[tuple[str, bytes]]:
    """ECDSA is malleable by nature (n-s is as good as s), and its numbers have lazy spellings."""
    assert callable(made)
    order = {
        b"256": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
        b"384": int("f" * 48 + "c7634d81f4372ddf581a0db248b0a77aecec196accc52973", 16),
        b"521": int("1ff" + "f" * 63 + "a51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409", 16),
    }[name.partition(b"@")[0][-3:]]
    pair = Reader(raw)
    r, s = pair.positive(), pair.positive()
    yield "mirrored", made(name, signing.mpint(r) + signing.mpint(order - s))
    for first, second in ((0, s), (r, 0), (r + order, s), (r, s + order), (order, order)):
        yield "number-out-of-range", made(name, signing.mpint(first) + signing.mpint(second))
    long = string(b"\0" * 2 + signing.mpint(r)[4:])
    yield "number-in-a-longer-spelling", made(name, long + signing.mpint(s))
    yield "negative-number", made(name, string(b"\xff" + signing.mpint(r)[4:]) + signing.mpint(s))


def texts(good: bytes, rng: random.Random) -> Iterator[tuple[str, bytes]]:
    """The signed text, changed."""
    yield "text-windows", good.replace(b"\n", b"\r\n")
    yield "text-bom", b"\xef\xbb\xbf" + good
    yield "text-open", good[:-1]
    yield "text-longer", good + b"\n"
    yield "text-empty", b""
    yield "text-accent", good.replace("é".encode(), "e\u0301".encode())
    for _ in range(6):
        at = rng.randrange(len(good))
        yield "text-bit", good[:at] + bytes([good[at] ^ 1 << rng.randrange(8)]) + good[at + 1 :]


def trusting(ring: Ring) -> Iterator[tuple[str, str]]:
    """`allowed_signers` written in other ways: the teller not meant, no longer, not yet, or said sloppily."""
    key, other = ring.teller.line, ring.other.line
    names = f'namespaces="{NAMESPACE}"'
    dates = 'valid-after="20261001Z",valid-before="20270331Z"'
    good = f"{WHO} {names},{dates} {key}\n"
    yield "nobody-trusted", ""
    yield "nobody-trusted", "# nobody\n\n"
    yield "other-key-trusted", f"{WHO} {names},{dates} {other}\n"
    yield "key-of-another-name", f"teller-2 {names},{dates} {key}\n"
    yield "second-line", f"teller-2 {names},{dates} {other}\n{good}"
    yield "comment", f"# the tellers\n\n{WHO} {names},{dates} {key} Mme K.\n"
    for options in (f"{dates},{names}", f'namespaces="git,{NAMESPACE}",{dates}'):
        yield "same-in-other-words", f"{WHO} {options} {key}\n"
    for space in ("git", "aubette-votes-v1@lyon.fr", "", f"!{NAMESPACE}", f"{NAMESPACE},!{NAMESPACE}"):
        yield "other-namespaces", f'{WHO} namespaces="{space}",{dates} {key}\n'
    for space in ("*", "aubette-votes-v1@*", f"{NAMESPACE},*"):
        yield "joker-namespaces", f'{WHO} namespaces="{space}",{dates} {key}\n'
    for after, before in (("20261115Z", "20270331Z"), ("20261001Z", "20261114Z"), ("20270331Z", "20261001Z")):
        yield "out-of-date", f'{WHO} {names},valid-after="{after}",valid-before="{before}" {key}\n'
    for after, before in (("20261001", "20270331Z"), ("20261001Z", "20270331"), ("202610010000", "20270331")):
        yield "date-of-the-reader's-zone", f'{WHO} {names},valid-after="{after}",valid-before="{before}" {key}\n'
    for after in ("2026-10-01", "20261301Z", "20261001z", "2026100112Z", "", "always", "00000000Z"):
        yield "date-ill-written", f'{WHO} {names},valid-after="{after}",valid-before="20270331Z" {key}\n'
    for options in (dates, names, f'{names},valid-after="20261001Z"', f'{names},valid-before="20270331Z"'):
        yield "option-missing", f"{WHO} {options} {key}\n"
    yield "option-missing", f"{WHO} {key}\n"
    yield "option-twice", f'{WHO} {names},{dates},valid-before="20280331Z" {key}\n'
    yield "option-twice", f"{WHO} {names},{names},{dates} {key}\n"
    yield "option-unknown", f"{WHO} {names},{dates},no-touch-required {key}\n"
    yield "option-unknown", f'{WHO} {names},{dates},from="192.0.2.0/24" {key}\n'
    yield "option-in-capitals", f"{WHO} {names.replace('namespaces', 'Namespaces')},{dates} {key}\n"
    yield "authority", f"{WHO} cert-authority,{names},{dates} {key}\n"
    yield "authority", f"{WHO} {names},{dates},cert-authority {key}\n"
    for who in ("*", "teller-*", "teller-?", f"teller-2,{WHO}", f'"{WHO}"', f"{WHO},", f"*,!{WHO}"):
        yield "several-names", f"{who} {names},{dates} {key}\n"
    yield "blanks", f"{WHO}  {names},{dates}  {key}\n"
    yield "blanks", f" {WHO} {names},{dates} {key}\n"
    yield "blanks", f"{WHO}\t{names},{dates}\t{key}\n"
    yield "signers-windows", good.replace("\n", "\r\n")
    yield "signers-bom", f"\ufeff{good}"
    yield "signers-open", good[:-1]
    yield "signers-same-key-twice", f"{good}teller-2 {names},{dates} {key}\n"
    yield "signers-broken-line", f"{WHO} {names},{dates} ssh-ed25519 AAAA\n{good}"
    kind, encoded = key.split(" ")
    yield "key-ill-written", f"{WHO} {names},{dates} {kind} {encoded[:-4]}\n"
    yield "key-ill-written", f"{WHO} {names},{dates} ssh-dss {encoded}\n"
    yield "key-ill-written", f"{WHO} {names},{dates} {kind}\n"
    yield "key-ill-written", f"{WHO} {names},{dates} {kind} {encoded[:20]} {encoded[20:]}\n"


def revoking(ring: Ring) -> Iterator[tuple[str, bytes]]:
    """`revoked_keys` that name the teller's key, another one, or nothing that can be read."""
    key, other = ring.teller.line, ring.other.line
    yield "revoked", f"{key}\n".encode()
    yield "revoked", f"# stolen\n{other}\n{key} Mme K.\n".encode()
    yield "other-key-revoked", f"{other}\n".encode()
    yield "other-key-revoked", f"# nobody but\n{other} M. L.\n".encode()
    yield "revoked-empty-line", f"# nobody but\n\n{other} M. L.\n".encode()
    for line in (other, key):
        print_ = fingerprint(line)
        yield "revoked-by-fingerprint", f"{print_}\n".encode()
    yield "revoked-ill-written", b"what is this\n"
    yield "revoked-ill-written", f"{key[: len(key) // 2]}\n".encode()
    yield "revoked-ill-written", f"{other}\n{key.split()[1]}\n".encode()
    yield "revoked-windows", f"{key}\r\n".encode()
    yield "revoked-windows", f"{other}\r\n".encode()
    yield "revoked-bom", f"\ufeff{other}\n".encode()
    yield "revoked-binary", revocation_list(other)
    yield "revoked-binary", revocation_list(key)
    yield "revoked-binary", revocation_list(key)[:-3]


def fingerprint(line: str) -> str:
    done = subprocess.run(["ssh-keygen", "-lf", "-"], input=line, capture_output=True, text=True, check=True)
    return done.stdout.split()[1]


def revocation_list(line: str) -> bytes:
    """OpenSSH's binary list (KRL) of one key."""
    with tempfile.TemporaryDirectory() as folder:
        public, made = Path(folder, "key.pub"), Path(folder, "krl")
        public.write_text(f"{line}\n")
        subprocess.run(["ssh-keygen", "-q", "-k", "-f", str(made), str(public)], check=True)
        return made.read_bytes()


def times(good: Mutant) -> Iterator[Mutant]:
    """The time that the text gives for its seals, around the two ends of the key's validity."""
    second = timedelta(seconds=1)
    for signed in (AFTER - second, BEFORE + second, datetime(2016, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)):
        yield replace(good, kind="signed-out-of-date", signed=signed)
    for signed in (AFTER, AFTER + second, BEFORE - second, BEFORE):
        yield replace(good, kind="signed-at-the-very-end", signed=signed)


def rings(folder: Path) -> Mapping[str, Ring]:
    """Two keys of each kind that may sign."""
    real = {
        name: Ring(*(signing.load(signing.generate(folder, f"{name}-{n}", options)) for n in "12"))
        for name, options in signing.KINDS.items()
    }
    sticks = {
        name: Ring(signing.security_key(curve), signing.security_key(curve))
        for name, curve in (("sk-ed25519", False), ("sk-p256", True))
    }
    lazy = Ring(signing.security_key(False, flags=0), signing.security_key(False))
    return {**real, **sticks, "sk-ed25519-not-touched": lazy}
