"""A city's own Markdown pages stand in the same shell as all others."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.mark.parametrize("page", ["comment", "proposer", "voter"])
def test_the_navigation_shows_where_one_is(site: Path, page: str) -> None:
    text = (site / page / "index.html").read_text("utf-8")
    nav = text[text.index('class="nav"') : text.index("</nav>", text.index('class="nav"'))]
    assert nav.count('aria-current="page"') == 1
    assert f'href="../{page}/" aria-current="page"' in nav
