"""What the locks name installs on the oldest Python of a system that we say we support."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

OLDEST = "3.11.2"
"""The Python of Debian 12."""
PINNED = re.compile(r"^([\w.-]+)==(\S+)", re.MULTILINE)


@pytest.mark.parametrize("lock", ["runtime.txt", "test.txt"])
def test_every_locked_version_takes_the_oldest_python(repo_root: Path, lock: str) -> None:
    text = (repo_root / "requirements" / lock).read_text("utf-8")
    refused, seen = [], 0
    for name, version in PINNED.findall(text):
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue  # of another platform
        assert found.version == version, f"{name} is {found.version} here, not as locked: make install"
        seen += 1
        if OLDEST not in SpecifierSet(found.metadata["Requires-Python"] or ""):
            refused.append(name)
    assert refused == []
    assert seen > 40


def test_locks_keep_to_the_limits(repo_root: Path) -> None:
    pinned = dict(PINNED.findall((repo_root / "requirements" / "runtime.txt").read_text("utf-8")))
    lines = (repo_root / "requirements" / "limits.txt").read_text("utf-8").splitlines()
    for line in (line.partition("#")[0].strip() for line in lines):
        if line:
            limit = Requirement(line)
            assert pinned[limit.name] in limit.specifier


def test_every_locked_file_has_its_hash(repo_root: Path) -> None:
    for lock in ("runtime.txt", "test.txt"):
        text = (repo_root / "requirements" / lock).read_text("utf-8")
        for block in re.split(r"\n(?=\S)", text):
            if PINNED.match(block):
                assert "--hash=sha256:" in block, block
