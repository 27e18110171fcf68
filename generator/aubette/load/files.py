"""Names, kinds and sizes of a city's files, judged before any is opened.

What git stores is looked at, not what a disk makes of it: only plain files; names that every system can hold and that
no two systems confuse (letter case, composed accents, the reserved words of Windows); project files where they belong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from aubette.load.limits import is_data, largest
from aubette.load.litter import is_litter
from aubette.load.pages import NESTED, TAKEN, text_of
from aubette.load.shown import shown
from aubette.load.strays import litter, unread
from aubette.model.finding import Finding, Place, Related
from aubette.model.source import Entry, Mode, Source

WORD = r"[a-z0-9]{1,40}"
SLUG = rf"{WORD}(?:-{WORD}){{0,20}}"
PROJECT = re.compile(rf"projects/{SLUG}/{SLUG}-{WORD}\.yml", re.ASCII)
MEDIA = re.compile(rf"projects/{SLUG}/media/{WORD}/{SLUG}\.(?:jpg|jpeg|png|webp)", re.ASCII)
PORTABLE = re.compile(r"(?:[A-Za-z0-9_.][A-Za-z0-9_.-]{0,99}/)*[A-Za-z0-9_.][A-Za-z0-9_.-]{0,99}", re.ASCII)
RESERVED = frozenset(("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))))
"""Names that Windows keeps for devices, whatever stands after the first dot."""

SETTINGS_LIKE = re.compile(r"site_config/(?!theme/|pages/).+\.ya?ml", re.IGNORECASE)
"""What looks like one of the city's settings; a theme and pages may keep data of their own."""

AT_ROOT = re.compile(r"(?!mkdocs\.yml\Z)[^./][^/]*\.ya?ml", re.IGNORECASE)
VERSIONED = re.compile(r"^schema_version:", re.MULTILINE)
"""What every data file of a city says, and no other program's settings do."""

UNFINISHED = re.compile(r"[. ](?:/|\Z)")
LONGEST = 200
GIT_FILES = frozenset({".gitattributes", ".gitmodules", ".gitignore", ".git"})
AT_THE_ROOT = frozenset({".gitattributes", ".gitignore"})
KEPT_EMPTY = ".gitkeep"

BY_MODE: Mapping[Mode, str] = {
    Mode.SYMLINK: "files/symbolic-link",
    Mode.SUBMODULE: "files/submodule",
    Mode.EXECUTABLE: "files/executable",
    Mode.OTHER: "files/not-a-file",
}


def check_files(source: Source) -> tuple[Finding, ...]:
    """Every finding on the entries of a source, in the order of their paths."""
    entries = tuple(entry for entry in source.entries() if is_data(entry.path))
    singles = (finding for entry in entries for finding in check_entry(entry))
    found = (*singles, *_twins(entries), *_astray(source, entries))
    return tuple(sorted(found, key=lambda finding: (finding.place, finding.code)))


def _astray(source: Source, entries: Iterable[Entry]) -> Iterator[Finding]:
    """A data file that lies at the root, where nothing looks for one."""
    for entry in entries:
        if AT_ROOT.fullmatch(entry.path) and VERSIONED.search(text_of(source, entry.path)):
            yield Finding("files/unread", Place(shown(entry.path)), {"name": shown(entry.path)})


def check_entry(entry: Entry) -> Iterator[Finding]:
    """What is wrong with one file, seen from outside."""
    path = entry.path
    place = Place(shown(path))
    if is_litter(path.rpartition("/")[2]):
        yield litter(path)
        return
    if entry.mode in BY_MODE:
        yield Finding(BY_MODE[entry.mode], place)
    code = _misnamed(path)
    if code:
        yield Finding(code, place, {"name": shown(path.rpartition("/")[2])})
    elif severity := unread(path):
        yield Finding("files/unread", place, {"name": shown(path)}, severity)
    elif NESTED.fullmatch(path):
        yield Finding("files/nested-page", place, {"name": shown(path)})
    elif TAKEN.fullmatch(path):
        yield Finding("files/page-name", place, {"name": shown(path.rpartition("/")[2])})
    if entry.size > largest(path):
        yield Finding("bytes/too-large", place, {"size": entry.size, "limit": largest(path)})


def _misnamed(path: str) -> str:
    """The code of what is wrong with a path, or nothing; the likeliest cause wins."""
    name = path.rpartition("/")[2]
    if name in GIT_FILES and path not in AT_THE_ROOT:
        return "files/git-file"
    if any(part.partition(".")[0] in RESERVED for part in path.lower().split("/")):
        return "files/reserved-name"
    if name == KEPT_EMPTY:
        return ""
    if not PORTABLE.fullmatch(path) or UNFINISHED.search(path) or ".." in path.split("/") or len(path) > LONGEST:
        return "files/name"
    if path.startswith("projects/"):
        return _misplaced(path)
    return "files/yaml-extension" if SETTINGS_LIKE.fullmatch(path) and not path.endswith(".yml") else ""


def _misplaced(path: str) -> str:
    """Below `projects/` stand project files and their pictures, nothing else."""
    if PROJECT.fullmatch(path) or MEDIA.fullmatch(path):
        return ""
    if path.count("/") > 1 and path.split("/")[2] == "media":
        return "files/media-name"
    return "files/yaml-extension" if path.endswith((".yaml", ".YAML", ".YML")) else "files/project-name"


def _twins(entries: Iterable[Entry]) -> Iterator[Finding]:
    """Paths that are one and the same on a system that ignores letter case or composes accents."""
    first: dict[str, str] = {}
    for path in _with_folders(entries):
        alike = path.lower() if path.isascii() else unicodedata.normalize("NFKC", path).casefold()
        other = first.setdefault(alike, path)
        if other != path:
            related = (Related(Place(shown(other)), "first-here"),)
            yield Finding("files/twin", Place(shown(path)), {"other": shown(other)}, related=related)


def _with_folders(entries: Iterable[Entry]) -> Iterator[str]:
    seen: set[str] = set()
    for entry in entries:
        folder = entry.path.rpartition("/")[0]
        while folder and folder not in seen:
            seen.add(folder)
            yield folder
            folder = folder.rpartition("/")[0]
        yield entry.path
