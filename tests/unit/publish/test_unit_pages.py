"""Each polling unit's page: the sealed figures, the digest that ties ink to seal, and a sheet that fits on paper."""

from __future__ import annotations

import hashlib
import re
import shutil
from html import unescape
from pathlib import Path

import pytest

from aubette.publish.pages.unit import qr

UNIT = "2026/quartiers/internet"


def text(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def rows(page: str) -> dict[str, int]:
    found = re.findall(r'<th scope="row">([0-9-]+)</th><td>.*?</td><td class="n">([^<]+)</td>', page)
    return {number: int(re.sub(r"\D", "", amount)) for number, amount in found}


@pytest.mark.parametrize("prefix", ["", "en/", "de/"])
def test_the_page_says_what_was_sealed(site: Path, repo_root: Path, prefix: str) -> None:
    page = (site / prefix / "resultats" / UNIT / "index.html").read_text("utf-8")
    lines = (repo_root / "votes" / UNIT / "tally.csv").read_text().splitlines()[1:]
    assert rows(page) == {number: int(votes) for number, votes in (line.split(";") for line in lines)}
    digest = hashlib.sha256((repo_root / "votes" / UNIT / "MANIFEST").read_bytes()).hexdigest()
    assert re.sub(r"\s", "", text(page)).count(digest) == 1
    assert f"votes/{UNIT}/MANIFEST" in page
    assert "elections-2" in page, "a place for each signer of the policy"
    assert page.count("<svg") >= 1


def test_results_lead_to_every_unit_and_back(site: Path) -> None:
    for edition in ("2024", "2026"):
        page = (site / "resultats" / edition / "index.html").read_text("utf-8")
        links = re.findall(r'href="\.\./\.\./(resultats/[^"]+/[^"]+/[^"]+/)"', page)
        assert len(links) == 6
        for link in links:
            assert f'href="../../../../resultats/{edition}/"' in (site / link / "index.html").read_text("utf-8")


def test_the_code_holds_the_digest() -> None:
    one, other = qr("strasbourg.example 2026/ville/internet sha256 " + "0" * 64), qr("x")
    assert one.startswith("<svg")
    qr.cache_clear()
    assert one == qr("strasbourg.example 2026/ville/internet sha256 " + "0" * 64)
    assert one != other


@pytest.fixture
def city(tmp_path: Path, repo_root: Path) -> Path:
    for name in ("projects", "site_config", "votes"):
        shutil.copytree(repo_root / name, tmp_path / "city" / name)
    (tmp_path / "city/votes/2026/PROCLAMATION").unlink()
    return tmp_path / "city"


def test_sheets_are_printed_before_the_proclamation(city: Path, aubette) -> None:
    done = aubette("votes", "sheet", "2026", cwd=city)
    assert (done.returncode, done.stdout) == (0, "feuilles-2026.html\n")
    whole = (city / "feuilles-2026.html").read_text("utf-8")
    assert whole.count('<article class="sheet">') == 6
    assert not re.search(r"(?:src|href)=", whole), "it needs nothing else"
    one = aubette("--lang", "en", "votes", "sheet", UNIT, "--to", "one.html", cwd=city)
    assert one.returncode == 0
    page = (city / "one.html").read_text("utf-8")
    assert page.count('<article class="sheet">') == 1
    assert rows(page)["2026-001"] == 1023
    assert "Names ticked off" in page


def test_a_unit_that_changed_since_it_was_sealed_is_not_printed(city: Path, aubette) -> None:
    tally = city / "votes" / UNIT / "tally.csv"
    tally.write_bytes(tally.read_bytes().replace(b";1023", b";1024"))
    done = aubette("votes", "sheet", UNIT, cwd=city)
    assert (done.returncode, done.stdout) == (1, "")
    assert "votes/tally-changed" in done.stderr
    assert aubette("votes", "sheet", "2026/ville", cwd=city).returncode == 0, "other units are not concerned"


@pytest.mark.parametrize("place", ["1999", "2026/a/b/c", "2026/"])
def test_a_slip_is_a_usage_error(city: Path, aubette, place: str) -> None:
    done = aubette("votes", "sheet", place, cwd=city)
    assert (done.returncode, done.stdout) == (2, "")


def test_nobody_has_reported(city: Path, aubette) -> None:
    assert aubette("votes", "sheet", "2027", cwd=city).returncode == 1
    assert aubette("votes", "sheet", "2026/nowhere", cwd=city).returncode == 1
