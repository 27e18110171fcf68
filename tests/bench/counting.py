"""Counting beside pabutools: the rule alone, on the same elections, with the same winners; then whole counts.

`counting.py` takes made-up elections, and real ones with `--elections FOLDER` (Pabulib files). The peer runs in
an environment of its own, `build/peers`. The clock holds what leads from grouped ballots to the winners in order, and
apart from it the rule alone, once the ballots lie as this program counts them, which the peer has no step for. The
reasons, which the peer does not give, are in the whole counts.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "generator"))

from aubette.load.city import load_city
from aubette.load.pabulib import PbElection, read_pb
from aubette.model.counting import (
    Candidate,
    Completion,
    CountingRule,
    Measure,
    Method,
    Pot,
    Thresholds,
    TieBreak,
    Utility,
)
from aubette.model.evidence import BallotGroup
from aubette.votes.count.equal_shares import Race, completed, may_be_bought
from aubette.votes.count.outcome_json import outcome_data
from aubette.votes.count.profile import profile
from aubette.votes.count.scores import rescored
from aubette.votes.count.ties import Chain
from aubette.workflow.folder import open_folder
from aubette.workflow.results import counted, edition_results

PEER = ROOT / "build" / "peers" / "bin" / "python"
OURS = [sys.executable, "-c", "from aubette.cli.main import main; main()"]
ENV = {**os.environ, "PYTHONPATH": str(ROOT / "generator"), "SOURCE_DATE_EPOCH": "1795168800"}
CITY = (100_000, 160)
MADE = ((1_000, 25), (3_000, 40), (10_000, 60))
SMALL = 1_000
"""With fewer ballots, what is measured is the start of each program's machinery: told apart."""
LARGEST = 120_000
"""Of real elections with more bytes the shares are not raised here: the peer would take hours."""
SATISFACTION = {"approval": "Cost_Sat", "choose-1": "Cost_Sat", "ordinal": "Additive_Borda_Sat"}
PEER_CODE = """
import json, sys, time
from pabutools import election, rules
_, file, measure, step = sys.argv
instance, profile = election.parse_pabulib(file)
grouped = profile.as_multiprofile()
start = time.process_time()
won = rules.method_of_equal_shares(
    instance, grouped, sat_class=getattr(election, measure), voter_budget_increment=int(step) or None
)
print(json.dumps([time.process_time() - start, [project.name for project in won]]))
"""


@dataclass(frozen=True)
class Times:
    """Seconds of CPU for one rule on one election, ours and theirs; theirs is None when it was left out.

    `alone` is our part of `ours` that applies the rule.
    """

    name: str
    ballots: int
    rule: str
    ours: float
    alone: float
    theirs: float | None
    winners: int
    alike: bool


