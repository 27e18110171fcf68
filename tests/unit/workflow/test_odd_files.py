"""Things in a city's folder that are no honest files: each is told by its code and place, none hangs or crashes."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from aubette.load.files import check_files
from aubette.load.worktree import WorkTree
from aubette.model.finding import Severity
from aubette.workflow.check import check
from aubette.workflow.folder import open_folder
from aubette.workflow.init_city import Answers, new_city
from aubette.workflow.init_edition import Figures
from aubette.workflow.presets import read_preset

NOBODY = ("-c", "user.name=x", "-c", "user.email=x@ville.example")
Spoil = Callable[[Path], object]
DAY = date(2027, 1, 20)
HOME = "projects/2027"


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Path]:
    """A new city under a short path, for a socket's name may not be long."""
    root = tmp_path / "c"
    for name, data in new_city(read_preset("metz"), Answers("Ville", Figures(2027), population=60_000)).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    (root / HOME).mkdir(parents=True, exist_ok=True)
    here = Path.cwd()
    os.chdir(root)
    yield root
    os.chdir(here)


def put(name: str, data: bytes = b"schema_version: 1\n") -> Spoil:
    def make(root: Path) -> None:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    return make


def both(*spoils: Spoil) -> Spoil:
    return lambda root: [spoil(root) for spoil in spoils]


def link(name: str, target: str) -> Spoil:
    return lambda root: (root / name).symlink_to(target)


def gone(name: str) -> Spoil:
    def take(root: Path) -> None:
        path = root / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    return take


def pipe(name: str) -> Spoil:
    return lambda root: os.mkfifo(root / name)


def plug(name: str) -> Spoil:
    def make(_root: Path) -> None:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(name)

    return make


def folder(name: str) -> Spoil:
    return lambda root: (root / name).mkdir()


def repository(root: Path) -> None:
    subprocess.run(["git", "init", "-q", str(root / HOME / "copie")], check=True)


