"""The commands that the verification page prints run as they stand there, and see what somebody changed."""

from __future__ import annotations

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
def printed(site: Path) -> list[list[str]]:
    """For each edition: one seal, one unit's checksums, a contest's totals, then the whole edition."""
    page = (site / "verifier" / "index.html").read_text("utf-8")
    found = [html.unescape(pre) for pre in PRE.findall(page)]
    starts = [at for at, command in enumerate(found) if "ssh-keygen" in command and "FAILED" not in command]
    return [found[at : at + 4] for at in starts]


def test_the_three_commands_agree_with_the_site(printed: list[list[str]], example: Path) -> None:
    assert len(printed) == 2
    for first, second, third, _ in printed:
        folder = first.splitlines()[0]
        assert typed(example, first).returncode == 0, first
        assert typed(example, f"{folder} && {second}").returncode == 0, second
        totals = dict(line.split(";") for line in typed(example, third).stdout.splitlines())
        assert totals
        assert all(number[:4] == folder.split("/")[1] and votes.isdigit() for number, votes in totals.items())


def test_the_whole_edition_is_checked_and_a_change_is_seen(
    printed: list[list[str]], example: Path, tmp_path: Path
) -> None:
    wholes = [edition[3] for edition in printed]
    for whole in wholes:
        done = typed(example, whole)
        assert "Good" in done.stdout
        assert "FAILED" not in done.stdout
    root = tmp_path / "city"
    for name in ("votes", "site_config"):
        shutil.copytree(example / name, root / name)
    tallies = sorted(root.glob(f"{wholes[0].splitlines()[0].removeprefix('cd ')}/*/*/tally.csv"))
    tally = next(path for path in tallies if b";1" in path.read_bytes())
    tally.write_bytes(tally.read_bytes().replace(b";1", b";2", 1))
    assert "FAILED" in typed(root, wholes[0]).stdout
