"""The example's site as residents meet it: pages well formed, links alive, refusals first, nothing foreign."""

from __future__ import annotations

import filecmp
import json
import os
import re
import shutil
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

DAY = "2026-11-20"
VOID = {"meta", "link", "br", "img", "input", "hr", "line", "rect", "path"}


class Page(HTMLParser):
    """What a page holds, as far as the tests ask."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        self.attributes.append((tag, found))
        if found.get("id"):
            self.ids.add(str(found["id"]))
        if tag == "a" and found.get("href"):
            self.links.append(str(found["href"]))


def pages(site: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(site.rglob("*.html")):
        text = path.read_text("utf-8")
        if "http-equiv" not in text:
            yield path, text


@cache
def parsed(site: Path) -> tuple[tuple[Path, str, Page], ...]:
    return tuple((path, text, Page(text)) for path, text in pages(site))


def spoken(site: Path, path: Path) -> str:
    """The language of a page: its folder's, and French at the root."""
    first = path.relative_to(site).parts[0]
    return first if first in ("de", "en") else "fr"


def test_every_page_is_whole(site: Path) -> None:
    for path, text, page in parsed(site):
        assert page.tags.count("h1") == 1, path
        assert f'<html lang="{spoken(site, path)}">' in text, path
        assert re.search(r"<title>[^<]+</title>", text), path
        assert 'name="description" content="' in text, path
        assert page.links[0] == "#contenu", path
        assert "script" not in page.tags, path
        assert "iframe" not in page.tags, path
        assert "@@AUBETTE" not in text, path
        assert text.count("<table") == text.count("<caption"), path


def test_nothing_comes_from_elsewhere_and_no_address_is_shown(site: Path) -> None:
    for path, text, page in parsed(site):
        for tag, attributes in page.attributes:
            if tag in ("link", "img", "script"):
                assert "://" not in (attributes.get("href") or attributes.get("src") or ""), path
        assert not re.search(r"[\w.+-]+@[\w-]+\.[\w.]+", text.replace("aubette-votes-v1@strasbourg.example", "")), path


def test_every_link_leads_somewhere(site: Path) -> None:
    files = {path for path in site.rglob("*") if path.is_file()}
    known = {path: page.ids for path, _, page in parsed(site)}
    dead = []
    for path, _, page in parsed(site):
        for link in page.links:
            if "://" in link or link.startswith("mailto:"):
                continue
            target, _, anchor = link.partition("#")
            place = Path(os.path.normpath(path.parent / unquote(target))) if target else path
            place = place if place in files else place / "index.html"
            if place not in files:
                dead.append(f"{path.relative_to(site)} -> {link}")
            elif anchor and place.suffix == ".html":
                if place not in known:
                    known[place] = Page(place.read_text("utf-8")).ids
                if anchor not in known[place]:
                    dead.append(f"{path.relative_to(site)} -> {link}")
    assert dead == []


def one(site: Path, word: str) -> str:
    return next((site / "projets").glob(f"*{word}*/index.html")).read_text("utf-8")


def test_a_refusal_stands_before_the_idea(site: Path) -> None:
    text = one(site, "climatiser")
    assert text.index("Pourquoi cette idée n") < text.index("Les lycées relèvent") < text.index("L&#39;idée")
    for part in ("R-02", "Affaires juridiques", "La région Grand Est tient", "20 avril 2026"):
        assert part in text


def test_a_winner_awaits_the_council(site: Path) -> None:
    text = one(site, "verger-ouvert")
    assert "Lauréat, sous réserve du conseil" in text
    assert "1 291" in text or "1\u202f291" in text


def test_an_adopted_project_says_where_it_is(site: Path) -> None:
    text = one(site, "abris-velos")
    assert "En retard de" in text
    assert "Le fournisseur des portes a fait défaut" in text


def test_support_notes_are_never_shown(site: Path) -> None:
    assert "Relecture du chiffrage" not in "".join(text for _, text in pages(site))


def test_ideas_in_preparation_are_not_shown(site: Path) -> None:
    assert "Des tables pour le marché aux puces" not in "".join(text for _, text in pages(site))


def test_the_history_tells_the_cost(site: Path) -> None:
    text = one(site, "toilettes-publiques")
    assert "225\u202f000\u00a0€ → 240\u202f000\u00a0€ (+15\u202f000\u00a0€)" in text


def test_numbers_and_keys_redirect(site: Path) -> None:
    page = (site / "projets" / "2026-012" / "index.html").read_text("utf-8")
    target = re.search(r'url=([^"]+)"', page)
    assert target is not None
    assert (site / "projets" / "2026-012" / target[1] / "index.html").resolve().is_file()


def test_a_project_page_is_light(site: Path) -> None:
    import gzip

    sheet = len(gzip.compress((site / "assets" / "site.css").read_bytes(), 9))
    heaviest = max((site / "projets").glob("2*-*/index.html"), key=lambda p: p.stat().st_size)
    icon = len(gzip.compress((site / "assets" / "favicon.svg").read_bytes(), 9))
    assert sheet + icon + len(gzip.compress(heaviest.read_bytes(), 9)) <= 30_000


