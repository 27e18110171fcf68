"""A verifier written from the specification alone, with stock tools, comes to the same verdicts."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import sealing
from sealing import CITY, EDITION, House
from test_spoiled import SPOILED

SCRIPT = Path(__file__).with_name("second_verifier.sh")
COLLEGES = [",".join(college["signers"]) for college in sealing.POLICY["colleges"]]
SAMPLE = [
    "another-unit-s-manifest",
    "ballots-do-not-sum-to-the-tally",
    "merged-unit-does-not-sum",
    "minutes-do-not-add-up",
    "one-key-under-two-names",
    "proclaimed-without-a-unit",
    "signed-after-the-keys-expired",
    "two-signatures-of-one-college",
    "unit-copied-from-another",
    "unit-missing",
]


def second_opinion(house: House, folder: Path) -> subprocess.CompletedProcess[str]:
    for path, data in house.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    arguments = [str(folder), EDITION, CITY, "2", "3", *COLLEGES]
    return subprocess.run(["bash", str(SCRIPT), *arguments], capture_output=True, text=True, check=False)


def test_it_finds_nothing_wrong_with_a_sound_edition(built: House, tmp_path: Path) -> None:
    done = second_opinion(built, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", SAMPLE)
def test_it_refuses_what_we_refuse(name: str, house: House, tmp_path: Path) -> None:
    SPOILED[name](house)
    assert house.verdict().evidence is None
    done = second_opinion(house, tmp_path)
    assert done.returncode == 1, done.stderr
    assert done.stderr
