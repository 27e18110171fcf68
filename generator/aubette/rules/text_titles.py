"""Titles on one list: each can be told from the others by eye, and none shouts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from aubette.model.finding import Finding, Related, Severity
from aubette.model.project import Project
from aubette.rules.context import Context

LEAST_LETTERS = 8
CONFUSABLE = str.maketrans(
    {
        **dict(zip("аеорсухіјѕԁһӏԛԝвкмнтгпиԍьбз", "aeopcyxijsdhlqwbkmhtrnugb63", strict=True)),
        **dict(zip("αβγεηικνορτυχωϲϳ", "abyenikvoptuxwcj", strict=True)),
        **dict(zip("ıɑɡʟꞁƖǀ∣|¦", "iagllllll|", strict=True)),
        "0": "o",
        "1": "l",
        "i": "l",
        "|": "l",
        "¦": "l",
        "Ø": "o",
        "ø": "o",
        "ß": "ss",
        "œ": "oe",
        "æ": "ae",
    }
)
"""Letters of other alphabets and signs, by the Latin letter that they look like: the part of Unicode's
`confusables.txt` (UTS 39) that a title in French, German or English can be imitated with."""


def look_alike(context: Context) -> Iterator[Finding]:
    """No title can be taken for another project's: same to the eye, other letters underneath."""
    first: dict[tuple[str, str, str], tuple[Project, str]] = {}
    for project in context.city.projects:
        for lang, title in project.title.by_lang.items():
            seen = first.setdefault((project.edition, lang, skeleton(title)), (project, title))
            if seen[0] is project or plain(seen[1]) == plain(title):
                continue
            way = ("title", lang) if lang else ("title",)
            yield Finding(
                "text/look-alike-title",
                project.origin.at(*way),
                {"title": title, "other": seen[0].name},
                related=(Related(seen[0].origin.at("title"), "first-here"),),
            )


def capitals(context: Context) -> Iterator[Finding]:
    """A title in capitals is hard to read, and screen readers may spell it."""
    for project in context.city.projects:
        for lang, title in project.title.by_lang.items():
            if title.isupper() and " " in title and sum(map(str.isalpha, title)) >= LEAST_LETTERS:
                way = ("title", lang) if lang else ("title",)
                yield Finding("text/capitals", project.origin.at(*way), {"title": title}, Severity.WARNING)


def plain(title: str) -> str:
    """A title without case, accents and signs: what two spellings of the same words share."""
    letters = title.casefold() if title.isascii() else bare(title)
    return "".join(filter(str.isalnum, letters))


def skeleton(title: str) -> str:
    """What a title looks like: its plain letters with each look-alike in place of the one it imitates (UTS 39)."""
    return plain(title).translate(CONFUSABLE).replace("rn", "m").replace("vv", "w")


def bare(title: str) -> str:
    """A title in small letters without accents."""
    decomposed = unicodedata.normalize("NFKD", title.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))
