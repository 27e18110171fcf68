"""Ours and the peers in turn on the same content, as ratios: `make bench`, or `run.py --projects 1000 --rounds 3`."""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import made

ROOT = made.ROOT
ENV = {
    **os.environ,
    "PYTHONPATH": str(ROOT / "generator"),
    "NO_MKDOCS_2_WARNING": "1",
    "SOURCE_DATE_EPOCH": "1795168800",
}
OURS = [sys.executable, "-c", "from aubette.cli.main import main; main()"]
PAGES = [sys.executable, str(ROOT / "tests" / "bench" / "pages.py")]
CACHE = ".aubette-cache"


@dataclass(frozen=True)
class Cost:
    """One run: user CPU, all CPU, wall, in seconds."""

    user: float
    cpu: float
    wall: float


def timed(command: list[str], cwd: Path, *, clocked: bool) -> Cost:
    """Run a command to its end and say what it cost, or what it says itself; a failure stops the bench."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    done = subprocess.run(command, cwd=cwd, env=ENV, capture_output=True, text=True, check=False)
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise SystemExit(f"{command}: {done.stdout}{done.stderr}")
    if clocked:
        return Cost(*map(float, done.stdout.split()[-3:]))
    user = after.ru_utime - before.ru_utime
    return Cost(user, user + after.ru_stime - before.ru_stime, wall)


@dataclass(frozen=True)
class Contender:
    """A command, where it runs, and the folders that are removed before each run, outside the clock."""

    command: list[str]
    cwd: Path
    removed: tuple[Path, ...] = ()
    clocked: bool = False
    """Whether it prints its own cost: a part of what it does is outside the clock."""


def in_turn(contenders: dict[str, Contender], rounds: int) -> dict[str, list[Cost]]:
    """Each contender once per round, in turn."""
    costs: dict[str, list[Cost]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, one in contenders.items():
            for output in one.removed:
                shutil.rmtree(output, ignore_errors=True)
            costs[name].append(timed(one.command, one.cwd, clocked=one.clocked))
    return costs


def table(title: str, costs: dict[str, list[Cost]], ours: str) -> None:
    """Medians, and how many times our cost each contender needs."""
    print(
        f"\n{title}\n\n| | user s | cpu s | wall s | user / ours | wall / ours |\n| --- | --- | --- | --- | --- | --- |"
    )
    mine = costs[ours]
    for name, runs in costs.items():
        user, cpu, wall = (statistics.median(getattr(c, kind) for c in runs) for kind in ("user", "cpu", "wall"))
        ratios = [
            statistics.median(
                getattr(theirs, kind) / getattr(our, kind) for theirs, our in zip(runs, mine, strict=True)
            )
            for kind in ("user", "wall")
        ]
        print(f"| {name} | {user:.2f} | {cpu:.2f} | {wall:.2f} | {ratios[0]:.1f} | {ratios[1]:.1f} |")


def site(folder: Path, projects: int, rounds: int) -> None:
    """Building a site of many projects, from YAML for ours and from ready Markdown for the peers."""
    content = made.city(folder / "ours", projects)
    made.plain_material(folder / "plain", content)
    city, out = folder / "ours", folder / "out"
    build = [*OURS, "build", "--history", "off", "--site-dir", str(out)]
    contenders = {
        "ours, cold": Contender(build, city, (out, city / CACHE)),
        "ours, files read before": Contender(build, city, (out,)),
        "ours, pages alone": Contender([*PAGES, str(city), str(out)], city, (out,), clocked=True),
        "plain mkdocs-material": Contender(
            [sys.executable, "-m", "mkdocs", "build", "-q"], folder / "plain", (folder / "plain" / "site",)
        ),
    }
    if shutil.which("hugo"):
        made.hugo(folder / "hugo", content)
        contenders["Hugo, small theme"] = Contender(["hugo", "--quiet"], folder / "hugo", (folder / "hugo" / "public",))
    else:
        print("Hugo is not installed (apt-get install hugo): left out")
    table(f"Site of {projects} projects", in_turn(contenders, rounds), "ours, cold")


def reading(folder: Path, projects: int, rounds: int) -> None:
    """Reading and judging the files, whole process."""
    made.city(folder / "ours", projects)
    city = folder / "ours"
    layers = [*OURS, "check", "--only", "bytes,yaml,schema", "--format", "json"]
    whole = [*OURS, "check", "--format", "json"]
    contenders = {
        "ours, bytes, yaml, schema": Contender(layers, city, (city / CACHE,)),
        "ours, whole check": Contender(whole, city, (city / CACHE,)),
        "ours, whole check, files read before": Contender(whole, city),
    }
    if shutil.which("check-jsonschema"):
        schema = str(ROOT / "schema" / "project.schema.json")
        files = sorted(str(p) for p in (folder / "ours" / "projects").rglob("*.yml"))
        contenders["check-jsonschema"] = Contender(["check-jsonschema", "--schemafile", schema, *files], city)
    else:
        print("check-jsonschema is not installed (pip install check-jsonschema): left out")
    table(f"Check of {projects} projects", in_turn(contenders, rounds), "ours, bytes, yaml, schema")


def main() -> None:
    """Run what was asked, in a folder that is removed afterwards."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--projects", type=int, default=5000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--only", choices=["site", "check"])
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="aubette-bench-") as name:
        if options.only in (None, "site"):
            site(Path(name), options.projects, options.rounds)
        if options.only in (None, "check"):
            reading(Path(name), min(options.projects, 2000), options.rounds)


if __name__ == "__main__":
    main()
