"""A page spliced into the frame is the page that the template renders whole."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from aubette.publish.environment import environment
from aubette.publish.shell import Body, Frame, Link, Shell, Tongue, root_of, switch, top_of
from aubette.words.catalogue import Catalogue

FRENCH, GERMAN = Tongue("fr", "Français"), Tongue("de", "Deutsch", "de/")
FRAME = Frame(
    lang="fr",
    site_name="Budget & <ville>",
    today=date(2027, 3, 14),
    commit="0123456789abcdef",
    licence="ODbL",
    site_nav=(Link("projets/", "Projets", "projects"), Link("voter/", "Voter", "voter/", "fr")),
    footer=(Link("plan-du-site/", "Plan"),),
    banners=("Ville d'exemple",),
    copyright=Markup("© <em>x</em>"),
    logo_icon=Markup("<svg></svg>"),
    extra_css=("own.css",),
)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C",)), max_size=30)


def shell(frame: Frame) -> Shell:
    return Shell(environment(Catalogue(frame.lang), frame.lang, "fr", None), frame)


def whole(made: Shell, body: Body) -> str:
    """The same page by the template alone, as it would be without splicing."""
    words = Catalogue(made.frame.lang)
    root = root_of(body.url)
    context: dict[str, Any] = made.context(root, body.section, body.banners)
    said = {"title": body.title, "description": body.description, "crumbs": body.crumbs}
    context |= said | {"content": Markup(body.content), "head": Markup(body.head)}
    context["languages"] = switch(made.frame, body.url, words.say("site.shell.languages"))
    return made.environment.get_template("shell.html").render(context)


BODIES = (
    Body("", "Budget & <ville>", "Tout", "<h1>a</h1>"),
    Body("projets/", "Projets", 'Les "projets"', "<h1>b</h1>", "projects", (Link("", "Accueil"),)),
    Body("projets/etat/refuses/", "<script>", "&", "<h1>@</h1>", "", (Link("", "A"), Link("x/", "<b>")), ("Note",)),
    Body("voter/", "Voter", "", "<h1>c</h1>", "voter/", head="<meta name='x'>\n"),
)


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.url or "home")
def test_spliced_is_rendered_whole(body: Body) -> None:
    made = shell(FRAME)
    assert made.page(body) == whole(made, body)
    assert made.page(body) == made.page(body)


@given(title=WORDS, description=WORDS, content=WORDS, label=WORDS)
@settings(max_examples=50, deadline=None)
def test_no_text_of_a_page_can_move_another(title: str, description: str, content: str, label: str) -> None:
    made = shell(FRAME)
    body = Body("a/b/", title, description, content, crumbs=(Link("c/", label),))
    assert made.page(body) == whole(made, body)


def test_a_text_that_looks_like_a_sentinel_stays_a_text() -> None:
    made = shell(FRAME)
    body = Body("a/", "@@AUBETTE-CONTENT@@", "@@AUBETTE-TITLE@@", "<p>@@AUBETTE-HEAD@@</p>")
    assert made.page(body) == whole(made, body)


def test_each_section_is_marked_on_its_own_pages() -> None:
    made = shell(FRAME)
    assert 'href="../projets/" aria-current="page"' in made.page(BODIES[1])
    assert "aria-current" not in made.page(BODIES[2])


@pytest.mark.parametrize(
    ("url", "prefix", "root", "top"),
    [
        ("", "", "./", "./"),
        ("projets/", "", "../", "../"),
        ("projets/x/", "", "../../", "../../"),
        ("", "de/", "./", "../"),
        ("projets/", "de/", "../", "../../"),
        ("projets/x/", "de/", "../../", "../../../"),
    ],
)
def test_ways_up(url: str, prefix: str, root: str, top: str) -> None:
    assert root_of(url) == root
    assert top_of(root, prefix) == top


def test_one_language_has_no_switch() -> None:
    page = shell(dataclasses.replace(FRAME, here=FRENCH, tongues=(FRENCH,))).page(BODIES[1])
    assert "langs" not in page
    assert "alternate" not in page


def test_each_language_leads_to_the_same_page_in_the_others() -> None:
    frame = dataclasses.replace(FRAME, lang="de", here=GERMAN, tongues=(FRENCH, GERMAN))
    page = shell(frame).page(BODIES[1])
    assert '<html lang="de">' in page
    assert '<a href="../../projets/" lang="fr" hreflang="fr" aria-label="Français">FR</a>' in page
    assert '<a href="../../de/projets/" lang="de" hreflang="de" aria-label="Deutsch" aria-current="true">DE</a>' in page
    assert '<link rel="alternate" hreflang="fr" href="../../projets/">' in page
    assert 'href="../../assets/site.css"' in page
    assert 'href="../../own.css"' in page


def test_a_page_says_that_something_is_not_translated_only_where_it_is_so() -> None:
    note = Catalogue("de").say("site.shell.untranslated")
    made = shell(dataclasses.replace(FRAME, lang="de", here=GERMAN, tongues=(FRENCH, GERMAN)))
    assert note in made.page(Body("a/", "A", "", '<h1>A</h1><span lang="fr">mot</span>'))
    assert note not in made.page(Body("a/", "A", "", "<h1>A</h1>"))
    french = shell(dataclasses.replace(FRAME, here=FRENCH, tongues=(FRENCH, GERMAN)))
    assert "untranslated" not in french.page(Body("a/", "A", "", '<span lang="de">Wort</span>'))
