"""The site does not hang on an engine, nor on what earlier builds kept."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from aubette.model.report import Report
from aubette.words.catalogue import Catalogue
from aubette.workflow.build import Built, build
from aubette.workflow.build_verified import differing, unlike_a_clean_build
from aubette.workflow.folder import Folder, open_folder

DAY = date(2026, 11, 20)
WITHOUT = (
    "import sys; sys.modules.update(dict.fromkeys(('mkdocs', 'material', 'markdown')));"
    "from aubette.cli.main import main; main()"
)


@pytest.fixture(scope="module")
def bare(example: Path, repo_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's site, built where neither MkDocs nor Material can be imported."""
    target = tmp_path_factory.mktemp("bare") / "site"
    line = ["-C", str(example), "build", "--date", str(DAY), "--engine", "none", "--site-dir", str(target)]
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, *line],
        env={"PYTHONPATH": str(repo_root / "generator"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return target


def test_without_mkdocs_every_data_page_is_the_same_bytes(site: Path, bare: Path, example: Path) -> None:
    own = {f"{page.stem}/index.html" for page in (example / "site_config" / "pages").glob("*.md")}
    assert own
    assert set(differing(site, bare)) <= own
    assert len(list(bare.rglob("*.html"))) > 500


def test_the_citys_own_pages_say_the_same(site: Path, bare: Path, example: Path) -> None:
    def words(page: Path) -> list[str]:
        text = page.read_text("utf-8")
        return re.sub(r"<[^>]+>", " ", text[text.index("<main") : text.index("</main>")]).split()

    for page in (example / "site_config" / "pages").glob("*.md"):
        assert words(site / page.stem / "index.html") == words(bare / page.stem / "index.html")


def test_without_mkdocs_a_broken_configuration_is_told(example: Path, aubette, tmp_path: Path) -> None:
    from shutil import copytree, ignore_patterns

    city = tmp_path / "city"
    copytree(example, city, ignore=ignore_patterns(".git"))
    for broken in (b"theme: [", b"- a list\n", b"\xff\xfe", b"site_name: !!python/name:os.system x\n"):
        (city / "mkdocs.yml").write_bytes(broken)
        done = aubette("-C", str(city), "build", "--engine", "none", "--site-dir", str(tmp_path / "site"))
        assert done.returncode == 1, done.stdout + done.stderr
        assert "mkdocs.yml" in done.stdout
    assert not (tmp_path / "site").exists()


@pytest.fixture
def city(aubette, tmp_path: Path) -> Folder:
    """A new city with what it kept from a first build."""
    folder = tmp_path / "city"
    assert aubette("init", str(folder), "--yes").returncode == 0
    made = open_folder(folder)
    assert built(made, tmp_path / "first", cold=False).target
    assert (folder / ".aubette-cache").is_dir()
    return made


def built(city: Folder, target: Path, *, cold: bool) -> Built:
    return build(city, DAY, Catalogue("fr"), target, history=False, cold=cold)


def test_a_warm_build_after_each_kind_of_change_is_a_clean_one(city: Folder, tmp_path: Path) -> None:
    kinds = sorted(p for p in city.root.rglob("*") if p.suffix in (".yml", ".md") and ".aubette" not in str(p))
    touched = 0
    for turn, path in enumerate(kinds):
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"(?m)^(\s*(?:title|fr|name|site_name): .*[a-z])", r"\1 bis", text, count=1) + "\n")
        touched += path.read_text("utf-8") != text + "\n"
        warm, clean = tmp_path / f"warm{turn}", tmp_path / f"clean{turn}"
        assert built(city, warm, cold=False).target, path
        assert built(city, clean, cold=True).target
        assert differing(warm, clean) == (), path
    assert touched >= 3


def test_a_cold_build_leaves_and_takes_nothing(aubette, tmp_path: Path) -> None:
    folder = tmp_path / "city"
    assert aubette("init", str(folder), "--yes").returncode == 0
    assert built(open_folder(folder), tmp_path / "site", cold=True).target
    assert not (folder / ".aubette-cache").exists()


def test_a_difference_from_a_clean_build_is_an_error(tmp_path: Path) -> None:
    for name, text in (("warm", "old"), ("warm/x", "same")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(text)
    warm = Built(Report((), 1), 2, tmp_path / "warm")

    def clean(target: Path) -> Built:
        (target / "x").mkdir(parents=True)
        (target / "x" / "index.html").write_text("same")
        (target / "index.html").write_text("new")
        (target / "more.json").write_text("{}")
        return Built(Report((), 1), 3, target)

    found = unlike_a_clean_build(warm, clean)
    assert [(f.code, f.params["file"]) for f in found] == [
        ("build/unlike-clean", "index.html"),
        ("build/unlike-clean", "more.json"),
    ]


def test_verify_says_so(city: Folder, aubette, tmp_path: Path) -> None:
    done = aubette(
        "-C", str(city.root), "build", "--verify", "--date", str(DAY), "--history", "off",
        "--site-dir", str(tmp_path / "verified"),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "mêmes octets" in done.stdout


def test_every_icon_that_we_name_is_ours(repo_root: Path) -> None:
    from aubette.publish.icons import OURS

    named = set()
    for folder in ("site_config", "generator/aubette/presets"):
        for path in (repo_root / folder).rglob("*.yml"):
            named.update(re.findall(r"^\s+icon: ([\w-]+)$", path.read_text("utf-8"), re.MULTILINE))
    assert named
    assert {name for name in named if not (OURS / "material" / f"{name}.svg").is_file()} == set()
