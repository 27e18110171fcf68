"""The drill of a lawful erasure: every command of the runbook runs on a real repository, and nothing stays behind."""

from __future__ import annotations

import importlib
import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from ready import Ready

from aubette.history.cache import FILE

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "runbooks" / "historique" / "effacement-legal.md"
FENCE = re.compile(r"^(?P<indent> *)```(?P<kind>\w+)(?P<rest>[^\n]*)\n(?P<body>.*?)^ *```$", re.MULTILINE | re.DOTALL)
SECRET = "la boulangère au chapeau vert"
DAY = "2027-01-20T10:00:00+00:00"

sys.path.insert(0, str(ROOT / "tests" / "bench"))
made = importlib.import_module("made")


class Town:
    """A small city's repository and a shell in it, in which `aubette` is a command."""

    def __init__(self, folder: Path, program: str) -> None:
        self.root = folder / "ville"
        tool = folder / "bin" / "aubette"
        tool.parent.mkdir(parents=True)
        tool.write_text(f"#!/bin/sh\n{program}\n")
        tool.chmod(0o755)
        who = {f"GIT_{role}_{name}": value for role in ("AUTHOR", "COMMITTER") for name, value in self.person().items()}
        self.env = {
            **os.environ,
            **who,
            "PATH": f"{tool.parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT / "generator"),
            "SOURCE_DATE_EPOCH": "1800441600",
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "NO_COLOR": "1",
        }

    @staticmethod
    def person() -> dict[str, str]:
        return {"NAME": "Voirie et espaces publics", "EMAIL": "voirie@ville.example", "DATE": DAY}

    def __call__(self, command: str) -> subprocess.CompletedProcess[str]:
        shell = ["bash", "-c", command]
        return subprocess.run(shell, cwd=self.root, env=self.env, capture_output=True, text=True, check=False)

    def done(self, command: str) -> str:
        ran = self(command)
        assert ran.returncode == 0, command + ran.stdout + ran.stderr
        return ran.stdout + ran.stderr


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory, ready: Ready) -> Town:
    """A city that published a person's name in the past, and still does."""
    town = Town(tmp_path_factory.mktemp("lived"), ready.line())
    made.city(town.root, 2)
    project = min((town.root / "projects" / "2026").glob("*.yml"))
    clean = project.read_text("utf-8")
    town.done(
        "git init -q -b main && printf 'site/\\n.aubette-cache/\\n' > .gitignore && git add -A && git commit -qm un"
    )
    project.write_text(clean.replace("La rue numéro 1", f"{SECRET} demande que la rue numéro 1"), "utf-8")
    assert SECRET in project.read_text("utf-8")
    town.done("git commit -qam deux && git tag vote && aubette build")
    project.write_text(project.read_text("utf-8").replace("demande que", "propose que"), "utf-8")
    town.done("git commit -qam trois && aubette build")
    assert any(SECRET in file.read_text("utf-8") for file in (town.root / "site").rglob("*.html"))
    return town


@pytest.fixture
def town(lived: Town, ready: Ready, tmp_path: Path) -> Town:
    """A copy of that city, to be changed."""
    town = Town(tmp_path, ready.line())
    shutil.copytree(lived.root, town.root, symlinks=True)
    return town


def test_the_runbook_erases_and_owns_up(town: Town) -> None:
    last = ""
    ran = 0
    for block in FENCE.finditer(PAGE.read_text("utf-8")):
        body, wanted = textwrap.dedent(block["body"]), re.search(r"sortie=(\d)", block["rest"])
        if block["kind"] == "text":
            assert all(line.strip() in last for line in body.splitlines()), last
            continue
        for line in body.splitlines():
            if line.startswith("export "):
                name, _, value = line.removeprefix("export ").partition("=")
                town.env[name] = value
                continue
            before = (town.root / "site" / "historique.json").read_bytes()
            done = town(line)
            last = done.stdout + done.stderr
            assert done.returncode == int(wanted[1] if wanted else 0), line + last
            if wanted:
                assert (town.root / "site" / "historique.json").read_bytes() == before
            ran += 1
    assert ran >= 14
    kept = [path for path in town.root.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]
    assert kept == []
    assert (town.root / ".aubette-cache" / FILE).is_file()


def test_an_acceptance_left_in_a_script_is_a_warning(town: Town) -> None:
    said = town.done("aubette build --accept-rewrite 'Une raison'")
    assert "history/needless-acceptance" in said
    assert "Une raison" not in (town.root / "site" / "historique.json").read_text("utf-8")


def test_building_without_history_does_not_forget_what_was_published(town: Town) -> None:
    before = (town.root / "site" / "historique.json").read_text("utf-8")
    town.done("aubette build --history off")
    assert (town.root / "site" / "historique.json").read_text("utf-8") == before
    town.done("git reset -q --soft HEAD~1 && git commit -qm autrement")
    assert "history/rewritten" in town("aubette build").stdout
    (town.root / "site" / "historique.json").write_text("{}", "utf-8")
    refused = town("aubette build")
    assert (refused.returncode, "history/no-record" in refused.stdout) == (1, True)


def test_no_address_of_the_past_reaches_the_site(town: Town) -> None:
    project = min((town.root / "projects" / "2026").glob("*.yml"))
    text = project.read_text("utf-8")
    project.write_text(text.replace("propose que", "écrit à anne.durand@courriel.example que"), "utf-8")
    town.done("git commit -qam 'quatre, pour anne.durand@courriel.example'")
    project.write_text(text, "utf-8")
    town.done("git commit -qam cinq && aubette build")
    raw = [path.read_bytes() for path in (town.root / "site").rglob("*") if path.is_file()]
    assert any(SECRET.encode() in data for data in raw)
    assert not any(b"courriel.example" in data or b"voirie@ville.example" in data for data in raw)
    for form in ("text", "json"):
        assert "courriel.example" not in town.done(f"aubette history --format {form}")
