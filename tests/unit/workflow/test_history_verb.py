"""The history verb on a city whose last commits are odd: whatever became of a file, its past is told once, in order."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from test_hidden_things import git

DAY = "2026-11-20"
GONE, BROKEN, PARTIAL, TWIN, DRAFT = "f7mgmz", "qkrzj9", "gwbgby", "kgkrhs", "qpnkxk"
MUTE = "key: gwbgby\nkey: gwbgby\nstatus: &a eligible\n"
"""Some fields twice, some by reference: the reader leaves them out, so nothing can be said of the rest either."""


@pytest.fixture(scope="module")
def odd(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example city after one project was removed, one broken, one copied, one hidden, by a clock that went back."""
    root = tmp_path_factory.mktemp("odd") / "city"
    shutil.copytree(example, root)

    def file(key: str) -> Path:
        return next((root / "projects" / "2027").glob(f"*-{key}.yml"))

    def save(message: str, at: str) -> None:
        git(root, "add", "-A")
        git(root, "commit", "-qm", message, at=f"{at}T09:00:00+00:00")

    whole = file(PARTIAL).read_text("utf-8")
    file(PARTIAL).write_text(MUTE, "utf-8")
    save("Une fusion manquée (#801)", "2026-11-20")
    file(PARTIAL).write_text(whole.replace("scope: area", "scope: city"), "utf-8")
    save("Réparé (#802)", "2026-11-20")
    file(BROKEN).write_text("title: [\n", "utf-8")
    save("Cassé (#803)", "2026-11-20")
    (root / "projects" / "2027" / f"autre-{TWIN}.yml").write_bytes(file(TWIN).read_bytes())
    save("Une copie (#804)", "2026-11-20")
    draft = file(DRAFT).read_text("utf-8")
    file(DRAFT).write_text(draft.replace("status: eligible", "status: in_preparation"), "utf-8")
    save("En préparation (#805)", "2026-11-20")
    file(GONE).unlink()
    save("Retiré, horloge en retard (#806)", "2026-10-01")
    return root


@pytest.fixture(scope="module")
def rows(odd: Path, aubette) -> list[dict[str, Any]]:
    done = aubette("-C", str(odd), "history", "--date", DAY, "--format", "json")
    assert done.returncode == 0, done.stderr
    told: list[dict[str, Any]] = json.loads(done.stdout)
    return told


def of(rows: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    return [row for row in rows if row["key"] == key]


def test_entries_stand_in_the_order_of_the_commits_whatever_a_clock_said(odd: Path, rows: list[dict[str, Any]]) -> None:
    commits = git(odd, "rev-list", "--first-parent", "HEAD").split()
    places = [commits.index(row["commit"]) for row in rows]
    assert places == sorted(places)
    assert rows[0]["date"] == "2026-10-01"
    assert rows[0]["date"] < rows[1]["date"]


def test_each_change_is_told_once_though_two_files_claim_the_key(rows: list[dict[str, Any]]) -> None:
    told = [(row["key"], row["commit"]) for row in rows]
    assert len(told) == len(set(told))
    assert of(rows, TWIN)


def test_a_removed_project_keeps_its_number_and_its_past(odd: Path, aubette, rows: list[dict[str, Any]]) -> None:
    told = of(rows, GONE)
    assert told[0]["change"] == "806"
    assert {row["number"] for row in told} == {"2027-008"}
    assert told[-1]["created"]
    alone = aubette("-C", str(odd), "history", "2027-008", "--date", DAY)
    assert alone.returncode == 0
    assert alone.stdout.startswith("2027-008 · Les bancs des mots\n")


def test_a_project_whose_file_is_broken_now_keeps_its_past(rows: list[dict[str, Any]]) -> None:
    told = of(rows, BROKEN)
    assert len(told) > 3
    assert "803" not in {row["change"] for row in told}


def test_a_state_of_which_the_reader_left_something_out_takes_nothing_away(rows: list[dict[str, Any]]) -> None:
    told = {row["change"]: row for row in of(rows, PARTIAL)}
    assert "801" not in told
    assert [entry["field"] for entry in told.get("802", {"entries": []})["entries"]] == ["scope"]


def test_an_idea_in_preparation_is_not_told_at_all(rows: list[dict[str, Any]]) -> None:
    assert of(rows, DRAFT) == []


@pytest.mark.parametrize(("asked", "meant"), [("2027-08", "2027-008"), ("f7mgm", "f7mgmz"), ("2027-0010", "2027-001")])
def test_an_unknown_name_is_met_with_what_is_like_it(odd: Path, aubette, asked: str, meant: str) -> None:
    done = aubette("-C", str(odd), "history", asked, "--date", DAY)
    assert done.returncode == 2
    assert asked in done.stderr
    assert meant in done.stderr
    assert done.stdout == ""


def test_a_name_that_is_like_nothing_is_only_unknown(odd: Path, aubette) -> None:
    done = aubette("--lang", "en", "-C", str(odd), "history", "🌳", "--date", DAY)
    assert done.returncode == 2
    assert "No project `🌳`." in done.stderr
    assert "Did you mean" not in done.stderr


def test_without_a_repository_it_says_so_beside_an_empty_answer(odd: Path, aubette, tmp_path: Path) -> None:
    copy = tmp_path / "city"
    shutil.copytree(odd, copy, ignore=shutil.ignore_patterns(".git"))
    done = aubette("-C", str(copy), "history", "--date", DAY, "--format", "json")
    assert (done.returncode, json.loads(done.stdout)) == (0, [])
    assert "history/no-repository" in done.stderr
    assert aubette("--quiet", "-C", str(copy), "history", "--date", DAY).stderr == ""
