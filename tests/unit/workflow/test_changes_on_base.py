"""Honest changes on a real repository stay silent, and say in words what they change; bad usage is told in words."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from base_house import DAY, commit, edit, git, judged, new_codes, path_of, setting

from aubette.cli.compared import told
from aubette.cli.options import Situation
from aubette.load.city import load_city
from aubette.model.change import Turn
from aubette.model.finding import Finding
from aubette.report.forge import WHOLE
from aubette.words.catalogue import Catalogue
from aubette.workflow.check import Checked
from aubette.workflow.compare import Compared
from aubette.workflow.compare_told import Told
from aubette.workflow.folder import open_folder

VERGER = "projects/2026/verger-de-hautepierre-"
STUDIED = "projects/2027/skatepark-bois-robertsau-"
DELIVERED = "projects/2024/abris-velos-"
E27 = "site_config/editions/2027.yml"
L24 = "site_config/ledger/2024.yml"
NUMBER = "2027-001"


def after(root: Path, service: str = "") -> Compared:
    commit(root)
    return judged(root, service=service)


def correction(status: str, **more: str) -> Any:
    decision = {"outcome": "corrected", "date": "2026-11-19", "service": "participation", **more}

    def change(data: Any) -> None:
        data["status"] = status
        data["decisions"].append(decision)

    return change


def test_nothing_changed_nothing_is_new(mine: Path) -> None:
    compared = after(mine)
    assert new_codes(compared) == set()
    assert compared.told == ()


@pytest.mark.parametrize(
    ("start", "change"),
    [
        (STUDIED, setting("quick_win", value=True)),
        (STUDIED, setting("title", value="Un autre titre pour le skatepark")),
        (VERGER, setting("summary", value="Soixante arbres fruitiers que chacun peut cueillir, dès juin.")),
        (
            DELIVERED,
            lambda d: d["implementation"]["updates"].append(
                {"date": "2026-11-19", "text": "Un panneau explique les abris.", "service": "voirie"}
            ),
        ),
        (
            DELIVERED,
            lambda d: d["implementation"]["milestones"][2].update(
                {"actual": "2026-11-19", "slip_reason": "Un second marché a été nécessaire."}
            ),
        ),
        (
            L24,
            lambda d: d["entries"].append(
                {k: v for k, v in d["entries"][1].items() if k != "project"}
                | {"id": "2024-L9", "from": "centre", "to": "ville", "amount": 1000}
            ),
        ),
        (E27, setting("summary", value="Une édition de plus.")),
    ],
)
def test_an_honest_edit_is_silent(mine: Path, start: str, change: Any) -> None:
    edit(mine, start, change)
    assert new_codes(after(mine)) == set()


def test_a_correction_lifts_a_step_back_and_nothing_else_does(mine: Path) -> None:
    why = {"reason": "Mis au vote par erreur.", "approver": "Comité de suivi"}
    edit(mine, VERGER, correction("feasible", **why))
    assert "lifecycle/forbidden-transition" not in new_codes(after(mine))
    git(mine, "reset", "-q", "--hard", "HEAD~1")
    edit(mine, VERGER, correction("feasible", reason="Mis au vote par erreur."))
    assert "lifecycle/forbidden-transition" in new_codes(after(mine))
    git(mine, "reset", "-q", "--hard", "HEAD~1")
    edit(mine, VERGER, correction("delivered", **why))
    assert "lifecycle/forbidden-transition" in new_codes(after(mine)), "a correction skips no step"


def test_a_correction_mends_a_fact_of_the_submission(mine: Path) -> None:
    def change(data: Any) -> None:
        correction(data["status"], reason="Date mal recopiée du registre papier.", approver="Comité")(data)
        data["submission"]["received_on"] = "2026-01-16"

    edit(mine, VERGER, change)
    assert "base/submission-changed" not in new_codes(after(mine))


def test_a_renamed_file_is_the_same_project(mine: Path) -> None:
    path = path_of(mine, STUDIED)
    path.rename(path.with_name("skatepark-" + path.stem.rpartition("-")[2] + ".yml"))
    compared = after(mine)
    assert new_codes(compared) == set()
    assert compared.told == ()


def test_a_broken_file_is_not_a_deleted_project(mine: Path) -> None:
    path_of(mine, STUDIED).write_text("key: [\n")
    codes = new_codes(after(mine))
    assert "base/project-deleted" not in codes
    assert any(code.startswith("yaml/") for code in codes)


def test_a_ledger_entry_goes_with_its_project(mine: Path) -> None:
    edit(mine, STUDIED, setting("quick_win", value=True))
    ledger = mine / L24
    ledger.write_bytes(ledger.read_bytes() + b"# relu\n")
    assert not {c for c in new_codes(after(mine)) if c.startswith("base/mixed")}


def test_the_tool_alone_may_change(mine: Path) -> None:
    (mine / "generator" / "tool.py").write_text("print(1)\n")
    (mine / "docs").mkdir()
    (mine / "docs" / ".gitignore").write_text("x\n")
    assert new_codes(after(mine)) == set()


@pytest.mark.parametrize(
    "text",
    [
        "extra_css:\n  - css/ville.css\n",
        "markdown_extensions:\n  - admonition\n  - pymdownx.details\n",
        "nav:\n  - Accueil: index.md\n",
    ],
)
def test_what_a_city_sets_for_its_site_is_silent(mine: Path, text: str) -> None:
    path = mine / "mkdocs.yml"
    path.write_text(path.read_text("utf-8") + text, "utf-8")
    assert new_codes(after(mine)) == set()


def answered(service: str) -> Any:
    def change(data: Any) -> None:
        line = next(x for x in data["study"]["checklist"] if x["service"] == service)
        line["comment"] = "Vu sur place."

    return change


def test_a_service_answers_its_own_lines(mine: Path) -> None:
    edit(mine, STUDIED, answered("juridique"))
    assert "base/foreign-line" in new_codes(after(mine, service="finances"))
    assert "base/foreign-line" not in new_codes(judged(mine, service="juridique"))
    assert "base/foreign-line" not in new_codes(judged(mine))


def by(root: Path, *names: str) -> None:
    """Commit what changed as these people, one commit each."""
    for name in names:
        git(root, "add", "-A")
        git(root, "commit", "-q", "--allow-empty", "-m", name, f"--author={name} <x@example.org>")


@pytest.mark.parametrize(
    ("authors", "caught"),
    [
        (["Direction des finances"], True),
        (["finances", "Voirie et espaces publics"], True),
        (["Affaires juridiques et achats"], False),
        (["finances", "Affaires juridiques et achats"], False),
        (["Participation citoyenne"], False),
        (["finances", "Participation citoyenne"], False),
        (["Une personne"], False),
        (["finances", "Une personne"], False),
    ],
)
def test_the_authors_of_the_commits_say_whose_lines_they_may_change(
    mine: Path, authors: list[str], *, caught: bool
) -> None:
    edit(mine, STUDIED, answered("juridique"))
    by(mine, *authors)
    compared = judged(mine, f"HEAD~{len(authors)}")
    assert ("base/foreign-line" in new_codes(compared)) is caught


def test_people_are_known_by_the_name_that_mailmap_gives_them(mine: Path) -> None:
    (mine / ".mailmap").write_text("Direction des finances <x@example.org>\n")
    commit(mine)
    edit(mine, STUDIED, answered("juridique"))
    by(mine, "Une personne")
    assert "base/foreign-line" in new_codes(judged(mine))


def test_a_merge_brings_what_others_wrote(mine: Path) -> None:
    git(mine, "checkout", "-q", "-b", "answers")
    edit(mine, STUDIED, answered("juridique"))
    by(mine, "Affaires juridiques et achats")
    git(mine, "checkout", "-q", "main")
    merging = ("merge", "-q", "--no-ff", "--no-edit", "answers")
    git(mine, "-c", "user.name=Direction des finances", "-c", "user.email=x@example.org", *merging)
    assert "base/foreign-line" not in new_codes(judged(mine))


def test_a_candidates_title_is_translated_or_corrected_and_nothing_else(mine: Path) -> None:
    edit(mine, VERGER, lambda d: d["title"].pop("en"))
    commit(mine)
    edit(mine, VERGER, lambda d: d["title"].update(en="An orchard for all"))
    assert "base/candidate-changed" not in new_codes(after(mine)), "a language is added"
    edit(mine, VERGER, lambda d: d["title"].update(en="Another orchard"))
    commit(mine)
    found = [f for f in judged(mine).checked.findings if f.code == "base/candidate-changed"]
    assert [f.params["field"] for f in found] == ["title"]
    edit(mine, VERGER, lambda d: correction("on_ballot", reason="Faute de frappe.", approver="Comité")(d))
    commit(mine)
    assert "base/candidate-changed" not in new_codes(judged(mine, "HEAD~2"))


REDACTION = {"key": "kgrqby", "field": "description", "reason": "Un nom y était écrit.", "date": "2026-11-18"}


def test_what_was_hidden_stays_hidden(mine: Path) -> None:
    file = mine / "site_config" / "redactions.yml"
    file.write_text("schema_version: 1\nredactions: []\n", "utf-8")
    for field in ("description", "summary"):
        edit(mine, "site_config/redactions.yml", lambda d, f=field: d["redactions"].append({**REDACTION, "field": f}))
        assert new_codes(after(mine)) == set()
    edit(mine, "site_config/redactions.yml", lambda d: d["redactions"].pop(0))
    commit(mine)
    found = [f for f in judged(mine).checked.findings if f.code == "base/redaction-removed"]
    assert [(f.place.file, f.params["field"]) for f in found] == [("site_config/redactions.yml", "description")]
    file.write_text("redactions: [\n", "utf-8")
    assert "base/redaction-removed" not in new_codes(after(mine)), "a broken file is told as broken"


AMENDMENT = {
    "date": "2026-02-02",
    "summary": "Le dépôt est prolongé d'une semaine.",
    "deliberation": {"reference": "2026-02-01/7", "date": "2026-02-01"},
}


def test_amendments_are_only_added(mine: Path) -> None:
    start = "site_config/editions/2026.yml"
    edit(mine, start, lambda d: d["rules"].setdefault("amendments", []).append(AMENDMENT))
    assert "base/amendment-rewritten" not in new_codes(after(mine))
    edit(mine, start, lambda d: d["rules"]["amendments"][-1].update(date="2026-02-03"))
    assert "base/amendment-rewritten" in new_codes(after(mine))


@pytest.mark.parametrize("start", ["site_config/city.yml", "projects/2024/parcours-sante-", E27])
def test_a_broken_state_is_repaired_with_a_warning(mine: Path, start: str) -> None:
    """Main was broken: the repair passes, and says that nothing held it to what was there before."""
    path = path_of(mine, start)
    good = path.read_bytes()
    path.write_bytes(b"key: [\n")
    commit(mine)
    path.write_bytes(good)
    commit(mine)
    compared = judged(mine)
    warned = [f for f in compared.checked.findings if f.code == "base/unreadable"]
    assert [(f.place.file, f.severity.value) for f in warned] == [(path.relative_to(mine).as_posix(), "warning")]
    assert not {c for c in new_codes(compared) if c.startswith("base/")} - {"base/unreadable"}
    (mine / "site_config/pages/nouvelle.md").write_text("# Bonjour\n")
    assert "base/unreadable" not in new_codes(after(mine))


def test_the_first_change_brings_the_whole_city(mine: Path) -> None:
    shutil.rmtree(mine / ".git")
    git(mine, "init", "-q", "-b", "main")
    git(mine, "commit", "-q", "--allow-empty", "-m", "nothing yet")
    assert not {c for c in new_codes(after(mine)) if c.startswith("base/")}


def test_a_file_that_is_read_no_further_makes_no_other_finding(mine: Path) -> None:
    """One broken file is one thing to mend: links to its project, and its line on the ballot, are still right."""
    path = path_of(mine, VERGER)
    path.chmod(0o755)
    assert new_codes(after(mine)) == {"files/executable"}
    path.chmod(0o644)
    path.write_text(path.read_text("utf-8").replace("status: on_ballot", "status: lauréat"), "utf-8")
    assert new_codes(after(mine)) == {"schema/computed"}


def test_an_odd_name_is_met_by_no_parser(mine: Path) -> None:
    (mine / "projects" / "2026" / "a\nb.yml").write_text("a: [\n")
    assert new_codes(after(mine)) == {"files/name"}


def test_an_old_way_to_write_modes_is_no_bug_of_ours(mine: Path) -> None:
    """Git once wrote 100664; such trees still come along."""
    tree = git(mine, "cat-file", "-p", "HEAD^{tree}").replace("100644 blob", "100664 blob")
    rows = [line.split(None, 3) for line in tree.splitlines()]
    raw = b"".join(f"{mode.lstrip('0')} {name}\0".encode() + bytes.fromhex(blob) for mode, _, blob, name in rows)
    done = subprocess.run(
        ["git", "hash-object", "-t", "tree", "-w", "--literally", "--stdin"], cwd=mine, input=raw, capture_output=True
    )
    made = git(mine, "commit-tree", done.stdout.decode().strip(), "-p", "HEAD", "-m", "old modes")
    git(mine, "reset", "-q", "--hard", made)
    assert judged(mine).checked.clean


def adopted(data: Any) -> None:
    data["status"] = "adopted"
    data["decisions"].append({"outcome": "adopted", "date": "2026-11-16", "service": "participation"})


def test_money_moves_before_a_project_that_lost_is_adopted(mine: Path) -> None:
    lost = "projects/2026/memorial-des-deux-rives-"
    edit(mine, lost, adopted)
    found = new_codes(after(mine))
    assert "base/ledger-before-status" in found
    entry = {
        "id": "2026-L9",
        "date": "2026-11-16",
        "kind": "reallocation",
        "reason": "Un lauréat a renoncé ; la somme va au projet suivant de la liste.",
        "section": "investment",
        "from": "meinau",
        "to": "ville",
        "rule": "R-09",
        "service": "finances",
        "act": "2026-11-16/4",
        "amount": 1000,
        "project": path_of(mine, lost).stem.rpartition("-")[2],
    }
    edit(mine, "site_config/ledger/2026.yml", lambda d: d["entries"].append(entry))
    commit(mine)
    assert "base/ledger-before-status" not in new_codes(judged(mine, "HEAD~2"))
    edit(mine, "site_config/ledger/2026.yml", lambda d: d["entries"][-1].update(date="2026-11-18"))
    commit(mine)
    assert "base/ledger-before-status" in new_codes(judged(mine, "HEAD~3")), "the entry came after the adoption"


def test_old_findings_stay_and_are_counted_apart(mine: Path, aubette: Any) -> None:
    edit(mine, STUDIED, setting("submission", "channel", value="paper"))
    commit(mine)
    done = aubette("-C", str(mine), "check", "--date", DAY.isoformat(), "--base", "HEAD~1", "--format", "json")
    said = json.loads(done.stdout)
    assert done.returncode == 1
    assert [f["code"] for f in said["findings"] if f["new"]] == ["base/submission-changed"]
    assert said["summary"]["new"] == 1
    assert any(not f["new"] for f in said["findings"])
    alone = json.loads(aubette("-C", str(mine), "check", "--date", DAY.isoformat(), "--format", "json").stdout)
    assert "new" not in alone["summary"]
    assert all("new" not in f for f in alone["findings"])


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_a_change_is_told_in_words(mine: Path, aubette: Any, form: str) -> None:
    start = "projects/2027/passerelle-bois-bruche-"
    before = path_of(mine, start)
    edit(mine, start, setting("estimated_cost", value=50000))
    commit(mine)
    edit(mine, start, setting("estimated_cost", value=65000))
    edit(mine, STUDIED, setting("title", value="<b>![x](http://x.example)@tous"))
    commit(mine)
    assert before.exists()
    said = aubette(
        "-C", str(mine), "--lang", "fr", "check", "--date", DAY.isoformat(), "--base", "HEAD~1", "--format", form
    ).stdout
    assert "Coût estimé" in said
    assert "50\u202f000\u00a0€ → 65\u202f000\u00a0€" in said
    changes = said[said.index("Ce qui change") :]
    assert form == "text" or "<b>" not in changes


def run(aubette: Any, root: Path, form: str = "text") -> str:
    arguments = ("--lang", "fr", "check", "--date", DAY.isoformat(), "--base", "HEAD~1", "--format", form)
    done: subprocess.CompletedProcess[str] = aubette("-C", str(root), *arguments)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


@pytest.mark.parametrize("status", ["à l'étude", "selected", "12"])
def test_a_value_that_no_list_knows_is_a_finding_and_no_more(mine: Path, aubette: Any, status: str) -> None:
    path = path_of(mine, STUDIED)
    path.write_text(path.read_text("utf-8").replace("status: under_study", f"status: {status}"), "utf-8")
    commit(mine)
    said = run(aubette, mine)
    assert "schema/" in said
    assert "Ce qui change" not in said, "what cannot be read is not told as a change"


def test_what_was_there_before_is_shown_as_it_was_and_told_apart(mine: Path, aubette: Any) -> None:
    edit(mine, VERGER, setting("estimated_cost", value=36600))
    commit(mine)
    said = run(aubette, mine)
    block = next(b for b in said.split("\n\n") if "base/candidate-changed" in b)
    assert "« 36500 » à « 36600 »" in block.replace("\u00a0", " ")
    assert "| estimated_cost: 36600" in block
    assert "| estimated_cost: 36500" in block
    assert "déjà là" not in block
    old = next(b for b in said.split("\n\n") if "budget/area-cap" in b)
    assert "déjà là avant ce changement" in old
    rows = run(aubette, mine, "markdown").splitlines()
    assert {"déjà là" in row for row in rows if "area-cap" in row} == {True}
    assert {"déjà là" in row for row in rows if "candidate-changed" in row} == {False}


def test_a_change_of_thousands_fits_into_one_comment(base_city: Path) -> None:
    """A forge refuses a longer one, and nobody would be told anything."""
    folder = open_folder(base_city)
    new = tuple(Told(f"projects/2027/x-k{n}.yml", f"2027-{n}", Turn.CREATED) for n in range(5000))
    compared = Compared(Checked((), load_city(folder.source, folder.schemas), ()), (), new)
    now = Situation(folder, Catalogue("fr"), DAY, quiet=False)
    whole = told(now, compared, markdown=True, room=WHOLE)
    assert 60_000 < len(whole.encode()) <= WHOLE
    named, counted = whole.count("**2027-"), whole.rstrip().splitlines()[-1]
    assert f"{5000 - named}" in counted.replace("\u202f", "")
    assert len(told(now, compared, markdown=False).splitlines()) == 2 + 2 * 5000, "a terminal shows all of it"
    assert told(now, replace(compared, told=()), markdown=True, room=WHOLE) == ""


def test_two_changes_that_only_together_break_a_cap(mine: Path) -> None:
    """Each passes alone; the merged state, judged against the main branch, does not."""
    git(mine, "checkout", "-q", "-b", "raise")
    edit(mine, STUDIED, setting("estimated_cost", value=99000))
    commit(mine)
    assert "budget/project-cap" not in new_codes(judged(mine, "main"))
    git(mine, "checkout", "-q", "main")
    edit(mine, E27, setting("caps", "project_area", value=98500))
    commit(mine)
    assert "budget/project-cap" not in new_codes(judged(mine, "HEAD~1"))
    git(mine, "checkout", "-q", "raise")
    behind = judged(mine, "main")
    assert "base/behind" in new_codes(behind)
    assert not {c for c in new_codes(behind) if c.startswith("base/")} - {"base/behind"}
    git(mine, "merge", "-q", "--no-edit", "main")
    merged = judged(mine, "main")
    assert {c for c in new_codes(merged) if c.startswith("budget/")} == {"budget/project-cap"}


def usage(aubette: Any, root: Path, *arguments: str) -> str:
    done: subprocess.CompletedProcess[str] = aubette("-C", str(root), "--lang", "fr", "check", *arguments)
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.parametrize("revision", ["nowhere", "--output=x", "", "HEAD:mkdocs.yml", "a b", "\u202e", "0" * 40])
def test_an_unknown_revision_is_said(mine: Path, aubette: Any, revision: str) -> None:
    assert "n'existe pas dans ce dépôt" in usage(aubette, mine, f"--base={revision}")
    assert not (mine / "x").exists()


def test_without_a_repository(mine: Path, aubette: Any) -> None:
    shutil.rmtree(mine / ".git")
    assert "dépôt git" in usage(aubette, mine, "--base", "HEAD")
    git(mine, "init", "-q")
    assert "dépôt git" in usage(aubette, mine, "--base", "HEAD")


def test_a_shallow_copy_is_told_how_to_grow(mine: Path, aubette: Any, tmp_path: Path) -> None:
    first = git(mine, "rev-parse", "HEAD")
    commit(mine)
    git(tmp_path, "clone", "-q", "--depth", "1", mine.as_uri(), "shallow")
    assert "fetch-depth: 0" in usage(aubette, tmp_path / "shallow", "--base", first)


def test_a_service_must_be_one_of_the_city(mine: Path, aubette: Any) -> None:
    assert "personne" in usage(aubette, mine, "--base", "HEAD", "--as", "personne")
    assert "--base" in usage(aubette, mine, "--as", "finances")


def test_the_finding_names_both_sides(mine: Path) -> None:
    edit(mine, STUDIED, setting("quick_win", value=True))
    (mine / "Makefile").write_text("x:\n")
    compared = after(mine)
    found: list[Finding] = [f for f in compared.checked.findings if f.code == "base/mixed-tool"]
    assert [f.params["other"] for f in found] == ["Makefile"]
    assert str(found[0].params["data"]).startswith(STUDIED)
