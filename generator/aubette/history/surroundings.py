"""The surroundings in which git runs: nobody's configuration, no network, no prompt, no locks."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

CONFIGURATION = {
    "core.fsmonitor": "false",
    "log.showSignature": "false",
    "log.showRoot": "true",
    "log.diffMerges": "first-parent",
    "status.showUntrackedFiles": "all",
}
ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_PARAMETERS": "",
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
VERIFYING = {
    "gpg.format": "ssh",
    "gpg.program": "false",
    "gpg.openpgp.program": "false",
    "gpg.x509.program": "false",
    "gpg.ssh.program": "ssh-keygen",
}
"""Signatures by SSH keys only, and never by a program that a repository names."""


def configured(settings: Mapping[str, str]) -> dict[str, str]:
    """The variables that set these options for one run of git, over those of the repository."""
    pairs = list({**CONFIGURATION, **settings}.items())
    made = {"GIT_CONFIG_COUNT": str(len(pairs))}
    made |= {f"GIT_CONFIG_KEY_{n}": key for n, (key, _) in enumerate(pairs)}
    return made | {f"GIT_CONFIG_VALUE_{n}": value for n, (_, value) in enumerate(pairs)}


def trusting(signers: Path, revoked: Path) -> dict[str, str]:
    """The variables for verifying a signature by a file of allowed signers and one of revoked keys."""
    files = {"gpg.ssh.allowedSignersFile": str(signers), "gpg.ssh.revocationFile": str(revoked)}
    return configured({**VERIFYING, **files})
