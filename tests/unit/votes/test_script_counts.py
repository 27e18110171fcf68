"""The shell script, which shares no line with our count, elects the same projects in the same order."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import toys
from sealing import CITY, EDITION, House

from aubette.model.evidence import Evidence
from aubette.model.money import Money
from aubette.model.outcome import Outcome, Result
from aubette.model.source import MemorySource
from aubette.publish.pages.verify import SCRIPT
from aubette.votes.count.contest import count
from aubette.votes.count.standing import feeders_first, feeders_of, kept_by
from aubette.votes.imported import read_imported
from aubette.workflow.results import rule_of, with_ties

HEADER = "contest;envelope;place;number;score;cost;left"


def put(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def counted_by_script(folder: Path, edition: str = EDITION) -> subprocess.CompletedProcess[str]:
    command = ["sh", str(SCRIPT), "--lang", "en", "--results", str(folder), edition]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def rows(outcome: Outcome) -> Iterator[str]:
    kept = sorted(
        (p.reason.params["place"], p.number, p.score) for p in outcome.projects if p.status is Result.SHORTLISTED
    )
    yield from (f"{outcome.contest};;{place};{number};{score};;" for place, number, score in kept)
    for envelope in outcome.envelopes:
        for place, won in enumerate(envelope.rounds, 1):
            cost, left = Money(won.cost).written(), Money(won.left_after).written()
            yield f"{outcome.contest};{envelope.id};{place};{won.number};{won.score};{cost};{left}"


def counted_here(evidence: Evidence) -> tuple[list[str], set[str]]:
    """The rows of every contest, and the contests that cannot be counted."""
    found: list[str] = []
    refused: set[str] = set()
    outcomes: list[Outcome] = []
    for contest in feeders_first(evidence.ballot.contests):
        feeders = feeders_of(contest, evidence.ballot.contests)
        kept = kept_by(feeders, outcomes) if feeders else None
        result = count(evidence, contest.id, with_ties(rule_of(contest.rule), evidence, contest.rule), {}, {}, kept)
        if isinstance(result, Outcome):
            outcomes.append(result)
            found += rows(result)
        else:
            refused.add(contest.id)
    return found, refused


@pytest.mark.parametrize("seed", range(10))
def test_toy_cities(seed: int, tmp_path: Path) -> None:
    files = toys.toy_city(seed, 10)
    put(tmp_path, files)
    read = read_imported(MemorySource(files), EDITION, city_id=CITY)
    assert read.evidence, read.findings
    here, refused = counted_here(read.evidence)
    done = counted_by_script(tmp_path)
    assert done.stdout.splitlines()[0] == HEADER
    told = [row for row in done.stdout.splitlines()[1:] if row.partition(";")[0] not in refused]
    assert sorted(told) == sorted(here)
    undone = {line.split()[2].rstrip(":") for line in done.stderr.splitlines() if line.startswith("NOT RECOUNTED")}
    assert undone == refused
    assert done.returncode == (3 if refused else 0), done.stderr
    assert here


def test_a_sealed_edition_with_merged_units_and_a_draw(built: House, tmp_path: Path) -> None:
    put(tmp_path, built.files)
    evidence = built.verdict().evidence
    assert evidence
    here, refused = counted_here(evidence)
    assert not refused
    assert sorted(counted_by_script(tmp_path).stdout.splitlines()[1:]) == sorted(here)


@pytest.mark.parametrize("edition", ["2024", "2026"])
def test_the_example_city(repo_root: Path, edition: str, aubette) -> None:
    done = counted_by_script(repo_root, edition)
    assert (done.returncode, done.stderr) == (0, "")
    asked = aubette("-C", str(repo_root), "count", edition, "--format", "json")
    envelopes = json.loads(asked.stdout)["envelopes"]
    elected = [(e["id"], won["project"]) for e in envelopes for won in e["rounds"]]
    told = [tuple(row.split(";")[1:4:2]) for row in done.stdout.splitlines()[1:]]
    assert sorted(told) == sorted(elected)


def test_the_command_line_writes_the_script(aubette, tmp_path: Path) -> None:
    done = aubette("votes", "verify", "--script", cwd=tmp_path)
    assert (done.returncode, done.stdout.encode()) == (0, SCRIPT.read_bytes())


@pytest.mark.parametrize("arguments", [[], ["only-a-folder"], [".", "2026/.."], ["nowhere", "2026"], [".", "1999"]])
def test_a_slip_is_told_and_ends_with_two(arguments: list[str], repo_root: Path) -> None:
    command = ["sh", str(SCRIPT), *arguments]
    done = subprocess.run(command, cwd=repo_root, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr


def test_a_missing_tool_is_told(tmp_path: Path, repo_root: Path) -> None:
    command = ["/bin/sh", str(SCRIPT), "--lang", "en", str(repo_root), "2026"]
    done = subprocess.run(command, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "tool awk is missing" in done.stderr


def test_a_folder_with_a_space_and_an_equals_sign(tmp_path: Path) -> None:
    folder = tmp_path / "a=b c"
    put(folder, toys.toy_city(1, 1))
    command = ["sh", str(SCRIPT), "a=b c", EDITION]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == counted_by_script(folder).returncode == 0, done.stderr


def test_what_is_not_recounted_is_said(tmp_path: Path) -> None:
    put(tmp_path, toys.toy_city(1, 1, method="equal-shares"))
    done = counted_by_script(tmp_path)
    assert (done.returncode, done.stdout.splitlines()) == (3, [HEADER])
    assert 'NOT RECOUNTED  c00: rule "equal-shares"' in done.stderr


@pytest.mark.parametrize("weights", ["borda", [5, 3, 1], []])
@pytest.mark.parametrize("seed", range(3))
def test_ranked_ballots_are_added_up_and_counted(seed: int, weights: object, tmp_path: Path) -> None:
    files = toys.ranked_city(seed, weights)
    put(tmp_path, files)
    evidence = read_imported(MemorySource(files), EDITION, city_id=CITY).evidence
    assert evidence
    here, refused = counted_here(evidence)
    done = counted_by_script(tmp_path)
    assert (done.returncode, done.stderr, refused) == (0, "", set())
    assert sorted(done.stdout.splitlines()[1:]) == sorted(here)
    assert here


def test_a_shortlist_feeds_a_decision_and_an_opinion_elects_nobody(tmp_path: Path) -> None:
    files = toys.two_rounds({"001": 5, "002": 9, "003": 9, "004": 1}, {"002": 3, "003": 8})
    put(tmp_path, files)
    evidence = read_imported(MemorySource(files), EDITION, city_id=CITY).evidence
    assert evidence
    done = counted_by_script(tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    here, refused = counted_here(evidence)
    assert (sorted(done.stdout.splitlines()[1:]), refused) == (sorted(here), set())
    assert "tri;;1;2027-002;9;;" in here
    assert [row.split(";")[3] for row in done.stdout.splitlines() if row.startswith("finale")] == ["2027-003"]


def test_a_contest_that_declares_the_usual_ties_does_not_follow_the_common_ones(tmp_path: Path) -> None:
    files = toys.two_rounds({"002": 9, "003": 9}, {"002": 8, "003": 8}, ("lowest_cost", "draw"), ("receipt",))
    put(tmp_path, files)
    evidence = read_imported(MemorySource(files), EDITION, city_id=CITY).evidence
    assert evidence
    here, refused = counted_here(evidence)
    assert [row.split(";")[3] for row in here if row.startswith("finale")] == ["2027-003"]
    assert (sorted(counted_by_script(tmp_path).stdout.splitlines()[1:]), refused) == (sorted(here), set())


def test_votes_for_what_no_shortlist_kept_are_not_counted(tmp_path: Path) -> None:
    files = toys.two_rounds({"001": 5, "002": 9, "003": 9}, {"001": 3, "003": 8})
    put(tmp_path, files)
    done = counted_by_script(tmp_path)
    assert done.returncode == 3
    assert "NOT RECOUNTED  finale: votes for a project that no shortlist kept" in done.stderr


def undone(done: subprocess.CompletedProcess[str]) -> dict[str, str]:
    """What the script says of each contest that it does not count."""
    told = (line.removeprefix("NOT RECOUNTED").split(":", 1) for line in done.stderr.splitlines())
    return {contest.strip(): reason for contest, reason in told}


@pytest.mark.parametrize("clause", [{"min_winners_per_area": 1}, {"max_winners_per_area": 1}])
def test_winners_by_area_are_left_to_others_in_a_clear_sentence(clause: dict[str, object], tmp_path: Path) -> None:
    put(tmp_path, toys.toy_city(3, 4, **clause))
    done = counted_by_script(tmp_path)
    assert (done.returncode, done.stdout.splitlines()) == (3, [HEADER])
    assert set(undone(done)) == {"c00", "c01", "c02", "c03"}
    assert all("counts winners by area, which this program does not do" in said for said in undone(done).values())


@pytest.mark.parametrize("seed", range(4))
def test_no_winner_is_listed_of_a_contest_whose_ties_areas_may_break(seed: int, tmp_path: Path) -> None:
    """What areas would decide is not known here: such a contest shows nothing rather than a list that may be wrong."""
    files = toys.toy_city(seed, 10, ties=["area_without_winner", "receipt"], min_winners_per_area=None)
    put(tmp_path, files)
    read = read_imported(MemorySource(files), EDITION, city_id=CITY)
    assert read.evidence, read.findings
    here, _ = counted_here(read.evidence)
    done = counted_by_script(tmp_path)
    left = undone(done)
    told = done.stdout.splitlines()[1:]
    assert done.returncode == 3
    assert sorted(told) == sorted(row for row in here if row.partition(";")[0] not in left)
    assert left
    assert all("areas" in said for said in left.values())
