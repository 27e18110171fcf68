"""The bytes of the city's Markdown pages: judged like those of its data files, read by other hands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aubette.load.limits import largest
from aubette.load.raw import read_raw
from aubette.model.finding import Finding
from aubette.model.source import Mode, Source

PAGES = "site_config/pages"
PAGE = re.compile(rf"{PAGES}/[^\0]+\.md")


def check_pages(source: Source) -> Iterator[Finding]:
    """What is wrong with the bytes of each page; its size is told with those of all files."""
    for entry in source.entries(PAGES):
        if PAGE.fullmatch(entry.path) and entry.mode is Mode.FILE and 0 < entry.size <= largest(entry.path):
            try:
                data = source.read(entry.path)
            except FileNotFoundError:
                continue
            yield from read_raw(data, entry.path, largest(entry.path)).findings
