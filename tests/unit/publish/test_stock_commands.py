"""The commands that the verification page prints run as they stand there, and see what somebody changed."""

from __future__ import annotations

import hashlib
import html
import re
import shutil
import subprocess
from pathlib import Path

import pytest

PRE = re.compile(r"<pre[^>]*>(.*?)</pre>", re.DOTALL)


def typed(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def printed(site: Path) -> list[str]:
    page = (site / "verifier" / "index.html").read_text("utf-8")
    return [html.unescape(found) for found in PRE.findall(page)][:-1]  # the last one is about the script


def test_each_edition_has_four_commands(printed: list[str]) -> None:
    assert len(printed) == 4 * len([command for command in printed if command.startswith("cd votes/20")]) // 2
    assert len(printed) >= 8


def test_the_three_commands_agree_with_the_site(printed: list[str], example: Path) -> None:
    for first, second, third, _ in zip(*[iter(printed)] * 4, strict=True):
        assert typed(example, first).returncode == 0, first
        assert typed(example, f"{first.splitlines()[0]} && {second}").returncode == 0, second
        totals = dict(line.split(";") for line in typed(example, third).stdout.splitlines())
        assert totals
        assert all(number[:4] == first.split("/")[1] and votes.isdigit() for number, votes in totals.items())


def test_the_whole_edition_is_checked_and_a_change_is_seen(printed: list[str], example: Path, tmp_path: Path) -> None:
    wholes = printed[3::4]
    for whole in wholes:
        assert "FAILED" not in typed(example, whole).stdout
    root = tmp_path / "city"
    for name in ("votes", "site_config"):
        shutil.copytree(example / name, root / name)
    tally = next(root.glob(f"{wholes[0].splitlines()[0].removeprefix('cd ')}/*/*/tally.csv"))
    tally.write_bytes(tally.read_bytes().replace(b";1", b";2", 1))
    assert "FAILED" in typed(root, wholes[0]).stdout


def test_the_script_of_the_page_is_the_one_it_sums_and_it_runs(site: Path, example: Path) -> None:
    page = (site / "verifier" / "index.html").read_text("utf-8")
    script = site / "verifier" / "verify.sh"
    assert 'href="../verifier/verify.sh"' in page
    assert hashlib.sha256(script.read_bytes()).hexdigest() in page
    commands = re.findall(r"sh verify\.sh \. (\d+)", page)
    assert commands == ["2026", "2024"]
    for edition in commands:
        done = subprocess.run(
            ["sh", str(script), ".", edition], cwd=example, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
