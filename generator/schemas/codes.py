"""A page for each finding code, in French with English beneath, from the words that `aubette explain` says."""

from __future__ import annotations

from collections.abc import Iterator

from aubette.report.explained import explained_markdown
from aubette.words.catalogue import Catalogue

FOLDER = "docs/codes"
HEAD = """# Les constats, code par code

Chaque constat d'`aubette check` porte un code. Sa page dit ce qu'il veut dire, pourquoi la règle existe et comment
corriger, avec un exemple ; `aubette explain CODE` dit la même chose. Ces pages sont tirées des mêmes textes.

*Each finding of `aubette check` carries a code. Its page says what it means, why the rule exists and how to mend it,
with an example; `aubette explain CODE` says the same. These pages are drawn from the same texts.*
"""


def code_pages() -> dict[str, str]:
    """The text of every page, by its path from the root of the repository, with an index."""
    french, english = Catalogue("fr"), Catalogue("en")
    codes = french.codes()
    pages = {f"{FOLDER}/{code}.md": _page(french, english, code) for code in codes}
    return {f"{FOLDER}/README.md": "\n".join(_index(french, english, codes)) + "\n", **pages}


def _page(french: Catalogue, english: Catalogue, code: str) -> str:
    parts = [*explained_markdown(french, code, level=1), "---", *explained_markdown(english, code)]
    return "\n\n".join(parts) + "\n"


def _index(french: Catalogue, english: Catalogue, codes: tuple[str, ...]) -> Iterator[str]:
    yield HEAD
    family = ""
    for code in codes:
        if code.split("/")[0] != family:
            family = code.split("/")[0]
            yield from ("", f"## {family}", "", "| Code | Constat · finding |", "|---|---|")
        said, told = (_cell(words.finding(code).message) for words in (french, english))
        yield f"| [`{code}`]({code}.md) | {said}<br>*{told}* |"


def _cell(text: str) -> str:
    return text.replace("<", "&lt;").replace("|", "\\|").replace("*", "\\*")
