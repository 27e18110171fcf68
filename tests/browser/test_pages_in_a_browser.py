"""Pages in a real browser: no accessibility fault, no overflow on a narrow phone, every focus in sight."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

pytestmark = pytest.mark.browser


class Quiet(SimpleHTTPRequestHandler):
    """A folder over HTTP, without a line for each request."""

    def log_message(self, *_: object) -> None:
        return


FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
NAMES = {
    "home": "index.html",
    "list": "projets/index.html",
    "winner": "projets/*verger-ouvert*/index.html",
    "refused": "projets/*climatiser*/index.html",
    "late": "projets/*abris-velos*/index.html",
    "areas": "quartiers/index.html",
    "area": "quartiers/neudorf/index.html",
    "calendar": "calendrier/index.html",
    "results": "resultats/2026/index.html",
    "unit": "resultats/2026/ville/internet/index.html",
    "budget": "budget/index.html",
    "refusals": "refus/index.html",
    "follow-up": "suivi/index.html",
    "edition": "editions/2026/index.html",
    "history": "projets/*toilettes*/historique/index.html",
    "changes": "changements/index.html",
    "rules": "editions/2027/comparaison/index.html",
    "verify": "verifier/index.html",
    "data": "donnees/index.html",
    "sitemap": "plan-du-site/index.html",
    "markdown": "comment/index.html",
}


FAULTS = {"resultTypes": ["violations"]}
"""Every rule is applied; only of what breaks one are the places worked out, since nobody asks for the others."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next((w for name in ("chromium", "chromium-browser", "google-chrome") if (w := shutil.which(name))), None)
    if found is None:
        message = "Chromium is not installed: sudo apt-get install chromium"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    with sync_playwright() as play:
        launched = play.chromium.launch(executable_path=found, args=FLAGS)
        yield launched
        launched.close()


def open_page(browser: Browser, site: Path, name: str, width: int, scheme: str = "light") -> Page:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"file://{next(site.glob(NAMES[name]))}")
    return page


@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing(browser: Browser, site: Path, name: str) -> None:
    for width, scheme in ((375, "light"), (1280, "dark")):
        page = open_page(browser, site, name, width, scheme)
        found = Axe().run(page, options=FAULTS).response["violations"]
        page.close()
        told = [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found]
        assert told == [], (name, width, scheme)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_overflows_at_320_pixels(browser: Browser, site: Path, name: str) -> None:
    page = open_page(browser, site, name, 320)
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert wide <= 320


@pytest.mark.parametrize("name", ["home", "list", "winner"])
def test_every_focus_is_in_sight(browser: Browser, site: Path, name: str) -> None:
    page = open_page(browser, site, name, 375)
    hidden = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
                const e = document.activeElement;
                if (!e || e === document.body) return null;
                const r = e.getBoundingClientRect();
                const top = document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2);
                const inside = r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth;
                const free = !!top && (top === e || e.contains(top) || top.contains(e));
                return {tag: e.outerHTML.slice(0, 80), in: inside, free};
            }"""
        )
        if seen and not (seen["in"] and seen["free"]):
            hidden.append(seen["tag"])
    page.close()
    assert hidden == []


def test_only_the_sites_own_files_are_asked_for(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"file://{next(site.glob(NAMES['winner']))}")
    page.close()
    assert asked
    assert len(asked) <= 4
    assert all(url.startswith(f"file://{site}") for url in asked)


def test_everything_reads_without_a_script(browser: Browser, site: Path) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/projets/")
    page.get_by_role("link", name="Refusés").first.click()
    assert page.url.endswith("/projets/etat/refuses/")
    page.get_by_role("link", name="Climatiser le lycée").click()
    assert page.locator("h2").first.inner_text().startswith("Pourquoi cette idée")
    context.close()
    server.shutdown()


def test_a_unit_with_twenty_projects_fits_on_one_sheet(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    page.goto((site / "resultats/2026/quartiers/internet/index.html").as_uri())
    paper = page.pdf(prefer_css_page_size=True)
    page.emulate_media(media="print")
    shown = {name: page.locator(name).first.is_visible() for name in (".top", "footer", ".crumbs", ".ink", ".qr")}
    page.close()
    assert shown == {".top": False, "footer": False, ".crumbs": False, ".ink": True, ".qr": True}
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    size = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", paper)
    assert size
    assert (round(float(size[1])), round(float(size[2]))) == (595, 842)


@pytest.mark.parametrize("projects", [15, 23, 24, 60])
def test_a_unit_with_many_projects_and_long_titles_fits_too(browser: Browser, site: Path, projects: int) -> None:
    """Figures on one sheet and signatures in ink on another would not be tied to each other."""
    page = browser.new_page()
    page.goto((site / "resultats/2026/ville/internet/index.html").as_uri())
    page.evaluate(
        """projects => {
            const body = document.querySelector(".sheet tbody:has(th)"), row = body.rows[0];
            row.cells[1].textContent = "Un titre dont la fin vient après bien des mots que nul n'a comptés ".repeat(2);
            body.replaceChildren(...Array.from({length: projects}, () => row.cloneNode(true)));
        }""",
        projects,
    )
    paper = page.pdf(prefer_css_page_size=True)
    page.emulate_media(media="print")
    rows = page.locator(".sheet tbody:has(th) tr").count()
    heights = [box["height"] for one in page.locator(".ink li").all() if (box := one.bounding_box())]
    page.close()
    assert rows == projects
    assert len(heights) == 3
    assert min(heights) > 80, "room to sign"
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
