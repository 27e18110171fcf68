"""The stock `ssh-keygen`: the only program that this layer starts, with constant options and never by a shell."""

from __future__ import annotations

import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path

PROGRAM = "ssh-keygen"


class KeygenError(RuntimeError):
    """`ssh-keygen` is not there or would not sign; why, it has said on standard error."""


def sign(key: Path, namespace: str, message: bytes) -> bytes:
    """The signature file of `message` by a private key (or a public one whose private half an agent holds).

    The program may ask on the terminal for a passphrase, or to touch a security key. Raises `KeygenError`.
    """
    done = _run(["-q", "-Y", "sign", "-f", str(key), "-n", namespace], message, stderr=None)
    if done.returncode:
        raise KeygenError(str(key))
    return done.stdout


def verifies(
    message: bytes,
    armored: bytes,
    *,
    principal: str,
    namespace: str,
    signed: datetime,
    allowed_signers: bytes,
    revoked_keys: bytes,
) -> bool:
    """Whether the stock command accepts a signature at the time that the signed text gives for itself.

    Before results are published both this and our own verifier must agree. Raises `KeygenError` without the program.
    """
    with tempfile.TemporaryDirectory() as folder:
        files = {"allowed": allowed_signers, "revoked": revoked_keys, "seal": armored}
        paths = {name: Path(folder, name) for name in files}
        for name, data in files.items():
            paths[name].write_bytes(data)
        when = signed.astimezone(UTC).strftime("%Y%m%d%H%M%SZ")
        trust = ["-f", str(paths["allowed"]), "-r", str(paths["revoked"]), "-s", str(paths["seal"])]
        who = ["-I", principal, "-n", namespace, f"-Overify-time={when}"]
        return _run(["-Y", "verify", *trust, *who], message, subprocess.DEVNULL).returncode == 0


def _run(arguments: list[str], message: bytes, stderr: int | None) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603 (one program, constant options, no shell)
            [PROGRAM, *arguments], input=message, stdout=subprocess.PIPE, stderr=stderr, check=False
        )
    except FileNotFoundError:
        raise KeygenError(PROGRAM) from None
