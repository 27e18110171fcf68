"""The keys of signers on their own machine, so that nobody has to type where they lie, or whose they are."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from aubette.votes import keyring
from aubette.votes.trust import AllowedSigner


def own_keys(folder: Path, signers: Iterable[AllowedSigner]) -> dict[str, Path]:
    """The file of a trusted key in `~/.ssh`, by the name under which it is trusted.

    It is the private half, or the public one where an agent or a token holds the private half.
    """
    trusted = {one.key.blob: one.principal for one in signers}
    found: dict[str, Path] = {}
    for public in sorted(folder.glob("*.pub")):
        private = public.with_suffix("")
        if name := trusted.get(_blob(public)):
            found.setdefault(name, private if private.is_file() else public)
    return found


def holder(file: Path, signers: Iterable[AllowedSigner]) -> str:
    """The name under which the key of a file is trusted, by its public half; empty where it is not, or is not there."""
    public = file if file.suffix == ".pub" else file.with_name(f"{file.name}.pub")
    blob = _blob(public)
    return next((one.principal for one in signers if one.key.blob == blob), "")


def _blob(public: Path) -> bytes:
    try:
        return keyring.public_key(public.read_bytes()).blob
    except (OSError, keyring.KeyringError):
        return b""