ODD: tuple[tuple[str, str, Spoil], ...] = (
    ("files/symbolic-link", f"{HOME}/a-k1.yml", link(f"{HOME}/a-k1.yml", "/etc/hostname")),
    ("files/symbolic-link", f"{HOME}/a-k1.yml", link(f"{HOME}/a-k1.yml", "nowhere")),
    ("files/symbolic-link", "projects/2028", link("projects/2028", "/etc")),
    ("files/symbolic-link", "projects/2028", link("projects/2028", ".")),
    ("files/submodule", f"{HOME}/copie", repository),
    ("files/executable", "site_config/city.yml", lambda root: (root / "site_config/city.yml").chmod(0o755)),
    ("files/name", f"{HOME}/a\\u000ab.yml", put(f"{HOME}/a\nb.yml")),
    ("files/name", f"{HOME}/a\\b.yml", put(f"{HOME}/a\\b.yml")),
    ("files/name", f"{HOME}/-rf.yml", put(f"{HOME}/-rf.yml")),
    ("files/name", f"{HOME}/a (1).yml", put(f"{HOME}/a (1).yml")),
    ("files/name", f"{HOME}/\\udcff.yml", put(f"{HOME}/\udcff.yml")),
    ("files/project-name", f"{HOME}/..cache-k1.yml", put(f"{HOME}/..cache-k1.yml")),
    ("files/reserved-name", f"{HOME}/con.yml", put(f"{HOME}/con.yml")),
    ("files/twin", f"{HOME}/a-k1.yml", both(put(f"{HOME}/A-k1.yml"), put(f"{HOME}/a-k1.yml"))),
    ("files/twin", f"{HOME}/é.yml", both(put(f"{HOME}/é.yml"), put(f"{HOME}/e\u0301.yml"))),
    ("files/git-file", f"{HOME}/.gitattributes", put(f"{HOME}/.gitattributes")),
    ("files/git-file", ".gitmodules", put(".gitmodules")),
    ("bytes/too-large", f"{HOME}/a-k1.yml", put(f"{HOME}/a-k1.yml", b"# x\n" * 20_000)),
    ("yaml/empty", f"{HOME}/a-k1.yml", put(f"{HOME}/a-k1.yml", b"")),
    ("files/not-a-file", f"{HOME}/a-k1.yml", folder(f"{HOME}/a-k1.yml")),
    ("files/not-a-file", "site_config/city.yml", both(gone("site_config/city.yml"), folder("site_config/city.yml"))),
    ("files/not-a-file", f"{HOME}/a-k1.yml", pipe(f"{HOME}/a-k1.yml")),
    ("files/not-a-file", f"{HOME}/a-k1.yml", plug(f"{HOME}/a-k1.yml")),
    ("files/not-a-file", "site_config/city.yml", both(gone("site_config/city.yml"), pipe("site_config/city.yml"))),
    ("files/not-a-file", "mkdocs.yml", both(gone("mkdocs.yml"), pipe("mkdocs.yml"))),
    ("files/not-a-file", "site_config/pages/x.md", pipe("site_config/pages/x.md")),
    ("files/not-a-file", "projects", both(gone("projects"), put("projects", b""))),
    ("city/missing", "site_config/city.yml", gone("site_config/city.yml")),
    ("files/yaml-extension", f"{HOME}/a-k1.yaml", put(f"{HOME}/a-k1.yaml")),
    ("files/yaml-extension", "site_config/editions/2028.yaml", put("site_config/editions/2028.yaml")),
    ("files/project-name", f"{HOME}/note.docx", put(f"{HOME}/note.docx", b"PK")),
    ("files/project-name", f"{HOME}/a-k1.yml.bak", put(f"{HOME}/a-k1.yml.bak")),
    ("files/project-name", "projects/a-k1.yml", put("projects/a-k1.yml")),
    ("files/unread", "a-k1.yml", put("a-k1.yml")),
    ("files/unread", "projets", put("projets/2027/a-k1.yml")),
    ("files/unread", "Site-config", put("Site-config/editions/2028.yml")),
)


@pytest.mark.parametrize(("code", "path", "spoil"), ODD, ids=[f"{n}-{code}" for n, (code, *_) in enumerate(ODD)])
def test_what_is_no_honest_file_is_told(city: Path, code: str, path: str, spoil: Spoil) -> None:
    assert not told(city), "the twin is silent"
    spoil(city)
    assert (code, path) in told(city)


@pytest.mark.parametrize(
    "spoil", [put("compose.yml", b"services: {}\n"), put("docs/a.yml"), put("projets/LISEZMOI.txt"), put(".ci.yml")]
)
def test_what_is_none_of_the_city_s_data_may_lie_beside_it(city: Path, spoil: Spoil) -> None:
    spoil(city)
    assert not told(city)


def test_the_mark_of_a_second_work_tree_is_git_s_own(city: Path) -> None:
    put(".git", b"gitdir: /elsewhere/.git/worktrees/c\n")(city)
    assert check_files(WorkTree(city)) == ()
    put("projects/.git", b"gitdir: /elsewhere\n")(city)
    assert {f.code for f in check_files(WorkTree(city))} == {"files/submodule"}


@pytest.mark.parametrize("only", [(), ("schema",), ("bytes",), ("budget",), ("votes",)])
def test_a_city_file_under_another_ending_is_told_once_whatever_is_asked(city: Path, only: tuple[str, ...]) -> None:
    (city / "site_config/city.yml").rename(city / "site_config/city.yaml")
    found = check(open_folder(city), DAY, frozenset(only)).findings
    assert [(f.code, f.place.file) for f in found] == [("files/yaml-extension", "site_config/city.yaml")]


