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
NESTED = re.compile(rf"{PAGES}/.+/.+\.md", re.ASCII)
"""A page in a folder of its own, to which no menu would lead."""

OURS = (
    "assets",
    "budget",
    "calendrier",
    "changements",
    "de",
    "donnees",
    "editions",
    "en",
    "fr",
    "media",
    "plan-du-site",
    "projets",
    "quartiers",
    "refus",
    "resultats",
    "suivi",
    "verifier",
)
"""The folders of the site that are made from data; a page of this name would replace what stands there."""

TAKEN = re.compile(rf"{PAGES}/(?:index|README|{'|'.join(OURS)})\.md", re.ASCII | re.IGNORECASE)
PAGE = re.compile(rf"{PAGES}/[^\0]+\.md")


def check_pages(source: Source) -> Iterator[Finding]:
    """What is wrong with the bytes of each page and of `mkdocs.yml`; sizes are told with those of all files."""
    for entry in source.entries(PAGES):
        if not PAGE.fullmatch(entry.path) or entry.mode is not Mode.FILE:
            continue
        if entry.size <= largest(entry.path):
            yield from _bytes(source, entry.path)
    yield from _bytes(source, LOOK)


def text_of(source: Source, path: str) -> str:
    """A file's text, whatever its bytes are worth; nothing where there is no file."""
    try:
        return source.read(path).decode("utf-8", "replace")
    except FileNotFoundError:
        return ""


def _bytes(source: Source, path: str) -> Iterator[Finding]:
    try:
        data = source.read(path)
    except FileNotFoundError:
        return
    if path != LOOK and not data.strip():
        yield Finding("files/empty-page", Place(path, 1, 1))
    elif data:
        yield from read_raw(data, path, largest(path)).findings
