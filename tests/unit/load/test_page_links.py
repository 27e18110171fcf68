"""A page's link to what is not beside it is told where it stands; what the site makes itself is left alone."""

from __future__ import annotations

import pytest

from aubette.load.page_links import dead_links
from aubette.model.source import MemorySource

PAGES = "site_config/pages"


def told(text: str) -> list[tuple[int, int, object]]:
    files = {f"{PAGES}/voter.md": text.encode(), f"{PAGES}/comment.md": b"x", f"{PAGES}/images/plan.svg": b"<svg/>"}
    found = dead_links(MemorySource(files))
    return [(f.place.line, f.place.column, f.params["guess"]) for f in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bien.\n\nVoir [ici](coment.md).\n", [(3, 12, ("comment.md",))]),
        ("![plan](images/plans.svg)\n", [(1, 9, ("images/plan.svg",))]),
        ("[x](comment.md#a) et [y](zzz.pdf)\n", [(1, 26, ("–",))]),
    ],
)
def test_a_dead_link_is_told_with_the_nearest_name(text: str, expected: list[tuple[int, int, object]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        '[a](comment.md) [b](./comment.md#la) ![c](images/plan.svg) [d](images/plan.svg "titre")',
        "[a](https://exemple.fr/x.pdf) [b](mailto:a@exemple.fr) [c](#ici) [d](projets/)",
        "[a](donnees/projets.csv) [b](../projets/2027.html) [c](/assets/x.css)",
        "`[a](rien.md)` <!-- [b](rien.md) -->\n```\n[c](rien.md)\n```\n",
    ],
)
def test_other_links_are_left_alone(text: str) -> None:
    assert told(text) == []
