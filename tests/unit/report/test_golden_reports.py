"""Every format in both languages, byte for byte: a change of words is a difference that somebody reads.

`pytest --golden -k golden` writes the files anew.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from sayings import CAP, CLEAN, COMPARED, EVERYTHING, VERGER, many, read

from aubette.model.finding import Finding, Place, Related, Severity
from aubette.model.report import Report
from aubette.report.registry import FORMATS, write
from aubette.version import VERSION
from aubette.words.catalogue import Catalogue

GOLDEN = Path(__file__).parent / "golden"
ENDINGS = {"text": "txt", "json": "json", "github": "github.txt", "markdown": "md", "sarif": "sarif",
           "gitlab": "gitlab.json", "junit": "xml"}  # fmt: skip
REPORTS = {"everything": EVERYTHING, "clean": CLEAN, "compared": COMPARED}
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def said(form: str, report: Report, lang: str = "fr", **look: object) -> str:
    return write(report, form, Catalogue(lang), read, **look)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("form", FORMATS)
def test_golden(form: str, lang: str, name: str, pytestconfig: pytest.Config) -> None:
    text = said(form, REPORTS[name], lang).replace(f'"{VERSION}"', '"VERSION"')
    path = GOLDEN / f"{name}.{lang}.{ENDINGS[form]}"
    if pytestconfig.getoption("golden"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
    assert text.encode() == path.read_bytes()


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_nothing_from_a_file_moves_the_cursor_or_hides(form: str, lang: str) -> None:
    text = said(form, EVERYTHING, lang)
    assert not CONTROL.search(text)
    text.encode("utf-8")


@pytest.mark.parametrize("form", ["text", "github", "markdown"])
def test_nothing_from_a_file_starts_a_line_of_its_own(form: str) -> None:
    lines = said(form, EVERYTHING).splitlines()
    assert not [line for line in lines if line.lstrip().startswith("::error::")]
    if form == "github":
        assert len(lines) == len(EVERYTHING.findings)
        assert all(line.startswith(("::error file=", "::warning file=", "::notice file=")) for line in lines)


def test_a_file_name_that_is_no_text_is_told_all_the_same() -> None:
    odd = Report((Finding("files/executable", Place("projects/\udce9t\udce9.yml")),), 1)
    for form in FORMATS:
        said(form, odd).encode("utf-8")
    uri = json.loads(said("sarif", odd))["runs"][0]["results"][0]["locations"][0]["physicalLocation"][
        "artifactLocation"
    ]
    assert uri["uri"] == "projects/%E9t%E9.yml"


def test_the_mark_stands_under_wide_and_combining_letters() -> None:
    lines = said("text", EVERYTHING, "en").splitlines()
    at = next(n for n, line in enumerate(lines) if "東京 e" in line and " | " in line)
    # 26 columns of Latin text stand before the two wide letters; the number, the bar and its spaces take four.
    assert lines[at].index("東") == 4 + 26
    assert lines[at + 1].index("^") == 4 + 26
    assert lines[at + 1].count("^") == len("東京 été, « ici »") + 2


def test_personal_data_is_not_copied_into_a_log() -> None:
    text = said("text", COMPARED)
    assert f"{VERGER}:4:463" in text
    for form in FORMATS:
        assert "marie@" not in said(form, COMPARED)


def test_a_long_line_is_cut_around_the_place() -> None:
    lines = said("text", EVERYTHING).splitlines()
    at = next(n for n, line in enumerate(lines) if "marie@example.org" in line)
    shown = lines[at].split("| ", 1)[1]
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) == 112
    column = lines[at + 1].index("^") - 4
    assert shown[column:].startswith("marie@example.org")


@pytest.mark.parametrize("width", [60, 80, 100])
def test_sentences_keep_to_the_terminal(width: int) -> None:
    for line in said("text", Report((CAP,), 1), width=width).splitlines():
        assert len(line) <= width or "^" in line or "-" in line, line


def test_without_a_terminal_a_sentence_is_one_line() -> None:
    fix = Catalogue("fr").finding(CAP.code, CAP.params).fix
    assert f" = correction\u00a0: {fix}\n" in said("text", Report((CAP,), 1))


def test_the_same_cause_is_said_once_and_each_fix_stays() -> None:
    text = said("text", many(30), "en")
    assert text.count(" = cause: ") == 1
    assert text.count("aubette explain budget/project-cap") == 1
    assert text.count(" = fix: ") == 30


def test_two_hundred_findings_end_with_what_they_are() -> None:
    lines = said("text", many(200), "en").splitlines()
    assert lines[-4:-1] == ["By kind of finding:", "   200  budget/project-cap", ""]
    assert lines[-1] == "1 file read · 66 errors · 67 warnings · 67 notes"
    few = said("text", EVERYTHING, "en")
    assert "By kind of finding:" not in few


def test_github_shows_the_worst_first_and_no_more_than_it_keeps() -> None:
    lines = said("github", many(200), "en").splitlines()
    kinds = [line[2:].split(" ")[0] for line in lines]
    assert kinds == ["error"] * 10 + ["warning"] * 10 + ["notice"] * 10
    told = lines[-1]
    report = many(200)
    for severity, shown in ((Severity.ERROR, 10), (Severity.WARNING, 10), (Severity.NOTE, 9)):
        assert str(report.count(severity) - shown) in told
    assert len(said("github", many(30)).splitlines()) == 30, "ten of each are shown without a notice about more"


def test_what_a_change_brings_in_comes_before_what_was_there() -> None:
    lines = said("github", COMPARED).splitlines()
    assert [line.split("title=")[1].split("::")[0] for line in lines] == [
        "privacy/contact-data",
        "budget/project-cap",
        "history/no-repository",
    ]
    states = [r["baselineState"] for r in json.loads(said("sarif", COMPARED))["runs"][0]["results"]]
    assert states == ["new", "unchanged", "new"]


def test_markdown_is_one_table_of_at_most_fifty_rows() -> None:
    lines = said("markdown", many(200), "en").splitlines()
    rows = [line for line in lines if line.startswith("| `")]
    assert len(rows) == 50
    assert all("**error**" in row for row in rows), "the worst first"
    assert "150" in lines[-1]
    assert len(re.findall(r"^\| --- ", "\n".join(lines), re.MULTILINE)) == 1


def test_a_comment_fits_into_what_a_forge_takes() -> None:
    params = {"field": "x" * 5000, "value": "|" * 5000, "suggestions": ("*" * 5000,) * 60}
    found = tuple(Finding("schema/not-in-list", Place(VERGER, 1), params) for _ in range(50))
    text = said("markdown", Report(found, 1))
    assert len(text) < 65_536
    assert text.rstrip().endswith("complet")


def test_markdown_makes_no_link_mention_tag_or_extra_column() -> None:
    text = said("markdown", EVERYTHING)
    row = next(line for line in text.splitlines() if "not-in-list" in line)
    assert len(re.findall(r"(?<!\\)\|", row)) == 4
    prose = re.sub(r"`[^`]*`", "", row)
    assert not re.search(r"(?<!\\)\[lien", prose)
    assert "@equipe" not in prose
    assert "<script" not in prose


def test_two_findings_alike_have_two_fingerprints() -> None:
    issues = json.loads(said("gitlab", Report((CAP, CAP, CAP), 1)))
    assert len({issue["fingerprint"] for issue in issues}) == 3
    moved = Finding(CAP.code, Place(VERGER, 9, 1), CAP.params)
    assert json.loads(said("gitlab", Report((moved,), 1)))[0]["fingerprint"] == issues[0]["fingerprint"]


@pytest.mark.parametrize("report", [*REPORTS.values(), many(3)])
def test_junit_is_xml_with_at_least_one_case(report: Report) -> None:
    suite = ElementTree.fromstring(said("junit", report).split("\n", 1)[1])
    cases = suite.findall("testcase")
    assert suite.attrib["tests"] == str(len(cases) or None)
    assert suite.attrib["failures"] == str(len(suite.findall("testcase/failure"))) == str(report.count(Severity.ERROR))


def test_what_an_exception_allows_needs_no_mending() -> None:
    allowed = Finding(CAP.code, CAP.place, CAP.params, Severity.NOTE, (Related(Place(VERGER, 1, 1), "lifted-here"),))
    text = said("text", Report((allowed,), 1), "en")
    assert "Nothing to do" in text
    assert Catalogue("en").finding(CAP.code, CAP.params).fix not in text


def test_colours_only_when_asked() -> None:
    assert "\x1b[" not in said("text", EVERYTHING)
    painted = said("text", EVERYTHING, colour=True)
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == said("text", EVERYTHING)
