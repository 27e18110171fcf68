"""The bytes of the city's Markdown pages and of `mkdocs.yml`: judged like its data files, read by other hands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aubette.load.limits import largest
from aubette.load.raw import read_raw
from aubette.model.finding import Finding, Place
from aubette.model.source import Mode, Source

LOOK = "mkdocs.yml"
PAGES = "site_config/pages"
PAGE = re.compile(rf"{PAGES}/[^\0]+\.md")


def check_pages(source: Source) -> Iterator[Finding]:
    """What is wrong with the bytes of each page and of `mkdocs.yml`; sizes are told with those of all files."""
    for entry in source.entries(PAGES):
        if not PAGE.fullmatch(entry.path) or entry.mode is not Mode.FILE:
            continue
        if not entry.size:
            yield Finding("files/empty-page", Place(entry.path, 1, 1))
        elif entry.size <= largest(entry.path):
            yield from _bytes(source, entry.path)
    yield from _bytes(source, LOOK)


def _bytes(source: Source, path: str) -> Iterator[Finding]:
    try:
        data = source.read(path)
    except FileNotFoundError:
        return
    if data:
        yield from read_raw(data, path, largest(path)).findings
