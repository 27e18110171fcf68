"""The example's site in three languages: the same pages, its own words, data and feeds once."""

from __future__ import annotations

import re
from pathlib import Path

import icalendar
import pytest

FRENCH_ONLY = {"404.html", "historique.json", "assets", "donnees", "accessibilite", "comment", "mentions-legales"}
MARKDOWN = {"accessibilite", "comment", "mentions-legales", "proposer", "voter"}
REDIRECT = 'http-equiv="refresh"'


def urls(folder: Path) -> set[str]:
    """The pages below a folder that are neither redirects nor Markdown pages nor another language's."""
    found = {
        p.relative_to(folder).parent.as_posix() for p in folder.rglob("index.html") if REDIRECT not in p.read_text()
    }
    return {url for url in found if url.split("/")[0] not in MARKDOWN | {"de", "en"}}


@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_page_is_there_in_every_language(site: Path, lang: str) -> None:
    assert len(urls(site)) > 100
    assert urls(site / lang) == urls(site)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_data_feeds_and_looks_are_there_once(site: Path, lang: str) -> None:
    assert {p.suffix for p in (site / lang).rglob("*") if p.is_file()} == {".html"}
    page = (site / lang / "donnees" / "index.html").read_text("utf-8")
    assert 'href="../../donnees/projets.csv"' in page
    # The sums on the translated page are those of the one file that exists.
    sums = re.findall(r"[0-9a-f]{64}", page)
    assert sums == re.findall(r"[0-9a-f]{64}", (site / "donnees" / "index.html").read_text("utf-8"))


@pytest.mark.parametrize(
    ("lang", "said", "unsaid"),
    [
        ("de", ("Bürgerhaushalt Straßburg", "Ein offener Obstgarten", "vorbehaltlich des Stadtrats"), "Lauréat, sous"),
        ("en", ("Strasbourg participatory budget", "An open orchard", "subject to the council", "1,291 votes"), "voix"),
    ],
)
def test_a_winner_in_its_language(site: Path, lang: str, said: tuple[str, ...], unsaid: str) -> None:
    text = next((site / lang / "projets").glob("2026-003-*/index.html")).read_text("utf-8")
    for words in said:
        assert words in text
    assert unsaid not in text
    assert '<span lang="fr">Soixante arbres fruitiers' in text


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_citys_own_pages_say_that_they_are_french(site: Path, lang: str) -> None:
    text = (site / lang / "index.html").read_text("utf-8")
    assert '<a href="./../comment/" lang="fr" hreflang="fr">Comment ça marche</a>' in text


def test_a_page_of_the_city_leads_to_the_other_languages(site: Path) -> None:
    text = (site / "comment" / "index.html").read_text("utf-8")
    assert '<html lang="fr">' in text
    assert '<a href="../de/" lang="de" hreflang="de" aria-label="Deutsch">DE</a>' in text


def test_no_french_words_of_ours_are_left(site: Path) -> None:
    """Pages whose words are all ours: what is French on them would be a message that was not translated."""
    for lang in ("de", "en"):
        for url in ("verifier", "donnees"):
            page = (site / lang / url / "index.html").read_text("utf-8")
            main = re.sub(r"<pre.*?</pre>", "", page.partition("<main")[2].partition("</main>")[0], flags=re.DOTALL)
            found = re.search(r"\b(le|les|une|pour|avec|chaque|depuis)\b", main)
            assert found is None, main[found.start() - 80 : found.end() + 80]


def test_the_feed_is_french_and_ends_are_exclusive(site: Path) -> None:
    feed = icalendar.Calendar.from_ical((site / "calendrier" / "calendrier.ics").read_bytes())
    events = {str(e["uid"]): e for e in feed.walk("VEVENT")}
    assert len(events) == len(feed.walk("VEVENT"))
    study = events["2027-feasibility_study@strasbourg.example"]
    assert str(study["summary"]).startswith("Étude de faisabilité")
    assert study["dtstart"].dt.isoformat() == "2026-11-02"
    assert study["dtend"].dt.isoformat() == "2027-02-13"
