"""History on a long past: 2 000 files, 20 000 commits; time and memory of each stage, and ratios to plain git.

`python tests/bench/history.py` makes the repository (or takes one with `--repository`) and prints a table. Every
measured stage is a process of its own; wall and CPU seconds hold the start of Python, memory is the process's peak.
The peer, mkdocs-git-revision-date-localized, is asked for a sample of the files by the function that it calls for each
page, with its defaults and without MkDocs around it; it is told apart what its start costs.
"""

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

import make_history

ROOT = make_history.ROOT
PEER_PYTHON = ROOT / "build" / "peers" / "bin" / "python"
FILES, COMMITS = 2000, 20000
NEW = 50
SAMPLE = 40
PEER = "mkdocs-git-revision-date-localized"
PEER_STAGE = """
import sys
from mkdocs_git_revision_date_localized_plugin.util import Util

util = Util({"enable_git_follow": True, "fallback_to_build_date": False}, ".")
for path in sys.argv[2:]:
    util.get_git_commit_timestamp(path=path)
    if sys.argv[1] == "both":
        util.get_git_commit_timestamp(path=path, is_first_commit=True)
"""
STAGE = """
import gc, sys
from pathlib import Path
from zoneinfo import ZoneInfo
from aubette.history.cache import Cache
from aubette.history.git import open_repository
from aubette.history.log import events
from aubette.history.timeline import Reader, recall
from aubette.load.root import schema_dir
from aubette.load.schema import Schemas
from aubette.load.yaml_text import parse

stage, folder, kept = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
gc.disable()
repository = open_repository(folder)
zone = ZoneInfo("Europe/Paris")
if stage in ("log", "blobs"):
    told = events(repository, zone)
    if stage == "blobs":
        sum(len(raw) for raw in repository.blobs(f.after for e in told for f in e.files if f.after))
elif stage != "start":
    schema = Schemas(schema_dir()).document("project")
    reader = Reader(lambda raw, path: parse(raw, path).data, schema, {}, "participation", zone)
    past = recall(repository, reader, Cache(kept, "bench") if stage.startswith("kept") else None)
    if stage.endswith("told"):
        sum(len(past.timeline(key)) for key in past.keys())
"""


@dataclass(frozen=True)
class Cost:
    """One run: wall and CPU seconds of the process and its children, peak memory in MB."""

    wall: float
    cpu: float
    memory: float


def timed(command: list[str], cwd: Path) -> Cost:
    """Run a command to its end and say what it cost; a failure stops the bench."""
    env = {**os.environ, "PYTHONPATH": str(ROOT / "generator"), "GIT_CONFIG_GLOBAL": "/dev/null"}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    with subprocess.Popen(command, cwd=cwd, env=env, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        raise SystemExit(f"{command[:3]} failed")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, cpu, used.ru_maxrss / 1024)


def median(costs: list[Cost]) -> Cost:
    """The median of each figure."""
    return Cost(*(statistics.median(getattr(c, name) for c in costs) for name in ("wall", "cpu", "memory")))


