"""Comments are found where they are and nowhere else, and `aubette fmt` takes none away unasked."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aubette.load.comments import comment_lines
from aubette.load.yaml_text import parse

WRITTEN = [
    ("a: 1\n", ()),
    ("# head\na: 1\n", (1,)),
    ("a: 1 # after\nb: 2\n", (1,)),
    ('a: x#y\nb: \'# no\'\nc: "\\" # no"\n', ()),
    ("a: |\n  # no\n  text\n# yes\nb: 1\n", (4,)),
    ("a: >-\n  é # no\nb:\n  # yes\n  - 1 # yes\n", (4, 5)),
    ("é: ü # oui\n", (1,)),
    ("a: 1\r\nb: 2 # x\r\n", (2,)),
    ("a: plain\n  going on # yes\n", (2,)),
    ("a: https://x.example/#part\n", ()),
]


@pytest.mark.parametrize(("text", "lines"), WRITTEN)
def test_lines_of_comments(text: str, lines: tuple[int, ...]) -> None:
    assert comment_lines(text.encode()) == lines


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30))
def test_a_quoted_text_holds_no_comment_and_a_remark_behind_it_is_one(text: str) -> None:
    quoted = "a: '{}'".format(text.replace("'", "''"))
    if parse(quoted.encode(), "projects/2027/x-k7f3q9.yml").broken:
        return
    assert comment_lines(f"{quoted}\n".encode()) == ()
    assert comment_lines(f"{quoted} # remark\n".encode()) != ()


@pytest.fixture
def city(example: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "city"
    shutil.copytree(example, folder, ignore=shutil.ignore_patterns(".git"))
    return folder


def test_fmt_keeps_a_file_with_comments_and_says_so(city: Path, aubette) -> None:
    file = min((city / "projects" / "2027").glob("*.yml"))
    name = file.relative_to(city).as_posix()
    canonical = file.read_bytes()
    remarked = canonical.replace(b"\n", b"   # devis attendu\n", 1)
    file.write_bytes(remarked)
    done = aubette("-C", str(city), "fmt")
    assert (done.returncode, file.read_bytes()) == (0, remarked)
    assert f"{name}:1" in done.stdout
    assert "yaml/comments" in done.stdout
    assert aubette("-C", str(city), "fmt", "--check").returncode == 1
    dropped = aubette("-C", str(city), "fmt", "--drop-comments")
    assert dropped.returncode == 0
    assert name in dropped.stdout
    assert file.read_bytes() == canonical
    assert aubette("-C", str(city), "fmt", "--check").returncode == 0
