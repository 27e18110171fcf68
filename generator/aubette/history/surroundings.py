"""The surroundings in which git runs: nobody's configuration, no network, no prompt, no locks."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
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


LOCATIONS = (
    *("GIT_DIR", "GIT_COMMON_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_NAMESPACE", "GIT_CEILING_DIRECTORIES"),
    *("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE"),
)
"""Variables that lead git elsewhere, as hooks and rebases set them for all that they run."""


@contextmanager
def unset(names: Iterable[str]) -> Iterator[None]:
    """Do without some variables of the environment for a moment."""
    kept = {name: os.environ.pop(name) for name in names if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(kept)


def places(git_dir: Path, common: Path, work_tree: Path) -> dict[str, str]:
    """The variables that say where a repository is, whatever the shell (or the hook that called us) had set."""
    return {
        "GIT_DIR": str(git_dir),
        "GIT_COMMON_DIR": str(common),
        "GIT_WORK_TREE": str(work_tree),
        "GIT_INDEX_FILE": str(git_dir / "index"),
        "GIT_OBJECT_DIRECTORY": str(common / "objects"),
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": "",
        "GIT_GRAFT_FILE": os.devnull,
        "GIT_SHALLOW_FILE": str(common / "shallow"),
        "GIT_NAMESPACE": "",
    }


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
