"""Our verifier against the real ssh-keygen: whatever we accept, it accepts."""

from __future__ import annotations

import base64
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import signing
from hypothesis import given
from hypothesis import strategies as st

from aubette.votes import sshsig

NAMESPACE = "aubette-votes-v1@example.fr"
MESSAGE = b"# statement: aubette-votes-v1\n# unit: bv-0412\n"
SEED = 20261114


def verdict(armored: bytes, message: bytes = MESSAGE, namespace: str = NAMESPACE) -> str:
    """The refusal's code, or `good`."""
    seal = sshsig.parse(armored)
    refusal = seal if isinstance(seal, sshsig.Refusal) else sshsig.judge(seal, message, namespace)
    return refusal.code if refusal else "good"


@pytest.fixture(scope="module")
def keyring(tmp_path_factory: pytest.TempPathFactory) -> dict[str, signing.Signer]:
    folder = tmp_path_factory.mktemp("keys")
    real = {name: signing.load(signing.generate(folder, name, options)) for name, options in signing.KINDS.items()}
    return real | {"sk-ed25519": signing.security_key(False), "sk-p256": signing.security_key(True)}


def test_accepts_what_ssh_keygen_signs(keyring: dict[str, signing.Signer]) -> None:
    for name in signing.KINDS:
        path = keyring[name].path
        assert path
        assert verdict(signing.stock_sign(path, NAMESPACE, MESSAGE)) == "good", name


def test_fingerprint_is_the_one_that_ssh_keygen_prints(keyring: dict[str, signing.Signer]) -> None:
    for name in signing.KINDS:
        path = keyring[name].path
        assert path
        shown = subprocess.run(["ssh-keygen", "-lf", str(path)], capture_output=True, text=True, check=True).stdout
        seal = sshsig.parse(signing.stock_sign(path, NAMESPACE, MESSAGE))
        assert isinstance(seal, sshsig.Seal)
        assert seal.key.fingerprint == shown.split()[1]


def flips(inside: bytes, rng: random.Random, count: int) -> Iterator[bytes]:
    """Copies with one bit, byte or length changed."""
    for _ in range(count):
        at = rng.randrange(len(inside))
        changed = bytes([inside[at] ^ 1 << rng.randrange(8)])
        yield rng.choice(
            [
                inside[:at] + changed + inside[at + 1 :],
                inside[:at] + inside[at + 1 :],
                inside[:at] + bytes([rng.randrange(256)]) + inside[at:],
                inside[:at],
            ]
        )


def armors(good: bytes) -> Iterator[bytes]:
    """The same signature, written otherwise."""
    lines = good.split(b"\n")
    yield good.replace(b"\n", b"\r\n")
    yield good[:-1]
    yield good + b"\n"
    yield b"\n" + good
    yield b"a word before\n" + good
    yield good + b"a word after\n"
    yield good + good
    yield b"\n".join(lines[:-2])
    yield b"\n".join(lines[:-2]) + b"\n"
    yield good.replace(b"BEGIN SSH", b"BEGIN  SSH")
    yield good.replace(b"\n", b" \n", 2)
    yield good.replace(lines[1], lines[1][:30] + b"\n" + lines[1][30:])
    yield good.replace(lines[1], lines[1] + b"=")
    yield b"\xef\xbb\xbf" + good
    yield good.replace(b"-----", b"----")
    yield b""


def remade(signer: signing.Signer) -> Iterator[bytes]:
    """Well-made signatures of what nobody should sign."""
    for hash_name in ("md5", "sha1", "sha224", "sha384"):
        yield signing.blob(signer, MESSAGE, NAMESPACE.encode(), hash_name=hash_name)
    yield signing.blob(signer, MESSAGE, b"git")
    yield signing.blob(signer, MESSAGE, b"")
    yield signing.blob(signer, MESSAGE, NAMESPACE.encode(), reserved=b"x")
    yield signing.blob(signer, MESSAGE, NAMESPACE.encode(), version=2)
    yield signing.blob(signer, MESSAGE, NAMESPACE.encode(), magic=b"SSHSIH")
    yield signing.blob(signer, MESSAGE + b"\n", NAMESPACE.encode())
    yield signing.blob(signer, MESSAGE, NAMESPACE.encode()) + b"\0"