def same(first: Path, second: Path) -> bool:
    seen = filecmp.dircmp(first, second)
    stack = [seen]
    while stack:
        here = stack.pop()
        if here.left_only or here.right_only or here.diff_files:
            return False
        _, wrong, errors = filecmp.cmpfiles(here.left, here.right, here.common_files, shallow=False)
        if wrong or errors:
            return False
        stack.extend(here.subdirs.values())
    return True


def test_two_builds_are_the_same_bytes(site: Path, example: Path, aubette, tmp_path: Path) -> None:
    """Another machine: other hash seed, zone, language, folder, mask, times of files, and place of the city."""
    city, other = tmp_path / "elsewhere" / "city", tmp_path / "again"
    shutil.copytree(example, city, copy_function=shutil.copyfile, ignore=shutil.ignore_patterns(".aubette-cache"))
    for path in city.rglob("*"):
        if path.is_file() and ".git" not in path.parts:
            os.utime(path, (1, 1))
    mask = os.umask(0o077)
    try:
        done = aubette(
            "-C", str(city), "build", "--date", DAY, "--site-dir", str(other),
            cwd=tmp_path, PYTHONHASHSEED="7", TZ="Asia/Tokyo", LC_ALL="C", LANG="de_DE.UTF-8",
        )  # fmt: skip
    finally:
        os.umask(mask)
    assert done.returncode == 0, done.stdout + done.stderr
    assert same(site, other)


@pytest.fixture
def city(example: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "city"
    shutil.copytree(example, folder)
    return folder


BROKEN = (
    ("site_config/city.yml", None, "city/missing"),
    ("site_config/city.yml", b"name: [", "yaml/"),
    ("site_config/editions/2026.yml", None, "identity/unknown-edition"),
    ("site_config/editions/2026.yml", b"id: 2026\n", "schema/"),
    ("site_config/checklists/strasbourg-30.yml", None, "reference/unknown-checklist"),
    ("mkdocs.yml", None, "history/deleted"),
    ("mkdocs.yml", b"theme: [", "yaml/unclosed-bracket"),
    ("votes/2026/ballot/ballot.csv", None, "votes/"),
    ("votes/2026/quartiers/internet/tally.csv", b"number;votes\n", "votes/"),
    ("votes/2026/PROCLAMATION", None, "votes/"),
    ("site_config/trust/2026/allowed_signers", None, "votes/"),
    ("site_config/trust/2026/policy.yml", b"threshold: 0\n", "schema/"),
    ("site_config/ledger/2024.yml", b"\xff\xfe", "bytes/"),
)


@pytest.mark.parametrize(("path", "content", "code"), BROKEN, ids=lambda value: str(value)[:40])
def test_a_broken_input_leaves_the_site_alone(
    city: Path, site: Path, aubette, tmp_path: Path, path: str, content: bytes | None, code: str
) -> None:
    target = tmp_path / "site"
    shutil.copytree(site, target)
    if content is None:
        (city / path).unlink()
    else:
        (city / path).write_bytes(content)
    done = aubette("-C", str(city), "build", "--date", DAY, "--site-dir", str(target), "--format", "json")
    assert done.returncode == 1, done.stderr
    assert f'"code": "{code}' in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert same(site, target)


def test_without_git_a_missing_configuration_is_told_too(city: Path, site: Path, aubette, tmp_path: Path) -> None:
    target = tmp_path / "site"
    shutil.copytree(site, target)
    shutil.rmtree(city / ".git")
    (city / "mkdocs.yml").unlink()
    done = aubette("-C", str(city), "build", "--date", DAY, "--site-dir", str(target), "--format", "json")
    assert done.returncode == 1, done.stderr
    assert '"code": "build/no-mkdocs"' in done.stdout
    assert same(site, target)


def test_a_project_that_vanished_is_told(city: Path, site: Path, aubette, tmp_path: Path) -> None:
    target = tmp_path / "site"
    shutil.copytree(site, target)
    lost = min((city / "projects" / "2027").glob("*.yml"))
    lost.rename(lost.with_name("autre-nom-" + lost.name.rsplit("-", 1)[1]))
    done = aubette("-C", str(city), "build", "--date", DAY, "--site-dir", str(target), "--format", "json")
    assert done.returncode == 1, done.stderr
    told = [f for f in json.loads(done.stdout)["findings"] if f["code"] == "history/deleted"]
    assert [f["file"] for f in told] == [f"projects/2027/{lost.name}"]
    assert same(site, target)


def test_equals_stand_in_the_order_in_which_they_won(site: Path) -> None:
    """Each winner's sentence says what was left for it, which reads backwards in any other order."""
    page = (site / "resultats/2026/index.html").read_text("utf-8")
    first, then = (re.search(rf"{cost}\u00a0€\s+tiennent", page) for cost in ("24\u202f500", "54\u202f000"))
    assert first and then
    assert first.start() < then.start()
