"""What plain git says of a repository, commit by commit, without anything of our replay.

Whole trees of the first-parent line are read and compared as flat lists of fields.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aubette.load.yaml_text import parse

KEYS = {
    "study.opinions": ("service",),
    "study.checklist": ("criterion",),
    "study.cost.lines": ("label",),
    "implementation.milestones": ("id",),
    "decisions": ("date", "outcome"),
}
TEXTS = ("title", "summary", "description", "comment", "text", "reason")
Data = dict[str, Any]


@dataclass(frozen=True)
class Expected:
    """What one commit must say of one project: field by field, before and after."""

    commit: str
    key: str
    fields: frozenset[tuple[str, str, str]]


def git(target: Path, *arguments: str, given: bytes | None = None) -> bytes:
    env = {**os.environ, "TZ": "Europe/Paris", "GIT_CONFIG_GLOBAL": os.devnull}
    command = ["git", "-C", str(target), *arguments]
    return subprocess.run(command, input=given, env=env, capture_output=True, check=True).stdout


def snapshots(target: Path, folder: str) -> Iterator[tuple[str, bool, dict[str, tuple[str, bytes]]]]:
    """For each commit of the first-parent line, oldest first: hash, whether it is bulk, its project files."""
    commits = git(target, "rev-list", "--first-parent", "--reverse", "main").decode().split()
    for commit in commits:
        message = git(target, "show", "-s", "--format=%B", commit).decode()
        files = {}
        for row in git(target, "ls-tree", "-r", "-z", commit, "--", folder or ".").decode().split("\0"):
            if row:
                facts, path = row.split("\t", 1)
                path = path.removeprefix(folder)
                if path.startswith("projects/") and path.endswith(".yml"):
                    files[path] = (facts.split()[0], facts.split()[2].encode())
        yield commit, "Bulk: true" in message, files


def expected(target: Path, folder: str = "") -> list[Expected]:
    """What the timelines must say, from whole trees alone, oldest first."""
    contents: dict[bytes, Data | None] = {}
    told: list[Expected] = []
    homes: dict[str, str] = {}
    last: dict[str, Data] = {}
    earlier: frozenset[str] = frozenset()
    for commit, bulk, files in snapshots(target, folder):
        readable: dict[str, Data] = {}
        for path, (mode, blob) in files.items():
            if mode == "100644" and blob not in contents:
                contents[blob] = parse(git(target, "cat-file", "blob", blob.decode()), "projects/a/b.yml").data
            data = contents[blob] if mode == "100644" else None
            if data is not None and isinstance(data.get("key"), str):
                readable[path] = data
        for key in sorted(homes.keys() | {str(data["key"]) for data in readable.values()}):
            home = homes.get(key)
            if home in files and home not in readable:
                continue
            now = _home(key, home, readable, earlier)
            before, after = last.get(key, {}), readable[now] if now else {}
            fields = compared(flat(before), flat(after))
            homes, last = ({k: v for k, v in kept.items() if k != key} for kept in (homes, last))  # type: ignore[assignment]
            if now:
                homes[key], last[key] = now, after
            if fields and not (bulk and before and after):
                told.append(Expected(commit, key, fields))
        earlier = frozenset(files)
    return told


def _home(key: str, home: str | None, readable: dict[str, Data], earlier: frozenset[str]) -> str | None:
    """Which file speaks for a key: the one that did; else one that has just arrived; else a copy that was there."""
    mine = sorted(path for path, data in readable.items() if data["key"] == key)
    if home in mine:
        return home
    return min(mine, key=lambda path: (path in earlier, path)) if mine else None


def compared(before: Data, after: Data) -> frozenset[tuple[str, str, str]]:
    """The fields that differ, with what git shows before and after."""
    names = before.keys() | after.keys()
    differ = (name for name in names if said(before.get(name)) != said(after.get(name)))
    return frozenset((name, repr(before.get(name)), repr(after.get(name))) for name in differ)


def said(value: Any) -> Any:
    """A value as it is compared: the line ends that close a text say nothing."""
    return value.rstrip() if isinstance(value, str) else value


def flat(data: Any, path: str = "", place: str = "") -> dict[str, Any]:
    """The fields of a document by path; list items by the fields that identify them."""
    if isinstance(data, dict) and path.split(".")[-1] not in TEXTS:
        found: dict[str, Any] = {}
        for name, value in data.items():
            if not path and name in ("key", "schema_version"):
                continue
            found |= flat(value, f"{path}.{name}" if path else name, f"{place}.{name}" if place else name)
        return found
    if isinstance(data, list):
        found = {}
        for item in data:
            key = ",".join(str(item[k]) for k in KEYS[place]) if isinstance(item, dict) else str(item)
            written = key.replace("~", "~0").replace("[", "~1").replace("]", "~2")
            found |= flat(item, f"{path}[{written}]", place)
        return found
    return {path: data}
