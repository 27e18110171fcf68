"""What an editor does to a file's bytes: a warning to whoever writes, an error in the change that records it."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from base_house import commit, edit, git, judged, path_of, setting

from aubette.model.finding import Finding, Severity
from aubette.workflow.compare import Compared

STUDIED = "projects/2027/skatepark-bois-robertsau-"
CITY = "site_config/city.yml"
PAGE = "site_config/pages/voter.md"
BOM = b"\xef\xbb\xbf"
FLAWS: dict[str, Callable[[bytes], bytes]] = {
    "bytes/byte-order-mark": lambda data: BOM + data,
    "bytes/carriage-return": lambda data: data.replace(b"\n", b"\r\n"),
    "bytes/no-last-line-end": lambda data: data.rstrip(b"\n"),
    "bytes/not-nfc": lambda data: unicodedata.normalize("NFD", data.decode()).encode(),
}
FILES = (STUDIED, CITY, "site_config/editions/2027.yml", "site_config/ledger/2026.yml", PAGE, "mkdocs.yml")


def spoil(root: Path, start: str, code: str) -> Path:
    path = path_of(root, start)
    path.write_bytes(FLAWS[code](path.read_bytes()))
    return path


def of(compared: Compared, code: str) -> list[tuple[Finding, bool]]:
    return [pair for pair in zip(compared.checked.findings, compared.new, strict=True) if pair[0].code == code]


@pytest.mark.parametrize("code", FLAWS)
@pytest.mark.parametrize("start", FILES)
def test_a_change_that_brings_a_flaw_fails_and_is_still_compared(mine: Path, start: str, code: str) -> None:
    path = spoil(mine, start, code)
    commit(mine)
    compared = judged(mine)
    [(found, new)] = of(compared, code)
    assert (found.severity, found.place.file, new) == (Severity.ERROR, path.relative_to(mine).as_posix(), True)
    assert [f.code for f in compared.checked.findings if f.severity is Severity.ERROR] == [code]
    assert compared.checked.loaded.city is not None
    assert not {f.code for f in compared.checked.findings} & {"base/project-deleted", "base/unreadable"}


@pytest.mark.parametrize("code", FLAWS)
def test_in_the_work_tree_a_flaw_stays_a_warning(mine: Path, aubette: Any, code: str) -> None:
    spoil(mine, STUDIED, code)
    assert aubette("-C", str(mine), "check", "--date", "2026-11-20").returncode == 0
    commit(mine, "an honest change")
    spoil(mine, CITY, code)
    told = {found.place.file: found.severity for found, _ in of(judged(mine, "HEAD"), code)}
    assert len(told) == 2
    assert set(told.values()) == {Severity.WARNING}


@pytest.mark.parametrize("code", FLAWS)
def test_a_flaw_that_was_there_stays_a_warning_also_where_the_file_is_edited_or_renamed(mine: Path, code: str) -> None:
    path = spoil(mine, STUDIED, code)
    commit(mine)
    edit(mine, STUDIED, setting("quick_win", value=True))
    spoil(mine, STUDIED, code)
    path.rename(path.with_name("planches-" + path.name.rpartition("-")[2]))
    commit(mine)
    [(found, new)] = of(judged(mine), code)
    assert (found.severity, new) == (Severity.WARNING, False)


def test_one_more_flaw_in_a_file_that_had_another_is_the_changes(mine: Path) -> None:
    spoil(mine, STUDIED, "bytes/carriage-return")
    commit(mine)
    spoil(mine, STUDIED, "bytes/byte-order-mark")
    commit(mine)
    compared = judged(mine)
    assert [f.severity for f, _ in of(compared, "bytes/byte-order-mark")] == [Severity.ERROR]
    assert [f.severity for f, _ in of(compared, "bytes/carriage-return")] == [Severity.WARNING]


def test_a_new_file_with_a_flaw_is_the_changes(mine: Path) -> None:
    text = path_of(mine, STUDIED).read_text("utf-8")
    key = path_of(mine, STUDIED).stem.rpartition("-")[2]
    text = "\n".join(line for line in text.splitlines() if not line.startswith("number:"))
    text = text.replace(key, "zzzzzz").replace("status: under_study", "status: submitted")
    (mine / "projects/2027/tout-neuf-zzzzzz.yml").write_bytes(text.replace("\n", "\r\n").encode())
    commit(mine)
    assert [f.severity for f, _ in of(judged(mine), "bytes/carriage-return")] == [Severity.ERROR]


def test_line_ends_that_only_this_checkout_writes_are_no_error(mine: Path) -> None:
    """On Windows git may write CRLF to the disk and store LF."""
    git(mine, "config", "core.autocrlf", "true")
    spoil(mine, STUDIED, "bytes/carriage-return")
    edit(mine, STUDIED, setting("quick_win", value=True))
    spoil(mine, STUDIED, "bytes/carriage-return")
    commit(mine)
    assert git(mine, "ls-files", "--eol", str(path_of(mine, STUDIED))).split()[:2] == ["i/lf", "w/crlf"]
    assert [f.severity for f, _ in of(judged(mine), "bytes/carriage-return")] == [Severity.WARNING]


def test_what_was_mended_on_the_disk_is_asked_for_no_more(mine: Path, aubette: Any) -> None:
    spoil(mine, STUDIED, "bytes/byte-order-mark")
    commit(mine)
    args = ("-C", str(mine), "check", "--base", "HEAD~1", "--date", "2026-11-20")
    refused = aubette(*args, "--format", "json")
    assert refused.returncode == 1
    [found] = [f for f in json.loads(refused.stdout)["findings"] if f["code"] == "bytes/byte-order-mark"]
    assert (found["severity"], found["line"]) == ("error", 1)
    assert aubette(*args, "--fix").returncode == 0


def test_only_other_families_say_nothing_of_bytes(mine: Path) -> None:
    spoil(mine, STUDIED, "bytes/byte-order-mark")
    commit(mine)
    assert of(judged(mine, only=frozenset({"budget"})), "bytes/byte-order-mark") == []
