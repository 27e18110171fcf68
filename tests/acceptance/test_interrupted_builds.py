"""A build that is killed, out of disk, refused its folder or run beside another leaves a whole site and no litter."""

from __future__ import annotations

import os
import random
import resource
import signal
import time
from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from aubette.words.catalogue import Catalogue
from aubette.workflow.build import Built, build
from aubette.workflow.folder import Folder, open_folder

DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def city(aubette, tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A new city, small and quick to build."""
    folder = tmp_path_factory.mktemp("interrupted") / "city"
    done = aubette("init", str(folder), "--yes")
    assert done.returncode == 0, done.stdout + done.stderr
    return open_folder(folder)


def built(city: Folder, target: Path, day: date) -> Built:
    return build(city, day, Catalogue("fr"), target, history=False)


def digest(site: Path) -> str:
    """Every path and byte of a site."""
    seen = sha256()
    for path in sorted(p for p in site.rglob("*") if p.is_file()):
        seen.update(path.relative_to(site).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return seen.hexdigest()


def child(work: Callable[[], object]) -> int:
    """Run something in a process of its own and return its number."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        finally:
            os._exit(0)
    return pid


def test_killed_at_fifty_random_moments(city: Folder, tmp_path: Path) -> None:
    target, beside = tmp_path / "site", tmp_path / "beside"
    built(city, target, DAY)
    start = time.monotonic()
    built(city, beside / "site", DAY + timedelta(days=1))
    lasts = time.monotonic() - start
    whole = {digest(target), digest(beside / "site")}
    assert len(whole) == 2
    chance, killed, midway = random.Random(2026), 0, 0
    for turn in range(50):
        pid = child(lambda: built(city, target, DAY + timedelta(days=1)))
        time.sleep(chance.uniform(0.1, 1.1) * lasts)
        os.kill(pid, signal.SIGKILL)
        killed += os.WIFSIGNALED(os.waitpid(pid, 0)[1])
        midway += len(list(tmp_path.glob(".site.aubette-*")))
        assert digest(target) in whole, turn
    assert killed > 25
    assert midway > 0, "some were killed while they wrote"
    assert built(city, target, DAY).target == target
    assert sorted(p.name for p in tmp_path.iterdir()) == ["beside", "site"]


def test_a_full_disk_is_told_and_the_old_site_stays(city: Folder, tmp_path: Path) -> None:
    target, said = tmp_path / "site", tmp_path / "said"
    said.touch()
    built(city, target, DAY)
    before = digest(target)

    def out_of_disk() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        done = built(city, target, DAY + timedelta(days=1))
        said.write_text(" ".join((str(done.target), *(f.code for f in done.report.findings))))

    os.waitpid(child(out_of_disk), 0)
    assert said.read_text().startswith("None")
    assert said.read_text().endswith("build/cannot-write")
    assert digest(target) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["said", "site"]


def test_a_target_that_cannot_be_written_is_told(city: Folder, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    done = built(city, tmp_path / "file" / "site", DAY)
    assert done.target is None
    assert [f.code for f in done.report.findings if f.code.startswith("build/")] == ["build/cannot-write"]


def test_two_builds_at_once_leave_one_whole_site(city: Folder, tmp_path: Path) -> None:
    target = tmp_path / "site"
    both = [child(lambda day=day: built(city, target, day)) for day in (DAY, DAY + timedelta(days=1))]
    for pid in both:
        os.waitpid(pid, 0)
    whole = {digest(target)}
    for day in (DAY, DAY + timedelta(days=1)):
        built(city, tmp_path / f"alone-{day}", day)
    assert whole < {digest(tmp_path / f"alone-{day}") for day in (DAY, DAY + timedelta(days=1))}
    assert not list(tmp_path.glob(".site*"))