@pytest.mark.parametrize(
    ("code", "spoil"),
    [
        ("city/missing", gone("site_config/city.yml")),
        ("yaml/unclosed-bracket", put("site_config/city.yml", b"a: [b\nc: d\n")),
        ("bytes/too-large", put("site_config/city.yml", b"# x\n" * 200_000)),
    ],
)
def test_what_keeps_the_city_from_being_read_is_told_by_every_family(city: Path, code: str, spoil: Spoil) -> None:
    """A report of one family that could not be judged would read like a clean one."""
    spoil(city)
    assert [f.code for f in check(open_folder(city), DAY, frozenset({"budget"})).findings] == [code]


def test_a_file_renamed_under_another_ending_is_not_called_lost(city: Path) -> None:
    subprocess.run(["git", "init", "-q", str(city)], check=True)
    subprocess.run(["git", "-C", str(city), "add", "."], check=True)
    subprocess.run(["git", "-C", str(city), *NOBODY, "commit", "-qm", "x"], check=True)
    edition = city / "site_config/editions/2027.yml"
    edition.rename(edition.with_suffix(".yaml"))
    codes = {f.code for f in check(open_folder(city), DAY, frozenset({"bytes"})).findings}
    assert codes == {"files/yaml-extension"}
    edition.with_suffix(".yaml").unlink()
    assert {f.code for f in check(open_folder(city), DAY, frozenset({"bytes"})).findings} == {"history/deleted"}


def told(root: Path) -> set[tuple[str, str]]:
    findings = check(open_folder(root), DAY).findings
    return {(f.code, f.place.file) for f in findings if f.severity is Severity.ERROR}


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", "desktop.ini", "a-k1.yml~", ".a-k1.yml.swp"])
def test_what_an_editor_leaves_behind_does_no_harm(city: Path, name: str) -> None:
    put(f"{HOME}/{name}", b"\0\xff")(city)
    assert not told(city)


def test_a_file_or_folder_that_may_not_be_read_is_told(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = city / HOME / "a-k1.yml"
    put(f"{HOME}/a-k1.yml")(city)
    path.chmod(0o200)
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert ("files/not-a-file", f"{HOME}/a-k1.yml") in told(city)


def test_the_command_says_it_in_words(city: Path, aubette: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    """Names that no terminal can show are written with escapes; the exit code is that of a finding."""
    both(put(f"{HOME}/\udcff.yml"), put(f"{HOME}/a\nb.yml"), put(f"{HOME}/a\\b.yml"), pipe(f"{HOME}/x-k1.yml"))(city)
    for form in ("text", "json", "github", "markdown", "sarif", "gitlab", "junit"):
        done = aubette("-C", str(city), "check", "--format", form, "--date", DAY.isoformat())
        assert done.returncode == 1, (form, done.stderr)
        assert "Traceback" not in done.stderr


def test_a_word_that_others_read_otherwise_is_not_let_in(city: Path) -> None:
    """The tool reads it as the text that it is; a spreadsheet or another program would read false, 10 or 750."""
    settings = city / "site_config/city.yml"
    settings.write_text(settings.read_text("utf-8").replace("name: Ville", "name: NO", 1), "utf-8")
    found = [f for f in check(open_folder(city), DAY).findings if f.code == "yaml/ambiguous-scalar"]
    assert [(f.severity, f.place.line) for f in found] == [(Severity.ERROR, 3)]


def test_two_versions_that_git_left_are_told_in_every_kind_of_text(city: Path) -> None:
    left = "<<<<<<< HEAD\nMardi\n=======\nJeudi\n>>>>>>> main\n"
    (city / "site_config/pages/voter.md").write_text(f"# Voter\n\n{left}", "utf-8")
    settings = city / "site_config/city.yml"
    settings.write_text(settings.read_text("utf-8") + left, "utf-8")
    lines = settings.read_text("utf-8").split("\n")
    found = [(f.place.file, f.place.line) for f in check(open_folder(city), DAY).findings if "conflict" in f.code]
    expected = [("site_config/city.yml", lines.index("<<<<<<< HEAD") + 1), ("site_config/pages/voter.md", 3)]
    assert found == expected
