"""What a city sets in `mkdocs.yml` takes effect on every page, and what it names but does not have is told."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

DAY = "2026-11-20"
LOOK = """\
site_name: Nom de mkdocs
site_url: https://example.org/bp/
docs_dir: site_config/pages
theme:
  name: material
  language: fr
  logo: img/blason.svg
  favicon: img/petit.png
  palette:
    - scheme: default
      primary: teal
      accent: pink
    - scheme: slate
      primary: teal
nav:
  - Toutes les idées: projets/
  - comment.md
  - La ville:
      - Nos règles: editions/2026/
      - La mairie: https://example.org/mairie
extra_css: [css/ville.css]
plugins: [search]
copyright: Ville de Strasbourg & voisins
"""


@pytest.fixture(scope="module")
def city(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("look") / "city"
    shutil.copytree(example, folder, ignore=shutil.ignore_patterns(".git"))
    pages = folder / "site_config" / "pages"
    for name in ("img/blason.svg", "img/petit.png", "css/ville.css"):
        (pages / name).parent.mkdir(exist_ok=True)
        (pages / name).write_text(f"content of {name}")
    (folder / "mkdocs.yml").write_text(LOOK)
    return folder


@pytest.fixture(scope="module")
def built(city: Path, aubette, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("looked") / "site"
    done = aubette("-C", str(city), "build", "--date", DAY, "--history", "off", "--site-dir", str(target))
    assert done.returncode == 0, done.stdout + done.stderr
    return target


PLACES = (("", "./"), ("projets/", "../"), ("de/projets/", "../../"), ("comment/", "../"))


@pytest.mark.parametrize(("url", "top"), PLACES)
def test_each_setting_is_on_each_page(built: Path, url: str, top: str) -> None:
    text = (built / url / "index.html").read_text("utf-8")
    assert f'<link rel="icon" href="{top}img/petit.png">' in text
    assert f'<img src="{top}img/blason.svg" alt="">' in text
    assert f'<link rel="stylesheet" href="{top}css/ville.css">' in text
    assert "Ville de Strasbourg &amp; voisins" in text


@pytest.mark.parametrize(("url", "top"), PLACES)
def test_the_menu_is_the_citys_and_no_page_is_lost(built: Path, url: str, top: str) -> None:
    text = (built / url / "index.html").read_text("utf-8")
    menu = re.search(r'<nav class="nav".*?</nav>', text, re.DOTALL)
    assert menu is not None
    names = re.findall(r"<a [^>]*>([^<]+)</a>", menu[0])
    assert names == ["Toutes les idées", "Comment ça marche", "Nos règles", "La mairie"]
    assert 'href="https://example.org/mairie"' in menu[0]
    for link in re.findall(r'href="([^"]+)"', menu[0]):
        assert "://" in link or (built / url / link / "index.html").resolve().is_file(), link
    foot = text[text.index("<footer>") :]
    for lost in ("calendrier/", "resultats/", "budget/", "voter/", "plan-du-site/"):
        assert f'{lost}"' in foot, lost
    assert "/comment/" not in foot


def test_the_files_are_there_and_the_colours_are_the_palettes(built: Path, site: Path) -> None:
    for name in ("img/blason.svg", "img/petit.png", "css/ville.css"):
        assert (built / name).read_text() == f"content of {name}"
    ours = (built / "assets" / "site.css").read_text()
    assert ours != (site / "assets" / "site.css").read_text()
    assert "https://example.org/bp/projets/" in (built / "sitemap.xml").read_text()


@pytest.mark.parametrize(
    ("before", "after", "line", "code"),
    [
        ("projets/", "projects/", 16, "build/mkdocs-refuses"),
        ("comment.md", "commentaire.md", 17, "build/mkdocs-refuses"),
        ("img/blason.svg", "img/absent.svg", 7, "build/missing-file"),
        ("css/ville.css", "https://elsewhere.example/x.css", 21, "base/mkdocs-script"),
        ("img/petit.png", "../../README.md", 8, "build/missing-file"),
    ],
)
def test_what_is_named_and_not_there_is_told(
    city: Path, built: Path, aubette, tmp_path: Path, before: str, after: str, line: int, code: str
) -> None:
    target = tmp_path / "site"
    shutil.copytree(built, target)
    (city / "mkdocs.yml").write_text(LOOK.replace(before, after, 1))
    try:
        done = aubette(
            "-C", str(city), "build", "--date", DAY, "--history", "off", "--site-dir", str(target), "--format", "json"
        )
    finally:
        (city / "mkdocs.yml").write_text(LOOK)
    assert done.returncode == 1, done.stdout + done.stderr
    found = [(f["code"], f["file"], f["line"]) for f in json.loads(done.stdout)["findings"] if f["severity"] == "error"]
    assert found == [(code, "mkdocs.yml", line)]
    assert [p.name for p in tmp_path.iterdir()] == ["site"]
