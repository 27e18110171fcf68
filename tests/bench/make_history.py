"""A city with a long past, for measuring: many files, many commits, merges, renames, reformats; no clock, no chance.

`python tests/bench/make_history.py build/long --files 2000 --commits 20000` writes a packed repository.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FIRST_DAY = 1_700_000_000
HOUR = 3600
SERVICES = ("Voirie", "Espaces verts", "Finances", "Participation citoyenne")
STATUSES = ("submitted", "eligible", "under_study", "feasible", "on_ballot")
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


@dataclass
class File:
    """One project in the making: its text is a list of parts, so that an edit touches one line."""

    number: int
    path: str
    cost: int = 20_000
    status: int = 0
    words: int = 0
    quoted: bool = False

    def text(self, body: str) -> bytes:
        """The file as it stands."""
        quote = '"' if self.quoted else ""
        title = f"title: {quote}Ombrage et fraîcheur, rue numéro {self.number}, version {self.words}{quote}\n"
        head = f"schema_version: 1\nkey: {key(self.number)}\nstatus: {STATUSES[self.status]}\n{title}"
        return f"{head}estimated_cost: {self.cost}\n{body}".encode()


def key(number: int) -> str:
    """The key of the n-th project."""
    letters = "k"
    for _ in range(6):
        letters += ALPHABET[number % 32]
        number //= 32
    return letters


def body() -> str:
    """The rest of a studied project of the example, about 3 kB of study, opinions and checklist."""
    source = next((ROOT / "projects" / "2026").glob("quai-des-bateliers-*.yml")).read_text(encoding="utf-8")
    rest = source[source.index("theme:") :]
    lines = [line for line in rest.splitlines() if not line.startswith("estimated_cost:")]
    return "\n".join(lines[:90]) + "\n"


def edit(file: File, turn: int) -> str | None:
    """One act on a file, chosen by counting; the path it had before when it moves."""
    act = turn % 20
    if act < 9:
        file.cost += 500
    elif act < 14:
        file.status = (file.status + 1) % len(STATUSES)
    elif act < 18:
        file.words += 1
    elif act == 18:
        file.quoted = not file.quoted
    elif turn % 160 == 19:
        before = file.path
        file.path = f"projects/{2020 + file.number % 5}/rue-{turn}-{key(file.number)}.yml"
        return before
    else:
        file.words += 1
    return None


def stream(count: int, commits: int) -> Iterator[bytes]:
    """What `git fast-import` reads: the files arrive, then are edited; every sixth edit comes through a merge."""
    rest = body()
    files = [File(n, f"projects/{2020 + n % 5}/rue-{n}-{key(n)}.yml") for n in range(count)]
    mark, time = 0, FIRST_DAY
    for turn in range(commits):
        file = files[turn % count] if turn < count else files[turn * 7919 % count]
        time += HOUR
        before = edit(file, turn) if turn >= count else None
        merged = turn % 6 == 5
        mark += 1
        branch = "refs/heads/side" if merged else "refs/heads/main"
        yield from _commit(branch, mark, turn, time, f"{file.path} (#{turn})" if not merged else "travail")
        if mark > 1:
            yield f"from :{mark - 1}\n".encode()
        yield from _edited(file, before, rest)
        if merged:
            side, mark = mark, mark + 1
            time += HOUR
            yield from _commit("refs/heads/main", mark, turn, time, f"Merge pull request #{turn} from x/y")
            yield f"from :{side - 1}\nmerge :{side}\n".encode()
            yield from _edited(file, before, rest)
    yield b"done\n"


def _edited(file: File, before: str | None, rest: str) -> Iterator[bytes]:
    if before:
        yield f"D {before}\n".encode()
    data = file.text(rest)
    yield f"M 100644 inline {file.path}\ndata {len(data)}\n".encode() + data + b"\n\n"


def _commit(branch: str, mark: int, turn: int, time: int, subject: str) -> Iterator[bytes]:
    name = SERVICES[turn % len(SERVICES)]
    who = f"{name} <service@ville.example> {time} +0000"
    message = f"{subject}\n".encode()
    yield f"commit {branch}\nmark :{mark}\nauthor {who}\ncommitter {who}\ndata {len(message)}\n".encode() + message


def make(target: Path, files: int, commits: int) -> None:
    """Write the repository, packed, with its last state checked out."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(target)], check=True)
    git = ["git", "-C", str(target)]
    importing = subprocess.Popen([*git, "fast-import", "--quiet", "--done"], stdin=subprocess.PIPE)
    assert importing.stdin is not None
    for part in stream(files, commits):
        importing.stdin.write(part)
    importing.stdin.close()
    if importing.wait():
        raise SystemExit("git fast-import refused the stream")
    subprocess.run([*git, "repack", "-q", "-a", "-d"], check=True)
    subprocess.run([*git, "checkout", "-q", "-f", "main"], check=True)


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("target", type=Path)
    asked.add_argument("--files", type=int, default=2000)
    asked.add_argument("--commits", type=int, default=20000)
    options = asked.parse_args()
    if options.target.exists():
        sys.exit(f"{options.target} is already there")
    make(options.target, options.files, options.commits)
