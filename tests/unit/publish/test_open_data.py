"""Data that the site gives away: complete, summed, safe to open, and the same figures as the pages."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from pathlib import Path

from aubette.publish.pages.data import COLUMNS, _safe


def test_files_are_those_that_the_page_sums(site: Path) -> None:
    page = (site / "donnees" / "index.html").read_text("utf-8")
    listed = re.findall(r'href="\.\./(donnees/[^"]+)".*?<code>([0-9a-f]{64})</code>', page)
    assert {path for path, _ in listed} == {f"donnees/{p.name}" for p in (site / "donnees").glob("projets.*")}
    for path, digest in listed:
        assert hashlib.sha256((site / path).read_bytes()).hexdigest() == digest


def test_csv_and_json_say_the_same(site: Path) -> None:
    raw = (site / "donnees" / "projets.csv").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == raw.count(b"\n")
    rows = list(csv.DictReader(io.StringIO(raw.decode())))
    data = json.loads((site / "donnees" / "projets.json").read_text("utf-8"))
    assert tuple(rows[0]) == COLUMNS
    assert [row["number"] for row in rows] == [project["number"] for project in data["projects"]]
    for row, project in zip(rows, data["projects"], strict=True):
        assert {name: str(project[name]) for name in ("cost", "votes", "status", "url")} == {
            name: row[name] for name in ("cost", "votes", "status", "url")
        }
        assert (site / row["url"] / "index.html").is_file()


def test_the_data_holds_the_figures_of_the_pages(site: Path) -> None:
    data = json.loads((site / "donnees" / "projets.json").read_text("utf-8"))
    orchard = next(p for p in data["projects"] if p["number"] == "2026-003")
    assert (orchard["status"], orchard["cost"], orchard["votes"]) == ("selected", "36500", 1291)


def test_ideas_in_preparation_and_support_notes_are_not_given_away(site: Path) -> None:
    text = (site / "donnees" / "projets.json").read_text("utf-8")
    assert "Des tables pour le marché aux puces" not in text
    assert "Relecture du chiffrage" not in text


def test_no_cell_starts_a_formula() -> None:
    for text in ("=1+1", "+cmd", "@SUM(A1)", "-2+3", "\tx", "\rx", "\0x"):
        assert _safe(text).startswith("'"), text
    for text in ("-3", "-3.5", "Un verger", "2026-003", ""):
        assert _safe(text) == text


def test_every_redirect_leads_to_a_page(site: Path) -> None:
    ways = 0
    for path in site.rglob("index.html"):
        found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', path.read_text("utf-8"))
        if found:
            ways += 1
            assert (path.parent / found[1] / "index.html").resolve().is_file(), path
    assert ways > 100
