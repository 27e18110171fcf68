from __future__ import annotations

import os
from pathlib import Path

import pytest

from aubette.load.worktree import WorkTree
from aubette.model.source import Entry, Mode


@pytest.fixture
def city(tmp_path: Path) -> Path:
    root = tmp_path / "city"
    for path in ("projects/2027/b-k7f3q9.yml", "projects/2027/a-k8f3q9.yml", "site_config/city.yml", "mkdocs.yml"):
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"a: b\n")
    (tmp_path / "secret.yml").write_bytes(b"secret: yes\n")
    return root


def listed(root: Path, under: str = "") -> list[tuple[str, Mode]]:
    return [(entry.path, entry.mode) for entry in WorkTree(root).entries(under)]


def test_files_are_listed_in_the_order_of_their_paths(city: Path) -> None:
    assert WorkTree(city).entries() == (
        Entry("mkdocs.yml", Mode.FILE, 5),
        Entry("projects/2027/a-k8f3q9.yml", Mode.FILE, 5),
        Entry("projects/2027/b-k7f3q9.yml", Mode.FILE, 5),
        Entry("site_config/city.yml", Mode.FILE, 5),
    )
    assert [path for path, _ in listed(city, "site_config")] == ["site_config/city.yml"]
    assert listed(city, "votes") == []


def test_paths_are_in_the_order_of_text_not_of_folders(city: Path) -> None:
    (city / "site_config" / "a").mkdir()
    for name in ("a/x.yml", "a-b.yml", "a.yml"):
        (city / "site_config" / name).write_bytes(b"")
    paths = [path for path, _ in listed(city, "site_config")]
    assert paths == sorted(paths)


def test_what_is_not_the_citys_is_not_listed(city: Path) -> None:
    for path in (".git/config", "site/index.html", ".venv/x.yml", "projects/.DS_Store", "projects/2027/a.yml~"):
        (city / path).parent.mkdir(parents=True, exist_ok=True)
        (city / path).write_bytes(b"")
    os.mkfifo(city / "pipe")
    assert [path for path, _ in listed(city)] == [
        "mkdocs.yml",
        "projects/2027/a-k8f3q9.yml",
        "projects/2027/b-k7f3q9.yml",
        "site_config/city.yml",
    ]


def test_links_programs_and_nested_repositories_are_listed_as_such(city: Path, tmp_path: Path) -> None:
    (city / "projects/2027/link-k1f3q9.yml").symlink_to(tmp_path / "secret.yml")
    (city / "votes").symlink_to(tmp_path)
    (city / "projects/2027/b-k7f3q9.yml").chmod(0o755)
    (city / "projects/2026/.git").mkdir(parents=True)
    (city / "projects/2026/hidden-k7f3q9.yml").write_bytes(b"")
    found = dict(listed(city))
    assert found["projects/2027/link-k1f3q9.yml"] is Mode.SYMLINK
    assert found["votes"] is Mode.SYMLINK
    assert found["projects/2027/b-k7f3q9.yml"] is Mode.EXECUTABLE
    assert found["projects/2026"] is Mode.SUBMODULE
    assert "projects/2026/hidden-k7f3q9.yml" not in found
    assert "votes/secret.yml" not in found


def test_reading_never_leaves_the_folder(city: Path, tmp_path: Path) -> None:
    (city / "projects/2027/link-k1f3q9.yml").symlink_to(tmp_path / "secret.yml")
    (city / "votes").symlink_to(tmp_path)
    os.mkfifo(city / "projects" / "pipe")
    tree = WorkTree(city)
    assert tree.read("projects/2027/b-k7f3q9.yml") == b"a: b\n"
    for path in (
        *(
            "../secret.yml",
            "/etc/passwd",
            str(tmp_path / "secret.yml"),
            "projects/../../secret.yml",
            "votes/secret.yml",
        ),
        *("projects/2027/link-k1f3q9.yml", "projects", "projects/pipe", "projects//2027/b-k7f3q9.yml", "", "."),
        *("projects/./2027/b-k7f3q9.yml", "projects/2027/none.yml", "mkdocs.yml/", "a\0b", "..\\secret.yml"),
    ):
        with pytest.raises(FileNotFoundError):
            tree.read(path)
    assert listed(city, "votes") == []
    assert listed(city, "projects/../..") == []
