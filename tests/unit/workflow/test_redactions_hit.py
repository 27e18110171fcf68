"""A redaction that would hide nothing is told with what it nearly says, and one that hides passes."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from base_house import ROOT

from aubette.model.finding import Finding
from aubette.workflow.check import check
from aubette.workflow.folder import open_folder

ROW = "  - key: {key}\n    field: {field}\n    reason: Un nom y était écrit.\n    date: 2026-11-18\n"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("redacted")
    for name in ("projects", "site_config"):
        shutil.copytree(ROOT / name, root / name)
    return root


def told(root: Path, *rows: tuple[str, str]) -> list[Finding]:
    text = "".join(ROW.format(key=key, field=field) for key, field in rows)
    (root / "site_config/redactions.yml").write_text(f"schema_version: 1\nredactions:\n{text}", "utf-8")
    found = check(open_folder(root), date(2026, 11, 20), frozenset({"reference"})).findings
    return [f for f in found if f.place.file == "site_config/redactions.yml"]


def test_each_redaction_that_hides_nothing_is_told_at_its_line(city: Path) -> None:
    found = told(
        city,
        ("kgrqby", "descriptoin"),
        ("kgrqby", "reason"),
        ("kgrqbz", "description"),
        ("kgrqby", "description.xx"),
        ("kgrqby", "estimated_cost.fr"),
    )
    assert [(f.code, f.place.line) for f in sorted(found, key=lambda f: f.place.line)] == [
        ("privacy/redaction-field", 4),
        ("privacy/redaction-field", 8),
        ("reference/unknown-project", 11),
        ("privacy/redaction-field", 16),
        ("privacy/redaction-field", 20),
    ]
    guesses = {str(f.params["name"]): f.params["guess"] for f in found}
    assert guesses["descriptoin"] == ("description",)
    assert "decisions.reason" in str(guesses["reason"])
    assert guesses["kgrqbz"] == ("kgrqby",)


def test_what_hides_something_passes(city: Path) -> None:
    fields = (
        "description",
        "description.fr",
        "holder.collective",
        "decisions.reason",
        "study",
        "study.cost.lines.label",
    )
    assert told(city, *(("kgrqby", field) for field in fields)) == []
