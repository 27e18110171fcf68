"""The script says the same whatever awk the machine has: the one of Debian, of GNU, of a Mac, of a router.

The shell asks for `awk` alone, so each awk that is installed here stands in for it; one that is not is skipped.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from sealing import EDITION, House
from test_script_counts import put

from aubette.publish.pages.verify import SCRIPT

AWKS = {
    "mawk": ("mawk",),
    "gawk": ("gawk",),
    "gawk --posix": ("gawk", "--posix"),
    "one-true-awk": ("original-awk",),
    "busybox": ("busybox", "awk"),
}


@pytest.fixture(params=AWKS)
def shimmed(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """An environment in which `awk` is one of them."""
    program, *options = AWKS[request.param]
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not installed")
    shim = tmp_path / "bin" / "awk"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec {found} {" ".join(options)} "$@"\n')
    shim.chmod(0o755)
    return {**os.environ, "PATH": f"{shim.parent}:{os.environ['PATH']}"}


def said(folder: Path, environment: dict[str, str] | None = None) -> tuple[int, str, str]:
    command = ["sh", str(SCRIPT), "--lang", "en", str(folder), EDITION]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_a_sound_edition(built: House, tmp_path: Path, shimmed: dict[str, str]) -> None:
    put(tmp_path / "city", built.files)
    code, out, wrong = said(tmp_path / "city", shimmed)
    assert (code, wrong) == (0, "")
    assert out == said(tmp_path / "city")[1]


def test_no_program_is_given_a_value_with_line_ends_in_it() -> None:
    """One-true-awk stops at `-v name=value` over two lines, and takes every text for badly written."""
    script = re.sub(r"\\\n", "", SCRIPT.read_text("utf-8"))
    assert script.count(" -v ") > 10
    assert [line for line in script.split("\n") if re.search(r' -v [a-z]+="[^"]*$', line)] == []
