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


def test_contact_data_in_a_name_stay_outside_and_the_import_says_so(tmp_path: Path) -> None:
    name = "Garden, write to jeanne@example.org or 06 12 34 56 78"
    data = ELECTION.replace("A fountain", name).encode()
    made = import_election(data, "zabrze_2020")
    (finding,) = made.findings
    assert (finding.code, finding.severity) == ("import/contact-left-out", Severity.WARNING)
    assert data.decode().splitlines()[finding.place.line - 1].endswith(name)
    assert not any(b"jeanne" in content or b"06 12" in content for content in made.files.values())
    assert any("Garden, write to […] or […]".encode() in content for content in made.files.values())
    assert "privacy/contact-data" not in severities(tmp_path / "imported", name)


def test_a_name_without_contact_data_is_taken_over_as_it_stands() -> None:
    made = import_election(ELECTION.replace("A fountain", "Renovation 2019-2020, lot 06 12").encode(), "zabrze_2020")
    assert made.findings == ()
    assert any(b"Renovation 2019-2020, lot 06 12" in content for content in made.files.values())
