"""A city in a repository, made and read once for every module that sends changes to it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from base_house import judged, make_city


@pytest.fixture(scope="session")
def base_city(once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """The repository before any change; what was read of it is kept, so that a change is read alone."""

    def make(root: Path) -> None:
        root.mkdir()
        make_city(root)
        judged(root, "HEAD")

    return once("base-city", make)


@pytest.fixture
def mine(base_city: Path, tmp_path: Path) -> Path:
    """A copy of the repository, to be changed."""
    return Path(shutil.copytree(base_city, tmp_path / "city", symlinks=True))
