"""The pages of the past: few changes on a project's page, all on its own, the week on the home page, rules in words."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest

PROJECT = "2024-010-cinq-toilettes-publiques-vraiment-accessibles"


def read(site: Path, *parts: str) -> str:
    return (
        unescape((site.joinpath(*parts) / "index.html").read_text("utf-8")).replace("\u202f", " ").replace("\xa0", " ")
    )


def entries(text: str) -> list[str]:
    """The commits of a page's timeline, in its order."""
    return re.findall(r'<li id="c-([0-9a-f]{10})">', text)


def test_a_projects_page_tells_the_few_that_matter(site: Path) -> None:
    text = read(site, "projets", PROJECT)
    history = text[text.index('id="historique"') :]
    days = re.findall(r'<time datetime="([0-9-]+)">', history.split("</ol>")[0])
    assert len(days) == 6
    assert days == sorted(days, reverse=True)
    assert "225 000 € → 240 000 € (+15 000 €), soit +6,7 %." in history
    assert 'href="../../projets/2024-010-cinq-toilettes-publiques-vraiment-accessibles/historique/"' in history
    assert "Tout l'historique (26 changements)" in history


def test_its_own_page_tells_every_change(site: Path, example: Path, aubette) -> None:
    done = aubette("-C", str(example), "history", "2024-010", "--date", "2026-11-20", "--json")
    rows = json.loads(done.stdout)
    for lang in ("", "de", "en"):
        text = read(site, lang, "projets", PROJECT, "historique")
        assert entries(text) == [row["commit"][:10] for row in rows]
    months = re.findall(r'<h2 class="month">([^<]+)</h2>', read(site, "projets", PROJECT, "historique"))
    assert months[0] == "octobre 2026"
    assert months[-1] == "février 2024"
    assert len(months) == len(set(months))


def test_every_answer_is_told_with_its_criterion(site: Path) -> None:
    text = read(site, "projets", PROJECT, "historique")
    assert "Avis de Direction des finances : favorable." in text
    assert "Grille, Situé sur le territoire communal : en attente → rempli." in text
    assert "Réponse à 5 critères de la grille de faisabilité." in text


def test_the_same_stands_as_data(site: Path, example: Path) -> None:
    data = json.loads((site / "projets" / PROJECT / "history.json").read_text("utf-8"))
    head = subprocess.run(["git", "-C", str(example), "rev-parse", "HEAD"], capture_output=True, text=True, check=True)
    assert (data["schema"], data["schema_version"]) == ("aubette-project-history/1", 1)
    assert (data["number"], data["key"], data["revision"]) == ("2024-010", "e6an0b", head.stdout.strip())
    assert data["redactions"] == []
    newest, *_, oldest = data["changes"]
    assert oldest["created"] is True
    assert set(newest) >= {"date", "commit", "change", "by", "by_label", "link", "said", "notes", "entries"}
    field = next(f for row in data["changes"] for f in row["entries"] if f["field"] == "estimated_cost" and f["before"])
    assert (field["before"], field["after"]) == (225000, 240000)


def test_without_history_there_is_no_such_page(example: Path, aubette, tmp_path: Path) -> None:
    done = aubette(
        "-C", str(example), "build", "--date", "2026-11-20", "--history", "off", "--site-dir", str(tmp_path / "site")
    )
    assert done.returncode == 0
    assert list((tmp_path / "site").rglob("historique")) == []
    assert list((tmp_path / "site").rglob("atom.xml")) == []
    assert not (tmp_path / "site" / "changements").exists()
    assert "Historique non disponible" in read(tmp_path / "site", "projets", PROJECT)
    assert "alternate" not in (tmp_path / "site/projets" / PROJECT / "index.html").read_text("utf-8").replace(
        'rel="alternate" hreflang', ""
    )


def test_the_week_is_counted_from_the_day_of_reference(site: Path) -> None:
    text = read(site)
    week = text[text.index('id="semaine"') :]
    assert "Ce qui a changé cette semaine" in week
    cards = re.findall(r'<li class="card">.*?</li>', week, re.DOTALL)
    assert 0 < len(cards) <= 8
    days = [re.search(r'<time datetime="([0-9-]+)"', card) for card in cards]
    assert all(day and "2026-11-14" <= day[1] <= "2026-11-20" for day in days)
    links = re.findall(r'<h3><a href="([^"]+)"', "".join(cards))
    assert len(links) == len(set(links))
    assert 'href="./changements/"' in week


