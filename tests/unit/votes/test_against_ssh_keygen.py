"""The whole judgement on one seal, by us and by the real `ssh-keygen -Y verify`, over a seeded corpus of mutants.

The one rule: ours never accepts what `ssh-keygen` refuses. What `ssh-keygen` accepts and we refuse is listed below with
the reason; a difference that is not listed, or a listed one that does not occur any more, fails.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from crafted import crafted
from mutants import NAMESPACE, Mutant, Ring, corpus, rings

from aubette.votes import authenticity, trust
from aubette.votes.inventory import SignedText

SEED = 20261114
UNTOUCHED = "key-not-touched"
STRICTER = {
    UNTOUCHED: "ssh-keygen does not ask whether somebody touched the security key; a thief's program would do without",
    "last-line-open": "one spelling only: a byte of a seal must not be able to change unseen",
    "text-after": "a second reader might take what follows for another seal, or for words of the signer",
    "two-seals": "ssh-keygen reads the first alone; the second one would look as if it had been checked",
    "blanks-inside": "one spelling only",
    "empty-line-inside": "one spelling only",
    "folded-otherwise": "one spelling only: lines of 64, 70 or 76 characters, as programs write them",
    "not-folded": "one spelling only",
    "reserved": "PROTOCOL.sshsig reserves the field; whatever it may mean one day, we do not know it",
    "version": "version 0 does not exist",
    "second-spelling": "an Ed25519 number above the order is the same signature in a second spelling (RFC 8032)",
    "number-in-a-longer-spelling": "zeros before an ECDSA number make a second spelling of the same signature",
    "joker-namespaces": "the list must name our purpose; a joker would allow purposes that nobody thought of",
    "date-of-the-reader's-zone": "without Z the seal would hold in Paris and not in Auckland",
    "date-ill-written": "OpenSSH also takes a small z; the specification has one spelling",
    "option-missing": "each key says its purpose and from when to when it holds",
    "option-in-capitals": "one spelling only",
    "several-names": "one plain name a key: with jokers and lists one key would stand for several people",
    "blanks": "one spelling only",
    "revoked-empty-line": "a byte of the list must not be able to change unseen",
    "signers-windows": "one spelling only: the proclamation seals the bytes of the list",
    "signers-open": "one spelling only",
    "signers-same-key-twice": "one key under two names would count as two people",
    "signers-broken-line": "ssh-keygen passes over a line that it cannot read: a lost signer would go unnoticed",
    "revoked-windows": "one spelling only",
    "key-of-anybody": "a point of small order is the key of nobody and of everybody",
    "key-in-a-longer-spelling": "one spelling only: two spellings of a key would count as two keys",
    "rsa-short": "3072 bits, as long as the others are strong",
    "rsa-exponent-one": "the signature is its own text: anybody could write it",
    "rsa-number-without-its-zero": "one spelling only",
    "security-key-of-a-web-site": "PROTOCOL.u2f: the application of a key for SSH begins with ssh:",
    "certificate": "each key stands in the list itself, and its fingerprint in the deliberation",
    "strange-date": "strptime takes the 30th of February and a 61st second",
    "revoked-binary": "a list that people cannot read cannot be checked against the deliberation",
}
RANDOM = {"byte-of-the-file", "bit", "byte-lost", "byte-gained", "cut", "truncated", "padding", "unused-bits"}
"""Where chance chooses the place, it may hit what ssh-keygen does not read, such as a line end of the armor."""

ALIKE = {
    "folded-at-a-usual-width": "the same seal, in lines of 64 or 76 characters",
    "other-good-hash": "sha256 instead of sha512",
    "second-line": "another signer stands in the list too",
    "comment": "comments in the list",
    "same-in-other-words": "options in another order, a second purpose",
    "second-key-of-the-name": "a signer may have several keys",
    "rsa-small-exponent": "3 is slow to forge when the padding is read strictly",
    "other-key-revoked": "somebody else's key was revoked",
    "signed-at-the-very-end": "both ends of the validity are included",
    "mirrored": "(r, n-s) is an ECDSA signature of the same text by the same key",
}
"""Mutants that count for both, because they are good."""


def ours(mutant: Mutant) -> bool:
    """Whether the seal counts for us; a list of trusted or revoked keys with a finding lets nothing count."""
    signers = trust.read_signers("allowed_signers", mutant.signers, NAMESPACE)
    revoked = trust.read_revoked("revoked_keys", mutant.revoked)
    if signers.findings or revoked.findings:
        return False
    occasion = authenticity.Occasion(trust.Trust("trust", signers.value, revoked.value), NAMESPACE, mutant.signed)
    text = SignedText("votes", "MANIFEST", {"MANIFEST": mutant.text}, {mutant.who: mutant.seal})
    return mutant.who in authenticity.judge(text, occasion, 1).value


def stock(folder: Path, mutant: Mutant) -> bool:
    """Whether the command that residents use says "Good"."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        files = {"-f": mutant.signers, "-r": mutant.revoked, "-s": mutant.seal}
        options = [f"-Overify-time={mutant.signed:%Y%m%d%H%M%S}Z", "-I", mutant.who, "-n", NAMESPACE]
        for option, data in files.items():
            path = Path(place, option[1:])
            path.write_bytes(data)
            options += [option, str(path)]
        command = ["ssh-keygen", "-Y", "verify", *options]
        return subprocess.run(command, input=mutant.text, capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="module")
def keyring(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Ring]:
    return rings(tmp_path_factory.mktemp("rings"))


Answer = tuple[str, Mutant, bool, bool]


@pytest.fixture(scope="module")
def answers(keyring: Mapping[str, Ring], tmp_path_factory: pytest.TempPathFactory) -> list[Answer]:
    """Key, mutant, our answer, that of `ssh-keygen`."""
    folder = tmp_path_factory.mktemp("stock")
    asked = [(key, mutant) for key, ring in keyring.items() for mutant in corpus(ring, SEED)]
    asked += [("crafted", mutant) for mutant in crafted(tmp_path_factory.mktemp("crafted"))]
    with ThreadPoolExecutor(4) as pool:
        theirs = pool.map(partial(stock, folder), (mutant for _, mutant in asked))
        return [(key, mutant, ours(mutant), said) for (key, mutant), said in zip(asked, theirs, strict=True)]


def test_ours_never_accepts_what_ssh_keygen_refuses(answers: list[Answer]) -> None:
    assert len(answers) >= 500
    alone = [(key, mutant.kind) for key, mutant, accepted, theirs in answers if accepted and not theirs]
    assert alone == []


def test_where_ours_is_stricter_is_listed_with_its_reason(answers: list[Answer]) -> None:
    stricter = {kind for kind, accepted, theirs in map(summed, answers) if theirs and not accepted}
    assert set(STRICTER) <= stricter <= set(STRICTER) | RANDOM


def test_what_both_accept_is_listed_too(answers: list[Answer]) -> None:
    assert {kind for kind, accepted, _ in map(summed, answers) if accepted} == set(ALIKE)


def summed(answer: Answer) -> tuple[str, bool, bool]:
    key, mutant, accepted, theirs = answer
    return UNTOUCHED if key.endswith("not-touched") else mutant.kind, accepted, theirs


def test_a_good_seal_is_good_for_both(keyring: Mapping[str, Ring], tmp_path: Path) -> None:
    for key, ring in keyring.items():
        touched = not key.endswith("not-touched")
        assert (ours(ring.good()), stock(tmp_path, ring.good())) == (touched, True), key
