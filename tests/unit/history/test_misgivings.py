"""What must be said beside the dates: clocks, authors, unreadable states, bulk changes, missing git, a damaged copy."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from test_timelines import PATH, READER, Git, project

from aubette.history import git as running
from aubette.history.git import open_repository
from aubette.history.guards import guard, misgivings
from aubette.history.timeline import Past, recall
from aubette.model.change import Doubt, Turn
from aubette.model.finding import Finding


@pytest.fixture
def git(tmp_path: Path) -> Git:
    return Git(tmp_path / "city")


def past(git: Git, today: str = "") -> Past:
    repository = open_repository(git.root)
    assert repository is not None
    return recall(repository, replace(READER, today=today))


def said(findings: Iterable[Finding]) -> dict[str, object]:
    return {finding.code: finding.params.get("n") for finding in findings}


def test_an_orderly_past_has_nothing_to_say(git: Git) -> None:
    git.save({PATH: project()}, "un", "2027-01-02T10:00:00+00:00")
    git.save({PATH: project(cost=5)}, "deux", "2027-01-03T10:00:00+00:00")
    told = past(git, "2027-01-03")
    assert misgivings(told) == ()
    assert all(e.doubt is None and not e.assumed and not e.skipped for e in told.timeline("k7f3q9"))


def test_a_clock_that_went_back_is_told_and_the_order_holds(git: Git) -> None:
    git.save({PATH: project()}, "un", "2027-05-02T10:00:00+00:00")
    early = git.save({PATH: project(cost=5)}, "deux", "2027-03-01T10:00:00+00:00")
    git.save({PATH: project(cost=6)}, "trois", "2027-05-03T10:00:00+00:00")
    told = past(git)
    newest, middle, first = told.timeline("k7f3q9")
    assert [c.after for e in (first, middle, newest) for c in e.changes if c.path == "estimated_cost"] == [5, 6]
    assert (newest.doubt, middle.doubt, first.doubt) == (None, Doubt.BEFORE_PARENT, None)
    assert (middle.date, middle.commit) == ("2027-03-01", early)
    assert said(misgivings(told)) == {"history/before-parent": 1}


def test_a_clock_is_held_against_the_very_parent(git: Git) -> None:
    git.save({PATH: project()}, "un", "2027-05-01T10:00:00+00:00")
    git.save({"README": "x"}, "rien de la ville", "2027-05-09T10:00:00+00:00")
    git.save({PATH: project(cost=5)}, "deux", "2027-05-03T10:00:00+00:00")
    assert past(git).timeline("k7f3q9")[0].doubt is Doubt.BEFORE_PARENT


def test_a_date_after_today_is_told(git: Git) -> None:
    git.save({PATH: project()}, "un", "2027-01-02T10:00:00+00:00")
    git.save({PATH: project(cost=5)}, "deux", "2027-01-03T23:30:00+00:00")
    told = past(git, "2027-01-03")
    assert told.timeline("k7f3q9")[0].date == "2027-01-04"
    assert told.timeline("k7f3q9")[0].doubt is Doubt.IN_FUTURE
    assert said(misgivings(told)) == {"history/in-future": 1}
    assert said(misgivings(past(git, "2027-01-04"))) == {}


def test_an_author_whom_no_service_knows_is_told_without_an_address(git: Git) -> None:
    git.save({PATH: project()}, "un", "2027-01-02T10:00:00+00:00")
    git.save({PATH: project(cost=5)}, "deux", "2027-01-03T10:00:00+00:00", "anne@ville.example")
    told = past(git)
    assert told.timeline("k7f3q9")[0].assumed
    (finding,) = misgivings(told)
    assert (finding.code, finding.params["names"]) == ("history/unmapped-author", ("…",))


def test_a_mailmap_turns_a_person_into_a_service(git: Git) -> None:
    git.save({PATH: project()}, "un", "2027-01-02T10:00:00+00:00", "Anne Martin")
    assert past(git).timeline("k7f3q9")[0].assumed
    (git.root / ".mailmap").write_text("Voirie <x@example.org> Anne Martin <x@example.org>\n", encoding="utf-8")
    entry = past(git).timeline("k7f3q9")[0]
    assert (entry.service, entry.assumed) == ("voirie", False)


def test_a_state_that_cannot_be_read_is_counted(git: Git) -> None:
    git.save({PATH: project(cost=1000)}, "idée", "2027-01-02T10:00:00+00:00")
    git.save({PATH: "title: [\n"}, "cassé", "2027-01-03T10:00:00+00:00")
    broken = git.save({PATH: "a: \tb\n"}, "encore cassé", "2027-01-04T10:00:00+00:00")
    git.save({PATH: project(cost=1500)}, "réparé", "2027-01-05T10:00:00+00:00")
    told = past(git)
    newest, first = told.timeline("k7f3q9")
    assert (newest.skipped, first.skipped) == (2, 0)
    assert [(gap.path, gap.date) for gap in told.gaps()] == [(PATH, "2027-01-03"), (PATH, "2027-01-04")]
    assert told.gaps()[-1].commit == broken
    assert said(misgivings(told)) == {"history/unreadable": 2}


def test_a_bulk_change_that_moves_money_is_told_once(git: Git) -> None:
    git.save({PATH: project(cost=1000)}, "idée", "2027-01-02T10:00:00+00:00")
    git.save({PATH: project(cost=1000, title="Autre")}, "forme\n\nBulk: true", "2027-01-03T10:00:00+00:00")
    assert said(misgivings(past(git))) == {}
    git.save({PATH: project(cost=2000, title="Autre")}, "tout\n\nBulk: true", "2027-01-04T10:00:00+00:00")
    git.save({PATH: project(cost=3000, title="Autre")}, "seul", "2027-01-05T10:00:00+00:00")
    told = past(git)
    assert [(b.documents, b.heavy, b.entry.date) for b in told.bulks()] == [(1, 1, "2027-01-04"), (1, 0, "2027-01-03")]
    assert said(misgivings(told)) == {"history/heavy-bulk": 1}
    newest, _ = told.timeline("k7f3q9")
    assert [(c.before, c.after) for c in newest.changes] == [(2000, 3000)]


def test_a_removed_project_keeps_its_past_and_may_come_back(git: Git) -> None:
    git.save({PATH: project(cost=1000)}, "idée", "2027-01-02T10:00:00+00:00")
    git.save({PATH: None}, "retiré", "2027-01-03T10:00:00+00:00")
    git.save({PATH: project(cost=1000)}, "remis", "2027-01-04T10:00:00+00:00")
    newest, gone, first = past(git).timeline("k7f3q9")
    assert [entry.turn for entry in (first, gone, newest)] == [Turn.CREATED, Turn.REMOVED, Turn.RESTORED]
    assert ("estimated_cost", 1000, None) in [(c.path, c.before, c.after) for c in gone.changes]
    assert ("estimated_cost", None, 1000) in [(c.path, c.before, c.after) for c in newest.changes]


def test_two_projects_that_swap_their_files_keep_their_stories(git: Git) -> None:
    other = "projects/2027/place-m2x8d4.yml"
    second = project(title="Une place").replace("k7f3q9", "m2x8d4")
    git.save({PATH: project(), other: second}, "deux idées", "2027-01-02T10:00:00+00:00")
    git.save({PATH: second, other: project()}, "échangés", "2027-01-03T10:00:00+00:00")
    git.save({PATH: second.replace("Une place", "Une cour")}, "titre", "2027-01-04T10:00:00+00:00")
    told = past(git)
    assert [len(told.timeline(key)) for key in ("k7f3q9", "m2x8d4")] == [1, 2]


def test_a_key_that_changes_is_another_project(git: Git) -> None:
    git.save({PATH: project()}, "idée", "2027-01-02T10:00:00+00:00")
    git.save({PATH: project().replace("k7f3q9", "m2x8d4")}, "autre clé", "2027-01-03T10:00:00+00:00")
    told = past(git)
    assert [e.turn for e in told.timeline("k7f3q9")] == [Turn.REMOVED, Turn.CREATED]
    assert [e.turn for e in told.timeline("m2x8d4")] == [Turn.CREATED]


def test_a_migration_is_no_entry_but_a_decision_inside_one_is(git: Git) -> None:
    old = project(cost=1000).replace("schema_version: 1", "schema_version: 0").replace("estimated_cost", "cout")
    git.save({PATH: old}, "idée", "2027-01-02T10:00:00+00:00")
    git.save({PATH: project(cost=1000)}, "migration", "2027-01-03T10:00:00+00:00")
    assert len(past(git).timeline("k7f3q9")) == 1
    git.save({PATH: old}, "retour", "2027-01-04T10:00:00+00:00")
    git.save({PATH: project("eligible", cost=1000)}, "migration et décision", "2027-01-05T10:00:00+00:00")
    newest, _ = past(git).timeline("k7f3q9")
    assert [(c.path, c.before, c.after) for c in newest.changes] == [("status", "submitted", "eligible")]


def test_a_file_that_lost_its_version_is_no_migration(git: Git) -> None:
    git.save({PATH: project(cost=50)}, "un", "2027-01-02T12:00:00+00:00")
    git.save({PATH: "key: k7f3q9\nstatus: submitted\n"}, "deux", "2027-01-03T12:00:00+00:00")
    removed = {change.path for change in past(git).timeline("k7f3q9")[0].changes}
    assert {"estimated_cost", "title", "theme", "scope"} <= removed


def test_an_older_version_is_read_through_the_migrations(git: Git) -> None:
    old = project(cost=1000).replace("schema_version: 1", "schema_version: 0").replace("estimated_cost", "cout")
    git.save({PATH: old}, "idée", "2027-01-02T10:00:00+00:00")
    git.save({PATH: old.replace("1000", "2000")}, "coût", "2027-01-03T10:00:00+00:00")
    git.save({PATH: project(cost=2500)}, "migration et coût", "2027-01-04T10:00:00+00:00")
    repository = open_repository(git.root)
    assert repository is not None

    def upgrade(state):  # type: ignore[no-untyped-def]
        if state["schema_version"] == 1:
            return state
        renamed = {("estimated_cost" if name == "cout" else name): value for name, value in state.items()}
        return {**renamed, "schema_version": 1}

    newest, middle, _ = recall(repository, replace(READER, upgrade=upgrade)).timeline("k7f3q9")
    assert [(c.path, c.before, c.after) for c in middle.changes] == [("estimated_cost", 1000, 2000)]
    assert [(c.path, c.before, c.after) for c in newest.changes] == [("estimated_cost", 2000, 2500)]


def test_settings_have_their_timelines_too(git: Git) -> None:
    path = "site_config/editions/2027.yml"
    git.save({PATH: project(), path: "schema_version: 1\nid: 2027\nenvelope: 100\n"}, "un", "2027-01-02T10:00:00+00:00")
    git.save({path: "schema_version: 1\nid: 2027\nenvelope: 200\n"}, "deux", "2027-01-03T10:00:00+00:00")
    repository = open_repository(git.root)
    assert repository is not None
    told = recall(repository, replace(READER, schemas={"edition": {"properties": {"envelope": {"x-format": "money"}}}}))
    newest, first = told.timeline(path)
    assert first.created
    assert [(c.path, c.kind.value, c.before, c.after) for c in newest.changes] == [("envelope", "money", 100, 200)]


def test_votes_are_found_by_the_commit_that_wrote_them(git: Git) -> None:
    git.save({PATH: project()}, "un", "2027-01-02T10:00:00+00:00")
    sealed = git.save({"votes/2027/PROCLAMATION": "x\n"}, "Merge pull request #8 from a/b", "2027-02-02T10:00:00+00:00")
    (entry,) = past(git).seals("votes/2027/PROCLAMATION")
    assert (entry.commit, entry.number, entry.date) == (sealed, "8", "2027-02-02")
    assert past(git).seals("votes/2026/PROCLAMATION") == ()


def test_without_git_the_city_has_no_history(git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    git.save({PATH: project()}, "un", "2027-01-02T10:00:00+00:00")
    monkeypatch.setattr(running, "git", None)
    assert open_repository(git.root) is None
    assert [f.code for f in guard(None)] == ["history/no-git"]


def test_a_machine_without_git_still_imports_the_module(tmp_path: Path) -> None:
    code = "from aubette.history.git import has_git, open_repository; print(has_git(), open_repository('.'))"
    env = {"PYTHONPATH": str(Path(running.__file__).parents[2]), "PATH": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False None"


def test_a_partial_copy_is_refused(git: Git, tmp_path: Path) -> None:
    git.save({PATH: project()}, "un", "2027-01-02T10:00:00+00:00")
    git.save({PATH: project(cost=5)}, "deux", "2027-01-03T10:00:00+00:00")
    git("config", "uploadpack.allowFilter", "true")
    copy = tmp_path / "partial"
    subprocess.run(["git", "clone", "-q", "--filter=blob:none", f"file://{git.root}", str(copy)], check=True)
    assert [f.code for f in guard(open_repository(copy))] == ["history/partial"]


@pytest.mark.parametrize(
    "setting",
    ["log.showSignature=true", "diff.renames=false", "log.follow=true", "core.quotePath=true", "log.mailmap=false"],
)
def test_a_configuration_changes_no_answer(git: Git, setting: str) -> None:
    git.save({PATH: project()}, "idée", "2027-01-02T10:00:00+00:00")
    moved = "projects/2028/très-beau-k7f3q9.yml"
    git.save({PATH: None, moved: project(cost=9)}, "déplacé", "2027-02-02T10:00:00+00:00")
    plain = past(git).timeline("k7f3q9")
    git("config", *setting.split("="))
    assert past(git).timeline("k7f3q9") == plain


def test_what_a_hook_sets_for_its_own_repository_leads_nowhere(
    git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = git.save({PATH: project()}, "idée", "2027-01-02T10:00:00+00:00")
    git.save({PATH: project(cost=9)}, "coût", "2027-02-02T10:00:00+00:00")
    told = past(git).timeline("k7f3q9")
    other = Git(tmp_path / "other")
    other.save({"a": "b"}, "rien", "2027-01-02T10:00:00+00:00")
    (git.root / ".git" / "info").mkdir(exist_ok=True)
    (git.root / ".git" / "info" / "grafts").write_text(f"{git('rev-parse', 'HEAD')}\n")
    shallow = tmp_path / "shallow"
    shallow.write_text(f"{first}\n")
    led = {
        "GIT_DIR": other.root / ".git",
        "GIT_COMMON_DIR": other.root / ".git",
        "GIT_WORK_TREE": other.root,
        "GIT_INDEX_FILE": other.root / "index",
        "GIT_OBJECT_DIRECTORY": other.root / ".git" / "objects",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": other.root,
        "GIT_SHALLOW_FILE": shallow,
        "GIT_GRAFT_FILE": git.root / ".git" / "info" / "grafts",
        "GIT_NAMESPACE": "other",
    }
    for name, value in led.items():
        monkeypatch.setenv(name, str(value))
    found = open_repository(git.root)
    assert found is not None
    assert guard(found) == ()
    assert past(git).timeline("k7f3q9") == told
    assert os.environ["GIT_DIR"] == str(other.root / ".git")


def test_a_folder_whose_name_looks_like_a_variable_is_only_a_folder(tmp_path: Path) -> None:
    odd = Git(tmp_path / "$HOME~ été")
    odd.save({PATH: project()}, "idée", "2027-01-02T10:00:00+00:00")
    assert len(past(odd).timeline("k7f3q9")) == 1


@pytest.mark.parametrize("subject", [":100644 100644 a b M", "a\tb", "\x01", "é\u2028b", "Bulk: true"])
def test_an_odd_subject_is_only_a_subject(git: Git, subject: str) -> None:
    git.save({PATH: project()}, subject, "2027-01-02T10:00:00+00:00")
    git.save({PATH: project(cost=2)}, subject, "2027-01-03T10:00:00+00:00")
    assert [e.subject for e in past(git).timeline("k7f3q9")] == [subject, subject]
