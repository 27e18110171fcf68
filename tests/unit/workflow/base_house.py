"""A city in a real git repository, and changes to it as a person would send them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from aubette.load.canonical import write
from aubette.load.city import kind_of
from aubette.load.root import schema_dir
from aubette.load.schema import Schemas
from aubette.load.yaml_text import parse
from aubette.workflow.compare import Compared, compare
from aubette.workflow.folder import open_folder

ROOT = Path(__file__).resolve().parents[3]
SCHEMAS = Schemas(schema_dir())
DAY = date(2026, 11, 20)
WHO = {
    "GIT_AUTHOR_NAME": "participation",
    "GIT_AUTHOR_EMAIL": "p@example.org",
    "GIT_COMMITTER_NAME": "participation",
    "GIT_COMMITTER_EMAIL": "p@example.org",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
}


def git(root: Path, *arguments: str, given: str = "") -> str:
    done = subprocess.run(
        ["git", *arguments],
        cwd=root,
        env={**os.environ, **WHO},
        input=given,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def make_city(root: Path) -> None:
    for name in ("projects", "site_config", "votes"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    (root / "generator").mkdir()
    (root / "generator" / "tool.py").write_text("print()\n")
    (root / "Makefile").write_text("site:\n")
    git(root, "init", "-q", "-b", "main")
    commit(root, "a city")


def commit(root: Path, subject: str = "a change") -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", subject)


def judged(root: Path, base: str = "HEAD~1", service: str = "", only: frozenset[str] = frozenset()) -> Compared:
    return compare(open_folder(root), base, DAY, only, service)


def new_codes(compared: Compared) -> set[str]:
    return {f.code for f, new in zip(compared.checked.findings, compared.new, strict=True) if new}


def path_of(root: Path, start: str) -> Path:
    found = sorted(root.glob(f"{start}*"))
    assert found, start
    return found[0]


def edit(root: Path, start: str, change: Callable[[Any], None]) -> None:
    """Change one file through its data, written in the canonical form."""
    path = path_of(root, start)
    name = path.relative_to(root).as_posix()
    data: Any = parse(path.read_bytes(), name).data
    change(data)
    kind = kind_of(name)
    assert kind is not None
    path.write_bytes(write(data, SCHEMAS.document(kind[0])))


def setting(*steps: str | int, value: Any) -> Callable[[Any], None]:
    def change(data: Any) -> None:
        for step in steps[:-1]:
            data = data[step]
        data[steps[-1]] = value

    return change
