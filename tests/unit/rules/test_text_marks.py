"""Stars and brackets that the site would show are told where they stand; what is meant as it stands is left alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aubette.load.sheets import sheet
from aubette.model.finding import Severity
from aubette.rules.sheets import Manner, judge_sheets
from aubette.rules.text_marks import marks

PAGE = "site_config/pages/aide.md"
PROJECT = "projects/2027/banc-k7f3q9.yml"


def told(text: str, file: str = PROJECT) -> list[tuple[str, int, int]]:
    found = list(judge_sheets([sheet(file, text)], Manner("fr"), {"text": (marks,)}))
    assert all(one.severity is Severity.WARNING for one in found)
    return [(one.code, one.place.line, one.place.column) for one in found]


def described(text: str) -> str:
    return "description: |\n" + "".join(f"  {line}\n" for line in text.split("\n"))


STRAY = [
    ("un **gras** et **b", "text/stray-bold", 1, 16),
    ("un gras** et **b** puis", "text/stray-bold", 1, 8),
    ("Bien.\n\n** gras **", "text/stray-bold", 3, 1),
    ("**un\n\ndeux**", "text/stray-bold", 1, 1),
    ("[plan](https://x.example/a", "text/stray-link", 1, 6),
    ("Voir\n[plan](https://x.example/a b)", "text/stray-link", 2, 6),
    ("[plan](", "text/stray-link", 1, 6),
    ("[plan] (https://x.example)", "text/stray-link", 1, 1),
    ("(plan)[https://x.example]", "text/stray-link", 1, 6),
    ("[plan]()", "text/stray-link", 1, 6),
    ("[plan](www.ville.example/a)", "text/stray-link", 1, 6),
    ("![plan](a b.png)", "text/stray-link", 1, 7),
]


@pytest.mark.parametrize(("text", "code", "line", "column"), STRAY)
def test_what_no_parser_takes_for_markdown_is_told_where_it_stands(
    text: str, code: str, line: int, column: int
) -> None:
    assert told(text, PAGE) == [(code, line, column)]
    assert told(described(text)) == [(code, line + 1, column + 2)]


@pytest.mark.parametrize(
    "text",
    [
        "2 ** 3", "2 ** 3 ** 4", "x**2 + y**2", "`2 ** 3` et `**x`", "`[x]()`", "Bien :\n\n    **code",
        "```\n**x [a](\n```",
        r"a\*\*b **c**", r"\[a\](b c) **c**", "* a\n* b", "* **a** : b\n* c", "mot* et *", "**a\nb**", "a**b**c",
        "50 €** et\n\n** hors taxes", "Mme D*** dit", "***très***", "*** Titre ***", "***\n\n**a**", "l'**école**",
        "**« Oui »**, dit-il", "[sic] (voir plus loin)", "tableau[1] (a)", "[plan]( https://x.example/a )",
        "**bon** [plan](https://x.example/c_(d))", "[a](b.md) [c](<d e.md>)", "[le\nplan](https://x.example)",
        "<https://x.example/a**b>",
    ],
)  # fmt: skip
def test_what_is_meant_as_it_stands_is_left_alone(text: str) -> None:
    assert told(described(text)) == told(text, PAGE) == []


def test_a_page_is_read_as_mkdocs_reads_it() -> None:
    """There bold ends before a letter too; in a description it does not."""
    assert told("**Attention !**voir", PAGE) == []
    assert told(described("**Attention !**voir")) == [("text/stray-bold", 2, 3)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("summary: Un **banc** ici\n", [("text/marks-not-read", 1, 13)]),
        ("decisions:\n  - reason: Voir [le plan](https://x.example)\n", [("text/marks-not-read", 2, 18)]),
        ("summary: Un ** banc ** à 2 ** 3\ndescription: **\n", []),
        ("summary: L&#39;eau\ndescription: L&#39;eau\n", [("text/marks-not-read", 1, 11)]),
        ("description: |\n  Voici :\n  -un banc\n  -un arbre\n", [("text/stray-list", 4, 3)]),
        ("description: |\n  – un banc\n  – un arbre\n", [("text/stray-list", 3, 3)]),
        ("description: Voici\n  - un banc\n  - un arbre\n", [("text/stray-list", 3, 3)]),
        ("description: >\n  - un banc\n  - un arbre\n", [("text/stray-list", 3, 3)]),
        ("description: |\n  - un banc\n  - un arbre\n  - 5 - 3\n", []),
        ("description: |\n  Un banc\n  -2 °C en hiver\n  -5 °C parfois\n", []),
        ("description: Le chemin\n  - le plus court - passe ici\nareas:\n  -un\n  -deux\n", []),
        ("description: |\n  ```\n  -un\n  -deux\n  ```\n", []),
        ("title: L&rsquo;&eacute;cole\n", [("text/marks-not-read", 1, 9)]),
        ("title: Arts & métiers; R&D; Q&A\nurl: https://x.example/?a=1&b=2\n", []),
        ("description:\n  fr: Un **banc**\n  en: A **bench\nsummary: a [b] c\n", [("text/stray-bold", 3, 9)]),
    ],
)
def test_marks_are_told_where_none_are_read(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert told(text) == expected


def test_a_well_written_description_is_not_taken_apart() -> None:
    """Finding the passages of a file takes longer than reading it, and nearly all files are well written."""
    lines = "Voici **un** [plan](https://x.example) :\n\n- un banc\n- un arbre\n\n## Et après\n\n> merci"
    folded = "description:\n  fr: |-\n    Voici\n    - un banc\n    - un arbre\n  en: |\n    - a bench\n    - a tree\n"
    for text in (described(lines) + "title: Un banc\n", folded):
        whole = sheet(PROJECT, text)
        asked = replace(whole, passages=lambda: pytest.fail("taken apart"))
        assert list(judge_sheets([asked], Manner("fr"), {"text": (marks,)})) == []
