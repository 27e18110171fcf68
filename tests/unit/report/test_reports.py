"""One report in every format: the excerpt and its mark for a person, stable shapes for programs."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from aubette.model.finding import Finding, Place, Related, Severity
from aubette.model.money import Money
from aubette.model.report import Report
from aubette.report.registry import FORMATS, write
from aubette.words.catalogue import Catalogue

FILES = {
    "projects/2027/verger-k7f3q9.yml": b"key: k7f3q9\nestimated_cost: 95000\n",
    "site_config/editions/2027.yml": b"caps:\n  project_area: 80000\n",
}
CAP = Finding(
    "budget/project-cap",
    Place("projects/2027/verger-k7f3q9.yml", 2, 17),
    {"project": "2027-014", "cost": Money(9500000), "cap": Money(8000000), "over": Money(1500000)},
    related=(Related(Place("site_config/editions/2027.yml", 2, 17), "cap-set-here"),),
)
WARNING = Finding("history/no-repository", Place(".git"), severity=Severity.WARNING)
REPORT = Report((CAP, WARNING), 42)


def said(form: str, report: Report = REPORT, lang: str = "fr") -> str:
    return write(report, form, Catalogue(lang), lambda name: FILES.get(name, b"title: `code` et tout\n"))


def test_text_shows_the_line_the_mark_and_the_second_place() -> None:
    lines = said("text").replace("\u202f", " ").replace("\u00a0", " ").splitlines()
    assert lines[0].startswith("erreur[budget/project-cap] Le projet 2027-014 coûte 95 000 €, 15 000 € de plus")
    assert lines[1] == " --> projects/2027/verger-k7f3q9.yml:2:17"
    assert lines[3] == "2 | estimated_cost: 95000"
    assert lines[4] == "  |                 ^^^^^"
    assert " ::: site_config/editions/2027.yml:2:17" in lines
    assert any("plafond fixé ici" in line for line in lines)
    assert lines[-1] == "42 fichiers lus · 1 erreur · 1 point à vérifier"


def test_json_is_the_stable_shape() -> None:
    data = json.loads(said("json", lang="en"))
    assert data["schema"] == "aubette-report/1"
    assert data["summary"] == {"files": 42, "errors": 1, "warnings": 1}
    first = data["findings"][0]
    assert {k: first[k] for k in ("code", "severity", "file", "line", "column")} == {
        "code": "budget/project-cap",
        "severity": "error",
        "file": "projects/2027/verger-k7f3q9.yml",
        "line": 2,
        "column": 17,
    }
    assert first["related"][0]["message"] == "cap set here"


def test_github_says_ten_of_a_kind_and_counts_the_rest() -> None:
    lines = said("github", Report((CAP,) * 13, 1)).splitlines()
    assert len(lines) == 11
    assert lines[0].startswith("::error file=projects/2027/verger-k7f3q9.yml,line=2,col=17,title=budget/project-cap::")
    assert "3" in lines[-1]


def test_markdown_is_one_table_that_cannot_break() -> None:
    odd = Finding("budget/project-cap", Place("a|b.yml", 1), {**CAP.params, "project": "<script>|x"})
    text = said("markdown", Report((odd,), 1))
    assert text.startswith("<!-- aubette-report -->")
    assert "<script" not in text
    assert "\\|" in text


@pytest.mark.parametrize(("form", "tick"), [("text", "`"), ("github", "`"), ("markdown", "\\`")])
def test_a_backtick_in_a_file_is_shown_as_it_is_written(form: str, tick: str) -> None:
    odd = Finding("yaml/reserved-character", Place("a.yml", 1, 8), {"character": "`", "fixed": "'`code` et tout'"})
    assert f"'{tick}code{tick} et tout'" in said(form, Report((odd,), 1), "en")


def test_sarif_gitlab_and_junit_are_well_formed() -> None:
    sarif = json.loads(said("sarif"))
    assert sarif["version"] == "2.1.0"
    assert sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] == 2
    first, second = json.loads(said("gitlab"))
    assert first["fingerprint"] != second["fingerprint"]
    suite = ElementTree.fromstring(said("junit").split("\n", 1)[1])
    assert suite.attrib["failures"] == "1"


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_code_without_words_and_a_missing_file_are_still_said(form: str, lang: str) -> None:
    odd = Report((Finding("nothing/known", Place("gone.yml", 9, 9)),), 1)
    assert "nothing/known" in write(odd, form, Catalogue(lang), lambda name: FILES.get(name, b""))
