"""The wheel, outside the checkout: it has its schemas and its theme, and judges and builds a city."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installed(repo_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `aubette` of an environment that holds the wheel and, through a path file, only our dependencies."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(folder / "dist"),
        str(repo_root),
    ]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    wheel = next((folder / "dist").glob("*.whl"))
    venv.create(folder / "venv")
    python = folder / "venv" / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--quiet", "--disable-pip-version-check"]
    install = [*pip, "install", "--no-deps", str(wheel)]
    subprocess.run(install, check=True)
    where = subprocess.run(
        [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    dependencies = folder / "dependencies"
    dependencies.mkdir()
    for item in Path(sysconfig.get_path("purelib")).iterdir():
        if item.name != "aubette.pth" and not item.name.startswith("aubette"):
            (dependencies / item.name).symlink_to(item)
    (Path(where) / "dependencies.pth").write_text(f"{dependencies}\n")
    return folder / "venv" / "bin" / "aubette"


def run(command: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(command), *arguments], cwd=cwd, capture_output=True, text=True, check=False)


def test_it_says_its_version_and_help(installed: Path, tmp_path: Path) -> None:
    assert "aubette" in run(installed, "--version", cwd=tmp_path).stdout
    assert "budget participatif" in run(installed, "--help", cwd=tmp_path).stdout


def test_it_checks_and_builds_a_city_elsewhere(installed: Path, example: Path, tmp_path: Path) -> None:
    city = tmp_path / "city"
    shutil.copytree(example, city)
    checked = run(installed, "-C", str(city), "check", "--date", "2026-11-20", cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    built = run(installed, "-C", str(city), "build", "--date", "2026-11-20", cwd=tmp_path)
    assert built.returncode == 0, built.stdout + built.stderr
    assert (city / "site" / "index.html").is_file()


def test_it_makes_a_new_city_and_does_all_with_it_and_without_a_repository(installed: Path, tmp_path: Path) -> None:
    city = tmp_path / "new"
    made = run(installed, "init", str(city), "--yes", cwd=tmp_path)
    assert made.returncode == 0, made.stdout + made.stderr
    for line in (("check",), ("fmt", "--check"), ("explain", "budget/project-cap"), ("build", "--engine", "none")):
        done = run(installed, *line, cwd=city)
        assert done.returncode == 0, (line, done.stdout + done.stderr)
    assert (city / "site" / "assets" / "favicon.svg").read_text("utf-8").startswith("<svg")


def test_it_imports_a_real_election(installed: Path, elections_dir: Path, tmp_path: Path) -> None:
    file = elections_dir / "poland_zabrze_2020_pawlow.pb"
    made = run(installed, "import", "pabulib", str(file), "--into", str(tmp_path / "past"), cwd=tmp_path)
    assert made.returncode == 0, made.stdout + made.stderr
    built = run(installed, "-C", "past", "build", cwd=tmp_path)
    assert built.returncode == 0, built.stdout + built.stderr
    results = "".join(p.read_text("utf-8") for p in (tmp_path / "past" / "site" / "resultats").glob("*/index.html"))
    assert results.count('class="banner"') >= 1
