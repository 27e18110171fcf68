"""Long lists come in pages that hold every project once and lead to each other."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from aubette.publish.lens import HOLE, Drawn, Lens
from aubette.publish.pages import projects
from aubette.publish.whole import lens_of, tongues
from aubette.words.catalogue import Catalogue
from aubette.workflow.build import read_look, site_of
from aubette.workflow.check import check
from aubette.workflow.folder import open_folder


@pytest.fixture(scope="module")
def lens(repo_root: Path) -> Lens:
    folder, day, words = open_folder(repo_root), date(2026, 11, 20), Catalogue("fr")
    checked = check(folder, day)
    look, _ = read_look(folder)
    assert checked.loaded.city is not None
    assert look is not None
    site = site_of(checked.loaded.city, day, checked.results, {}, "")
    return lens_of(site, words, look, tongues(site, words)[0])


def cards(html: str) -> list[str]:
    return re.findall(r'<h3><a href="(?:\.\./)+(projets/[^"]+)"', html)


def test_short_lists_have_one_page_and_no_pager(lens: Lens) -> None:
    made = {body.url: body for body in projects.bodies(lens)}
    assert not any("page-" in url for url in made)
    assert "pager" not in made["projets/"].content
    assert len(cards(made["projets/"].content)) == len(lens.site.public_projects())


def test_long_lists_hold_every_project_once(lens: Lens, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projects, "ON_A_PAGE", 10)
    made = {body.url: body for body in projects.bodies(lens)}
    here, seen = "projets/", []
    while here:
        body = made.pop(here)
        shown = cards(body.content)
        assert 0 < len(shown) <= 10
        seen += shown
        following = re.search(r'rel="next" href="(?:\.\./)+([^"]+)"', body.content)
        back = re.search(r'rel="prev" href="(?:\.\./)+([^"]+)"', (following and made[following[1]].content) or "")
        assert following is None or (back is not None and back[1] == here)
        here = following[1] if following else ""
    assert sorted(seen) == sorted(lens.url(p) for p in lens.site.public_projects())
    assert len(seen) == len(set(seen))


def test_titles_of_pages_differ(lens: Lens, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projects, "ON_A_PAGE", 10)
    titles = [body.title for body in projects.bodies(lens)]
    assert len(titles) == len(set(titles))


def test_a_filling_is_escaped() -> None:
    assert Drawn("<p>", "</p>").at("<script>") == "<p>&lt;script&gt;</p>"
    assert Drawn("<p>", "</p>").at(HOLE) == f"<p>{HOLE}</p>"
