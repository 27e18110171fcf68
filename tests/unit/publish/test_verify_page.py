"""What the site gives to those who want to check the count themselves."""

from __future__ import annotations

import hashlib
import re
import subprocess
from pathlib import Path


def test_the_script_of_the_page_is_the_one_it_sums_and_it_runs(site: Path, example: Path) -> None:
    page = (site / "verifier" / "index.html").read_text("utf-8")
    script = site / "verifier" / "verify.sh"
    assert 'href="../verifier/verify.sh"' in page
    assert hashlib.sha256(script.read_bytes()).hexdigest() in page
    commands = re.findall(r"sh verify\.sh \. (\d+)", page)
    assert commands == ["2026", "2024"]
    for edition in commands:
        done = subprocess.run(
            ["sh", str(script), ".", edition], cwd=example, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
