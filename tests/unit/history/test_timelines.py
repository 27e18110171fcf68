"""Timelines on real repositories: merges, renames, reformats, reverts, odd names, and what makes a date wrong."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aubette.history.diff import compile_schema, diff
from aubette.history.git import GitError, open_repository
from aubette.history.guards import guard, rewritten
from aubette.history.log import change_number
from aubette.history.timeline import Reader, timelines
from aubette.history.tree_source import TreeSource
from aubette.load.root import schema_dir
from aubette.load.schema import Schemas
from aubette.load.yaml_text import parse
from aubette.model.change import Entry, Kind

SCHEMA = Schemas(schema_dir()).document("project")
SHAPE = compile_schema(SCHEMA)
READER = Reader(
    lambda raw, path: parse(raw, path).data, SCHEMA, {"Voirie": "voirie"}, "participation", ZoneInfo("Europe/Paris")
)
PATH = "projects/2027/verger-k7f3q9.yml"


class Git:
    """A throw-away repository whose commits have the dates they are given."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        self("init", "-q", "-b", "main")

    def __call__(self, *arguments: str, at: str = "2027-01-01T12:00:00+00:00", author: str = "Voirie") -> str:
        env = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}
        for who in ("AUTHOR", "COMMITTER"):
            env |= {f"GIT_{who}_NAME": author, f"GIT_{who}_EMAIL": "x@example.org", f"GIT_{who}_DATE": at}
        done = subprocess.run(
            ["git", "-C", str(self.root), *arguments], env=env, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def save(self, files: dict[str, str | None], message: str, at: str, author: str = "Voirie") -> str:
        for name, text in files.items():
            place = self.root / name
            place.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                place.unlink()
            else:
                place.write_text(text, encoding="utf-8")
        self("add", "-A")
        self("commit", "-q", "--allow-empty", "-m", message, at=at, author=author)
        return self("rev-parse", "HEAD")


def project(status: str = "submitted", cost: int | None = None, title: str = "Un verger", extra: str = "") -> str:
    lines = ["schema_version: 1", "key: k7f3q9", f"status: {status}", f"title: {title}", "theme: nature", "scope: city"]
    if cost is not None:
        lines.append(f"estimated_cost: {cost}")
    lines += ["submission:", "  received_on: 2027-01-02", "  channel: paper", "holder:", "  kind: resident"]
    return "\n".join(lines) + "\n" + extra


@pytest.fixture
def git(tmp_path: Path) -> Git:
    return Git(tmp_path / "city")


def told(git: Git) -> tuple[Entry, ...]:
    repository = open_repository(git.root)
    assert repository is not None
    return timelines(repository, READER)["k7f3q9"]


def test_the_life_of_a_project(git: Git) -> None:
    git.save({PATH: project()}, "idée (#1)", "2027-01-02T10:00:00+00:00")
    git.save({PATH: project("eligible", 50000)}, "recevable (#2)", "2027-03-05T10:00:00+00:00", "Quelqu'un")
    third = git.save({PATH: project("eligible", 65000)}, "chiffrage (#3)", "2027-05-03T22:30:00+00:00")
    newest, middle, first = told(git)
    assert first.created
    assert (middle.service, middle.number) == ("participation", "2")
    assert (newest.date, newest.commit, newest.service, newest.number) == ("2027-05-04", third, "voirie", "3")
    assert [(c.path, c.kind, c.before, c.after) for c in newest.changes] == [
        ("estimated_cost", Kind.MONEY, 50000, 65000)
    ]
    assert [c.path for c in middle.changes] == ["status", "estimated_cost"]


def test_a_reformat_is_no_entry(git: Git) -> None:
    git.save({PATH: project()}, "idée", "2027-01-02T10:00:00+00:00")
    moved = project().replace("title: Un verger\n", "").replace("key: k7f3q9", 'key: k7f3q9\ntitle: "Un verger"')
    git.save({PATH: moved}, "mise en forme", "2027-02-02T10:00:00+00:00")
    assert len(told(git)) == 1


def test_a_rename_and_a_move_are_followed(git: Git) -> None:
    git.save({PATH: project()}, "idée", "2027-01-02T10:00:00+00:00")
    moved = "projects/2028/un-très-beau-verger-k7f3q9.yml"
    git.save({PATH: None, moved: project(cost=9000)}, "déplacé", "2027-02-02T10:00:00+00:00")
    newest, first = told(git)
    assert first.created
    assert [c.path for c in newest.changes] == ["estimated_cost"]


def test_a_merge_is_one_entry_on_the_day_it_became_public(git: Git) -> None:
    git.save({PATH: project()}, "idée", "2027-01-02T10:00:00+00:00")
    git("switch", "-q", "-c", "branch")
    git.save({PATH: project(cost=1000)}, "un", "2027-01-10T10:00:00+00:00")
    git.save({PATH: project(cost=2000)}, "deux", "2027-01-11T10:00:00+00:00")
    git("switch", "-q", "main")
    git("merge", "-q", "--no-ff", "-m", "Merge pull request #7 from x/branch", "branch", at="2027-02-01T10:00:00+00:00")
    newest, _ = told(git)
    assert (newest.date, newest.number) == ("2027-02-01", "7")
    assert [c.after for c in newest.changes] == [2000]


def test_a_revert_tells_both_ways(git: Git) -> None:
    git.save({PATH: project(cost=1000)}, "idée", "2027-01-02T10:00:00+00:00")
    git.save({PATH: project(cost=9000)}, "erreur", "2027-01-03T10:00:00+00:00")
    git("revert", "--no-edit", "HEAD", at="2027-01-04T10:00:00+00:00")
    newest, wrong, _ = told(git)
    assert [(c.before, c.after) for c in wrong.changes] == [(1000, 9000)]
    assert [(c.before, c.after) for c in newest.changes] == [(9000, 1000)]


def test_an_unreadable_state_is_passed_over(git: Git) -> None:
    git.save({PATH: project(cost=1000)}, "idée", "2027-01-02T10:00:00+00:00")
    git.save({PATH: "title: [\n"}, "cassé", "2027-01-03T10:00:00+00:00")
    git.save({PATH: project(cost=1500)}, "réparé", "2027-01-04T10:00:00+00:00")
    newest, _ = told(git)
    assert [(c.before, c.after) for c in newest.changes] == [(1000, 1500)]


@pytest.mark.parametrize(
    ("message", "entries"),
    [
        ("migration\n\nBulk: true", 1),
        ("migration\n\nSigned-off-by: A <a@example.org>\nbulk: TRUE", 1),
        ("migration (#5)\n\nBulk: true\n\n---------\n\nCo-authored-by: A <a@example.org>", 1),
        ("Merge branch 'x' into 'main'\n\nBulk: true\n\nSee merge request ville/bp!5", 1),
        ("migration\n\nBulk: false", 2),
        ("Bulk: true", 2),
        ("migration\n\nNous avons écrit « Bulk: true » ici.", 2),
    ],
)
def test_a_bulk_change_is_not_told(git: Git, message: str, entries: int) -> None:
    git.save({PATH: project()}, "idée", "2027-01-02T10:00:00+00:00")
    git.save({PATH: project(title="Un autre")}, message, "2027-01-03T10:00:00+00:00")
    assert len(told(git)) == entries


def test_list_items_go_by_their_key(git: Git) -> None:
    opinion = "study:\n  opinions:\n"
    one = opinion + "    - service: voirie\n      asked_on: 2027-02-01\n"
    two = one.replace("  opinions:\n", "  opinions:\n    - service: culture\n") + "      verdict: favourable\n"
    git.save({PATH: project(extra=one)}, "étude", "2027-02-01T10:00:00+00:00")
    git.save({PATH: project(extra=two)}, "avis", "2027-02-09T10:00:00+00:00")
    paths = {c.path for c in told(git)[0].changes}
    assert "study.opinions[voirie].verdict" in paths
    assert "study.opinions[culture]" in paths
    assert not any(path.startswith("study.opinions[voirie].asked_on") for path in paths)


def test_every_before_and_after_is_what_git_shows(git: Git) -> None:
    for day, cost in enumerate((1000, 1200, 1200, 900), start=1):
        git.save({PATH: project(cost=cost)}, f"jour {day}", f"2027-01-0{day}T10:00:00+00:00")
    for entry in told(git)[:-1]:
        for which, commit in (("before", f"{entry.commit}^"), ("after", entry.commit)):
            data = parse(git("show", f"{commit}:{PATH}").encode() + b"\n", PATH).data
            assert data is not None
            assert all(data[c.path] == getattr(c, which) for c in entry.changes)


def test_a_shallow_copy_is_refused(git: Git, tmp_path: Path) -> None:
    for day in (1, 2, 3):
        git.save({PATH: project(cost=day)}, "x", f"2027-01-0{day}T10:00:00+00:00")
    copy = tmp_path / "shallow"
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{git.root}", str(copy)], check=True)
    assert [f.code for f in guard(open_repository(copy))] == ["history/shallow"]
    assert guard(open_repository(git.root)) == ()


def test_no_repository_and_unsaved_files(git: Git, tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    assert [f.code for f in guard(open_repository(tmp_path / "plain"))] == ["history/no-repository"]
    git.save({PATH: project()}, "x", "2027-01-01T10:00:00+00:00")
    (git.root / PATH).write_text(project(cost=5), encoding="utf-8")
    assert [(f.code, f.place.file) for f in guard(open_repository(git.root))] == [("history/dirty", PATH)]


def test_rewritten_history_is_seen(git: Git) -> None:
    git.save({PATH: project()}, "x", "2027-01-01T10:00:00+00:00")
    published = git.save({PATH: project(cost=5)}, "y", "2027-01-02T10:00:00+00:00")
    repository = open_repository(git.root)
    assert repository is not None
    assert rewritten(repository, published) is None
    git("commit", "-q", "--amend", "-m", "z", at="2027-01-03T10:00:00+00:00")
    again = open_repository(git.root)
    assert again is not None
    found = rewritten(again, published)
    assert found is not None
    assert found.code == "history/rewritten"


def test_a_commit_reads_like_the_work_tree(git: Git) -> None:
    first = git.save({PATH: project(), "votes/é.txt": "x"}, "x", "2027-01-01T10:00:00+00:00")
    git.save({PATH: project(cost=5)}, "y", "2027-01-02T10:00:00+00:00")
    repository = open_repository(git.root)
    assert repository is not None
    source = TreeSource(repository, first)
    assert [e.path for e in source.entries()] == [PATH, "votes/é.txt"]
    assert source.read(PATH) == project().encode()
    with pytest.raises(FileNotFoundError):
        source.read("projects/none.yml")
    for odd in ("--output=/tmp/x", "nothing", "HEAD:README"):
        with pytest.raises(GitError):
            repository.resolve(odd)


def test_a_city_below_the_repositorys_root(tmp_path: Path) -> None:
    git = Git(tmp_path / "all")
    git.save({f"ville/{PATH}": project(), "autre.txt": "x"}, "x", "2027-01-01T10:00:00+00:00")
    repository = open_repository(tmp_path / "all" / "ville")
    assert repository is not None
    assert list(timelines(repository, READER)) == ["k7f3q9"]
    assert [e.path for e in TreeSource(repository, "HEAD").entries("projects")] == [PATH]


@pytest.mark.parametrize(
    ("subject", "number"),
    [
        ("coût (#12)", "12"),
        ("Merge pull request #9 from a/b", "9"),
        ("Merge branch 'x' into 'main' See merge request a/b!44", "44"),
        ("See merge request https://git.example/a/b/-/merge_requests/45", "45"),
        ("Merge pull request 'Coût' (#46) from a/b into main", "46"),
        ('Revert "Coût (#12)" (#47)', "47"),
        ('Revert "Coût (#12)"', ""),
        ("rien", ""),
        ("(#12) au début", ""),
    ],
)
def test_change_numbers(subject: str, number: str) -> None:
    assert change_number(subject) == number


values = st.fixed_dictionaries(
    {"title": st.sampled_from(["a", "b"]), "status": st.sampled_from(["submitted", "eligible"])},
    optional={
        "estimated_cost": st.integers(1, 5),
        "areas": st.lists(st.sampled_from("abc"), unique=True, max_size=3),
        "summary": st.sampled_from(["x", "y"]),
    },
)


@given(values, values)
def test_changes_say_all_and_nothing_else(before: dict[str, object], after: dict[str, object]) -> None:
    changes = diff(before, after, SHAPE)
    applied = {k: v for k, v in before.items() if k != "areas"}
    for change in (c for c in changes if "[" not in c.path):
        if change.after is None:
            applied.pop(change.path)
        else:
            assert applied.get(change.path) == change.before
            applied[change.path] = change.after
    assert applied == {k: v for k, v in after.items() if k != "areas"}
    kept = set(before.get("areas", ())) - {c.before for c in changes if c.kind is Kind.REMOVED}  # type: ignore[arg-type]
    added = {c.after for c in changes if c.path.startswith("areas[") and c.kind is Kind.ADDED}
    assert kept | added == set(after.get("areas", ()))  # type: ignore[arg-type]
