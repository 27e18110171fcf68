"""A file that nobody reads in a folder of the city is told, and none reaches the site unseen."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from aubette.load.pages import OURS
from aubette.model.finding import Severity
from aubette.words.catalogue import Catalogue
from aubette.workflow.build import build
from aubette.workflow.check import check
from aubette.workflow.folder import open_folder

DAY = date(2026, 11, 20)
ROOT = Path(__file__).resolve().parents[2]

STRAYS = {
    "projects/2027/notes.txt": ("files/project-name", "error"),
    "projects/2027/ballot.xlsx": ("files/project-name", "error"),
    "projects/2027/bancs-des-mots-f7mgmz.yml.bak": ("files/project-name", "error"),
    "projects/notes.txt": ("files/project-name", "error"),
    "projects/2027/bancs-des-mots-f7mgmz.yml~": ("files/litter", "warning"),
    "projects/2027/.DS_Store": ("files/litter", "note"),
    "projects/2027/media/f7mgmz/Thumbs.db": ("files/litter", "note"),
    "site_config/2027.yml": ("files/unread", "error"),
    "site_config/editions/2028.yaml": ("files/yaml-extension", "error"),
    "site_config/editions/2027.yml.orig": ("files/unread", "error"),
    "site_config/editions/~2027.yml": ("files/name", "error"),
    "site_config/editions/notes.txt": ("files/unread", "warning"),
    "site_config/checklists/grille.ods": ("files/unread", "error"),
    "site_config/ledger/2026.csv": ("files/unread", "error"),
    "site_config/areas.geo.json": ("files/unread", "error"),
    "site_config/trust/2026/notes.txt": ("votes/unexpected-file", "error"),
    "site_config/trust/2027/old_signers": ("votes/unexpected-file", "error"),
    "site_config/trust/2099/policy.yml": ("votes/unexpected-file", "error"),
    "site_config/pages/voter.md.bak": ("files/unread", "error"),
    "site_config/pages/voter.md~": ("files/litter", "warning"),
    "site_config/pages/aide/voter.md": ("files/nested-page", "error"),
    "site_config/pages/projets.md": ("files/page-name", "error"),
    "site_config/pages/votants.xlsx": ("files/unlinked", "warning"),
    "site_config/pages/notes.txt": ("files/unlinked", "warning"),
    "votes/notes.txt": ("votes/unexpected-file", "error"),
    "votes/2026/notes.txt": ("votes/unexpected-file", "error"),
    "votes/2026/ville/internet/tally.csv.bak": ("votes/unexpected-file", "error"),
    "votes/2026/ville/internet/tally.csv~": ("files/litter", "warning"),
    "votes/2027/notes.txt": ("votes/unexpected-file", "error"),
    "votes/2099/ballot/rules.json": ("votes/unexpected-file", "error"),
}


@pytest.fixture
def city(tmp_path: Path) -> Path:
    folder = tmp_path / "city"
    for name in ("projects", "site_config", "votes"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


def put(city: Path, path: str, data: bytes = b"# x\n") -> None:
    (city / path).parent.mkdir(parents=True, exist_ok=True)
    (city / path).write_bytes(data)


def test_each_stray_file_is_told(city: Path) -> None:
    for path in STRAYS:
        put(city, path)
    found = check(open_folder(city), DAY).findings
    told = {(f.place.file, f.code, f.severity.value) for f in found}
    assert [path for path, said in STRAYS.items() if (path, *said) not in told] == []


def test_what_a_city_may_keep_beside_its_data_is_not_told(city: Path) -> None:
    before = check(open_folder(city), DAY).findings
    for path in (
        "votes/README.md",
        "site_config/trust/README.md",
        "votes/2027/.gitkeep",
        "site_config/pages/robots.txt",
    ):
        put(city, path)
    put(city, "site_config/pages/bulletin.odt")
    put(city, "site_config/pages/plan.png")
    page = city / "site_config" / "pages" / "voter.md"
    page.write_text(page.read_text("utf-8") + "\n[Bulletin](bulletin.odt) ![Plan](plan.png)\n", "utf-8")
    assert check(open_folder(city), DAY).findings == before


def test_what_was_left_behind_does_not_reach_the_site(city: Path, tmp_path: Path) -> None:
    droppings = ("site_config/pages/.DS_Store", "site_config/pages/voter.md~", "site_config/theme/assets/a.css~")
    for path in (*droppings, "site_config/pages/robots.txt"):
        put(city, path)
    built = build(open_folder(city), DAY, Catalogue("fr"), tmp_path / "site", engine="none", history=False)
    assert built.target is not None
    assert not [f for f in built.report.findings if f.severity is Severity.ERROR]
    names = {path.name for path in (tmp_path / "site").rglob("*")}
    assert "robots.txt" in names
    assert names & {".DS_Store", "voter.md~", "a.css~"} == set()


def test_the_names_that_pages_may_not_have_are_those_of_the_site(site: Path) -> None:
    pages = {path.stem for path in (ROOT / "site_config" / "pages").glob("*.md")}
    made = {path.name for path in site.iterdir() if path.is_dir() and not path.name.startswith(".")}
    assert made - pages <= set(OURS)
