"""What a city hides is nowhere: no page, datum, feed or line of the terminal, today or at any revision."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

FILE = "projects/2024/toilettes-accessibles-e6an0b.yml"
KEY = "e6an0b"
SECRETS = {
    "title": ("Cinq toilettes publiques vraiment accessibles", "Cinq toilettes de Zorgtitre"),
    "description": ("Je suis en fauteuil", "Je suis Zorgtexte en fauteuil"),
    "location.label": ("Places et parcs de cinq quartiers", "Chez Zorglieu"),
    "decisions.reason": ("Lauréat du vote, adopté par", "Lauréat du vote pour Zorgraison, adopté par"),
    "implementation.updates.text": ("Les travaux ont commencé", "Les travaux de Zorgnouvelle ont commencé"),
    "study.cost.lines.label": ("label: Mobilier", "label: Mobilier Zorgposte"),
    "evaluation.use": ("Six cents passages", "Six cents passages de Zorgusage"),
}
"""Fields, and what is written there for a while: each secret is a word of its own that begins with `Zorg`."""

STILL = ("decisions.reason", "study.cost.lines.label")
"""Fields whose secret stays in the file itself: hiding does not wait until somebody has taken it out."""


def git(root: Path, *arguments: str, at: str = "2026-11-20T12:00:00+00:00") -> str:
    env = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}
    for who in ("AUTHOR", "COMMITTER"):
        env |= {f"GIT_{who}_NAME": "Voirie", f"GIT_{who}_EMAIL": "x@example.org", f"GIT_{who}_DATE": at}
    command = ["git", "-C", str(root), *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout.strip()


def redactions(fields: tuple[str, ...]) -> str:
    rows = "".join(
        f"  - key: {KEY}\n    field: {field}\n    reason: Le nom d'une personne y figurait.\n    date: 2026-11-20\n"
        for field in fields
    )
    return f"schema_version: 1\nredactions:\n{rows}"


@pytest.fixture(scope="module")
def leaky(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example city after secrets were written, most taken out, and all of them hidden."""
    root = tmp_path_factory.mktemp("leaky") / "city"
    shutil.copytree(example, root)
    clean = text = (root / FILE).read_text("utf-8")
    for before, after in SECRETS.values():
        assert before in text
        text = text.replace(before, after, 1)
    (root / FILE).write_text(text, "utf-8")
    git(root, "commit", "-qam", "Zorgsujet (#900)", at="2026-11-20T10:00:00+00:00")
    git(root, "tag", "leak")
    for field in STILL:
        clean = clean.replace(*SECRETS[field], 1)
    (root / FILE).write_text(clean, "utf-8")
    (root / "site_config" / "redactions.yml").write_text(redactions(tuple(SECRETS)), "utf-8")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "retrait (#901)", at="2026-11-20T11:00:00+00:00")
    return root


