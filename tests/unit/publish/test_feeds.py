"""Atom feeds as readers take them: well formed, complete (RFC 4287), with identifiers that never change."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from aubette.publish.atom import Feed, Item, atom, tag

ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
TAG = re.compile(r"tag:[a-z0-9.-]+\.[a-z]+,2026:[a-z0-9/-]+")


def feeds(site: Path) -> Iterator[tuple[Path, ElementTree.Element]]:
    for path in sorted(site.rglob("atom.xml")):
        yield path, ElementTree.fromstring(path.read_bytes())


def texts(root: ElementTree.Element, name: str) -> list[str]:
    return [found.text or "" for found in root.iter(f"{ATOM}{name}")]


def told(root: ElementTree.Element, relation: str) -> list[str]:
    return [link.attrib["href"] for link in root.findall(f"{ATOM}link") if link.attrib["rel"] == relation]


def test_every_feed_is_one_that_readers_take(site: Path) -> None:
    found = list(feeds(site))
    names = {path.relative_to(site).as_posix() for path, _ in found}
    assert {"atom.xml", "editions/2026/atom.xml", "quartiers/neudorf/atom.xml"} <= names
    assert any(name.startswith("projets/2024-010-") for name in names)
    assert not any(name.startswith(("de/", "en/")) for name in names)
    for path, root in found:
        assert root.tag == f"{ATOM}feed", path
        for part in (root, *root.findall(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                assert len(part.findall(f"{ATOM}{name}")) == 1, (path, name)
            assert part.find(f"{ATOM}author/{ATOM}name") is not None, path
            assert TAG.fullmatch(part.findtext(f"{ATOM}id") or ""), path
            assert MOMENT.fullmatch(part.findtext(f"{ATOM}updated") or ""), path
            assert (part.findtext(f"{ATOM}title") or "").strip(), path
            assert len(told(part, "alternate")) == 1, path
        ids = texts(root, "id")
        assert len(ids) == len(set(ids)), path
        moments = [e.findtext(f"{ATOM}updated") or "" for e in root.findall(f"{ATOM}entry")]
        assert moments == sorted(moments, reverse=True), path
        assert root.findtext(f"{ATOM}updated") == max(moments, default=root.findtext(f"{ATOM}updated")), path


def test_links_lead_to_the_entry_itself(site: Path) -> None:
    for path, root in feeds(site):
        assert (path.parent / told(root, "self")[0]).resolve() == path
        for entry in root.findall(f"{ATOM}entry"):
            target, _, anchor = told(entry, "alternate")[0].partition("#")
            page = (path.parent / target / "index.html").resolve()
            assert f'id="{anchor}"' in page.read_text("utf-8")


def test_pages_name_their_feeds(site: Path) -> None:
    expected = {
        "index.html": "./atom.xml",
        "de/index.html": "../atom.xml",
        "quartiers/neudorf/index.html": "../../quartiers/neudorf/atom.xml",
        "en/editions/2026/index.html": "../../../editions/2026/atom.xml",
    }
    for page, feed in expected.items():
        text = (site / page).read_text("utf-8")
        assert f'href="{feed}"' in text.split("</head>")[0], page
        assert 'type="application/atom+xml" hreflang="fr"' in text, page
        assert ((site / page).parent / feed).resolve().is_file(), page


def test_a_known_address_makes_links_absolute(example: Path, aubette, tmp_path: Path) -> None:
    city = tmp_path / "city"
    shutil.copytree(example, city)
    config = city / "mkdocs.yml"
    config.write_text(config.read_text("utf-8") + "\nsite_url: https://budget.strasbourg.example/\n", "utf-8")
    done = aubette("-C", str(city), "build", "--date", "2026-11-20", "--site-dir", str(tmp_path / "site"))
    assert done.returncode == 0, done.stdout
    root = ElementTree.fromstring((tmp_path / "site/editions/2026/atom.xml").read_bytes())
    assert told(root, "self") == ["https://budget.strasbourg.example/editions/2026/atom.xml"]
    ids = texts(root, "id")
    assert all(name.startswith("tag:strasbourg.example,2026:") for name in ids)


def test_identifiers_stay_when_the_city_goes_on(example: Path, site: Path, aubette, tmp_path: Path) -> None:
    """A title that changes later makes another address, never another identifier."""
    done = aubette("-C", str(example), "build", "--at", "HEAD~30", "--site-dir", str(tmp_path / "then"))
    assert done.returncode == 0, done.stdout
    project = "projets/2024-010-cinq-toilettes-publiques-vraiment-accessibles/atom.xml"
    then, now = (
        texts(ElementTree.fromstring((root / project).read_bytes()), "id") for root in (tmp_path / "then", site)
    )
    assert set(then) <= set(now)
    assert then[0] == now[0]


WORDS = st.text(max_size=40)


@given(WORDS, WORDS, WORDS)
def test_no_text_breaks_a_feed(title: str, author: str, line: str) -> None:
    item = Item(tag("a.example", "change/k/1"), title, "2026-11-20T12:00:00Z", "x/", author, (line,))
    feed = Feed(tag("a.example", "feed/k"), title, "", "atom.xml", "2026-11-20T12:00:00Z", author, "fr", (item,))
    root = ElementTree.fromstring(atom(feed, ""))
    content = root.findtext(f"{ATOM}entry/{ATOM}content") or ""
    assert content.startswith("<p>")
    assert content.endswith("</p>")
    assert "<" not in content[3:-4]
