"""Links from the city's own pages to pages and files beside them: one that leads nowhere would do so online, unseen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from posixpath import normpath
from urllib.parse import unquote

from aubette.load.limits import largest
from aubette.load.pages import OURS, PAGE, PAGES
from aubette.load.shown import shown
from aubette.model.finding import Finding, Place, Severity
from aubette.model.source import Mode, Source

LINK = re.compile(r"\]\(\s*<?(?P<target>[^)\s>#?:]{1,300}\.[a-z0-9]{2,5})(?=[)\s>#?])", re.ASCII | re.IGNORECASE)
"""To a page or a file by its name; an address, a folder of the site and a place in the same page are none."""

CODE = re.compile(r"^(?P<fence>```+|~~~+).*?^(?P=fence)|`[^`\n]*`|<!--.*?-->", re.DOTALL | re.MULTILINE)


def dead_links(source: Source) -> Iterator[Finding]:
    """Each link of a page to a page or a file that is not among those beside it; what the site makes is not judged."""
    files = [entry for entry in source.entries(PAGES) if entry.mode is Mode.FILE]
    there = sorted(entry.path.removeprefix(f"{PAGES}/") for entry in files)
    for entry in files:
        if not PAGE.fullmatch(entry.path) or entry.size > largest(entry.path):
            continue
        text = source.read(entry.path).decode("utf-8", "replace")
        text = CODE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
        for found in LINK.finditer(text):
            target = normpath(unquote(found["target"]))
            if target in there or target.startswith(("/", "..")) or target.split("/")[0] in OURS:
                continue
            line = text.count("\n", 0, found.start("target"))
            column = found.start("target") - text.rfind("\n", 0, found.start("target"))
            guess = tuple(get_close_matches(target, there, 1)) or ("–",)
            place = Place(entry.path, line + 1, column)
            yield Finding("files/dead-link", place, {"name": shown(target), "guess": guess}, Severity.WARNING)
