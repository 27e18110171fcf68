"""Nasty changes on a real repository: each is caught, under its own name, as something the change brings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from base_house import commit, edit, git, judged, new_codes, path_of, setting

VERGER = "projects/2026/verger-de-hautepierre-"
STUDIED = "projects/2027/skatepark-bois-robertsau-"
DELIVERED = "projects/2024/abris-velos-"
E26 = "site_config/editions/2026.yml"
E27 = "site_config/editions/2027.yml"
L24 = "site_config/ledger/2024.yml"
TALLY = "votes/2026/ville/internet/tally.csv"
MANIFEST = "votes/2026/ville/internet/MANIFEST"
Attack = Callable[[Path], None]


def edits(start: str, change: Callable[[Any], None]) -> Attack:
    return lambda root: edit(root, start, change)


def replaced(path: str, before: str, after: str) -> Attack:
    def change(root: Path) -> None:
        file = path_of(root, path)
        text = file.read_bytes()
        assert before.encode() in text
        file.write_bytes(text.replace(before.encode(), after.encode(), 1))

    return change


def deleted(path: str) -> Attack:
    return lambda root: path_of(root, path).unlink()


def added(path: str, text: str) -> Attack:
    def change(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        with (root / path).open("a", encoding="utf-8") as file:
            file.write(text)

    return change


def both(*attacks: Attack) -> Attack:
    def change(root: Path) -> None:
        for attack in attacks:
            attack(root)

    return change


def linked(path: str, target: str) -> Attack:
    def change(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).unlink(missing_ok=True)
        (root / path).symlink_to(target)

    return change


def linked_but_hidden(root: Path) -> None:
    """The commit holds a link that this checkout shows as a text file."""
    git(root, "config", "core.symlinks", "false")
    path = path_of(root, VERGER)
    blob = git(root, "hash-object", "-w", "--stdin", given="/etc/passwd")
    git(root, "update-index", "--cacheinfo", f"120000,{blob},{path.relative_to(root).as_posix()}")
    git(root, "commit", "-q", "-m", "link")


def submodule(root: Path) -> None:
    git(root, "update-index", "--add", "--cacheinfo", f"160000,{git(root, 'rev-parse', 'HEAD')},projects/2026/sub")
    git(root, "commit", "-q", "-m", "submodule")


def new_project(status: str) -> Attack:
    def change(root: Path) -> None:
        text = path_of(root, STUDIED).read_text("utf-8").replace("status: under_study", f"status: {status}")
        key = path_of(root, STUDIED).stem.rpartition("-")[2]
        text = "\n".join(line for line in text.splitlines() if not line.startswith("number:")) + "\n"
        (root / "projects/2027/tout-neuf-zzzzzz.yml").write_text(text.replace(key, "zzzzzz"), "utf-8")

    return change


def moved(root: Path) -> None:
    path = path_of(root, STUDIED)
    path.rename(root / "projects/2026" / path.name)


def rekeyed(root: Path) -> None:
    path = path_of(root, STUDIED)
    key = path.stem.rpartition("-")[2]
    path.write_text(path.read_text("utf-8").replace(f"key: {key}", "key: zzzzzz"), "utf-8")


def swapped_key(root: Path) -> None:
    """An idea takes the key of another one, and the file of that one goes."""
    other = path_of(root, VERGER)
    rekeyed(root)
    path = path_of(root, STUDIED)
    path.write_text(path.read_text("utf-8").replace("zzzzzz", other.stem.rpartition("-")[2]), "utf-8")
    other.unlink()


def uncounted(data: Any) -> None:
    data["contests"][0]["counting"]["overflow"] = "stop"


def pull(field: str) -> Callable[[Any], None]:
    def change(data: Any) -> None:
        inner = data
        *steps, last = field.split(".")
        for step in steps:
            inner = inner[step]
        inner[last].pop(0)

    return change


PROTECTING = "* text=auto\nvotes/** -text\nsite_config/trust/** -text\n"
ATTACKS: dict[str, tuple[Attack, str]] = {
    "step back without a correction": (
        edits(VERGER, setting("status", value="submitted")),
        "lifecycle/forbidden-transition",
    ),
    "straight to delivered": (edits(STUDIED, setting("status", value="delivered")), "lifecycle/forbidden-transition"),
    "key changed": (rekeyed, "base/identity-changed"),
    "key of another": (swapped_key, "base/identity-changed"),
    "number changed": (edits(VERGER, setting("number", value="2026-900")), "base/identity-changed"),
    "number taken away": (edits(VERGER, lambda d: d.pop("number")), "base/identity-changed"),
    "moved to another edition": (moved, "base/identity-changed"),
    "received in time after all": (
        edits(VERGER, setting("submission", "received_on", value="2026-01-16")),
        "base/submission-changed",
    ),
    "channel rewritten": (edits(VERGER, setting("submission", "channel", value="paper")), "base/submission-changed"),
    "decision rewritten": (edits(VERGER, setting("decisions", 0, "date", value="2026-03-01")), "base/list-rewritten"),
    "decision removed": (edits(VERGER, pull("decisions")), "base/list-rewritten"),
    "news removed": (edits(DELIVERED, pull("implementation.updates")), "base/list-rewritten"),
    "promise rewritten": (
        edits(DELIVERED, setting("implementation", "milestones", 3, "planned", value="2026-12-15")),
        "base/milestone-rewritten",
    ),
    "another act for more money": (
        edits(
            DELIVERED,
            lambda d: d["implementation"].update(
                funded=45000, deliberation={"reference": "2026-11-16/4", "date": "2026-11-16"}
            ),
        ),
        "base/act-rewritten",
    ),
    "adopted, then merged": (
        edits(DELIVERED, lambda d: d.update(status="merged", merged_into="k9cvzs")),
        "lifecycle/funds-without-adoption",
    ),
    "project deleted": (deleted(VERGER), "base/project-deleted"),
    "born adopted": (new_project("adopted"), "base/new-project-status"),
    "born feasible": (new_project("feasible"), "base/new-project-status"),
    "candidate cheaper": (edits(VERGER, setting("estimated_cost", value=100)), "base/candidate-changed"),
    "candidate with another title": (
        edits(VERGER, setting("title", "fr", value="Un parking à Hautepierre")),
        "base/candidate-changed",
    ),
    "candidate corrected off the ballot": (
        edits(
            VERGER,
            lambda d: (
                d.update(status="feasible", estimated_cost=1),
                d["decisions"].append(
                    {
                        "outcome": "corrected",
                        "date": "2026-11-19",
                        "service": "participation",
                        "reason": "Mis sur le bulletin par erreur.",
                        "approver": "Comité",
                    }
                ),
            ),
        ),
        "base/candidate-changed",
    ),
    "refusal undone without a word": (
        edits("projects/2026/serre-tropicale-", setting("status", value="under_study")),
        "lifecycle/step-without-decision",
    ),
    "candidate in another purse": (edits(VERGER, setting("envelope", value="ville")), "base/candidate-changed"),
    "late onto the ballot": (
        both(edits("projects/2026/patinoire-couverte-", setting("status", value="on_ballot"))),
        "base/ballot-closed",
    ),
    "counting rule": (edits(E26, uncounted), "base/counting-changed"),
    "counting rule, deposit moved away": (
        edits(
            E26,
            lambda d: (uncounted(d), [p.update(starts="2027-01-01") for p in d["phases"] if p["kind"] == "submission"]),
        ),
        "base/counting-changed",
    ),
    "contest removed": (edits(E26, lambda d: d["contests"].pop(0)), "base/counting-changed"),
    "checks switched off": (
        edits(E26, lambda d: d.update(provenance="imported", source="Ailleurs")),
        "base/provenance-changed",
    ),
    "ledger amount": (edits(L24, setting("entries", 0, "amount", value=1)), "base/ledger-rewritten"),
    "exception erased": (edits(L24, lambda d: d["entries"].pop()), "base/ledger-rewritten"),
    "ledger deleted": (deleted(L24), "base/register-deleted"),
    "edition deleted": (deleted(E26), "base/register-deleted"),
    "frozen ballot": (replaced("votes/2026/ballot/ballot.csv", "2026-003", "2026-004"), "base/ballot-edited"),
    "frozen ballot deleted": (deleted("votes/2026/ballot/rules.json"), "base/votes-deleted"),
    "sealed figures": (replaced(TALLY, ";", ";9"), "base/votes-edited"),
    "sealed figures deleted": (deleted(TALLY), "base/votes-deleted"),
    "one seal deleted": (deleted("votes/2026/ville/internet/MANIFEST.comite-1.sig"), "base/votes-deleted"),
    "manifest without new seq": (replaced(MANIFEST, "# blank: ", "# blank: 1"), "base/votes-edited"),
    "seq counted up, no seal": (replaced(MANIFEST, "# seq: 1", "# seq: 2"), "votes/signature-wrong"),
    "policy lowered": (added("site_config/trust/2026/policy.yml", "# weaker\n"), "base/trust-changed"),
    "signer replaced": (
        replaced("site_config/trust/2026/allowed_signers", "ssh-ed25519 AAAA", "ssh-ed25519 AAAB"),
        "base/trust-changed",
    ),
    "project with the tool": (
        both(edits(STUDIED, setting("quick_win", value=True)), added("generator/tool.py", "x = 1\n")),
        "base/mixed-tool",
    ),
    "project with a workflow": (
        both(edits(STUDIED, setting("quick_win", value=True)), added(".github/workflows/x.yml", "on: push\n")),
        "base/mixed-tool",
    ),
    "project with the theme": (
        both(edits(STUDIED, setting("quick_win", value=True)), added("site_config/theme/main.html", "<b>")),
        "base/mixed-tool",
    ),
    "project with the Makefile": (
        both(edits(STUDIED, setting("quick_win", value=True)), added("Makefile", "x:\n")),
        "base/mixed-tool",
    ),
    "project with its cap": (
        both(
            edits(STUDIED, setting("quick_win", value=True)), edits(E27, setting("caps", "project_area", value=999999))
        ),
        "base/mixed-settings",
    ),
    "link": (linked("projects/2026/lien-zzzzzz.yml", "/etc/passwd"), "files/symbolic-link"),
    "link over a project": (
        linked("projects/2026/parc-canin-koenigshoffen-k9hhq7.yml", "/etc/passwd"),
        "files/symbolic-link",
    ),
    "link hidden by the checkout": (linked_but_hidden, "files/symbolic-link"),
    "link beside the city": (linked("docs/secret.md", "/etc/passwd"), "files/symbolic-link"),
    "submodule": (submodule, "files/submodule"),
    "nested attributes": (added("votes/2026/.gitattributes", "*.csv text eol=crlf\n"), "files/git-file"),
    "nested attributes beside": (added("docs/.gitattributes", "*.csv text\n"), "files/git-file"),
    "letter case twin": (added("votes/2026/Ville/x.txt", "x"), "files/twin"),
    "odd name": (added("projects/2026/-rf.yml", "x: 1\n"), "files/name"),
    "device name": (added("projects/2026/con.yml", "x: 1\n"), "files/reserved-name"),
    "too large": (added("projects/2026/gros-zzzzzz.yml", "# " + "x" * 70_000), "bytes/too-large"),
    "hooks": (added("mkdocs.yml", "hooks:\n  - x.py\n"), "base/mkdocs-code"),
    "inherit": (added("mkdocs.yml", "INHERIT: ../x.yml\n"), "base/mkdocs-code"),
    "plugin": (replaced("mkdocs.yml", "plugins: []", "plugins:\n  - macros"), "base/mkdocs-plugin"),
    "plugin as a mapping": (replaced("mkdocs.yml", "plugins: []", "plugins:\n  exec:\n    x: 1"), "base/mkdocs-plugin"),
    "python tag": (added("mkdocs.yml", "extra:\n  x: !!python/name:os.system\n"), "yaml/tag"),
    "extension by its class": (
        added("mkdocs.yml", "markdown_extensions:\n  - pymdownx.snippets:SnippetExtension:\n      base_path: /\n"),
        "base/mkdocs-extension",
    ),
    "extension that is any module": (
        added("mkdocs.yml", "markdown_extensions:\n  - toc\n  - outil:Extension\n"),
        "base/mkdocs-extension",
    ),
    "page as a template": (added("mkdocs.yml", "extra_templates:\n  - x.html\n"), "base/mkdocs-code"),
    "site configuration deleted": (deleted("mkdocs.yml"), "base/register-deleted"),
    "theme outside": (
        replaced("mkdocs.yml", "  name: material", "  name: material\n  custom_dir: ../x"),
        "base/mkdocs-folder",
    ),
    "pages outside": (replaced("mkdocs.yml", "docs_dir: site_config/pages", "docs_dir: ."), "base/mkdocs-folder"),
    "script from elsewhere": (
        added("mkdocs.yml", "extra_javascript:\n  - https://x.example/a.js\n"),
        "base/mkdocs-script",
    ),
    "script as a mapping": (
        added("mkdocs.yml", "extra_javascript:\n  - path: //x.example/a.js\n    defer: true\n"),
        "base/mkdocs-script",
    ),
    "snippets": (
        added("mkdocs.yml", "markdown_extensions:\n  - pymdownx.snippets:\n      base_path: /\n"),
        "base/mkdocs-extension",
    ),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_a_nasty_change_is_caught(name: str, mine: Path) -> None:
    attack, code = ATTACKS[name]
    base = git(mine, "rev-parse", "HEAD")
    attack(mine)
    if git(mine, "rev-parse", "HEAD") == base:
        commit(mine)
    compared = judged(mine, base)
    assert code in new_codes(compared)
    assert not compared.checked.clean
    for name_of_file in (f.place.file for f in compared.checked.findings):
        assert not Path(name_of_file).is_absolute()


@pytest.mark.parametrize("text", ["", f"{PROTECTING}*.sig text\n", f"{PROTECTING}votes/** filter=x\n"])
def test_attributes_that_protect_sealed_files_stay(mine: Path, text: str) -> None:
    attributes = mine / ".gitattributes"
    attributes.write_text(PROTECTING, "utf-8")
    commit(mine)
    base = git(mine, "rev-parse", "HEAD")
    assert "files/seals-unprotected" not in new_codes(judged(mine, base))
    attributes.write_text(text, "utf-8") if text else attributes.unlink()
    commit(mine)
    compared = judged(mine, base)
    assert "files/seals-unprotected" in new_codes(compared)
    assert not compared.checked.clean


SIGNERS = "site_config/trust/2026/allowed_signers"


@pytest.mark.parametrize(
    ("old", "new", "is_refused"),
    [
        ('valid-before="20270331Z"', 'valid-before="20261012Z"', False),
        ('valid-before="20270331Z"', 'valid-before="20261012080000Z"', False),
        ('valid-before="20270331Z"', 'valid-before="20270401Z"', True),
        (',valid-before="20270331Z"', "", True),
        ('valid-after="20260901Z",valid-before="20270331Z"', 'valid-after="20260801Z",valid-before="20261012Z"', True),
        ("elections-1 ", "elections-9 ", True),
    ],
)
def test_a_key_may_end_earlier_and_no_other_way(mine: Path, old: str, new: str, is_refused: bool) -> None:
    path = mine / SIGNERS
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    commit(mine)
    assert ("base/trust-changed" in new_codes(judged(mine))) is is_refused


def test_an_end_may_be_given_to_a_key_that_had_none(mine: Path) -> None:
    path = mine / SIGNERS
    whole = path.read_text("utf-8")
    path.write_text(whole.replace(',valid-before="20270331Z"', "", 1), "utf-8")
    commit(mine)
    path.write_text(whole, "utf-8")
    commit(mine)
    assert "base/trust-changed" not in new_codes(judged(mine))
