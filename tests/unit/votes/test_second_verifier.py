"""The verifier that residents download, a script over stock tools, comes to the same verdicts as we do."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml
from sealing import EDITION, POLICY, TRUST, House
from test_spoiled import SPOILED

from aubette.publish.pages.verify import SCRIPT

UNJUDGED = {"proclaimed-in-the-future", "recount-in-the-future", "security-key-not-touched"}
"""What takes a clock, or the flags inside a security key's signature; the script says that it leaves the latter."""


def second_opinion(house: House, folder: Path) -> subprocess.CompletedProcess[str]:
    if house.policy != POLICY:
        house.files[f"{TRUST}/policy.yml"] = yaml.safe_dump(house.policy, sort_keys=False).encode()
        house.restart()
    for path, data in house.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return subprocess.run(["sh", str(SCRIPT), str(folder), EDITION], capture_output=True, text=True, check=False)


def test_it_finds_nothing_wrong_with_a_sound_edition(built: House, tmp_path: Path) -> None:
    done = second_opinion(built, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(SPOILED))
def test_it_refuses_what_we_refuse(name: str, house: House, tmp_path: Path) -> None:
    SPOILED[name](house)
    refused = house.verdict().evidence is None and name not in UNJUDGED
    done = second_opinion(house, tmp_path)
    assert done.returncode == (1 if refused else 0), done.stderr
    assert bool(done.stderr) is refused
