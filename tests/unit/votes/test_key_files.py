"""A file that is handed in for a signer's public key: taken, or refused with the reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sealing import NAMESPACE

from aubette.votes import keyring, keys
from aubette.votes.keyring import KeyringError
from aubette.votes.wire import string
from aubette.words.catalogue import Catalogue

CASES = Path(__file__).parents[2] / "cases" / "votes" / "signers"
DAYS = (date(2027, 1, 1), date(2028, 1, 1))


def line(name: str) -> bytes:
    """The kind and the key of a case's first signer."""
    lines = (CASES / f"{name}.txt").read_bytes().splitlines()
    return b" ".join(next(one for one in lines if one and not one.startswith(b"#")).split(b" ")[2:4])


def made(*parts: bytes) -> bytes:
    blob = b"".join(map(string, parts))
    return keys.PublicKey(parts[0].decode(), blob).written.encode()


GOOD = line("good")
KIND, ENCODED = GOOD.split(b" ")
REFUSED = {
    "private_key": b"-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1r\n-----END OPENSSH PRIVATE KEY-----\n",
    "other_form": b"---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n---- END SSH2 PUBLIC KEY ----\n",
    "a_seal": b"-----BEGIN SSH SIGNATURE-----\nU1NI\n-----END SSH SIGNATURE-----\n",
    "many_keys": GOOD + b" one\n" + GOOD + b" two\n",
    "no_key_there": b"\n# nothing\n",
    "not_public": b"number;votes\n",
    "options_before": b"restrict " + GOOD,
    "key_certificate": made(b"ssh-ed25519-cert-v01@openssh.com", b"nonce", b"key"),
    "key_kind": made(b"ssh-dss", b"p"),
    "key_bits": line("short-rsa"),
    "key_application": made(b"sk-ssh-ed25519@openssh.com", b"x" * 32, b"https://example.fr"),
    "key_mixed": b"ssh-rsa " + ENCODED,
    "key_damaged": KIND + b" " + ENCODED[:-8],
}


@pytest.mark.parametrize("code", REFUSED)
def test_a_refused_key_says_why(code: str) -> None:
    with pytest.raises(KeyringError) as refused:
        keyring.public_key(REFUSED[code])
    assert refused.value.code == code
    for lang in ("fr", "en"):
        assert "{" not in Catalogue(lang).say(f"cli.votes.trust.{code}", **refused.value.params)


def test_a_short_key_is_told_with_its_length_and_an_old_kind_by_its_name() -> None:
    with pytest.raises(KeyringError) as short:
        keyring.public_key(REFUSED["key_bits"])
    with pytest.raises(KeyringError) as old:
        keyring.public_key(REFUSED["key_kind"])
    assert (short.value.params["found"], old.value.params["found"]) == ("2048", "ssh-dss")


@pytest.mark.parametrize(
    "written", [GOOD, GOOD + b" a comment\r\n", b"\xef\xbb\xbf" + GOOD + b"\n", b"# mine\n\n" + GOOD]
)
def test_a_public_key_is_taken_as_programs_write_it(written: bytes) -> None:
    key = keyring.public_key(written)
    made_list = keyring.added(b"", "teller-1", key, NAMESPACE, DAYS)
    assert made_list.endswith(b" " + GOOD + b"\n")


@pytest.mark.parametrize(
    ("name", "days", "code"),
    [("Maire", DAYS, "votes/one-plain-name"), ("maire", DAYS[::-1], "votes/signer-dates")],
)
def test_a_line_that_the_verifier_would_refuse_is_told_by_its_finding(
    name: str, days: tuple[date, date], code: str
) -> None:
    with pytest.raises(KeyringError) as refused:
        keyring.added(b"", name, keyring.public_key(GOOD), NAMESPACE, days)
    assert refused.value.params["finding"].code == code
