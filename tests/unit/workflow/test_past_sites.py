"""`build --at`: the site as it stood, its day, its votes; nothing of the work tree is touched or shown."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

BEFORE_THE_COUNT = "2026-09-30"
TALLY = "votes/2026/quartiers/internet/tally.csv"


def git(root: Path, *arguments: str) -> str:
    env = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}
    for who in ("AUTHOR", "COMMITTER"):
        moment = "2026-11-20T13:00:00+00:00"
        env |= {f"GIT_{who}_NAME": "Voirie", f"GIT_{who}_EMAIL": "x@example.org", f"GIT_{who}_DATE": moment}
    command = ["git", "-C", str(root), *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout.strip()


def last_before(root: Path, day: str) -> str:
    return git(root, "rev-list", "-1", f"--before={day}T23:00:00+00:00", "HEAD")


@pytest.fixture(scope="module")
def revision(example: Path) -> str:
    return last_before(example, BEFORE_THE_COUNT)


@pytest.fixture(scope="module")
def then(example: Path, revision: str, aubette, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's site while its second vote was open."""
    target = tmp_path_factory.mktemp("then") / "site"
    done = aubette("-C", str(example), "build", "--at", revision[:12], "--site-dir", str(target))
    assert done.returncode == 0, done.stdout + done.stderr
    return target


def test_every_page_says_of_which_day_it_is(then: Path, example: Path, revision: str) -> None:
    day = git(example, "show", "-s", "--format=%cs", revision)
    number = int(day[8:])
    for path in then.rglob("*.html"):
        text = path.read_text("utf-8")
        if "http-equiv" not in text:
            assert revision[:10] in text.split("</header>")[0], path
            assert f"{number} septembre 2026" in text or path.relative_to(then).parts[0] in ("de", "en"), path


def test_todays_site_says_no_such_thing(site: Path) -> None:
    assert "tel qu'il était" not in (site / "index.html").read_text("utf-8").replace("&#39;", "'")


def test_nothing_of_later_days_is_there(then: Path, site: Path) -> None:
    """Days after the revision may only be planned ones: no entry of a timeline, no count, no later idea."""
    days = [
        day
        for path in then.rglob("historique/index.html")
        for day in re.findall(r'<li id="c-[0-9a-f]{10}"><time datetime="([0-9-]+)">', path.read_text("utf-8"))
    ]
    assert max(days) <= BEFORE_THE_COUNT
    assert not (then / "resultats" / "2026").exists()
    assert (site / "resultats" / "2026").exists()
    winner = next((then / "projets").glob("2026-003-*/index.html")).read_text("utf-8")
    assert "Au vote" in winner
    assert "Lauréat" not in winner


def test_the_work_tree_is_neither_read_nor_touched(
    example: Path, revision: str, then: Path, aubette, tmp_path: Path
) -> None:
    city = tmp_path / "city"
    shutil.copytree(example, city)
    (city / "site_config" / "city.yml").write_text("name: [", "utf-8")
    (city / "projects" / "2024").rename(city / "projects" / "2031")
    before = {path: path.read_bytes() for path in city.rglob("*") if path.is_file()}
    done = aubette("-C", str(city), "build", "--at", revision, "--site-dir", str(tmp_path / "site"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert {path: path.read_bytes() for path in city.rglob("*") if path.is_file()} == before
    for path in then.rglob("*.html"):
        assert (tmp_path / "site" / path.relative_to(then)).read_bytes() == path.read_bytes()


def test_the_site_that_is_published_stays(example: Path, revision: str, aubette, tmp_path: Path) -> None:
    city = tmp_path / "city"
    shutil.copytree(example, city)
    done = aubette("-C", str(city), "build", "--at", revision)
    assert done.returncode == 0
    assert not (city / "site").exists()
    assert (city / f"site-at-{revision[:10]}" / "index.html").is_file()


def test_votes_verify_as_they_stood(example: Path, aubette, tmp_path: Path) -> None:
    city = tmp_path / "city"
    shutil.copytree(example, city)
    sound = (city / TALLY).read_text("utf-8")
    changed = re.sub(r";([0-9]+)\n", lambda found: f";{int(found[1]) + 1}\n", sound, count=1)
    (city / TALLY).write_text(changed, "utf-8")
    git(city, "commit", "-qam", "chiffres (#900)")
    (city / TALLY).write_text(sound, "utf-8")
    git(city, "commit", "-qam", "retour (#901)")
    broken = aubette("-C", str(city), "build", "--at", "HEAD~1", "--site-dir", str(tmp_path / "site"))
    assert broken.returncode == 1
    assert "votes/" in broken.stdout
    assert not (tmp_path / "site").exists()
    assert aubette("-C", str(city), "build", "--at", "HEAD", "--site-dir", str(tmp_path / "site")).returncode == 0


def test_todays_rules_do_not_stop_a_past(example: Path, aubette, tmp_path: Path) -> None:
    """An exception that the council voted later is no reason to hide how things stood before."""
    revision = last_before(example, "2026-05-19")
    done = aubette("-C", str(example), "build", "--at", revision, "--site-dir", str(tmp_path / "site"))
    assert done.returncode == 0
    assert "attention[budget/project-cap]" in done.stdout
    assert "erreur[" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--at", "nulle-part"), "nulle-part"),
        (("--at", "--output=x"), "--output=x"),
        (("--at", "HEAD", "--date", "2026-01-01"), "--date"),
    ],
)
def test_what_is_no_past_is_a_usage_error(
    example: Path, aubette, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = aubette("-C", str(example), "build", *arguments, "--site-dir", str(tmp_path / "site"))
    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "site").exists()


def test_a_folder_without_git_has_no_past(example: Path, aubette, tmp_path: Path) -> None:
    city = tmp_path / "city"
    shutil.copytree(example, city, ignore=shutil.ignore_patterns(".git"))
    done = aubette("-C", str(city), "build", "--at", "HEAD")
    assert done.returncode == 2
    assert "pas de passé" in done.stderr.replace("\xa0", " ")


def test_a_leak_that_is_hidden_since_stops_no_past(example: Path, aubette, tmp_path: Path) -> None:
    """Contact data refuse a file, and a past that holds it; once the field is hidden, the past is shown without it."""
    city = tmp_path / "city"
    shutil.copytree(example, city)
    file = city / "projects/2027/jeux-d-eau-port-du-rhin-k686fd.yml"
    sound = file.read_text("utf-8")
    leaking = re.sub(
        r"^description: ", "description: Écrire à zorg.lub@wanadoo.fr. ", sound, count=1, flags=re.MULTILINE
    )
    assert leaking != sound
    file.write_text(leaking, "utf-8")
    git(city, "commit", "-qam", "fuite (#900)")
    git(city, "tag", "leak")
    file.write_text(sound, "utf-8")
    git(city, "commit", "-qam", "retrait (#901)")
    target = ("--site-dir", str(tmp_path / "site"))
    assert aubette("-C", str(city), "build", "--at", "leak", *target).returncode == 1
    hidden = "key: k686fd\n    field: {}\n    reason: Une adresse y figurait.\n    date: 2026-11-20\n"
    register = city / "site_config" / "redactions.yml"
    register.write_text(f"schema_version: 1\nredactions:\n  - {hidden.format('summary')}", "utf-8")
    assert aubette("-C", str(city), "build", "--at", "leak", *target).returncode == 1
    register.write_text(f"schema_version: 1\nredactions:\n  - {hidden.format('description')}", "utf-8")
    done = aubette("-C", str(city), "build", "--at", "leak", *target)
    assert done.returncode == 0, done.stdout
    assert not any(b"zorg" in path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file())
