"""A page's link to what is not beside it is told where it stands; what the site makes itself is left alone."""

from __future__ import annotations

import pytest

from aubette.load.page_links import dead_links
from aubette.model.source import MemorySource

PAGES = "site_config/pages"


FILES = {
    f"{PAGES}/comment.md": b"x",
    f"{PAGES}/images/plan.svg": b"<svg/>",
    "site_config/redirects.yml": b"schema_version: 1\nredirects:\n  - from: /ancien/\n    to: /voter/\n",
}


def told(text: str, look: str = "site_name: Ville\n") -> list[tuple[int, int, object]]:
    files = {**FILES, f"{PAGES}/voter.md": text.encode(), "mkdocs.yml": look.encode()}
    found = dead_links(MemorySource(files))
    return [(f.place.line, f.place.column, f.params["guess"]) for f in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bien.\n\nVoir [ici](coment.md).\n", [(3, 12, ("comment.md",))]),
        ("![plan](images/plans.svg)\n", [(1, 9, ("images/plan.svg",))]),
        ("[x](comment.md#a) et [y](zzz.pdf)\n", [(1, 26, ("–",))]),
        ("[x](coment/)\n", [(1, 5, ("comment.md",))]),
        ("[x](../coment)\n", [(1, 5, ("comment.md",))]),
        ("[x](/coment/#a)\n", [(1, 5, ("comment.md",))]),
        ("[x](../coment/index.html)\n", [(1, 5, ("comment.md",))]),
        ("[x](../projects/p-1)\n", [(1, 5, ("../projets/",))]),
        ("[x][y]\n\n[y]: coment.md\n", [(3, 6, ("comment.md",))]),
    ],
)
def test_a_dead_link_is_told_with_the_nearest_name(text: str, expected: list[tuple[int, int, object]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("target", "meant"),
    [("comment/", "comment.md"), ("comment", "comment.md"), ("comment.html", "comment.md"),
     ("/comment.md", "comment.md"), ("projets/", "../projets/"), ("donnees/projets.csv", "../donnees/projets.csv")],
)  # fmt: skip
def test_a_name_without_an_ending_starts_from_the_page_s_own_folder(target: str, meant: str) -> None:
    """MkDocs leaves it as it is: on /voter/ it leads to /voter/comment/."""
    assert told(f"[x]({target})") == [(1, 5, (meant,))]


@pytest.mark.parametrize(
    "text",
    [
        '[a](comment.md) [b](./comment.md#la) ![c](images/plan.svg) [d](images/plan.svg "titre")',
        "[a](https://exemple.fr/x.pdf) [b](mailto:a@exemple.fr) [c](#ici) [d](?x) [e](//a.fr) [f](www.a.fr)",
        "[a](../donnees/projets.csv) [b](../projets/2027.html) [c](/assets/x.css) [d](../de/projets/) [e](/de/)",
        "[a](../comment/) [b](../comment) [c](/comment/) [d](../comment/index.html#x) [e](/comment/?a#b) [f](..)",
        "[a](./) [b](../voter/) [c](../images/plan.svg) [d](/images/plan.svg) [e](/ancien) [f](../ancien/) [h](/)",
        "[^1]: rien\n\n[//]: # (rien)\n",
        "`[a](rien.md)` <!-- [b](rien.md) -->\n```\n[c](rien.md)\n```\n",
    ],
)
def test_other_links_are_left_alone(text: str) -> None:
    assert told(text) == []


def test_a_site_in_a_folder_of_its_server_is_known_by_that_folder() -> None:
    look = "site_url: https://ville.example/bp/\n"
    assert told("[x](/bp/comment/) [y](/bp/)", look) == []
    assert told("[x](/bp/coment/)", look) == [(1, 5, ("comment.md",))]
    assert told("[x](/bp/comment/)") == [(1, 5, ("comment.md",))]