def measure(repository: Path, room: Path, rounds: int) -> dict[str, Cost]:
    """Every contender once per round, in turn."""
    kept, ahead = room / "kept", room / "ahead"
    ours = [sys.executable, "-c", STAGE]
    subprocess.run(["git", "clone", "-q", "--shared", str(repository), str(ahead)], check=True)
    newest = subprocess.check_output(["git", "-C", str(ahead), "rev-parse", "HEAD"], text=True).strip()
    reset = ["git", "-C", str(ahead), "reset", "-q", "--hard"]
    subprocess.run([*reset, f"{newest}~{NEW}"], check=True)
    timed([*ours, "kept", str(ahead), str(kept)], room)
    subprocess.run([*reset, newest], check=True)
    files = subprocess.check_output(["git", "-C", str(repository), "ls-files", "projects"], text=True).splitlines()
    each = " && ".join(f"git log --follow --format=%ct -- '{name}'" for name in files[:: max(1, len(files) // SAMPLE)])
    contenders: dict[str, tuple[list[str], Path]] = {
        "git log --raw": (["git", "log", "--raw", "--no-renames"], repository),
        f"git log --follow, a process for each of {SAMPLE} files": (["sh", "-c", each], repository),
        "start": ([*ours, "start", str(repository), "-"], room),
        "log": ([*ours, "log", str(repository), "-"], room),
        "log and blobs": ([*ours, "blobs", str(repository), "-"], room),
        "whole past, cold": ([*ours, "whole", str(repository), "-"], room),
        "whole past, cold, every entry made": ([*ours, "whole, told", str(repository), "-"], room),
        f"{NEW} new commits, kept history": ([*ours, "kept", str(ahead), str(kept)], room),
        f"{NEW} new commits, every entry made": ([*ours, "kept, told", str(ahead), str(kept)], room),
    }
    contenders |= peer(repository, files[:: max(1, len(files) // SAMPLE)])
    costs: dict[str, list[Cost]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, (command, cwd) in contenders.items():
            costs[name].append(timed(command, cwd))
    return {name: median(runs) for name, runs in costs.items()}


def peer(repository: Path, sample: list[str]) -> dict[str, tuple[list[str], Path]]:
    """The peer's runs: its start, the date of the last change of each file of a sample, that and the first one's."""
    run = [str(PEER_PYTHON), "-c", PEER_STAGE]
    if not PEER_PYTHON.exists() or subprocess.run(run, capture_output=True, check=False).returncode:
        print(f"{PEER} is not installed (make bench installs it): left out")
        return {}
    return {
        f"{PEER}, start": ([*run, "last"], repository),
        f"{PEER}, last date of {len(sample)} files": ([*run, "last", *sample], repository),
        f"{PEER}, both dates of {len(sample)} files": ([*run, "both", *sample], repository),
    }


def against_peer(costs: dict[str, Cost], files: int, cold: float) -> None:
    """How much longer the peer would take for all the files, by the sample."""
    start = next((cost.cpu for name, cost in costs.items() if name == f"{PEER}, start"), None)
    for name, cost in costs.items():
        if start is not None and name.startswith(PEER) and not name.endswith("start"):
            whole = (cost.cpu - start) / int(name.split()[-2]) * files
            what = name.split(", ")[1].partition(" of ")[0]
            wanted = " (at least 50)" if what.startswith("both") else ""
            print(f"whole past: {whole / cold:.0f} times faster than {PEER} for {what} of each file{wanted}")


def report(costs: dict[str, Cost], files: int) -> None:
    """The table, and the ratios that the design promises; ours without the start of Python."""
    print("| | wall s | cpu s | memory MB |\n| --- | --- | --- | --- |")
    for name, cost in costs.items():
        print(f"| {name} | {cost.wall:.2f} | {cost.cpu:.2f} | {cost.memory:.0f} |")
    start, floor = costs["start"].cpu, costs["git log --raw"].cpu
    cold = costs["whole past, cold, every entry made"].cpu - start
    blobs, new = (costs[name].cpu - start for name in ("log and blobs", f"{NEW} new commits, kept history"))
    each = costs[f"git log --follow, a process for each of {SAMPLE} files"].cpu / SAMPLE * files
    print(f"\nlog and blobs: {blobs / floor:.1f} times git log --raw (at most 3)")
    print(f"whole past: {each / cold:.0f} times faster than a git process for each of {files} files (at least 50)")
    against_peer(costs, files, cold)
    print(f"{NEW} new commits: 1/{cold / new:.0f} of cold (at most 1/20)")


def bench(rounds: int, files: int = FILES, commits: int = COMMITS, repository: Path | None = None) -> None:
    """Make the repository unless one is given, measure, print."""
    room = Path(tempfile.mkdtemp(prefix="aubette-history-"))
    try:
        measured = repository.resolve() if repository else room / "long"
        if not repository:
            make_history.make(measured, files, commits)
        report(measure(measured, room, rounds), files)
    finally:
        shutil.rmtree(room, ignore_errors=True)


def main() -> None:
    """Read what was asked."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--files", type=int, default=FILES)
    asked.add_argument("--commits", type=int, default=COMMITS)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--repository", type=Path)
    options = asked.parse_args()
    bench(options.rounds, options.files, options.commits, options.repository)


if __name__ == "__main__":
    main()
