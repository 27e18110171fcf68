"""What we say of the example city: a whole life, every state and refusal, and no person in it."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from aubette.model.city import City
from aubette.model.enums import Outcome, RefusalCode, Scope, Status
from aubette.words.catalogue import Catalogue
from aubette.workflow.build import site_of
from aubette.workflow.check import Checked, check
from aubette.workflow.folder import open_folder

DAY = date(2026, 11, 20)
REFUSALS = {Outcome.INELIGIBLE, Outcome.UNFEASIBLE}


@pytest.fixture(scope="module")
def checked(example: Path) -> Checked:
    return check(open_folder(example), DAY)


@pytest.fixture(scope="module")
def city(checked: Checked) -> City:
    assert checked.clean
    assert checked.loaded.city is not None
    return checked.loaded.city


def git(example: Path, *arguments: str) -> list[str]:
    done = subprocess.run(["git", "-C", str(example), *arguments], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_sixty_projects_of_every_status(city: City, checked: Checked) -> None:
    assert len(city.projects) >= 60
    shown = site_of(city, DAY, checked.results, {}, "")
    assert {shown.status(project) for project in city.projects} | {p.status for p in city.projects} == set(Status)


def test_every_refusal_code_has_its_refusal(city: City) -> None:
    codes = {d.code for p in city.projects for d in p.decisions if d.outcome in REFUSALS}
    codes |= {d.code for p in city.projects for d in p.decisions if d.code}
    assert codes - {None} == set(RefusalCode)


def test_both_tiers_paper_and_online(city: City) -> None:
    assert {project.scope for project in city.projects} == set(Scope)
    received = {project.submission.channel.value for project in city.projects}
    assert {"online", "paper"} <= received
    voted = {unit.channel.value for e in city.editions for contest in e.contests for unit in contest.units}
    assert {"online", "paper"} <= voted
    assert len({contest.id for e in city.editions for contest in e.contests}) >= 2


def test_a_regrouping_and_a_reexamination_won(city: City) -> None:
    merged = [project for project in city.projects if project.status is Status.MERGED]
    assert merged
    assert all(city.project(project.merged_into) for project in merged)
    won = [p.name for p in city.projects if _won_again([d.outcome for d in p.decisions])]
    assert won


def _won_again(told: list[Outcome]) -> bool:
    """Whether a refusal was examined anew and the idea then found feasible."""
    after = told[told.index(Outcome.REEXAMINED) :] if Outcome.REEXAMINED in told else []
    return bool(REFUSALS & set(told)) and Outcome.FEASIBLE in after


def test_its_life_is_long_and_told_by_services(example: Path, city: City) -> None:
    authors = Counter(git(example, "log", "--format=%an"))
    assert sum(authors.values()) >= 120
    known = {author for service in city.config.services for author in service.authors}
    assert set(authors) <= known, "no person signs, only services"
    assert len(authors) >= 8
    days = set(git(example, "log", "--format=%as"))
    assert len(days) >= 100
    assert (date.fromisoformat(max(days)) - date.fromisoformat(min(days))).days > 700


def test_it_is_the_same_life_each_time_and_ends_in_our_files(example: Path, repo_root: Path, tmp_path: Path) -> None:
    script = [sys.executable, str(repo_root / "generator" / "example" / "life.py"), str(tmp_path / "again")]
    subprocess.run(script, check=True, capture_output=True, env={"PATH": "/usr/bin:/bin", "TZ": "Asia/Tokyo"})
    assert git(tmp_path / "again", "rev-parse", "HEAD") == git(example, "rev-parse", "HEAD")
    for folder in ("projects", "votes", "site_config"):
        ours = {p.relative_to(repo_root): p.read_bytes() for p in (repo_root / folder).rglob("*") if p.is_file()}
        theirs = {p.relative_to(example): p.read_bytes() for p in (example / folder).rglob("*") if p.is_file()}
        assert ours == theirs, folder


def test_no_private_key_is_kept(example: Path) -> None:
    assert git(example, "grep", "-l", "PUBLIC KEY\\|SSH SIGNATURE", "HEAD")
    done = subprocess.run(["git", "-C", str(example), "grep", "-q", "PRIVATE KEY"], check=False)
    assert done.returncode == 1


def test_every_page_says_that_it_is_an_example(site: Path) -> None:
    said = {lang: Catalogue(lang).say("site.shell.example") for lang in ("fr", "de", "en")}
    pages = [path for path in site.rglob("*.html") if 'http-equiv="refresh"' not in path.read_text("utf-8")]
    assert len(pages) > 300
    for path in pages:
        first = path.relative_to(site).parts[0]
        text = path.read_text("utf-8").replace("&#39;", "'")
        assert said[first if first in ("de", "en") else "fr"] in text, path
