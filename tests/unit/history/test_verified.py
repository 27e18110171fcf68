"""Verified by somebody, or nothing: real keys, real signed commits and tags, and every way of being wrong."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from test_timelines import READER, Git

from aubette.history.git import open_repository
from aubette.history.timeline import recall
from aubette.history.verify import verified

FILE = "votes/2027/PROCLAMATION"
TRUST = "site_config/trust/2027"
DAY = "2027-02-02T10:00:00+00:00"
VALID = 'valid-after="20270101Z",valid-before="20271231Z"'


@pytest.fixture
def git(tmp_path: Path) -> Git:
    return Git(tmp_path / "city")


def key(folder: Path, name: str) -> tuple[Path, str]:
    path = folder / name
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(path)], check=True)
    return path, path.with_suffix(".pub").read_text("utf-8").strip()


def trusting(git: Git, *lines: str, revoked: str = "") -> None:
    files: dict[str, str | None] = {f"{TRUST}/allowed_signers": "".join(f"{line}\n" for line in lines)}
    files[f"{TRUST}/revoked_keys"] = f"{revoked}\n" if revoked else ""
    git.save(files, "confiance", "2027-01-15T10:00:00+00:00")


def sign(git: Git, path: Path, *, at: str = DAY, tag: bool = False) -> str:
    place = git.root / FILE
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("proclamé\n", encoding="utf-8")
    git("add", "-A")
    keyed = ("-c", "gpg.format=ssh", "-c", f"user.signingkey={path}")
    git(*keyed, "commit", "-q", *(() if tag else ("-S",)), "-m", "résultats", at=at)
    if tag:
        git(*keyed, "tag", "-s", "-m", "résultats", "proclamation-2027", at=at)
    return git("rev-parse", "HEAD")


def who(git: Git) -> dict[str, str]:
    repository = open_repository(git.root)
    assert repository is not None
    sealed = recall(repository, READER).sealed()
    return verified(repository, {path: [entry.commit for entry in entries] for path, entries in sealed.items()})


@pytest.mark.parametrize("tag", [False, True])
def test_a_trusted_key_verifies_its_commit_or_tag(git: Git, tmp_path: Path, tag: bool) -> None:
    path, public = key(tmp_path, "k")
    trusting(git, f'elections-1 namespaces="aubette-votes-v1@x,git",{VALID} {public}')
    commit = sign(git, path, tag=tag)
    assert who(git) == {commit: "elections-1"}


def test_an_unsigned_commit_says_nothing(git: Git, tmp_path: Path) -> None:
    _, public = key(tmp_path, "k")
    trusting(git, f'elections-1 namespaces="git",{VALID} {public}')
    git.save({FILE: "x"}, "résultats", DAY)
    git("tag", "-a", "-m", "sans sceau", "proclamation-2027", at=DAY)
    assert who(git) == {}


@pytest.mark.parametrize(
    ("line", "revoked"),
    [
        ('elections-1 namespaces="aubette-votes-v1@x",{valid} {public}', False),
        ('elections-1 namespaces="git",valid-after="20270601Z",valid-before="20271231Z" {public}', False),
        ('elections-1 namespaces="git",{valid} {other}', False),
        ('elections-1 namespaces="git",{valid} {public}', True),
        ('jean@example.org namespaces="git",{valid} {public}', False),
        ("# personne", False),
    ],
    ids=["for votes only", "not valid then", "another key", "revoked", "an address", "nobody"],
)
def test_anything_wrong_says_nothing(git: Git, tmp_path: Path, line: str, revoked: bool) -> None:
    path, public = key(tmp_path, "k")
    _, other = key(tmp_path, "o")
    trusting(git, line.format(valid=VALID, public=public, other=other), revoked=public if revoked else "")
    sign(git, path)
    assert who(git) == {}


def test_a_program_of_the_repository_is_never_run(git: Git, tmp_path: Path) -> None:
    path, public = key(tmp_path, "k")
    trusting(git, f'elections-1 namespaces="git",{VALID} {public}')
    commit = sign(git, path)
    trap, mark = tmp_path / "trap", tmp_path / "ran"
    trap.write_text(f"#!/bin/sh\ntouch {mark}\necho 'Good \"git\" signature for maire with ED25519 key' >&2\n")
    trap.chmod(0o755)
    for name in ("gpg.program", "gpg.ssh.program", "gpg.openpgp.program", "gpg.ssh.defaultKeyCommand"):
        git("config", name, str(trap))
    git("config", "gpg.ssh.allowedSignersFile", os.devnull)
    assert who(git) == {commit: "elections-1"}
    assert not mark.exists()


def test_another_commit_than_that_of_votes_is_not_asked_about(git: Git, tmp_path: Path) -> None:
    path, public = key(tmp_path, "k")
    trusting(git, f'elections-1 namespaces="git",{VALID} {public}')
    (git.root / "projects").mkdir()
    (git.root / "projects" / "x").write_text("x")
    git("add", "-A")
    git("-c", "gpg.format=ssh", "-c", f"user.signingkey={path}", "commit", "-q", "-S", "-m", "idée", at=DAY)
    assert who(git) == {}