@pytest.fixture(scope="module")
def today(leaky: Path, aubette, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its site."""
    target = tmp_path_factory.mktemp("today") / "site"
    done = aubette("-C", str(leaky), "build", "--date", "2026-11-20", "--site-dir", str(target))
    assert done.returncode == 0, done.stdout + done.stderr
    return target


def found(folder: Path) -> set[str]:
    """The files of a site that hold a secret, in their content or in their name."""
    told = set()
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if "zorg" in name.lower() or (path.is_file() and b"zorg" in path.read_bytes().lower()):
            told.add(name)
    return told


def test_no_file_of_todays_site_holds_a_secret(leaky: Path, today: Path) -> None:
    assert found(today) == set()
    assert git(leaky, "status", "--porcelain") == ""


@pytest.mark.parametrize("revision", ["leak", "HEAD"])
def test_no_file_of_a_past_site_holds_a_secret(leaky: Path, aubette, tmp_path: Path, revision: str) -> None:
    done = aubette("-C", str(leaky), "build", "--at", revision, "--site-dir", str(tmp_path / "site"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert found(tmp_path / "site") == set()
    assert git(leaky, "status", "--porcelain") == ""


def test_without_redactions_the_same_site_tells_all(leaky: Path, aubette, tmp_path: Path) -> None:
    """The twin: what the tests look for is what a site would show."""
    copy = tmp_path / "city"
    shutil.copytree(leaky, copy)
    (copy / "site_config" / "redactions.yml").write_text(redactions(("support",)), "utf-8")
    done = aubette("-C", str(copy), "build", "--at", "leak", "--site-dir", str(tmp_path / "site"))
    assert done.returncode == 0, done.stdout + done.stderr
    told = " ".join(p.read_text("utf-8", "replace") for p in (tmp_path / "site").rglob("*") if p.is_file())
    for _, after in SECRETS.values():
        secret = next(word for word in after.split() if word.startswith("Zorg"))
        assert secret in told
    assert "Zorgsujet" not in told


@pytest.mark.parametrize("arguments", [(), ("--details",), ("--json",), ("--since", "2026-11-01", "--details")])
def test_the_terminal_tells_no_secret(leaky: Path, aubette, arguments: tuple[str, ...]) -> None:
    for lang in ("fr", "en"):
        done = aubette("--lang", lang, "-C", str(leaky), "history", KEY, "--date", "2026-11-20", *arguments)
        assert done.returncode == 0, done.stderr
        assert "zorg" not in (done.stdout + done.stderr).lower()


def test_what_is_not_hidden_is_still_told(leaky: Path, aubette) -> None:
    done = aubette("-C", str(leaky), "history", KEY, "--date", "2026-11-20", "--json")
    fields = {entry["field"] for row in json.loads(done.stdout) for entry in row["entries"]}
    assert "estimated_cost" in fields
    assert "decisions[2024-12-16,adopted].outcome" in fields
    assert not any(field.startswith(("description", "study.cost.lines")) for field in fields)


def test_a_group_that_is_never_public_is_in_no_history(leaky: Path, aubette, tmp_path: Path) -> None:
    """Support notes (« montage ») are not published: neither are they told through the part that holds them."""
    done = aubette("-C", str(leaky), "history", KEY, "--date", "2026-11-20", "--json")
    assert "Relecture du chiffrage" not in done.stdout
    assert '"support' not in done.stdout


def test_a_past_without_readable_redactions_is_refused(leaky: Path, aubette, tmp_path: Path) -> None:
    copy = tmp_path / "city"
    shutil.copytree(leaky, copy)
    (copy / "site_config" / "redactions.yml").write_text("redactions: [", "utf-8")
    done = aubette("-C", str(copy), "build", "--at", "leak", "--site-dir", str(tmp_path / "site"))
    assert done.returncode == 2
    assert "redactions.yml" in done.stderr
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("how", ["broken", "link", "schema"])
def test_without_readable_redactions_the_terminal_tells_nothing(leaky: Path, aubette, tmp_path: Path, how: str) -> None:
    copy = tmp_path / "city"
    shutil.copytree(leaky, copy)
    file = copy / "site_config" / "redactions.yml"
    if how == "link":
        file.rename(tmp_path / "elsewhere.yml")
        file.symlink_to(tmp_path / "elsewhere.yml")
    else:
        file.write_text("redactions: [" if how == "broken" else file.read_text("utf-8") + "more: 1\n", "utf-8")
    done = aubette("-C", str(copy), "history", KEY, "--date", "2026-11-20")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "redactions.yml" in done.stderr


def test_what_an_edition_keeps_back_today_is_kept_back_in_its_past(leaky: Path, aubette, tmp_path: Path) -> None:
    copy = tmp_path / "city"
    shutil.copytree(leaky, copy)
    (copy / "site_config" / "redactions.yml").unlink()
    edition = copy / "site_config" / "editions" / "2024.yml"
    open_handed = ("build", "--at", "leak", "--site-dir")
    assert aubette("-C", str(copy), *open_handed, str(tmp_path / "open")).returncode == 0
    assert any("Zorgposte" in p.read_text("utf-8", "replace") for p in (tmp_path / "open").rglob("*.json"))
    text = edition.read_text("utf-8")
    open_line = "  - group: cost_lines\n    when: public_from_status\n    status: delivered\n"
    assert open_line in text
    edition.write_text(text.replace(open_line, "  - group: cost_lines\n    when: never\n"), "utf-8")
    assert aubette("-C", str(copy), *open_handed, str(tmp_path / "closed")).returncode == 0
    assert not any(b"Zorgposte" in p.read_bytes() for p in (tmp_path / "closed").rglob("*") if p.is_file())
    edition.write_text("id: [", "utf-8")
    done = aubette("-C", str(copy), *open_handed, str(tmp_path / "broken"))
    assert done.returncode == 2
    assert "editions" in done.stderr


def test_the_past_of_a_removed_project_hides_the_same(leaky: Path, aubette, tmp_path: Path) -> None:
    copy = tmp_path / "city"
    shutil.copytree(leaky, copy)
    (copy / FILE).unlink()
    git(copy, "commit", "-qam", "retiré")
    for arguments in ((), ("--json",), (KEY, "--details")):
        done = aubette("-C", str(copy), "history", *arguments, "--date", "2026-11-20")
        assert done.returncode == 0, done.stderr
        assert "zorg" not in done.stdout.lower()
    assert "Coût estimé" in done.stdout


def test_pages_say_that_a_text_was_removed(today: Path) -> None:
    page = next((today / "projets").glob("2024-010-*/historique/index.html")).read_text("utf-8")
    assert "a été retiré du site le 20 novembre 2026" in page
    assert "Le nom d&#39;une personne y figurait." in page
    data = json.loads(next((today / "projets").glob("2024-010-*/history.json")).read_text("utf-8"))
    assert {row["field"] for row in data["redactions"]} == set(SECRETS)
