"""`.pb` out: the format's own checker accepts it, and what goes out comes in again with the same count."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest
from pabulib.checker import Checker

sys.path.insert(0, str(Path(__file__).parents[1] / "votes"))

import toys
from sealing import CITY, EDITION

from aubette.load.city import load_city
from aubette.load.root import schema_dir
from aubette.load.schema import Schemas
from aubette.model.city import City
from aubette.model.outcome import Outcome
from aubette.model.source import MemorySource
from aubette.votes.count.contest import count
from aubette.votes.imported import read_imported
from aubette.workflow.import_pabulib import import_election
from aubette.workflow.pabulib_file import pabulib_files
from aubette.workflow.recount import Recount, recount
from aubette.workflow.results import rule_of, with_ties

TYPES = ("approval", "choose-1", "cumulative", "ordinal")
OVER = "single project exceeded whole budget"
"""The checker calls it an error that a candidate costs more than its envelope; made-up contests have such."""


def checked(data: bytes, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = Checker().process_files([data.decode()])[1]["results"]
    capsys.readouterr()
    return found


def made_up(seed: int, vote_type: str) -> bytes:
    """A `.pb` file with odd names, cents and both channels."""
    dice = Random(seed)
    projects = [f"P{n}" for n in range(1, 8)]
    rows = [f"{p};{dice.randint(1, 9)}00.5{n};Un « verger » {p}; no {n};Parcs" for n, p in enumerate(projects)]
    rows = [row.replace("; no ", ", no ") for row in rows]
    votes = []
    for voter in range(60):
        picks = dice.sample(projects, 1 if vote_type == "choose-1" else dice.randint(1, 3))
        points = ";" + ",".join(str(dice.randint(1, 3)) for _ in picks) if vote_type == "cumulative" else ""
        votes.append(f"{voter};{','.join(picks)}{points};{dice.choice(['internet', 'paper'])}")
    head = "voter_id;vote;points;voting_method" if vote_type == "cumulative" else "voter_id;vote;voting_method"
    meta = {"description": "d", "country": "France", "unit": "Ville-Neuve", "instance": "2023", "num_projects": 7,
            "num_votes": 60, "budget": "1800.50", "vote_type": vote_type, "rule": "greedy", "date_begin": "01.03.2023",
            "date_end": "15.03.2023", "max_length": 1 if vote_type == "choose-1" else 3, "currency": "EUR"}  # fmt: skip
    lines = ["META", "key;value", *(f"{key};{value}" for key, value in meta.items())]
    return "\n".join([*lines, "PROJECTS", "project_id;cost;name;category", *rows, "VOTES", head, *votes, ""]).encode()


def counted(data: bytes) -> tuple[City, Recount]:
    files = import_election(data, "x.pb").files
    source = MemorySource(files)
    city = load_city(source, Schemas(schema_dir())).city
    assert city
    return city, recount(source, city, city.editions[0].id, {})


def exported(data: bytes) -> bytes:
    city, done = counted(data)
    assert done.results.evidence
    made = pabulib_files(city, city.editions[0], done.results.evidence, done.results.outcomes)
    assert (list(made.files), made.findings) == (["ville-neuve_2023.pb"], ())
    return made.files["ville-neuve_2023.pb"]


@pytest.mark.parametrize("vote_type", TYPES)
@pytest.mark.parametrize("seed", range(4))
def test_out_and_in_again_gives_the_same_count(vote_type: str, seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    data = made_up(seed, vote_type)
    out = exported(data)
    assert exported(out) == out, "a second round changes nothing"
    found = checked(out, capsys)
    assert found["errors"] == {}
    assert not set(found["warnings"]) - {"project with no votes", "no_max_length_used", "unused budget"}
    (_, first), (_, second) = counted(data), counted(out)

    def seen(done: Recount) -> object:
        outcome = done.results.outcomes[0]
        told = sorted((p.source_id, p.score, p.votes, p.cost, p.status) for p in outcome.projects)
        order = [outcome.of(number).source_id for number in outcome.winners]
        assert done.results.evidence
        return told, order, done.results.evidence.valid("scrutin"), outcome.envelopes[0].budget

    assert seen(first) == seen(second)


@pytest.mark.parametrize("seed", range(6))
def test_every_rule_has_a_name_that_the_checker_believes(seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    files = toys.toy_city(seed, 8)
    read = read_imported(MemorySource(files), EDITION, city_id=CITY)
    city, _ = counted(made_up(0, "approval"))
    assert read.evidence
    outcomes = [
        outcome
        for contest in read.evidence.ballot.contests
        for outcome in [
            count(read.evidence, contest.id, with_ties(rule_of(contest.rule), read.evidence, contest.rule), {}, {})
        ]
        if isinstance(outcome, Outcome)
    ]
    made = pabulib_files(city, city.editions[0], read.evidence, outcomes)
    refused = {str(finding.params["contest"]) for finding in made.findings}
    assert {finding.code for finding in made.findings} <= {"count/ballots-needed"}
    assert made.files
    assert len(made.files) == sum(len(o.envelopes) for o in outcomes if o.contest not in refused)
    for name, data in made.files.items():
        found = checked(data, capsys)
        assert set(found["errors"]) <= {OVER}, (name, found["errors"])
    cast = {o.contest: sum(group.count for group in read.evidence.groups(o.contest) or ()) for o in outcomes}
    for name, data in made.files.items():
        (contest,) = (c for c in cast if f"_{c}_" in name)
        voted = int(next(row for row in data.decode().split("\n") if row.startswith("num_votes;")).partition(";")[2])
        assert voted + made.left_out.get(name, 0) == cast[contest]


@pytest.mark.parametrize(
    ("clauses", "name"),
    [
        ({"overflow": "skip"}, "greedy"),
        ({"overflow": "stop"}, "greedy-no-skip"),
        ({"thresholds": {"points": 9}, "measure": "points"}, "greedy-threshold"),
        ({"method": "equal-shares"}, "equalshares"),
        ({"method": "equal-shares", "completion": "add1", "start": "floor"}, "equalshares/add1"),
        ({"method": "equal-shares", "completion": "add1e"}, "unknown"),
        ({"method": "grades"}, "greedy-custom"),
    ],
)
def test_the_names_of_rules(clauses: dict[str, object], name: str) -> None:
    plain = {"max_winners": 99, "quotas": [], "thresholds": {}, "exclusions": [], "withdrawn": [], "leftover": "return"}
    city, _ = counted(made_up(0, "approval"))
    files = toys.toy_city(7, 6, **{**plain, "ties": ["receipt"], "measure": "votes", "overflow": "skip", **clauses})
    evidence = read_imported(MemorySource(files), EDITION, city_id=CITY).evidence
    assert evidence
    names = set()
    for contest in evidence.ballot.contests:
        outcome = count(evidence, contest.id, with_ties(rule_of(contest.rule), evidence, contest.rule), {}, {})
        if isinstance(outcome, Outcome):
            made = pabulib_files(city, city.editions[0], evidence, [outcome])
            names |= {line for data in made.files.values() for line in data.decode().split("\n") if line[:5] == "rule;"}
    assert f"rule;{name}" in names


def test_totals_alone_are_refused_with_the_reason(repo_root: Path, aubette, tmp_path: Path) -> None:
    done = aubette("-C", str(repo_root), "export", "pabulib", "2026", "--to", str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert "count/ballots-needed" in done.stderr
    assert not list(tmp_path.iterdir())


def test_the_command_line_writes_the_files(aubette, tmp_path: Path) -> None:
    (tmp_path / "in.pb").write_bytes(made_up(1, "cumulative"))
    aubette("import", "pabulib", "in.pb", "--into", "city", cwd=tmp_path)
    dry = aubette("-C", "city", "export", "pabulib", "2023", "--to", "out", "--dry-run", cwd=tmp_path)
    assert (dry.returncode, (tmp_path / "out").exists()) == (0, False)
    done = aubette("-C", "city", "export", "pabulib", "2023", "--to", "out", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "out/ville-neuve_2023.pb\n")
    assert (tmp_path / done.stdout.strip()).read_bytes() == exported(made_up(1, "cumulative"))
    assert aubette("-C", "city", "export", "pabulib", "1999", cwd=tmp_path).returncode == 2
