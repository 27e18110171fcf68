"""Old addresses lead to a page of today: one way each, and none in a ring."""

from __future__ import annotations

import pytest
from rules_house import DAY, city, example

from aubette.model.finding import Severity
from aubette.rules.context import Context
from aubette.rules.registry import judge


def told(*ways: tuple[str, str]) -> list[tuple[str, int]]:
    """What is said of these redirects, with the lines of their file."""
    lines = "".join(f"  - from: {start}\n    to: {end}\n" for start, end in ways)
    path = "site_config/redirects.yml"
    files = {**example(), path: f"schema_version: 1\nredirects:\n{lines}".encode()}
    found = [f for f in judge(Context(city(files), DAY), frozenset({"identity"})) if f.place.file == path]
    assert {f.severity for f in found} <= {Severity.ERROR}
    return [(f.code, f.place.line) for f in found]


@pytest.mark.parametrize(
    ("ways", "lines"),
    [
        ([("/a/", "/a/")], [4]),
        ([("/a/", "/a#haut")], [4]),
        ([("/a/", "/b/"), ("/b/", "/c/"), ("/c/", "/a/")], [8]),
        ([("/a/", "/b/"), ("/b/", "/a/"), ("/c/", "/a/")], [6]),
        ([("/a/", "/b/"), ("/b/", "/c/"), ("/c/", "/d/")], []),
        ([("/b/", "/c/"), ("/a/", "/c/")], []),
    ],
)
def test_a_ring_is_told_once_where_it_closes(ways: list[tuple[str, str]], lines: list[int]) -> None:
    assert told(*ways) == [("identity/redirect-loop", line) for line in lines]


def test_an_address_leads_one_way() -> None:
    assert told(("/a/", "/b/"), ("/a", "/c/")) == [("identity/duplicate-item", 5)]
    assert told(("/a/", "/b/"), ("/a/a/", "/c/")) == []