def made_up(file: Path, voters: int, projects: int) -> Path:
    """An approval election in which some projects are dear, some are loved, and neighbours vote alike."""
    chance = random.Random(f"{voters}/{projects}")
    costs = [chance.randrange(2, 60) * 1000 + chance.randrange(1000) for _ in range(projects)]
    liked = [1 / (rank + 3) for rank in range(projects)]
    chance.shuffle(liked)
    near = [chance.randrange(max(2, projects // 8)) for _ in range(projects)]
    lines = ["META", "key;value", "description;made", "country;France", "unit;Ville", "instance;2026"]
    lines += [f"num_projects;{projects}", f"num_votes;{voters}", f"budget;{sum(costs) // 3}", "vote_type;approval"]
    lines += ["rule;greedy", "max_length;8", "PROJECTS", "project_id;cost;votes"]
    home = [[weight * (6 if near[p] == area else 1) for p, weight in enumerate(liked)] for area in range(max(near) + 1)]
    ballots = [
        sorted(set(chance.choices(range(projects), home[chance.randrange(len(home))], k=chance.randint(1, 8))))
        for _ in range(voters)
    ]
    votes = Counter(pick for ballot in ballots for pick in ballot)
    lines += [f"{p};{cost};{votes[p]}" for p, cost in enumerate(costs)]
    lines += ["VOTES", "voter_id;vote", *(f"{n};{','.join(map(str, b))}" for n, b in enumerate(ballots))]
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


def ours(election: PbElection, completion: Completion, rounds: int) -> tuple[float, float, list[str]]:
    """The medians of our CPU seconds, in all and for the rule alone, and the winners in order."""
    plain = election.vote_type in ("approval", "choose-1")
    joined: Counter[tuple[tuple[str, ...], tuple[int, ...]]] = Counter()
    for groups in election.ballots.values():
        for group in groups:
            joined[group.picks, group.points] += group.count
    groups = [BallotGroup(count, *ballot) for ballot, count in joined.items()]
    rule = CountingRule(
        method=Method.EQUAL_SHARES,
        measure=Measure.VOTES if plain else Measure.POINTS,
        weights="borda" if election.vote_type == "ordinal" else (),
        utility=Utility.COST if plain else Utility.POINTS,
        completion=completion,
        thresholds=Thresholds(votes=0),
        ties=(TieBreak.ID,),
    )
    votes = Counter({p.source_id: 0 for p in election.projects})
    for group in groups:
        votes.update(dict.fromkeys(group.picks, group.count))
    projects = [Candidate(p.source_id, p.cost.cents, "e", 0, votes[p.source_id]) for p in election.projects]
    candidates = rescored(projects, groups, rule)
    spent, alone = [], []
    for _ in range(rounds):
        start = time.process_time()
        made = profile(groups, candidates, rule)
        laid = time.process_time()
        running = frozenset(s.candidate.number for s in made.supports if may_be_bought(s, rule))
        pot = Pot("e", election.budget.cents)
        scan = completed(Race(made, pot, rule, Chain.of(rule, None), running))
        end = time.process_time()
        spent.append(end - start)
        alone.append(end - laid)
    return statistics.median(spent), statistics.median(alone), [s.candidate.number for s in scan.run.elected]


def beside(file: Path, name: str, rounds: int, patience: int) -> Iterator[Times]:
    """Plain equal shares and its completion by one unit at a time, on one election."""
    read = read_pb(file.read_bytes(), file.name)
    assert read.election is not None, read.findings
    voters = sum(group.count for groups in read.election.ballots.values() for group in groups)
    for rule, completion, step in (("plain", Completion.NONE, 0), ("add1", Completion.ADD1E, 1)):
        if rule == "add1" and file.stat().st_size > LARGEST:
            continue
        mine, alone, winners = ours(read.election, completion, rounds)
        measure = SATISFACTION.get(read.election.vote_type, "Additive_Cardinal_Sat")
        command = [str(PEER), "-c", PEER_CODE, str(file), measure, str(step)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=patience)
        except subprocess.TimeoutExpired:
            yield Times(name, voters, rule, mine, alone, None, len(winners), alike=True)
            continue
        theirs, won = json.loads(done.stdout)
        yield Times(name, voters, rule, mine, alone, theirs, len(winners), alike=won == winners)


def table(times: Sequence[Times]) -> None:
    """Each election, then the geometric mean and the worst of each rule."""
    heads = ("election", "ballots", "rule", "winners", "ours s", "pabutools s", "ratio", "rule alone")
    print(f"\n| {' | '.join(heads)} |\n|" + " --- |" * len(heads))
    for one in times:
        times_faster = (one.theirs / one.ours, one.theirs / one.alone) if one.theirs else ()
        ratio = (
            " | ".join([f"{one.theirs:.4f}", *(f"{x:.0f}" for x in times_faster)]) if one.theirs else "given up | – | –"
        )
        print(f"| {one.name} | {one.ballots} | {one.rule} | {one.winners} | {one.ours:.4f} | {ratio} |")
    for rule in ("plain", "add1"):
        for least, most in ((SMALL, math.inf), (0, SMALL)):
            measured = [one for one in times if one.rule == rule and one.theirs and least <= one.ballots < most]
            size = f"from {least} ballots" if least else f"under {most} ballots"
            for part, of in (("from grouped ballots", "ours"), ("rule alone", "alone")):
                ratios = [one.theirs / getattr(one, of) for one in measured if one.theirs]
                if ratios:
                    mean, worst = math.exp(statistics.fmean(map(math.log, ratios))), min(ratios)
                    told = f"{mean:.1f} times faster (geometric mean of {len(ratios)}), {worst:.1f} at worst"
                    print(f"\n{rule}, {size}, {part}: {told}")
    different = [f"{one.name}, {one.rule}" for one in times if not one.alike]
    print("\nSame winners in the same order: " + (f"not {different}" if different else "everywhere"))
    if different:
        raise SystemExit(1)


def whole(file: Path, changes: Mapping[str, object], rounds: int) -> str:
    """Median CPU seconds of `aubette count` on an imported election, a process of its own, and of its parts.

    The parts are the start of the program, and the count with its reasons once the ballots are read and verified.
    """
    with tempfile.TemporaryDirectory(prefix="aubette-bench-") as name:
        city = Path(name) / "city"
        imported = [*OURS, "import", "pabulib", str(file), "--into", str(city)]
        subprocess.run(imported, env=ENV, check=True, capture_output=True)
        edition = next((city / "votes").iterdir()).name
        written = {key: value[0] if isinstance(value, list) else value for key, value in changes.items()}
        options = [f"--{'rule' if key == 'method' else key}={value}" for key, value in written.items()]
        command = [*OURS, "-C", str(city), "count", edition, "--format", "json", *options]
        spent = [spent_by(command) for _ in range(rounds)]
        start = [spent_by([*OURS, "count", "--help"]) for _ in range(rounds)]
        alone = counted_alone(city, changes, rounds)
    return " | ".join(f"{statistics.median(part):.2f}" for part in (spent, start, alone))


def spent_by(command: Sequence[str]) -> float:
    """CPU seconds of a process and those it started."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=ENV, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def counted_alone(folder: Path, changes: Mapping[str, object], rounds: int) -> list[float]:
    """CPU seconds from verified ballots to the bytes of `count.json`."""
    opened = open_folder(folder)
    loaded = load_city(opened.source, opened.schemas)
    (edition,) = loaded.city.editions
    evidence = edition_results(opened.source, loaded.city, edition, changes).evidence
    assert evidence is not None
    spent = []
    for _ in range(rounds):
        start = time.process_time()
        outcomes, findings = counted(evidence, loaded.city, edition, changes)
        assert outcomes, findings
        json.dumps(outcome_data(edition.id, outcomes, {}, what_if=True))
        spent.append(time.process_time() - start)
    return spent


def counting(folder: Path, rounds: int, elections: Path | None, patience: int) -> None:
    """All of it; real elections where their folder is given."""
    files = [made_up(folder / f"{voters}-{projects}.pb", voters, projects) for voters, projects in MADE]
    real = sorted(elections.glob("*.pb")) if elections else []
    if PEER.is_file():
        table([one for file in (*files, *real) for one in beside(file, file.stem, rounds, patience)])
    else:
        print("pabutools is not installed (make build/peers/.ready): left out")
    voters, projects = CITY
    city = made_up(folder / "city.pb", voters, projects)
    heads = ("CPU seconds", "whole process", "its start", "count with reasons, ballots read")
    print(f"\n| {' | '.join(heads)} |\n|" + " --- |" * len(heads))
    print(f"| {voters} ballots, {projects} projects, greedy | {whole(city, {'method': 'greedy'}, rounds)} |")
    shares = {"method": "equal-shares", "completion": "add1e", "step": 1, "ties": ["id"]}
    for file in (*[f for f in real if "lodz_2020" in f.name], city):
        print(f"| {file.stem}, equal shares, add1e | {whole(file, shares, rounds)} |")


def main() -> None:
    """Run in a folder that is removed afterwards."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--elections", type=Path)
    asked.add_argument("--patience", type=int, default=300, help="seconds after which the peer is left out")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="aubette-bench-") as name:
        counting(Path(name), options.rounds, options.elections, options.patience)


if __name__ == "__main__":
    main()
