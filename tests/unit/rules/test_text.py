"""How texts are written: what misleads a reader or a browser is found, ordinary writing stays silent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from aubette.load.city import load_city
from aubette.load.pages import check_pages
from aubette.load.root import schema_dir
from aubette.load.schema import Schemas
from aubette.load.sheets import passages, sheet, sheets
from aubette.load.worktree import WorkTree
from aubette.model.city import City
from aubette.model.enums import Status
from aubette.model.finding import Finding, Severity
from aubette.model.project import Location, Project
from aubette.model.source import MemorySource
from aubette.model.text import Text
from aubette.rules.context import Context
from aubette.rules.registry import WORDS
from aubette.rules.sheets import Manner, judge_sheets
from aubette.rules.similar_ideas import likeness, similar_ideas, stems
from aubette.rules.text_titles import capitals, look_alike

ROOT = Path(__file__).resolve().parents[3]
TEXT = {"text": WORDS["text"]}
PAGE = "site_config/pages/aide.md"
PROJECT = "projects/2027/banc-k7f3q9.yml"


def found(text: str, file: str = PAGE, first: str = "fr") -> list[Finding]:
    return list(judge_sheets([sheet(file, text)], Manner(first), TEXT))


def codes(text: str, file: str = PAGE, first: str = "fr") -> list[str]:
    return [f.code for f in found(text, file, first)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Un <script>alert(1)</script> ici", "text/raw-html"),
        ("<img src=x onerror=alert(1)>", "text/raw-html"),
        ("</title><b>", "text/raw-html"),
        ("<!-- caché -->", "text/raw-html"),
        ("[x](javascript:alert(1))", "text/unsafe-link"),
        ("[x](JaVaScRiPt:alert)", "text/unsafe-link"),
        ("[x](&#106;avascript:alert)", "text/unsafe-link"),
        ("[x](data:text/plain,a)", "text/unsafe-link"),
        ("<vbscript:x>", "text/unsafe-link"),
        ("![x](https://ailleurs.example/p.png)", "text/remote-picture"),
        ("![x](//ailleurs.example/p.png)", "text/remote-picture"),
        ("Voir http://ville.example/", "text/link-not-https"),
        ("Les vÃ©los et lâ€™arbre", "text/garbled"),
        ("Ã‰cole ouverte", "text/garbled"),
        ("Un v\u0435rger ouvert", "text/mixed-scripts"),
        ("Un verg\u03b5r ouvert", "text/mixed-scripts"),
        ("\uff21\uff22", "text/mixed-scripts"),
        ("Qui décide ?", "text/no-break-space"),
        ("« moi »", "text/no-break-space"),
        ("Attention : travaux", "text/no-break-space"),
    ],
)
def test_what_misleads_is_found_in_pages_and_fields(text: str, code: str) -> None:
    assert set(codes(text)) == {code}
    assert set(codes("description: '" + text.replace("'", "''") + "'\n", PROJECT)) == {code}


@pytest.mark.parametrize(
    "text",
    [
        "3 < 5 et 7 > 2, <3, a<b",
        "Écrire `<b>` ou `<script>` entre accents graves",
        "[Plan](https://ville.example/plan) et [page](voter.md) et <https://ville.example>",
        "[Écrire](mailto:a) [appeler](tel:3939)",
        "![Plan](plan.png)",
        "Le mot Москва et le mot Ελλάδα",
        "10 kΩ et 5 μm",
        "«\u00a0Où jouer\u202f?\u00a0» Oui\u00a0: ici",
        "Où?Ici;là 12:30",
        "| a | b |\n| :-- | --: |\n",
        "```\na : b ?\n```",
    ],
)
def test_ordinary_writing_is_silent(text: str) -> None:
    assert codes(text) == []


def test_only_french_texts_have_french_spaces() -> None:
    text = "title:\n  fr: Qui ?\n  de: Wer ?\n  en: Who ?\nsummary: Quoi ?\n"
    (finding,) = found(text, PROJECT)
    assert finding.params == {"n": 2}
    assert (finding.severity, finding.place.line, finding.place.column) == (Severity.WARNING, 2, 10)
    (german,) = found(text, PROJECT, first="de")
    assert german.params == {"n": 1}
    assert codes("Wer ?", "site_config/pages/hilfe.de.md") == []
    assert codes("key : value\n", PROJECT) == []


@pytest.mark.parametrize(
    ("text", "first", "count"),
    [
        ("description: |-\n  Attention : travaux\n  Qui ?\ntheme: a\n", "fr", 2),
        ("title:\n  de: |-\n    Wer ?\n    Wo ?\n  fr: Qui ?\n", "fr", 1),
        ("title:\n  de: |-\n    Wer ?\n\n    Wo ?\n  fr: |-\n    Qui ?\n    Où ?\nsummary: Wer ?\n", "de", 2),
        ("title: {fr: 'Qui ?', de: 'Wer ?'}\n", "fr", 1),
        ("# Qui ?\ntheme : a\n", "fr", 0),
        ("- theme : a\n  b: Qui ?\n", "fr", 1),
    ],
)
def test_the_language_of_a_line_is_its_fields(text: str, first: str, count: int) -> None:
    assert [f.params["n"] for f in found(text, PROJECT, first)] == [count] * (count > 0)


def test_the_passages_of_a_file_are_its_values() -> None:
    text = "a: 'é x'\nb:\n  - c: 1\n  - \"d\\x41\"\ne: |-\n  f\n  g\nh: [i, {j: k}]\n"
    seen = {p.path: (p.said, text[p.start : p.end]) for p in passages(text)}
    assert seen["a",] == ("é x", "'é x'")
    assert seen["b", 0, "c"] == ("1", "1")
    assert seen["b", 1] == ("dA", '"d\\x41"')
    assert seen["e",][0] == "f\ng"
    assert seen["h", 0] == ("i", "i")
    assert seen["h", 1, "j"] == ("k", "k")


def test_invisible_characters_of_a_page_are_found() -> None:
    def page(text: str) -> list[str]:
        return [f.code for f in check_pages(MemorySource({PAGE: text.encode()}))]

    assert page("# Aide\n\nUn mot\u202e caché\n") == ["bytes/forbidden-character"]
    assert page("# Aide\r\n") == ["bytes/carriage-return"]
    assert page("# Aide\n") == []


@pytest.fixture(scope="module")
def city() -> City:
    loaded = load_city(WorkTree(ROOT), Schemas(schema_dir())).city
    assert loaded is not None
    return loaded


def with_titles(city: City, *titles: str, **values: object) -> Context:
    base = city.projects_of("2027")[0]
    named = {"status": Status.SUBMITTED, "areas": ("meinau",), "location": None, **values}
    projects = tuple(
        replace(base, key=f"k{n:05}", number=f"2027-{n:03}", title=Text.plain(title), **named)  # type: ignore[arg-type]
        for n, title in enumerate(titles, 1)
    )
    return Context(replace(city, projects=projects), date(2026, 11, 20))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Verger", "V\u0435rger", True),
        ("\u0412\u0435\u0440\u0433", "Bepr", True),
        ("Jardin moderne", "Jardin modeme", True),
        ("Place 10", "Place lO", True),
        ("Verger", "Verger", False),
        ("Vergér", "VERGER", False),
        ("Verger", "Berger", False),
        ("Rue 11", "Rue 12", False),
    ],
)
def test_titles_that_the_eye_cannot_tell_apart(city: City, one: str, other: str, alike: bool) -> None:
    assert [f.code for f in look_alike(with_titles(city, one, other))] == ["text/look-alike-title"] * alike


def test_capitals(city: City) -> None:
    assert len(list(capitals(with_titles(city, "UN JARDIN POUR TOUS", "UNESCO", "Le TGV", "SOS ANIMAUX ÉCOLE")))) == 2


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Des bancs place du Marché", "Bancs pour la place du marché", True),
        ("Installer une fontaine au parc", "Fontaines dans le parc", True),
        ("Fontaine rue 12", "Fontaine rue 14", False),
        ("Un verger au parc", "Un skatepark au parc", False),
        ("Jeux", "Des arbres", False),
    ],
)
def test_similar_ideas(city: City, one: str, other: str, alike: bool) -> None:
    seen = list(similar_ideas(with_titles(city, one, other)))
    assert [f.code for f in seen] == ["eligibility/similar-idea"] * alike
    assert all(f.severity is Severity.WARNING and f.params["other"] == "2027-001" for f in seen)


def placed(project: Project, latitude: str, area: str, status: Status = Status.SUBMITTED) -> Project:
    spot = Location(Text.plain("ici"), latitude, "7.75")  # type: ignore[arg-type]
    return replace(project, location=spot, areas=(area,), status=status)


def test_similar_ideas_are_near_and_still_open(city: City) -> None:
    context = with_titles(city, "Des bancs au parc", "Bancs dans le parc")
    one, other = context.city.projects

    def said(*projects: Project) -> int:
        return len(list(similar_ideas(replace(context, city=replace(city, projects=projects)))))

    assert said(placed(one, "48.5800", "meinau"), placed(other, "48.5810", "neudorf")) == 1
    assert said(placed(one, "48.5800", "meinau"), placed(other, "48.6000", "meinau")) == 0
    assert said(one, replace(other, areas=("neudorf",))) == 0
    assert said(one, replace(other, status=Status.MERGED)) == 0
    assert said(one, replace(other, status=Status.ON_BALLOT)) == 0
    assert said(one, replace(other, previous=one.key)) == 0


def test_the_shortcut_finds_what_comparing_all_would(city: City) -> None:
    words = ["banc", "parc", "lilas", "école", "fontaine", "vélo", "arbre"]
    names = [" ".join(words[(n * k) % 7] for k in (1, 2, 3)) + f" rue {n % 3}" for n in range(80)]
    context = with_titles(city, *names)
    projects = context.city.projects
    told = {f.params["project"] for f in similar_ideas(context)}
    expected = {
        later.number
        for at, later in enumerate(projects)
        for earlier in projects[:at]
        if names[at][-1] == names[projects.index(earlier)][-1]
        and likeness(stems(names[at]), stems(names[projects.index(earlier)])) >= 0.6
    }
    assert told == expected
    assert 0 < len(told) < 80


def test_the_example_misleads_nobody(city: City) -> None:
    assert [f for f in judge_sheets(sheets(WorkTree(ROOT)), Manner(), TEXT) if f.code != "text/no-break-space"] == []
    context = Context(city, date(2026, 11, 20))
    assert list(look_alike(context)) + list(capitals(context)) + list(similar_ideas(context)) == []
