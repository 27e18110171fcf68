"""What the repository promises about itself: workflows with nothing to steal, small rooms, no host named."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

TOP = {
    ".ci", ".editorconfig", ".gitattributes", ".github", ".gitignore", ".vscode", "CHANGELOG.md", "LICENSE", "Makefile",
    "README.md", "docs", "generator", "mkdocs.yml", "projects", "pyproject.toml", "requirements", "schema",
    "site_config", "tests", "votes",
}  # fmt: skip
HOSTS = re.compile(r"pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian\.org|/simple/")
ACTION = re.compile(r"uses:\s*(\S+)")


def tracked(root: Path) -> list[str]:
    said = subprocess.run(["git", "-C", str(root), "ls-files", "-z"], capture_output=True, text=True, check=True).stdout
    return [path for path in said.split("\0") if path]


def test_top_level(repo_root: Path) -> None:
    assert {path.split("/")[0] for path in tracked(repo_root)} <= TOP


def test_no_registry_host_is_named(repo_root: Path) -> None:
    named = []
    for path in tracked(repo_root):
        if path == "tests/test_repo_posture.py" or not (repo_root / path).is_file():
            continue
        if HOSTS.search((repo_root / path).read_text("utf-8", "replace")):
            named.append(path)
    assert named == []


def test_readme_is_short(repo_root: Path) -> None:
    assert len((repo_root / "README.md").read_text("utf-8").splitlines()) <= 120


@pytest.mark.parametrize("name", ["check.yml", "publish.yml"])
def test_workflows_have_nothing_to_steal(repo_root: Path, name: str) -> None:
    text = (repo_root / ".github" / "workflows" / name).read_text("utf-8")
    assert "\npermissions: {}\n" in text
    assert "pull_request_target" not in text
    assert "secrets." not in text
    for action in ACTION.findall(text):
        assert re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40}", action), action


def modules(root: Path) -> list[Path]:
    return sorted((root / "generator").rglob("*.py"))


def test_modules_are_small(repo_root: Path) -> None:
    long = {str(p): n for p in modules(repo_root) if (n := p.read_text("utf-8").count("\n")) > 300}
    assert long == {}


def test_functions_are_small(repo_root: Path) -> None:
    long = {}
    for path in modules(repo_root):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 40:
                long[f"{path.name}:{node.name}"] = (node.end_lineno or 0) - node.lineno + 1
    assert long == {}


def test_nothing_is_left_to_do(repo_root: Path) -> None:
    word = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    found = [str(p) for p in modules(repo_root) if word.search(p.read_text("utf-8"))]
    assert found == []
