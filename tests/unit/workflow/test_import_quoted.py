"""An imported election quotes: a doubt about its words is told and stops nothing; in a live edition it does."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from test_import_oddities import ELECTION

from aubette.model.finding import Severity
from aubette.workflow.check import check
from aubette.workflow.folder import open_folder
from aubette.workflow.import_pabulib import import_election, put_into

DAY = date(2026, 11, 20)


def severities(folder: Path, name: str, provenance: str = "imported") -> dict[str, Severity]:
    made = import_election(ELECTION.replace("A fountain", name).encode(), "zabrze_2020")
    assert put_into(folder, made.files) is None
    edition = folder / "site_config" / "editions" / "2020.yml"
    edition.write_text(edition.read_text("utf-8").replace("provenance: imported", f"provenance: {provenance}"), "utf-8")
    return {f.code: f.severity for f in check(open_folder(folder), DAY, frozenset({"privacy", "text"})).findings}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Skwer przy M. Dąbrowskiej", "privacy/person-name"),
        ("Oświetlenie parku, Сzęść 1", "text/mixed-scripts"),
        ("Trees <b>and</b> benches", "text/raw-html"),
    ],
)
def test_a_doubt_about_quoted_words_is_a_warning(tmp_path: Path, name: str, code: str) -> None:
    assert severities(tmp_path / "imported", name)[code] is Severity.WARNING
    assert severities(tmp_path / "live", name, "live")[code] is Severity.ERROR
