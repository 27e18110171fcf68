"""The kept history: the same answers as without it, whatever happens to the file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from decimal import Decimal
from pathlib import Path

import pytest
from past_life import live
from past_oracle import git
from past_writer import Past
from test_against_git import READER

from aubette.history import cache as keeping
from aubette.history.cache import FILE, Cache, read, written
from aubette.history.git import GitError, Repository, open_repository
from aubette.history.register import Version
from aubette.history.replay import Step
from aubette.history.timeline import Past as Told
from aubette.history.timeline import recall
from aubette.model.change import Change, Entry, Kind, Turn, Weight


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("kept") / "city"
    past = Past(21, target)
    live(past, 120)
    past.finish()
    return target


def opened(city: Path) -> Repository:
    repository = open_repository(city)
    assert repository is not None
    return repository


def all_of(told: Told) -> dict[str, tuple[Entry, ...]]:
    return {key: told.timeline(key) for key in told.keys()}  # noqa: SIM118


def at(city: Path, revision: str) -> None:
    git(city, "reset", "-q", "--hard", revision)


def test_what_is_kept_is_told_again(city: Path, tmp_path: Path) -> None:
    at(city, "main")
    plain = recall(opened(city), READER)
    first = recall(opened(city), READER, Cache(tmp_path, "a"))
    again = recall(opened(city), READER, Cache(tmp_path, "a"))
    assert all_of(first) == all_of(again) == all_of(plain)
    assert again.gaps() == plain.gaps() != ()
    assert again.bulks() == plain.bulks() != ()


@pytest.mark.parametrize("back", [1, 7, 30])
def test_new_commits_are_read_from_where_it_ended(city: Path, tmp_path: Path, back: int) -> None:
    newest = git(city, "rev-parse", "main").decode().strip()
    try:
        at(city, f"main~{back}")
        recall(opened(city), READER, Cache(tmp_path, "a"))
        at(city, newest)
        spans = []
        repository = opened(city)
        log = repository.log
        repository.log = lambda head, since=None: spans.append(since) or log(head, since)  # type: ignore[method-assign, func-returns-value]
        told = recall(repository, READER, Cache(tmp_path, "a"))
        assert spans == [git(city, "rev-parse", f"{newest}~{back}").decode().strip()]
        assert all_of(told) == all_of(recall(opened(city), READER))
    finally:
        at(city, newest)


def test_after_a_rewrite_no_known_blob_is_read_again(city: Path, tmp_path: Path) -> None:
    newest = git(city, "rev-parse", "main").decode().strip()
    recall(opened(city), READER, Cache(tmp_path, "a"))
    try:
        at(city, "main~5")
        who = ("-c", "user.name=Voirie", "-c", "user.email=x@example.org")
        git(city, *who, "commit", "-q", "--amend", "-m", "Réécrit")
        repository = opened(city)
        asked: list[str] = []
        blobs = repository.blobs

        def counting(names):  # type: ignore[no-untyped-def]
            wanted = list(names)
            asked.extend(wanted)
            return blobs(wanted)

        repository.blobs = counting  # type: ignore[method-assign]
        told = recall(repository, READER, Cache(tmp_path, "a"))
        kept = len(asked)
        assert all_of(told) == all_of(recall(opened(city), READER))
        fresh = opened(city)
        asked.clear()
        fresh.blobs = counting  # type: ignore[method-assign]
        recall(fresh, READER)
        assert kept < len(asked) / 4
    finally:
        at(city, newest)


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: b"",
        lambda raw: raw[: len(raw) // 2],
        lambda raw: raw[:-3],
        lambda raw: raw.replace(b"submitted", b"delivered", 1),
        lambda raw: b"[]\n" + raw,
        lambda raw: raw.replace(b'"a"', b'"b"', 1),
        lambda raw: b"\x00\xff" * 50,
        lambda raw: b'["aubette-history-cache/1", "a", "x", 0]\n',
    ],
)
def test_a_damaged_file_counts_as_none(city: Path, tmp_path: Path, damage) -> None:  # type: ignore[no-untyped-def]
    whole = all_of(recall(opened(city), READER, Cache(tmp_path, "a")))
    file = tmp_path / FILE
    good = file.read_bytes()
    file.write_bytes(damage(good))
    assert Cache(tmp_path, "a").load() is None
    assert all_of(recall(opened(city), READER, Cache(tmp_path, "a"))) == whole
    assert file.read_bytes() == good


def test_other_code_reads_nothing_of_it(city: Path, tmp_path: Path) -> None:
    recall(opened(city), READER, Cache(tmp_path, "a"))
    assert Cache(tmp_path, "b").load() is None
    assert Cache(tmp_path, "a").load() is not None


def test_a_folder_that_cannot_be_written_is_no_error(city: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    told = recall(opened(city), READER, Cache(tmp_path / "file" / "below", "a"))
    assert told.keys()


def test_a_build_that_is_killed_while_writing_leaves_the_old_file(city: Path, tmp_path: Path) -> None:
    recall(opened(city), READER, Cache(tmp_path, "a"))
    good = (tmp_path / FILE).read_bytes()
    code = (
        "import os, sys, pathlib\n"
        "from aubette.history.cache import Cache\n"
        "from aubette.history.replay import Replay\n"
        "pathlib.Path.replace = lambda *_: os._exit(9)\n"
        "Cache(pathlib.Path(sys.argv[1]), 'a').save(Replay(head='x'), 9)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        env={"PYTHONPATH": str(Path(keeping.__file__).parents[2])},
        check=False,
    )
    assert done.returncode == 9
    (left,) = tmp_path.glob("history-*.tmp")
    assert (tmp_path / FILE).read_bytes() == good
    assert Cache(tmp_path, "a").load() is not None
    os.utime(left, (0, 0))
    assert Cache(tmp_path, "a").save(recall(opened(city), READER).found, 9)
    assert not list(tmp_path.glob("history-*.tmp"))


def test_two_builds_at_once_leave_one_whole_file(city: Path, tmp_path: Path) -> None:
    found = recall(opened(city), READER).found
    threads = [threading.Thread(target=lambda: Cache(tmp_path, "a").save(found, 9)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Cache(tmp_path, "a").load() is not None
    assert sorted(path.name for path in tmp_path.iterdir()) == [".gitignore", FILE]


def test_few_new_commits_are_not_worth_writing(city: Path, tmp_path: Path) -> None:
    recall(opened(city), READER, Cache(tmp_path, "a"))
    cache = Cache(tmp_path, "a")
    found = cache.load()
    assert found is not None
    assert not cache.save(found, keeping.WORTH_WRITING - 1)
    assert cache.save(found, keeping.WORTH_WRITING)


def test_no_address_and_no_binary_form_is_kept(city: Path, tmp_path: Path) -> None:
    recall(opened(city), READER, Cache(tmp_path, "a"))
    raw = (tmp_path / FILE).read_bytes()
    assert b"@ville.example" not in raw
    for line in raw.splitlines():
        json.loads(line.partition(b"\t")[2] or line)


def test_exact_numbers_stay_exact() -> None:
    change = Change("cost", Kind.MONEY, Weight.MONEY, Decimal("12.50"), {"a": [Decimal("0.10"), True, None, "é\udcff"]})
    step = Step(3, Version("k", "p", "a", "b", Turn.CHANGED, 2), (change,))
    assert read(written([step])) == [step]


def test_a_damaged_repository_is_an_error_and_no_guess(city: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    subprocess.run(["git", "clone", "-q", "--no-local", "--no-hardlinks", str(city), str(copy)], check=True)
    pack = next((copy / ".git" / "objects" / "pack").glob("*.pack"))
    raw = tmp_path / "objects.pack"
    pack.replace(raw)
    pack.with_suffix(".idx").unlink()
    git(copy, "unpack-objects", "-q", given=raw.read_bytes())
    blob = git(copy, "rev-parse", "HEAD~40:projects/2027").decode().strip()
    lost = git(copy, "ls-tree", blob).decode().splitlines()[0].split()[2]
    (copy / ".git" / "objects" / lost[:2] / lost[2:]).unlink()
    with pytest.raises(GitError):
        recall(opened(copy), READER)
