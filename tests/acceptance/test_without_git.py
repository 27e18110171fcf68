"""A folder without a repository: what the last site was built from may not vanish, and the site that is there stays."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from test_every_input import damaged, inputs

from aubette.model.finding import Finding, Severity
from aubette.words.catalogue import Catalogue
from aubette.workflow.build import Built, build
from aubette.workflow.check import check
from aubette.workflow.folder import open_folder
from aubette.workflow.inputs import FILE
from aubette.workflow.memory import CACHE

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 11, 20)
BYTES = frozenset({"bytes"})
PAGE = "site_config/pages/voter.md"
LONE = "projects/2026/fontaine-place-du-marche-retiree-kaczfz.yml"
"""A project that nothing else names: not on the ballot, merged into none, in no ledger."""


def built_in(city: Path) -> Built:
    return build(open_folder(city), DAY, Catalogue("fr"), city / "site", engine="none", history=False)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's files alone, from which a site was built."""
    folder = tmp_path_factory.mktemp("plain") / "city"
    for name in ("projects", "site_config", "votes"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    assert built_in(folder).target is not None
    return folder


def errors(city: Path, only: frozenset[str] = BYTES) -> list[tuple[str, str]]:
    found: tuple[Finding, ...] = check(open_folder(city), DAY, only).findings
    return [(f.place.file, f.code) for f in found if f.severity is Severity.ERROR]


def digest(site: Path) -> str:
    files = sorted(path for path in site.rglob("*") if path.is_file())
    return sha256(b"".join(str(path).encode() + path.read_bytes() for path in files)).hexdigest()


@contextmanager
def put(path: Path, data: bytes) -> Iterator[None]:
    """A file with other content inside the block."""
    before = path.read_bytes()
    path.write_bytes(data)
    yield
    path.write_bytes(before)


@pytest.mark.parametrize("damage", ["deleted", "renamed", "folder", "link"])
def test_a_file_that_is_lost_or_renamed_is_told(city: Path, damage: str) -> None:
    silent = []
    for path in (*inputs(city), PAGE, LONE):
        with damaged(city / path, damage):
            if path not in {file for file, _ in errors(city)}:
                silent.append(path)
    assert silent == []
    assert errors(city) == []


@pytest.mark.parametrize("path", [PAGE, LONE, "mkdocs.yml"])
def test_the_site_that_is_there_stays(city: Path, path: str) -> None:
    before = digest(city / "site")
    with damaged(city / path, "deleted"):
        built = built_in(city)
    assert built.target is None
    assert (path, "history/lost") in [(f.place.file, f.code) for f in built.report.findings]
    assert digest(city / "site") == before


def test_a_removal_that_was_decided_passes_once_the_list_is_given_up(city: Path, tmp_path: Path) -> None:
    kept = shutil.copytree(city / CACHE, tmp_path / "cache")
    with damaged(city / LONE, "deleted"):
        shutil.rmtree(city / CACHE)
        assert errors(city) == []
    shutil.rmtree(city / CACHE)
    shutil.copytree(kept, city / CACHE)


@pytest.mark.parametrize(
    "data", [b"", b"[", b"[]", b'{"schema": "x", "files": 3}', b'{"schema": "aubette-inputs/1"}', b"\xff"]
)
def test_a_list_that_cannot_be_read_is_none(city: Path, data: bytes) -> None:
    with put(city / CACHE / FILE, data):
        assert errors(city) == []


def test_a_picture_that_a_project_names_and_that_is_not_there_is_told_at_its_line(city: Path) -> None:
    project = city / "projects" / "2027" / "bancs-des-mots-f7mgmz.yml"
    text = project.read_text("utf-8")
    named = text + "pictures:\n  - file: banc.png\n    alt: Un banc\n"
    with put(project, named.encode()):
        found = check(open_folder(city), DAY, frozenset({"pictures"})).findings
    assert [(f.code, f.place.line) for f in found] == [("pictures/missing", len(text.splitlines()) + 2)]


def test_a_city_without_mkdocs_yml_is_told_before_any_site_was_built(city: Path, tmp_path: Path) -> None:
    copied = shutil.copytree(city, tmp_path / "city", ignore=shutil.ignore_patterns(CACHE, "site"))
    (copied / "mkdocs.yml").unlink()
    assert errors(copied, frozenset({"base"})) == [("mkdocs.yml", "build/no-mkdocs")]


@pytest.mark.parametrize(
    ("before", "after", "name"),
    [
        ("  name: material", "  name: material\n  language: de", "theme.language"),
        ("  palette:", "  palete:", "theme.palete"),
        ("copyright:", "copyrigth:", "copyrigth"),
        ("site_dir: site", "use_directory_urls: false", "use_directory_urls"),
    ],
)
def test_a_setting_without_effect_is_told(city: Path, before: str, after: str, name: str) -> None:
    file = city / "mkdocs.yml"
    with put(file, file.read_text("utf-8").replace(before, after, 1).encode()):
        found = check(open_folder(city), DAY, frozenset({"base"})).findings
    assert [(f.code, f.params["name"], f.severity.value) for f in found] == [("base/mkdocs-idle", name, "warning")]
