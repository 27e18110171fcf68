"""Links of the city's own pages, followed as MkDocs publishes them: one that leads nowhere would do so online, unseen.

MkDocs turns the name of a page or of a file beside it into its address. What is no such name stays as it is written,
and a browser takes it from the page's own folder: on `/aide/`, `voter/` is `/aide/voter/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from posixpath import join, normpath
from urllib.parse import unquote

from aubette.load.limits import largest
from aubette.load.pages import LOOK, OURS, PAGE, PAGES, text_of
from aubette.load.shown import shown
from aubette.load.yaml_text import parse
from aubette.model.finding import Finding, Param, Place, Severity
from aubette.model.source import Mode, Source

LINK = re.compile(r"(?:\]\(\s*|^ {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*)<?(?P<target>[^)\s>]{1,300})", re.MULTILINE)
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#|\?|www\.|\{", re.IGNORECASE)
"""An address, a place in the same page, a word of a template; a link without https:// is told as such."""

CODE = re.compile(r"^(?P<fence>```+|~~~+).*?^(?P=fence)|`[^`\n]*`|<!--.*?-->", re.DOTALL | re.MULTILINE)
SITE_URL = re.compile(r"^site_url:\s*['\"]?https?://[^/\s]+/(?P<folder>[^\s'\"#]*)", re.MULTILINE)
LANGUAGES = frozenset({"de", "en", "fr"})
AT_THE_TOP = frozenset({"404.html", "historique.json", "sitemap.xml"})
REDIRECTS = "site_config/redirects.yml"


@dataclass(frozen=True)
class _Site:
    """What stands where: the files beside the pages, the addresses that lead on, the folder of the server it is in."""

    there: frozenset[str]
    old: frozenset[str]
    folder: str

    def holds(self, page: str, target: str) -> bool:
        """Whether a link of a page leads to something that will be there."""
        path = unquote(re.split("[?#]", target)[0])
        if normpath(path) in self.there:
            return True
        way = self.address(page, path)
        first, _, rest = way.partition("/")
        if first in LANGUAGES:
            way, first = rest, rest.partition("/")[0]
        own = f"{way}.md" in self.there or (way in self.there and not way.endswith(".md"))
        return not way or first in OURS or own or way in self.old or way in AT_THE_TOP

    def address(self, page: str, path: str) -> str:
        """Where a browser looks, from the root of the site."""
        way = normpath(join("/", page.removesuffix(".md"), path)).strip("/")
        if path.startswith("/"):
            way = f"{way}/".removeprefix(f"{self.folder}/").rstrip("/") if self.folder else way
        return way.removesuffix("index.html").rstrip("/")

    def nearest(self, path: str) -> tuple[str, ...]:
        """What a writer may have meant, as it is to be written; a dash where nothing is near."""
        way = self.address("", path).removesuffix(".md")
        first = way.partition("/")[0]
        if first in OURS:
            return (f"../{way}" if "." in way else f"../{way}/",)
        known = {name.removesuffix(".md"): name for name in sorted(self.there)}
        known |= {name: f"../{name}/" for name in OURS if name not in LANGUAGES}
        found = (get_close_matches(words, known, 1) for words in (way, first))
        return (next((known[one] for near in found for one in near), "–"),)


def dead_links(source: Source) -> Iterator[Finding]:
    """Each link of a page to what will not be on the site; below the folders that the site makes nothing is judged."""
    files = [entry for entry in source.entries(PAGES) if entry.mode is Mode.FILE]
    there = frozenset(entry.path.removeprefix(f"{PAGES}/") for entry in files)
    site = _Site(there, _redirected(source), _folder(source))
    for entry in files:
        if not PAGE.fullmatch(entry.path) or entry.size > largest(entry.path):
            continue
        text = text_of(source, entry.path)
        text = CODE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
        page = entry.path.removeprefix(f"{PAGES}/")
        for found in LINK.finditer(text):
            target = found["target"]
            if ELSEWHERE.match(target) or site.holds(page, target):
                continue
            line = text.count("\n", 0, found.start("target"))
            column = found.start("target") - text.rfind("\n", 0, found.start("target"))
            params: dict[str, Param] = {
                "name": shown(target),
                "guess": site.nearest(unquote(re.split("[?#]", target)[0])),
            }
            yield Finding("files/dead-link", Place(entry.path, line + 1, column), params, Severity.WARNING)


def _redirected(source: Source) -> frozenset[str]:
    """The old addresses from which the city leads on."""
    rows = (parse(text_of(source, REDIRECTS).encode(), REDIRECTS).data or {}).get("redirects")
    ways = [row.get("from") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return frozenset(way.strip("/") for way in ways if isinstance(way, str))


def _folder(source: Source) -> str:
    """The folder of the server under which the site stands; empty where it has a server of its own."""
    found = SITE_URL.search(text_of(source, LOOK))
    return found["folder"].strip("/") if found else ""
