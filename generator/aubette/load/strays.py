"""Files in the city's folders that nobody reads: settings under a wrong name, copies, pages that would never appear.

What a person may take for counted is an error; what a desktop or an editor dropped is only told.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from aubette.load.city import kind_of
from aubette.load.limits import FOLDERS
from aubette.load.litter import COPY_ENDS, is_litter
from aubette.load.outlines import FILE as OUTLINES
from aubette.load.pages import LOOK, PAGE, PAGES, text_of
from aubette.load.shown import shown
from aubette.model.finding import Finding, Place, Severity
from aubette.model.source import Mode, Source

TEXTS_FOR_PEOPLE = re.compile(r"(?:.*/)?(?:README(?:\.(?:md|txt))?|\.gitkeep)", re.ASCII)
TRUST = re.compile(r"site_config/trust/")
"""Told with the votes, as a file too many."""

KEPT_AS_IT_IS = re.compile(r"site_config/(?:theme|pages)/")
LOOKS_LIKE_DATA = re.compile(r"\.(?:ya?ml|json|geojson|csv|tsv|xlsx?|od[st]|docx?)(?![a-z0-9])", re.IGNORECASE)
COPY = re.compile(
    r".+(?:\.(?:md|ya?ml)[._ -].+|\.(?:bak|orig|old|rej|save|tmp|markdown|mdown)|\.(?!md\Z)(?i:md))", re.ASCII
)
"""Beside pages: copies of one, and endings under which it is no page."""

UNASKED = re.compile(
    rf"{PAGES}/(?:robots\.txt|ads\.txt|CNAME|\.nojekyll|_headers|_redirects|\.well-known/.+|.+\.html?)", re.ASCII
)
"""What machines fetch under a known name, though no page leads to it."""

ALIKE = 0.8
LEADING = (".md", ".css", ".html", ".svg", ".js")


def is_copy(path: str) -> bool:
    """Whether a file beside the pages is a copy or a misnamed page, which the site must not show."""
    return path.startswith(f"{PAGES}/") and not PAGE.fullmatch(path) and bool(COPY.fullmatch(path))


def unread(path: str) -> Severity | None:
    """How serious it is that nothing reads a file of `site_config/`; None where something does."""
    if not path.startswith("site_config/") or KEPT_AS_IT_IS.match(path):
        return Severity.ERROR if is_copy(path) else None
    read = kind_of(path) is not None or path == OUTLINES or TRUST.match(path) or TEXTS_FOR_PEOPLE.fullmatch(path)
    if read:
        return None
    return Severity.ERROR if LOOKS_LIKE_DATA.search(path.rpartition("/")[2]) else Severity.WARNING


def left_behind(root: Path) -> Iterator[Finding]:
    """A word on each dropping of a desktop, a warning on each copy of an editor: what the work tree does not list."""
    for folder in FOLDERS:
        for where, folders, names in os.walk(root / folder):
            folders.sort()
            for name in sorted(filter(is_litter, names)):
                yield litter((Path(where) / name).relative_to(root).as_posix())


def misnamed_folders(root: Path) -> Iterator[Finding]:
    """Folders beside the city's own whose name is nearly one of theirs, with data in them that nobody reads."""
    for place in sorted(root.iterdir()):
        near = get_close_matches(place.name.lower().replace("-", "_"), FOLDERS, 1, ALIKE)
        if place.name in FOLDERS or not near or place.is_symlink() or not place.is_dir():
            continue
        own = root / near[0]
        if not (own.exists() and own.samefile(place)) and any(place.rglob("*.yml")):
            yield Finding("files/unread", Place(shown(place.name)), {"name": shown(f"{place.name}/")})


def litter(path: str) -> Finding:
    """The finding about a file that was left behind."""
    severity = Severity.WARNING if path.endswith(COPY_ENDS) else Severity.NOTE
    return Finding("files/litter", Place(shown(path)), {"name": shown(path.rpartition("/")[2])}, severity)


def unlinked(source: Source) -> Iterator[Finding]:
    """Files beside the pages that the site would show and to which no page, style or setting leads."""
    entries = [entry for entry in source.entries(PAGES) if entry.mode is Mode.FILE]
    beside = [e.path for e in entries if not (PAGE.fullmatch(e.path) or UNASKED.fullmatch(e.path) or is_copy(e.path))]
    beside = [path for path in beside if not TEXTS_FOR_PEOPLE.fullmatch(path)]
    if not beside:
        return
    leading = [e.path for folder in (PAGES, "site_config/theme") for e in source.entries(folder)]
    texts = [(path, text_of(source, path)) for path in (*leading, LOOK) if path.endswith((*LEADING, LOOK))]
    for path in beside:
        name = path.rpartition("/")[2]
        if not any(name in text for where, text in texts if where != path):
            yield Finding("files/unlinked", Place(shown(path)), {"name": shown(name)}, Severity.WARNING)
