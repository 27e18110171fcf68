"""`votes tally` as two clerks use it, with files and with questions."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PLACE = "2026/ville/internet"
FILE = f"votes/{PLACE}/tally.csv"


@pytest.fixture
def city(tmp_path: Path, repo_root: Path) -> Path:
    """The example's settings and frozen ballots, where nobody has reported."""
    for name in ("projects", "site_config", "votes"):
        shutil.copytree(repo_root / name, tmp_path / "city" / name)
    (tmp_path / "city" / FILE).unlink()
    return tmp_path / "city"


def sheet(repo_root: Path) -> str:
    return (repo_root / FILE).read_text("utf-8")


def test_two_files_that_agree_make_the_sealed_tally_again(city: Path, repo_root: Path, aubette, tmp_path: Path) -> None:
    lines = sheet(repo_root).splitlines()
    (tmp_path / "a.csv").write_text("\r\n".join(lines))
    (tmp_path / "b.csv").write_text("\n".join(reversed(lines[1:])).replace(";", ","))
    arguments = ("votes", "tally", PLACE, "--first", "../a.csv", "--second", "../b.csv")
    dry = aubette(*arguments, "--dry-run", cwd=city)
    assert (dry.returncode, (city / FILE).exists()) == (0, False)
    done = aubette(*arguments, cwd=city)
    assert (done.returncode, done.stdout) == (0, f"{FILE}\n")
    assert (city / FILE).read_bytes() == (repo_root / FILE).read_bytes()
    assert aubette("votes", "verify", "2026", cwd=city).returncode == 0
    again = aubette(*arguments, cwd=city)
    assert again.returncode == 2
    assert "--replace" in again.stderr
    assert aubette(*arguments, "--replace", cwd=city).returncode == 0


def test_two_files_that_differ_write_nothing(city: Path, repo_root: Path, aubette, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(sheet(repo_root))
    (tmp_path / "b.csv").write_text(sheet(repo_root).replace("2026-006;", "2026-006;1"))
    done = aubette("--lang", "en", "votes", "tally", PLACE, "--first", "../a.csv", "--second", "../b.csv", cwd=city)
    assert done.returncode == 1
    assert "votes/keyed-differently" in done.stdout
    assert "../a.csv" in done.stdout
    assert not (city / FILE).exists()


@pytest.mark.parametrize(
    "arguments",
    [
        (PLACE, "--first", "a.csv"),
        (PLACE, "--first", "a.csv", "--second", "./a.csv"),
        (PLACE, "--first", "nowhere.csv", "--second", "neither.csv"),
        ("2026/ville/nowhere",),
        ("2026/ville",),
    ],
)
def test_a_slip_is_a_usage_error(city: Path, aubette, arguments: tuple[str, ...]) -> None:
    done = aubette("votes", "tally", *arguments, cwd=city)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def asked(city: Path, root: Path, answers: str, lang: str = "en") -> subprocess.CompletedProcess[str]:
    code = "from aubette.cli.main import main; main()"
    command = [sys.executable, "-c", code, "--lang", lang, "votes", "tally", PLACE]
    env = {**os.environ, "PYTHONPATH": str(root / "generator")}
    return subprocess.run(
        command, cwd=city, env=env, input=answers, capture_output=True, text=True, check=False, timeout=60
    )


def test_questions_are_put_again_where_two_persons_differ(city: Path, repo_root: Path) -> None:
    amounts = [line.partition(";")[2] for line in sheet(repo_root).splitlines()[1:]]
    slip = ["99999", *amounts[1:]]
    done = asked(city, repo_root, "\n".join([*amounts, *slip, amounts[0], "x", amounts[0], "y"]) + "\n")
    assert done.returncode == 0, done.stderr
    assert "2026-002: " in done.stderr
    assert (city / FILE).read_bytes() == (repo_root / FILE).read_bytes()


def test_nothing_is_written_when_the_total_is_denied_or_the_persons_leave(city: Path, repo_root: Path) -> None:
    amounts = [line.partition(";")[2] for line in sheet(repo_root).splitlines()[1:]]
    denied = asked(city, repo_root, "\n".join([*amounts, *amounts, "n"]) + "\n")
    assert (denied.returncode, denied.stderr.endswith(": Nothing is written.\n")) == (1, True)
    assert asked(city, repo_root, "\n".join(amounts) + "\n").returncode == 130
    assert not (city / FILE).exists()


@pytest.mark.parametrize(("lang", "yes"), [("fr", "oui"), ("fr", "O"), ("en", "yes")])
def test_yes_is_said_in_the_clerks_language(city: Path, repo_root: Path, lang: str, yes: str) -> None:
    amounts = [line.partition(";")[2] for line in sheet(repo_root).splitlines()[1:]]
    done = asked(city, repo_root, "\n".join([*amounts, *amounts, yes]) + "\n", lang)
    assert done.returncode == 0, done.stderr
    assert (city / FILE).exists()
