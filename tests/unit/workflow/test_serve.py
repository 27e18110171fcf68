"""Looking at the site while files change: a fault is told in the page, which stays, and a repair takes it away."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest


@pytest.fixture
def city(aubette, tmp_path: Path) -> Path:
    assert aubette("init", str(tmp_path / "city"), "--yes").returncode == 0
    return tmp_path / "city"


@pytest.fixture
def address(city: Path, repo_root: Path) -> Iterator[str]:
    """Where `aubette serve` answers for the city."""
    line = [sys.executable, "-c", "from aubette.cli.main import main; main()", "-C", str(city), "serve", "--port", "0"]
    env = {**os.environ, "PYTHONPATH": str(repo_root / "generator"), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(line, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        found = re.search(r"http://\S+", said)
        assert found, said
        yield found[0]
        process.terminate()


def page(address: str) -> str:
    with urllib.request.urlopen(address, timeout=5) as answer:
        return str(answer.read().decode())


def soon(true: Callable[[], bool]) -> bool:
    """Whether something becomes true within some seconds."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.2)
    return False


def test_a_fault_is_told_in_the_page_and_the_page_stays(city: Path, address: str) -> None:
    before = page(address)
    assert "/.aubette-reload" in before
    assert 'role="alert"' not in before
    file = city / "site_config" / "city.yml"
    whole = file.read_text()
    with urllib.request.urlopen(f"{address}.aubette-reload", timeout=40) as stream:
        time.sleep(0.5)
        file.write_text(f"{whole}name: twice\n<b>: [\n")
        lines = iter(stream)
        assert any(line == b"data: built\n" for line in lines)
    broken = page(address)
    assert 'role="alert"' in broken
    assert "site_config/city.yml:" in broken
    assert "<b>" not in broken
    assert before.partition("</body>")[0].partition("<script>")[0] in broken
    file.write_text(whole)
    assert soon(lambda: 'role="alert"' not in page(address))


def test_a_taken_port_is_a_sentence(city: Path, aubette) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = aubette("-C", str(city), "serve", "--port", port)
    assert done.returncode == 2
    assert port in done.stderr
    assert "Traceback" not in done.stderr
