"""Ours and the peers in turn on the same content, as ratios: `make bench`, or `run.py --projects 1000 --rounds 3`."""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import counting
import history
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
CHECKED = ((2000, 3), (10_000, 1))
"""The sizes of a check with their rounds: the slowest peer needs a minute of processor for the greater one."""
WORDS = b"description: |-\n  "
PATIENCE = 300


@dataclass(frozen=True)
class Cost:
    """One run: user CPU, all CPU, wall, in seconds; the most memory that it held at once, in megabytes."""

    user: float
    cpu: float
    wall: float
    peak: float = 0.0


def timed(command: list[str], cwd: Path, *, clocked: bool) -> Cost:
    """Run a command to its end and say what it cost, or what it says itself; a failure stops the bench."""
    with tempfile.TemporaryFile() as said:
        start = time.monotonic()
        process = subprocess.Popen(command, cwd=cwd, env=ENV, stdout=said, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read().decode("utf-8", "replace")
    if process.returncode != 0:
        raise SystemExit(f"{command}: {text}")
    if clocked:
        return Cost(*map(float, text.split()[-3:]))
    return Cost(used.ru_utime, used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)


@dataclass(frozen=True)
class Contender:
    """A command, where it runs, and the folders that are removed before each run, outside the clock."""

    command: list[str]
    cwd: Path
    removed: tuple[Path, ...] = ()
    clocked: bool = False
    """Whether it prints its own cost: a part of what it does is outside the clock."""

    touched: Path | None = None
    """A project whose description gets one more word before each run."""


def in_turn(contenders: dict[str, Contender], rounds: int) -> dict[str, list[Cost]]:
    """Each contender once per round, in turn."""
    costs: dict[str, list[Cost]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, one in contenders.items():
            for output in one.removed:
                shutil.rmtree(output, ignore_errors=True)
            if one.touched:
                one.touched.write_bytes(one.touched.read_bytes().replace(WORDS, WORDS + b"Encore. ", 1))
            costs[name].append(timed(one.command, one.cwd, clocked=one.clocked))
    return costs


def table(title: str, costs: dict[str, list[Cost]], ours: str) -> None:
    """Medians, and how many times our cost each contender needs."""
    print(f"\n{title}\n\n| | user s | cpu s | wall s | peak MB | user / ours | wall / ours |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    mine = costs[ours]
    for name, runs in costs.items():
        kinds = ("user", "cpu", "wall", "peak")
        user, cpu, wall, peak = (statistics.median(getattr(c, kind) for c in runs) for kind in kinds)
        ratios = [
            statistics.median(
                getattr(theirs, kind) / getattr(our, kind) for theirs, our in zip(runs, mine, strict=True)
            )
            for kind in ("user", "wall")
        ]
        memory = f"{peak:.0f}" if peak else ""
        print(f"| {name} | {user:.2f} | {cpu:.2f} | {wall:.2f} | {memory} | {ratios[0]:.1f} | {ratios[1]:.1f} |")


def site(folder: Path, projects: int, rounds: int) -> None:
    """Building a site of many projects, from YAML for ours and from ready Markdown for the peers."""
    content = made.city(folder / "ours", projects)
    made.plain_material(folder / "plain", content)
    city, out = folder / "ours", folder / "out"
    build = [*OURS, "build", "--history", "off", "--site-dir", str(out)]
    first = min((city / "projects" / "2026").glob("*.yml"))
    contenders = {
        "ours, cold": Contender(build, city, (out, city / CACHE)),
        "ours, files read before": Contender(build, city, (out,)),
        "ours, one project touched": Contender(build, city, (out,), touched=first),
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
    """Reading and judging the files, whole process; our cache is kept only where the name says so."""
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
    costs = in_turn(contenders, rounds)
    for ours in [name for name in contenders if name.startswith("ours")]:
        shown = {name: runs for name, runs in costs.items() if name == ours or not name.startswith("ours")}
        table(f"Check of {projects} projects: {ours}", shown, ours)


def starting(folder: Path, rounds: int) -> None:
    """How long a command takes that has nothing to do."""
    contenders = {"aubette --help": Contender([*OURS, "--help"], folder)}
    if shutil.which("check-jsonschema"):
        contenders["check-jsonschema --help"] = Contender(["check-jsonschema", "--help"], folder)
    table("Starting", in_turn(contenders, 3 * rounds), "aubette --help")


def main() -> None:
    """Run what was asked, in a folder that is removed afterwards."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--projects", type=int, default=10_000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--only", choices=["site", "check", "count", "history"])
    asked.add_argument("--elections", type=Path, help="real elections to count beside the made-up ones")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="aubette-bench-") as name:
        if options.only in (None, "site"):
            site(Path(name), min(options.projects, 5000), options.rounds)
        if options.only in (None, "check"):
            for size, rounds in CHECKED:
                if size <= options.projects or size == CHECKED[0][0]:
                    reading(Path(name), min(options.projects, size), min(options.rounds, rounds))
            starting(Path(name), options.rounds)
        if options.only in (None, "count"):
            counting.counting(Path(name), options.rounds, options.elections, PATIENCE)
    if options.only in (None, "history"):
        print(f"\nHistory of {history.FILES} files and {history.COMMITS} commits\n")
        history.bench(options.rounds)


if __name__ == "__main__":
    main()
