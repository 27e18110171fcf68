"""Every preset makes a city that checks clean but for the two acts that its council has still to vote."""

from __future__ import annotations

from pathlib import Path

import pytest
from live import DAY

from aubette.workflow.check import check
from aubette.workflow.folder import open_folder
from aubette.workflow.init_city import Answers, new_city
from aubette.workflow.init_edition import Figures
from aubette.workflow.presets import preset_names, read_preset

TO_VOTE = {"governance/rules-not-adopted", "budget/no-deliberation"}


@pytest.mark.parametrize("preset", preset_names())
def test_a_new_city_of_each_preset_checks_clean(preset: str, tmp_path: Path) -> None:
    for name, data in new_city(read_preset(preset), Answers("Ville", Figures(2027), population=60_000)).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    checked = check(open_folder(tmp_path), DAY)
    assert checked.clean
    assert {f.code for f in checked.findings} <= TO_VOTE


def test_there_are_thirteen() -> None:
    assert len(preset_names()) == 13