def test_a_quiet_week_says_so(example: Path, aubette, tmp_path: Path) -> None:
    done = aubette("-C", str(example), "build", "--date", "2027-03-01", "--site-dir", str(tmp_path / "site"))
    assert done.returncode == 0
    text = read(tmp_path / "site")
    assert "Rien n'a changé cette semaine." in text
    assert "Les derniers changements" in text
    assert "Rien n'a changé depuis quatre semaines." in read(tmp_path / "site", "changements")


def test_the_list_holds_four_weeks_and_no_more(site: Path) -> None:
    text = read(site, "changements")
    days = re.findall(r'<time datetime="([0-9-]+)"', text)
    assert days
    assert min(days) >= "2026-10-24"
    assert "2026-10-30" in days


def test_the_rules_of_two_years_are_compared_in_words(site: Path) -> None:
    text = read(site, "editions", "2027", "comparaison")
    assert "Enveloppe de l'édition : 5 000 000 € → 5 100 000 € (+100 000 €), soit +2 %." in text
    assert "Partage entre les quartiers : parts égales → un socle, puis selon la population." in text
    assert "Délai de réponse des services, en jours : 60 → 75." in text
    assert "103 jours (12 jours de plus)" in text
    assert "Article R-04 – Plafonds" in text
    assert "Idées par porteur" not in text
    assert "Ideas for each holder, at most: 2 → 3." in read(site, "en", "editions", "2026", "comparaison")
    assert "Ce qui change par rapport à Édition pilote 2026" in read(site, "editions", "2027")
    assert not (site / "editions" / "2024" / "comparaison").exists()


def test_a_text_is_compared_word_by_word(example: Path, aubette, tmp_path: Path) -> None:
    city = tmp_path / "city"
    shutil.copytree(example, city)
    file = city / "projects/2027/jeux-d-eau-port-du-rhin-k686fd.yml"
    before = file.read_text("utf-8")
    words = re.search(r"^description: (?:.|\n  )+", before, re.MULTILINE)
    assert words is not None
    commit = ["-c", "user.name=Voirie", "-c", "user.email=v@example.org", "commit", "-qam", "texte (#901)"]
    for said in ("<b>& bientôt</b>", "& bientôt"):
        file.write_text(before.replace(words[0], f"{words[0].rstrip('.')} {said}."), "utf-8")
        subprocess.run(["git", "-C", str(city), *commit], check=True)
    done = aubette("-C", str(city), "build", "--date", "2026-11-20", "--site-dir", str(tmp_path / "site"))
    assert done.returncode == 0, done.stdout
    page = next((tmp_path / "site/projets").glob("2027-001-*/historique/index.html")).read_text("utf-8")
    assert "Description, mot à mot" in page
    newest, oldest = re.findall(r'<p class="diff">[^\n]*</ins>[^\n]*</p>', page)
    assert '<ins><span class="vh">[ajouté] </span>' in oldest
    assert "&lt;b&gt;&amp; bientôt&lt;/b&gt;." in oldest
    assert '<del><span class="vh">[retiré] </span>&lt;b&gt;&amp; bientôt&lt;/b&gt;.' in newest
    assert "<b>" not in page
    terminal = aubette("-C", str(city), "history", "2027-001", "--date", "2026-11-20").stdout
    assert "<b>& bientôt</b>.+}" in terminal


@pytest.mark.parametrize("since", ["hier", "2026-13-01", "20"])
def test_a_day_that_is_none_is_a_usage_error(example: Path, aubette, since: str) -> None:
    assert aubette("-C", str(example), "history", "--since", since).returncode == 2


def test_the_terminal_tells_since_a_day(example: Path, aubette) -> None:
    done = aubette("-C", str(example), "history", "--since", "2026-11-16", "--date", "2026-11-20", "--json")
    assert {row["date"] for row in json.loads(done.stdout)} <= {f"2026-11-{day}" for day in range(16, 21)}
    text = aubette("-C", str(example), "history", "--since", "2026-11-16", "--date", "2026-11-20").stdout
    assert text.startswith("Novembre 2026\n20/11/2026  Direction des territoires · changement nº 429")
    assert "\x1b" not in text
    none = aubette("-C", str(example), "history", "--since", "2027-01-01", "--date", "2027-02-01").stdout
    assert none == "Rien n'a changé.\n"
