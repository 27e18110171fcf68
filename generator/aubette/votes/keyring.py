"""Writing the lists of trusted and of revoked keys: one line more, or the end of a line's validity; nothing else moves.

Each function takes the bytes of a file and gives its new bytes; what came out is read again before it is written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date as Date

from aubette.votes import keys
from aubette.votes.trust import AllowedSigner, read_signers

KIND = re.compile(r"(?:ssh|ecdsa|sk)-[a-z0-9@.-]+\Z", re.ASCII)
OTHER_FILES = {
    "PRIVATE KEY-----": "private_key",
    "PuTTY-User-Key-File": "private_key",
    "BEGIN SSH2 PUBLIC KEY": "other_form",
    "PUBLIC KEY-----": "other_form",
    "BEGIN SSH SIGNATURE": "a_seal",
}
"""What marks a file that people hand in for a public key and that is none, or is one in another form."""


class KeyringError(ValueError):
    """The list cannot be changed in this way; the argument says what stands in the way: a code of the catalogues."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def public_key(written: bytes) -> keys.PublicKey:
    """The one key of a `.pub` file.

    Raises:
        KeyringError: it is something else, or a key that is not admitted; the code says which.
    """
    text = written.decode("utf-8-sig", "replace")
    for mark, code in OTHER_FILES.items():
        if mark in text:
            raise KeyringError(code)
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if len(lines) != 1:
        raise KeyringError("many_keys" if lines else "no_key_there", n=len(lines))
    parts = lines[0].split()
    at = next((at for at, part in enumerate(parts) if KIND.match(part)), None)
    if at is None or len(parts) < at + 2:
        raise KeyringError("not_public")
    if at:
        raise KeyringError("options_before", found=" ".join(parts[:at]))
    try:
        return keys.read_text(parts[0], parts[1])
    except keys.KeyRefusedError as refused:
        raise KeyringError(f"key_{refused.reason}", found=refused.found, kind=parts[0]) from None


def added(signers: bytes, name: str, key: keys.PublicKey, namespace: str, days: tuple[Date, Date]) -> bytes:
    """The list with one signer's key more, valid from the first day's start to the second day's start, in UTC.

    Raises:
        KeyringError: the key stands there already, or the line would not be a good one.
    """
    after, before = (f"{day:%Y%m%d}Z" for day in days)
    line = f'{name} namespaces="{namespace}",valid-after="{after}",valid-before="{before}" {key.written}\n'
    if any(one.key == key for one in _signers(signers, namespace)):
        raise KeyringError("known", key=key.fingerprint)
    if wrong := read_signers("", line.encode(), namespace).findings:
        raise KeyringError("line", finding=wrong[0])
    return signers + line.encode()


def ended(signers: bytes, name: str, fingerprint: str, namespace: str, day: Date) -> bytes:
    """The list in which a signer's key is valid no longer than to the start of a day, in UTC.

    Raises:
        KeyringError: there is no such key, or the signer has several and none was named.
    """
    held = holder(signers, name, fingerprint, namespace)
    lines = signers.decode().split("\n")
    old = lines[held.line - 1]
    start = old.index('valid-before="') + len('valid-before="')
    lines[held.line - 1] = f"{old[:start]}{day:%Y%m%d}Z{old[old.index(chr(34), start) :]}"
    made = "\n".join(lines).encode()
    if wrong := read_signers("", made, namespace).findings:
        raise KeyringError("line", finding=wrong[0])
    return made


def revoked(list_: bytes, signers: bytes, name: str, fingerprint: str, namespace: str) -> bytes:
    """The revoked keys with one of a signer's more; raises `KeyringError` like `ended`."""
    held = holder(signers, name, fingerprint, namespace)
    kind, encoded = signers.decode().split("\n")[held.line - 1].split(" ")[2:4]
    return list_ + f"{kind} {encoded} {name}\n".encode()


def holder(signers: bytes, name: str, fingerprint: str, namespace: str) -> AllowedSigner:
    """The line of a signer's key, the only one unless a fingerprint is given; raises `KeyringError`."""
    own = [one for one in _signers(signers, namespace) if one.principal == name]
    found = [one for one in own if fingerprint in ("", one.key.fingerprint)]
    if not found:
        raise KeyringError("unknown", name=name)
    if len(found) > 1:
        raise KeyringError("several", name=name, keys=tuple(one.key.fingerprint for one in found))
    return found[0]


def _signers(signers: bytes, namespace: str) -> Sequence[AllowedSigner]:
    return read_signers("", signers, namespace).value if signers else ()
