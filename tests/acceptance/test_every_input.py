"""Any input file that is lost, moved, emptied, cut or replaced is told with its name, and nothing crashes."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from aubette.publish.exchange import MARKER
from aubette.report.registry import write
from aubette.words.catalogue import Catalogue
from aubette.workflow.build import build
from aubette.workflow.folder import NoCityError, open_folder

FREE_TEXTS = (".md", "revoked_keys", "mkdocs.yml", "allowed_signers")
"""Half of these is still a whole: nobody can tell it from what a person meant."""


def _replaced_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _replaced_by_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/hostname")


DAMAGES: dict[str, Callable[[Path], object]] = {
    "deleted": lambda path: path.unlink(),
    "renamed": lambda path: path.rename(path.with_name(f"zz-{path.name}")),
    "emptied": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "binary": lambda path: path.write_bytes(path.read_bytes() + b"\x00\xff\xfe"),
    "folder": _replaced_by_folder,
    "link": _replaced_by_link,
}


@pytest.fixture(scope="module")
def city(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("every") / "city"
    shutil.copytree(example, folder)
    (folder.parent / "site").mkdir()
    (folder.parent / "site" / MARKER).touch()
    return folder


@contextmanager
def damaged(path: Path, damage: str) -> Iterator[None]:
    """A file in a bad state inside the block, and as it was afterwards."""
    data = path.read_bytes()
    DAMAGES[damage](path)
    try:
        yield
    finally:
        path.with_name(f"zz-{path.name}").unlink(missing_ok=True)
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        path.unlink(missing_ok=True)
        path.write_bytes(data)


def inputs(city: Path) -> list[str]:
    """Files of every kind: two of each folder and ending, chosen by seed."""
    groups: dict[tuple[str, str], list[str]] = {}
    for base in ("projects", "site_config", "votes"):
        for path in sorted(p for p in (city / base).rglob("*") if p.is_file()):
            name = path.relative_to(city).as_posix()
            groups.setdefault((path.relative_to(city).parts[-2], path.suffix or path.name), []).append(name)
    chance = random.Random(2026)
    return ["mkdocs.yml", *(name for group in groups.values() for name in chance.sample(group, 1))]


def told(city: Path, path: str) -> bool:
    """Whether a build is refused by an error that names the file, with a line, and the site that is there stays."""
    folder, words, site = open_folder(city), Catalogue("fr"), city.parent / "site"
    before = site.stat().st_ino
    built = build(folder, date(2026, 11, 20), words, site)
    write(built.report, "text", words, folder.source.read, colour=False)
    said = json.loads(write(built.report, "json", words, folder.source.read, colour=False))
    untouched = site.stat().st_ino == before and [p.name for p in site.iterdir()] == [MARKER]
    named = [f for f in said["findings"] if f["severity"] == "error" and f["file"] == path and f["line"] >= 1]
    return bool(named) and built.target is None and untouched


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_told(city: Path, damage: str) -> None:
    silent = []
    for path in inputs(city):
        if damage in ("cut", "emptied") and path.endswith(FREE_TEXTS):
            continue
        with damaged(city / path, damage):
            if not told(city, path):
                silent.append(path)
    assert silent == []


def test_there_are_inputs_of_many_kinds(city: Path) -> None:
    assert len(inputs(city)) > 25


@pytest.mark.parametrize("damage", ["deleted", "renamed", "folder"])
def test_a_lost_city_file_is_told_from_any_folder_of_the_city(city: Path, damage: str) -> None:
    with damaged(city / "site_config" / "city.yml", damage):
        assert told(city, "site_config/city.yml")
        assert open_folder(city / "projects" / "2026").root == city


def test_a_folder_that_is_no_city_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "projects").mkdir()
    with pytest.raises(NoCityError):
        open_folder(tmp_path)
