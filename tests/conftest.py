"""What all tests share: where the repository stands, real elections where they are there, the example built once."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from ready import Ready

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "generator"))

DAY = "2026-11-20"
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write the golden files anew instead of comparing")


@pytest.fixture(scope="session")
def repo_root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def elections_dir() -> Path:
    """Real elections beside the checkout; they are not part of the project."""
    folder = ROOT.parent / "shared" / "elections"
    if not folder.is_dir():
        pytest.skip("the folder ../shared/elections with real elections is not here")
    return folder


@pytest.fixture(scope="session")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ready]:
    """The program, imported once; each command is a child of it."""
    waiting = Ready(tmp_path_factory.mktemp("ready"))
    yield waiting
    waiting.end()


@pytest.fixture(scope="session")
def aubette(ready: Ready) -> Run:
    """The command line as a person types it, in a process of its own.

    A start that is told how Python itself shall behave (`PYTHONHASHSEED` ...) begins from nothing.
    """

    def run(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "PYTHONPATH": str(ROOT / "generator"), "NO_COLOR": "1", **environment}
        if not any(name.startswith("PYTHON") for name in environment):
            return ready.run(*arguments, cwd=cwd, environment=env)
        command = [sys.executable, "-c", "from aubette.cli.main import main; main()", *arguments]
        return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=300, check=False)

    return run


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], None]], Path]:
    """A folder that is made once for all processes of a run, by whoever asks first; nobody writes into it later."""
    own = tmp_path_factory.getbasetemp()
    common = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def made(name: str, make: Callable[[Path], None]) -> Path:
        target = common / name
        with (common / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (common / f"{name}.made").exists():
                make(target)
                (common / f"{name}.made").touch()
        return target

    return made


@pytest.fixture(scope="session")
def example(
    once: Callable[[str, Callable[[Path], None]], Path], aubette: Run, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The example city as a repository with its whole life, read before; each process has its own to keep files in."""

    def replay(target: Path) -> None:
        script = ROOT / "generator" / "example" / "life.py"
        subprocess.run([sys.executable, str(script), str(target)], check=True, capture_output=True, timeout=300)
        for verb in ("check", "history"):
            assert aubette("-C", str(target), verb, "--date", DAY).returncode == 0

    target = tmp_path_factory.mktemp("example") / "city"
    shutil.copytree(once("example-life", replay), target, symlinks=True)
    return target


@pytest.fixture(scope="session")
def site(example: Path, aubette: Run, once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """The example's site."""

    def build(target: Path) -> None:
        done = aubette("-C", str(example), "build", "--date", DAY, "--site-dir", str(target))
        assert done.returncode == 0, done.stdout + done.stderr

    return once("example-site", build)
