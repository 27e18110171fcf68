"""Replays the example city's life into a new git repository, one dated commit per act of a service.

Run it as `python generator/example/life.py build/example`. Nothing is random and nothing reads the clock: the same
files give the same commits, and the last one holds exactly the files of this repository.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from aubette.load.canonical import write
from aubette.load.yaml_text import parse
from example import past, settings_past
from example.past import Data, Moment, View
from example.subjects import subject

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDERS = ("projects", "site_config", "votes")
FIRST_DAY = Moment("2023-09-01", 0)
LAST_DAY = Moment("9999-12-31", len(past.RANKS) - 1)
VOTES = {
    "ballot": {"2024": "2024-09-20", "2026": "2026-09-18"},
    "trust": {"2024": "2024-09-16", "2026": "2026-09-14"},
    "unit": {"2024": "2024-10-07", "2026": "2026-10-12"},
    "PROCLAMATION": {"2024": "2024-10-11", "2026": "2026-10-16"},
}
EARLY_COSTS = json.loads((Path(__file__).parent / "early_costs.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class File:
    """One file of the example: its path, its bytes today and, for YAML that grows, its parsed content."""

    path: str
    raw: bytes
    data: Data | None = None
    kind: str = "fixed"

    def as_of(self, now: Moment, met: set[Moment]) -> bytes | None:
        """Its bytes at a moment, None when it was not there."""
        view = View(now, met)
        if self.kind == "fixed":
            return self.raw if _fixed_since(self.path, view) else None
        assert self.data is not None
        then = _grown(self.kind, self.data, view)
        if then is None:
            return None
        return self.raw if then == self.data else write(then, _schema(self.kind))


def _grown(kind: str, data: Data, view: View) -> Data | None:
    if kind == "project":
        return past.project(data, view, EARLY_COSTS)
    return settings_past.edition(data, view) if kind == "edition" else settings_past.ledger(data, view)


def _fixed_since(path: str, view: View) -> bool:
    """Whether a file that never changes was already there; votes arrive when they were frozen, cast and proclaimed."""
    parts = path.split("/")
    if parts[0] == "votes":
        stage = parts[2] if parts[2] == "ballot" else "PROCLAMATION" if "PROCLAMATION" in parts[2] else "unit"
        return view.happened(VOTES[stage][parts[1]], "elections")
    if parts[:2] == ["site_config", "trust"] and parts[2] in VOTES["trust"]:
        return view.happened(VOTES["trust"][parts[2]], "elections")
    return view.happened(FIRST_DAY.day, "participation")


@cache
def _schema(kind: str) -> Mapping[str, object]:
    loaded: Mapping[str, object] = json.loads((ROOT / "schema" / f"{kind}.schema.json").read_text(encoding="utf-8"))
    return loaded


def _kind(path: str) -> str:
    if not path.endswith(".yml"):
        return "fixed"
    growing = {"project": "projects/", "edition": "site_config/editions/", "ledger": "site_config/ledger/"}
    return next((kind for kind, prefix in growing.items() if path.startswith(prefix)), "fixed")


def example_files() -> Iterator[File]:
    """Every file of the example city as it stands in this repository."""
    paths = [ROOT / "mkdocs.yml", *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*"))]
    for path in sorted(path for path in paths if path.is_file()):
        name = path.relative_to(ROOT).as_posix()
        raw = path.read_bytes()
        kind = _kind(name)
        data = parse(raw, name).data if kind != "fixed" else None
        yield File(name, raw, data, kind)


@dataclass(frozen=True)
class Commit:
    """What one service wrote on one day: path to new bytes, or None where a file was removed."""

    at: Moment
    subject: str
    files: Mapping[str, bytes]


def commits(files: tuple[File, ...]) -> Iterator[Commit]:
    """The life of the example, oldest first; a moment at which nothing changed is no commit."""
    by_moment: dict[Moment, dict[str, bytes]] = {}
    for file in files:
        for at, data in states(file):
            by_moment.setdefault(at, {})[file.path] = data
    for number, at in enumerate(sorted(by_moment), start=1):
        changed = by_moment[at]
        yield Commit(at, subject(at.service, changed, number), changed)


def states(file: File) -> Iterator[tuple[Moment, bytes]]:
    """What a file said, each time it said something new, at the moments that it knows itself."""
    met = {FIRST_DAY}
    file.as_of(LAST_DAY, met)
    before: bytes | None = None
    for at in sorted(met):
        now = file.as_of(at, set())
        if now is not None and now != before:
            yield at, now
        before = now


def fast_import(history: Iterator[Commit], labels: Mapping[str, str]) -> Iterator[bytes]:
    """The stream that `git fast-import` reads, every byte given by the commits."""
    for commit in history:
        hour, half = divmod(commit.at.rank, 2)
        moment = datetime.fromisoformat(f"{commit.at.day}T{9 + hour:02}:{half * 30:02}:00")
        when = int(moment.replace(tzinfo=UTC).timestamp())
        who = f"{labels[commit.at.service]} <{commit.at.service}@strasbourg.example> {when} +0000"
        message = f"{commit.subject}\n".encode()
        yield f"commit refs/heads/main\nauthor {who}\ncommitter {who}\ndata {len(message)}\n".encode() + message
        for path, data in sorted(commit.files.items()):
            yield f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n"
        yield b"\n"
    yield b"done\n"


def _authors() -> dict[str, str]:
    """The name each service signs its commits with."""
    city: Any = parse((ROOT / "site_config" / "city.yml").read_bytes(), "site_config/city.yml").data
    return {service["id"]: service["authors"][0] for service in city["services"]}


def replay(target: Path) -> int:
    """Write the whole life into a new repository at `target` and check its last state; returns how many commits.

    Raises:
        SystemExit: the target is not empty and is no earlier replay, or the last state differs from the files.
    """
    if target.exists() and any(target.iterdir()) and not (target / ".git" / "example-life").exists():
        raise SystemExit(f"{target} holds something else; choose an empty folder")
    subprocess.run(["rm", "-rf", str(target)], check=True)
    subprocess.run(["git", "init", "-q", "-b", "main", str(target)], check=True)
    files = tuple(example_files())
    labels = _authors()
    history = list(commits(files))
    stream = b"".join(fast_import(iter(history), labels))
    subprocess.run(["git", "-C", str(target), "fast-import", "--quiet", "--done"], input=stream, check=True)
    subprocess.run(["git", "-C", str(target), "checkout", "-q", "-f", "main"], check=True)
    (target / ".git" / "example-life").write_text("", encoding="utf-8")
    differing = [file.path for file in files if (target / file.path).read_bytes() != file.raw]
    if differing:
        raise SystemExit("the last state differs from the files: " + ", ".join(differing))
    return len(history)


if __name__ == "__main__":
    print(f"{replay(Path(sys.argv[1]))} commits in {sys.argv[1]}")