def mutants(signer: signing.Signer) -> list[bytes]:
    rng = random.Random(SEED)
    inside = signing.blob(signer, MESSAGE, NAMESPACE.encode())
    made = [signing.armor(other) for other in (*flips(inside, rng, 30), *remade(signer))]
    return made + list(armors(signing.armor(inside)))


def test_never_accepts_what_ssh_keygen_refuses(keyring: dict[str, signing.Signer], tmp_path: Path) -> None:
    accepted = refused_by_both = 0
    for name, signer in keyring.items():
        allowed = signing.signers({"teller": signer.line}, NAMESPACE)
        for number, mutant in enumerate(mutants(signer)):
            stock = signing.stock_accepts(
                tmp_path, allowed, "teller", NAMESPACE, MESSAGE, mutant, "-Overify-time=20261114Z"
            )
            ours = verdict(mutant) == "good"
            assert stock or not ours, f"{name}: mutant {number} is accepted by us alone"
            accepted += ours
            refused_by_both += not (ours or stock)
    assert accepted == 0, "a mutant is a signature nobody made"
    assert refused_by_both > 100


def test_good_signatures_of_every_kind_are_good_for_both(keyring: dict[str, signing.Signer], tmp_path: Path) -> None:
    for name, signer in keyring.items():
        for hash_name in sshsig.HASHES:
            armored = signing.armor(signing.blob(signer, MESSAGE, NAMESPACE.encode(), hash_name=hash_name))
            allowed = signing.signers({"teller": signer.line}, NAMESPACE)
            options = (tmp_path, allowed, "teller", NAMESPACE, MESSAGE, armored, "-Overify-time=20261114Z")
            assert (verdict(armored), signing.stock_accepts(*options)) == ("good", True), (name, hash_name)


def test_every_byte_of_a_signature_file_counts(keyring: dict[str, signing.Signer]) -> None:
    good = signing.armor(signing.blob(keyring["ed25519"], MESSAGE, NAMESPACE.encode()))
    survivors = [
        (at, bit)
        for at in range(len(good))
        for bit in range(8)
        if verdict(good[:at] + bytes([good[at] ^ 1 << bit]) + good[at + 1 :]) == "good"
    ]
    assert survivors == []


@pytest.mark.parametrize("flags", [0, 0x04, 0x40, 0x81])
def test_a_security_key_must_be_touched_although_ssh_keygen_does_not_mind(flags: int, tmp_path: Path) -> None:
    signer = signing.security_key(False, flags)
    armored = signing.armor(signing.blob(signer, MESSAGE, NAMESPACE.encode()))
    assert verdict(armored) == "votes/key-not-touched"


def test_refusals_name_their_reason(keyring: dict[str, signing.Signer]) -> None:
    signer = keyring["ed25519"]
    good = signing.armor(signing.blob(signer, MESSAGE, NAMESPACE.encode()))
    weak = signing.armor(signing.blob(signer, MESSAGE, NAMESPACE.encode(), hash_name="md5"))
    git = signing.armor(signing.blob(signer, MESSAGE, b"git"))
    cases = {
        "votes/several-signatures": good + good,
        "votes/line-endings-changed": good.replace(b"\n", b"\r\n"),
        "votes/signature-damaged": good[:-40],
        "votes/weak-hash": weak,
        "votes/wrong-namespace": git,
    }
    assert {code: verdict(armored) for code, armored in cases.items()} == {code: code for code in cases}
    assert verdict(good, MESSAGE + b"\n") == "votes/signature-wrong"
    assert verdict(good, namespace="aubette-votes-v1@other.fr") == "votes/wrong-namespace"


def test_short_rsa_keys_are_refused(tmp_path: Path) -> None:
    weak = signing.generate(tmp_path, "weak", ("-t", "rsa", "-b", "2048"))
    assert verdict(signing.stock_sign(weak, NAMESPACE, MESSAGE)) == "votes/key-refused"


@given(st.binary(max_size=300))
def test_any_bytes_give_a_verdict(raw: bytes) -> None:
    assert verdict(raw) != "good"
    assert verdict(signing.armor(b"SSHSIG" + raw)) != "good"
    assert verdict(b"\n".join([sshsig.BEGIN, base64.b64encode(raw), sshsig.END, b""])) != "good"
