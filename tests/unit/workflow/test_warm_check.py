"""A city that was read before is judged as if it were read for the first time."""

from __future__ import annotations

import json
import shutil
import zlib
from datetime import date
from pathlib import Path

import pytest
from test_hidden_things import git

from aubette.model.finding import Finding
from aubette.workflow.check import check
from aubette.workflow.folder import open_folder
from aubette.workflow.memory import CACHE, FILE, code_version

DAY = date(2026, 11, 20)


@pytest.fixture
def city(example: Path, tmp_path: Path) -> Path:
    shutil.copytree(example, tmp_path / "city", ignore=shutil.ignore_patterns(CACHE))
    return tmp_path / "city"


def judged(city: Path) -> tuple[Finding, ...]:
    return check(open_folder(city), DAY).findings


def fresh(city: Path) -> tuple[Finding, ...]:
    shutil.rmtree(city / CACHE, ignore_errors=True)
    return judged(city)


def change(city: Path, old: str, new: str) -> None:
    path = next(p for p in sorted((city / "projects").rglob("*.yml")) if old in p.read_text("utf-8"))
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


def test_cold_and_warm_say_the_same(city: Path) -> None:
    cold = fresh(city)
    assert (city / CACHE / FILE).read_bytes().startswith(code_version().encode())
    assert judged(city) == cold


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("schema_version: 1", "schema_version: 9"),
        ("summary: ", "summary: Écrire à jeanne.durand@example.org. "),
        ("status: ", "state: "),
    ],
)
def test_what_is_broken_later_is_told(city: Path, old: str, new: str) -> None:
    before = fresh(city)
    change(city, old, new)
    warm = judged(city)
    assert warm != before
    assert warm == fresh(city)
    assert judged(city) == warm


def test_words_that_the_city_no_longer_publishes_are_looked_for_again(city: Path) -> None:
    config = city / "site_config" / "city.yml"
    address = "participation@example.org"
    words = "À l'accueil de chaque mairie de quartier"
    config.write_text(config.read_text("utf-8").replace(words, f"{words}, {address}"), "utf-8")
    change(city, "summary: ", f"summary: Écrire à {address}. ")
    quiet = [f for f in fresh(city) if f.code.startswith("privacy/")]
    config.write_text(config.read_text("utf-8").replace(address, "autre@example.org"), "utf-8")
    warm = judged(city)
    assert quiet == []
    assert [f.code for f in warm if f.code.startswith("privacy/")] == ["privacy/contact-data"]
    assert warm == fresh(city)


@pytest.mark.parametrize("kept", [b"", b"nonsense", b"\xff" * 99, b"{}\n{}\n"])
def test_a_memory_that_is_none_does_no_harm(city: Path, kept: bytes) -> None:
    cold = fresh(city)
    (city / CACHE / FILE).write_bytes(kept)
    assert judged(city) == cold
    assert judged(city) == cold


def test_a_folder_that_cannot_keep_it_is_judged_all_the_same(city: Path) -> None:
    cold = fresh(city)
    shutil.rmtree(city / CACHE)
    (city / CACHE).write_text("a file stands here\n", "utf-8")
    assert judged(city) == cold


def poison(city: Path) -> None:
    """Make what is kept say that every file of the city was met and holds another title."""
    for file in (city / CACHE / FILE, city / CACHE / "history.json"):
        head, _, body = file.read_bytes().partition(b"\n")
        body = body.replace(b"Les bancs des mots", b"Les bancs de Zorg")
        if file.name == "history.json":
            facts = json.loads(head)
            facts[3] = zlib.crc32(body)
            head = json.dumps(facts).encode()
        file.write_bytes(head + b"\n" + body)


@pytest.fixture(scope="module")
def poisoned(example: Path, aubette, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city in which what is kept lies."""
    city = tmp_path_factory.mktemp("poisoned") / "city"
    shutil.copytree(example, city, ignore=shutil.ignore_patterns(CACHE))
    judged(city)
    aubette("-C", str(city), "history", "--date", "2026-11-20")
    poison(city)
    return city


@pytest.mark.parametrize("how", ["tracked", "tracked in a subfolder", "worktree", "link"])
def test_what_came_with_the_repository_is_not_believed(poisoned: Path, aubette, tmp_path: Path, how: str) -> None:
    city = tmp_path / "city"
    shutil.copytree(poisoned, city)
    if how == "tracked in a subfolder":
        inside = tmp_path / "big" / "ville"
        shutil.copytree(city, inside, ignore=shutil.ignore_patterns(".git"))
        git(tmp_path / "big", "init", "-q")
        city = inside
    if how == "link":
        (city / CACHE).rename(tmp_path / "elsewhere")
        (city / CACHE).symlink_to(tmp_path / "elsewhere")
        (tmp_path / "elsewhere" / ".gitignore").unlink()
    else:
        git(city, "add", "-f", CACHE)
        git(city, "add", ".")
        git(city, "commit", "-qm", "cache (#77)")
    if how == "worktree":
        git(city, "worktree", "add", "-q", str(tmp_path / "tree"))
        city = tmp_path / "tree"
    assert "Zorg" in (city / CACHE / "history.json").read_text("utf-8")
    told = aubette("-C", str(city), "history", "f7mgmz", "--date", "2026-11-20", "--format", "json")
    assert told.returncode == 0
    assert "Les bancs des mots" in told.stdout
    assert "Zorg" not in told.stdout
    if how == "link":
        assert not (tmp_path / "elsewhere" / ".gitignore").exists()


def test_the_twin_what_was_kept_here_is_believed(poisoned: Path, aubette, tmp_path: Path) -> None:
    city = shutil.copytree(poisoned, tmp_path / "city")
    assert "Zorg" in aubette("-C", str(city), "history", "f7mgmz", "--date", "2026-11-20", "--format", "json").stdout
