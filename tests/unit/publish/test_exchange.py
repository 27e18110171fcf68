"""A finished site is exchanged in one step: killed at any moment, the old one or the new one is there, whole."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from aubette.publish.exchange import MARKER, NotOurSiteError, put_in_place, staging_for

ROOT = Path(__file__).resolve().parents[3]
CHILD = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from aubette.publish.exchange import put_in_place, staging_for
target = Path(sys.argv[2])
n = 0
print("ready", flush=True)
while True:
    n += 1
    staging = staging_for(target)
    for k in range(40):
        (staging / f"{k}.html").write_text(f"build {n} of {sys.argv[3]}")
    put_in_place(staging, target)
"""


def make(target: Path, text: str) -> None:
    staging = staging_for(target)
    for k in range(40):
        (staging / f"{k}.html").write_text(text)
    put_in_place(staging, target)


def whole(target: Path) -> bool:
    """Whether the site is one build, not two halves."""
    texts = {p.read_text() for p in target.glob("*.html")}
    return len(texts) == 1 and len(list(target.glob("*.html"))) == 40 and (target / MARKER).is_file()


def test_killed_at_random_moments(tmp_path: Path) -> None:
    target = tmp_path / "site"
    make(target, "first")
    chance = random.Random(20270314)
    for turn in range(50):
        command = [sys.executable, "-c", CHILD, str(ROOT / "generator"), str(target), str(turn)]
        child = subprocess.Popen(command, stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(chance.uniform(0, 0.05))
        child.kill()
        child.wait()
        child.stdout.close()
        assert whole(target), turn
    make(target, "last")
    assert whole(target)
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_a_folder_of_somebody_else_is_kept(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "thesis.doc").write_text("years of work")
    with pytest.raises(NotOurSiteError):
        staging_for(tmp_path / "site")
    (tmp_path / "file").write_text("x")
    with pytest.raises(NotOurSiteError):
        staging_for(tmp_path / "file")


def test_an_empty_folder_may_be_used(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    make(tmp_path / "site", "x")
    assert whole(tmp_path / "site")
