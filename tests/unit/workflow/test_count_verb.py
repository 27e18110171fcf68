"""`aubette count`: what it says of one project, what it refuses, and the same bytes wherever it runs."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOY = r'''META
key;value
description;PB
country;France
unit;Ville-d'Essai
instance;2021
num_projects;6
num_votes;9
budget;1000
vote_type;approval
rule;greedy
max_length;3
PROJECTS
project_id;cost;name
@amount:7@;500;Le « grand » parc
"b ""x""";500;Une place
c@;300.50;Un banc\\
d;300;Une fontaine
e;9000;Un pont
f;40;Personne n'en veut
VOTES
voter_id;vote
1;@amount:7@
2;@amount:7@,c@
3;@amount:7@,c@
4;@amount:7@,d
5;d,c@
6;d
7;"b ""x"""
8;e
9;
'''


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory, aubette) -> Path:
    folder = tmp_path_factory.mktemp("toy")
    (folder / "toy.pb").write_text(TOY, "utf-8")
    done = aubette("import", "pabulib", str(folder / "toy.pb"), "--into", str(folder / "city"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert aubette("-C", str(folder / "city"), "check").returncode == 0
    return folder / "city"


def counted(aubette, city: Path, *options: str, **environment: str) -> dict[str, object]:
    done = aubette("-C", str(city), "count", "2021", "--format", "json", *options, **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    data: dict[str, object] = json.loads(done.stdout)
    return data


def test_ids_of_any_spelling_come_out_as_they_went_in(toy: Path, aubette) -> None:
    data = counted(aubette, toy)
    assert [p["source_id"] for p in data["projects"].values()] == ["@amount:7@", 'b "x"', "c@", "d", "e", "f"]
    assert [p["cost"] for p in data["projects"].values()] == [500, 500, 300.5, 300, 9000, 40]
    assert '"cost": 300.50' in aubette("-C", str(toy), "count", "2021", "--format", "json").stdout


def test_inputs_are_all_files_of_the_vote_by_their_hash(toy: Path, aubette) -> None:
    data = counted(aubette, toy)
    files = [p for p in (toy / "votes" / "2021").rglob("*") if p.is_file()]
    expected = {str(p.relative_to(toy)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}
    assert data["inputs"] == expected
    assert any(path.endswith("rules.json") for path in expected)


def test_equal_shares_tell_effective_votes_prices_and_what_was_paid(toy: Path, aubette) -> None:
    options = ("--rule", "equal-shares", "--completion", "add1e", "--ties", "id")
    data = counted(aubette, toy, *options)
    assert data["what_if"] is True
    (envelope,) = data["envelopes"]
    assert envelope["shares"] == {"voters": 8, "first_share": 125, "share": 142, "steps": 17, "ended": "exhausted"}
    reasons = {p["source_id"]: p["reason"] for p in data["projects"].values()}
    assert reasons["@amount:7@"]["code"] == "shares_bought"
    assert (reasons["@amount:7@"]["effective"], reasons["@amount:7@"]["price"]) == (4, 125)
    assert reasons["d"]["code"] == "shares_bought"
    assert reasons["c@"]["code"] == "shares_spent"
    numbers = {p["source_id"]: number for number, p in data["projects"].items()}
    assert reasons["c@"]["paid_to"] == [
        {"project": numbers["@amount:7@"], "supporters": 2, "amount": 250},
        {"project": numbers["d"], "supporters": 1, "amount": 141.5},
    ]
    assert reasons["e"]["code"] == "shares_too_few"
    said = aubette("-C", str(toy), "count", "2021", *options, "--explain", "c@").stdout
    assert "Hypothèse" in said
    assert "250 € pour 2021-001 et 141,50 € pour 2021-004" in said.replace("\u202f", " ").replace("\u00a0", " ")
    english = aubette("--lang", "en", "-C", str(toy), "count", "2021", *options)
    assert "a share of 125 € at first, 142 € in the end (increments: 17)" in english.stdout.replace("\u00a0", " ")


def test_a_comparison_is_told(toy: Path, aubette) -> None:
    options = ("--rule", "equal-shares", "--comparison", "projects", "--ties", "id")
    data = counted(aubette, toy, *options)
    assert data["comparisons"] == {"scrutin": {"prefer_shares": 0, "prefer_votes": 3, "kept": "votes"}}
    assert "le classement est gardé" in aubette("-C", str(toy), "count", "2021", *options).stdout


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (["--step", "0"], "--step"),
        (["--step", "a"], "--step"),
        (["--step", ""], "--step"),
        (["--weights", "3,,1"], "--weights"),
        (["--weights", "9" * 5000], "--weights"),
        (["--weights", ""], "--weights"),
        (["--ties", "coin"], "--ties"),
        (["--ties", ""], "--ties"),
        (["--rule", "mood"], "--rule"),
        (["--overflow", "stop", "--explain", "2021-099"], "2021-099"),
        (["--explain", "2021-010"], "2021-004"),
        (["--explain", "2021-010", "--format", "json"], "2021-004"),
    ],
)
def test_what_no_count_knows_is_a_usage_error(toy: Path, aubette, options: list[str], word: str) -> None:
    done = aubette("-C", str(toy), "count", "2021", *options)
    assert done.returncode == 2, done.stdout
    assert word in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("number", ["2021-003", "c@"])
def test_one_project_in_either_form(toy: Path, aubette, number: str) -> None:
    data = counted(aubette, toy, "--explain", number)
    assert list(data["projects"]) == ["2021-003"]
    text = aubette("--lang", "en", "-C", str(toy), "count", "2021", "--explain", number).stdout
    assert "2021-003" in text
    assert "2021-001" not in text.replace("2021-001 and", "").replace("and 2021-001", "")


def test_every_tie_is_told(toy: Path, aubette) -> None:
    """The last two each have one voice."""
    said = aubette("-C", str(toy), "count", "2021").stdout
    assert "2021-002 et 2021-005" in said
    by_cost = counted(aubette, toy, "--ties", "lowest_cost,draw")
    assert by_cost["rule"]["ties"] == ["lowest_cost", "draw"]
    assert {tie["decided_by"] for tie in by_cost["ties"]} == {"lowest_cost"}


def test_the_same_bytes_everywhere(toy: Path, aubette, repo_root: Path, tmp_path: Path) -> None:
    options = ("count", "2021", "--format", "json", "--rule", "equal-shares", "--completion", "add1e", "--ties", "id")
    first = aubette("-C", str(toy), *options, PYTHONHASHSEED="1", TZ="UTC", LANG="C", LC_ALL="C").stdout
    assert first
    moved = tmp_path / "ailleurs é" / "ville"
    shutil.copytree(toy, moved)
    elsewhere = {"PYTHONHASHSEED": "77", "TZ": "Pacific/Auckland", "LANG": "tr_TR.UTF-8", "LC_ALL": "C.UTF-8"}
    assert aubette("-C", str(moved), *options, **elsewhere, OPENBLAS_NUM_THREADS="1").stdout == first
    assert aubette("--lang", "en", "-C", str(moved), *options, cwd=tmp_path, AUBETTE_LANG="de").stdout == first
    code = "from aubette.cli.main import main; main()"
    command = [sys.executable, "-OO", "-c", code, "-C", str(toy), *options]
    env = {"PYTHONPATH": str(repo_root / "generator"), "PATH": "/usr/bin:/bin"}
    assert subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout == first


def test_titles_stand_below_one_another_whatever_became_of_the_projects(toy: Path, aubette) -> None:
    said = aubette("--lang", "de", "-C", str(toy), "count", "2021").stdout
    rows = [re.match(r" +\d+  \d{4}-\d+ +[\d.]+  (\S.*?)  +(\S.*)$", line) for line in said.splitlines()]
    found = [(row.group(1), row.start(2)) for row in rows if row]
    assert len({status for status, _ in found}) > 1
    assert len({start for _, start in found}) == 1
