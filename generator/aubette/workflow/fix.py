"""`aubette check --fix`: every slip that has one certain repair, mended where it stands; comments stay.

Data files are mended at the findings' places, pages in their typography and bytes, pictures by keeping them as `fmt`
does, and files that only have the wrong name are renamed. Values in, values out: the caller writes.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from aubette.load.city import kind_of
from aubette.load.files import PROJECT, SETTINGS_LIKE
from aubette.load.limits import is_data, largest
from aubette.load.mend import MENDERS, Edit
from aubette.load.pages import PAGE
from aubette.load.raw import MENDED_BYTES
from aubette.load.repair import applied, repair_data, repair_text
from aubette.load.sheets import sheet
from aubette.load.yaml_text import parse
from aubette.model.finding import Finding
from aubette.model.source import Entry, Mode, Source
from aubette.rules.sheets import Manner
from aubette.rules.text_spaces import breakable
from aubette.words.typography import NARROW, WIDE
from aubette.workflow.fmt import kept_pictures
from aubette.workflow.folder import Folder
from aubette.workflow.writing import write_files

LONGEST_SLUG = 60
MISNAMED = re.compile(r"projects/(?P<edition>[^/]+)/(?P<name>[^/]+)\.(?:ya?ml|YA?ML)")
HIGH = ";!?"
MENDED = (
    frozenset(MENDERS)
    | MENDED_BYTES
    | {
        "bytes/forbidden-character",
        "files/project-name",
        "files/yaml-extension",
        "identity/file-without-key",
        "pictures/extra-data",
        "pictures/metadata",
        "pictures/position",
        "pictures/too-wide",
        "text/no-break-space",
        "yaml/tab",
    }
)
"""The codes of slips that often have one certain repair; whether one has, only the repair itself can tell."""


@dataclass(frozen=True)
class Fixed:
    """The new bytes of files by their path before, and the new paths of those that are renamed."""

    changed: Mapping[str, bytes]
    renamed: Mapping[str, str] = field(default_factory=dict)

    @property
    def paths(self) -> tuple[str, ...]:
        """Every file that is written or renamed, by its path before."""
        return tuple(sorted({*self.changed, *self.renamed}))


def fixed(folder: Folder, manner: Manner, only: frozenset[str] | None = None) -> Fixed:
    """What mending the folder, or only some files of it, would write; nothing is written."""
    changed: dict[str, bytes] = {}
    renamed: dict[str, str] = {}
    entries = [e for e in folder.source.entries() if is_data(e.path) and e.mode in (Mode.FILE, Mode.EXECUTABLE)]
    taken = {entry.path.casefold() for entry in entries}
    for entry in entries:
        if entry.size > 2 * largest(entry.path) or not _is_read(entry.path) or (only and entry.path not in only):
            continue
        raw = folder.source.read(entry.path)
        data = _mended(folder, entry, raw, manner)
        if data != raw:
            changed[entry.path] = data
        new = _right_name(entry.path, data)
        if new != entry.path and new.casefold() not in taken:
            renamed[entry.path] = new
            taken.add(new.casefold())
    if only is None or any("/media/" in path for path in only):
        changed.update(kept_pictures(folder, tuple(sorted(only or ())))[0])
    return Fixed(changed, renamed)


def mendable(folder: Folder, manner: Manner, findings: Iterable[Finding]) -> tuple[str, ...]:
    """The files with findings that mending would write, sorted."""
    files = frozenset(f.place.file for f in findings if f.code in MENDED)
    return fixed(folder, manner, files).paths if files else ()


def diff(source: Source, done: Fixed) -> Iterator[str]:
    """The changes as a unified diff, file by file; a picture is one line."""
    for path in done.paths:
        new = done.renamed.get(path, path)
        before = source.read(path)
        after = done.changed.get(path, before)
        try:
            old_lines, new_lines = (part.decode("utf-8").splitlines(keepends=True) for part in (before, after))
        except UnicodeDecodeError:
            yield f"Binary files a/{path} and b/{new} differ\n"
            continue
        if before == after:
            yield f"rename from {path}\nrename to {new}\n"
        for line in difflib.unified_diff(old_lines, new_lines, f"a/{path}", f"b/{new}"):
            yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def write(root: Path, done: Fixed) -> None:
    """Write the mended files; a renamed one is written under its new name before the old one goes."""
    write_files(root, {path: data for path, data in done.changed.items() if path not in done.renamed})
    moved = {new: done.changed.get(old) or (root / old).read_bytes() for old, new in done.renamed.items()}
    write_files(root, moved, new=True)
    for old in done.renamed:
        (root / old).unlink()


def _is_read(path: str) -> bool:
    return any((kind_of(path), PAGE.fullmatch(path), MISNAMED.fullmatch(path), SETTINGS_LIKE.fullmatch(path)))


def _mended(folder: Folder, entry: Entry, raw: bytes, manner: Manner) -> bytes:
    path = entry.path
    if PAGE.fullmatch(path):
        return _typeset(path, repair_text(raw), manner)
    known = kind_of(_right_name(path, raw)) or kind_of(path)
    if known is None:
        return raw
    return _typeset(path, repair_data(raw, path, known[0], folder.schemas, manner.first), manner)


def _typeset(path: str, data: bytes, manner: Manner) -> bytes:
    """French no-break spaces where ordinary ones stand."""
    try:
        paper = sheet(path if path.endswith(".md") else f"{path.rpartition('.')[0]}.yml", data.decode("utf-8"))
    except UnicodeDecodeError:
        return data
    edits = [
        Edit(at, at + 1, NARROW if paper.text[at + 1 : at + 2] in HIGH else WIDE) for at in breakable(paper, manner)
    ]
    return applied(paper.text, edits).encode() if edits else data


def _right_name(path: str, data: bytes) -> str:
    """The path that a project's file should have, or its own where that is right or cannot be known."""
    if SETTINGS_LIKE.fullmatch(path):
        right = f"{path.rpartition('.')[0]}.yml"
        return right if kind_of(right) else path
    found = MISNAMED.fullmatch(path)
    if found is None:
        return path
    content = parse(data, path).data or {}
    key, title = content.get("key"), content.get("title")
    if isinstance(title, dict):
        title = next((text for text in title.values() if isinstance(text, str)), None)
    right = f"{path.rpartition('.')[0]}.yml"
    if not isinstance(key, str) or (right.endswith(f"-{key}.yml") and PROJECT.fullmatch(right)):
        return right
    new = f"projects/{found['edition']}/{slug(title if isinstance(title, str) else found['name'])}-{key}.yml"
    return new if PROJECT.fullmatch(new) else path


def slug(title: str) -> str:
    """The words of a title for a file name: small letters without accents, dashes between, 60 at most."""
    bare = unicodedata.normalize("NFKD", title.replace("œ", "oe").replace("ß", "ss")).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", bare.lower())
    name = ""
    for word in words:
        if len(name) + len(word) >= LONGEST_SLUG:
            break
        name = f"{name}-{word}" if name else word
    return name or "projet"
