"""The reports that programs read: our JSON, SARIF 2.1.0, GitLab code quality and JUnit."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

from aubette.model.finding import Place, Severity
from aubette.model.report import Report
from aubette.report.said import Said, said
from aubette.report.sarif import fingerprints, sarif_data
from aubette.report.visible import escaped_json, visible
from aubette.words.catalogue import Catalogue

Json = dict[str, Any]
GITLAB_LEVEL = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def _dumped(value: object) -> str:
    return escaped_json(json.dumps(value, ensure_ascii=False, indent=2)) + "\n"


def json_report(report: Report, words: Catalogue) -> str:
    """`aubette-report/1`, the form kept stable for scripts (DESIGN section 5)."""
    return _dumped(
        {
            "schema": "aubette-report/1",
            "summary": {
                "files": report.files,
                "errors": report.count(Severity.ERROR),
                "warnings": report.count(Severity.WARNING),
                **({} if report.new is None else {"new": sum(report.new)}),
            },
            "findings": [
                {**_json_finding(said(finding, words)), **({} if report.new is None else {"new": report.new[i]})}
                for i, finding in enumerate(report.findings)
            ],
        }
    )


def _json_place(place: Place) -> Json:
    """A file as a whole is told at its first line: programs that read this count from 1."""
    return {"file": place.file, "line": max(1, place.line), "column": max(1, place.column)}


def _json_finding(about: Said) -> Json:
    finding = about.finding
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        **_json_place(finding.place),
        "message": about.text.message,
        "cause": about.text.cause,
        "fix": about.text.fix,
        "related": [{**_json_place(r.place), "message": r.text} for r in about.related],
    }


def sarif_report(report: Report, words: Catalogue) -> str:
    """SARIF 2.1.0."""
    return _dumped(sarif_data(report, words))


def gitlab_report(report: Report, words: Catalogue) -> str:
    """GitLab's code quality report; two findings never share a fingerprint, or one of them would be hidden."""
    every = [said(finding, words) for finding in report.findings]
    return _dumped([_gitlab_issue(*pair) for pair in zip(every, fingerprints(every), strict=True)])


def _gitlab_issue(about: Said, fingerprint: str) -> Json:
    finding = about.finding
    return {
        "check_name": finding.code,
        "description": about.whole,
        "severity": GITLAB_LEVEL[finding.severity],
        "fingerprint": fingerprint,
        "location": {"path": finding.place.file, "lines": {"begin": max(1, finding.place.line)}},
    }


def junit_report(report: Report, words: Catalogue) -> str:
    """JUnit: one case per finding, warnings and notes as passing cases with output; one passing case where all is well.

    A suite without any case is an error to the programs that read it.
    """
    errors, cases = report.count(Severity.ERROR), len(report.findings) or 1
    suite = ElementTree.Element("testsuite", name="aubette", tests=str(cases), failures=str(errors), errors="0")
    for finding in report.findings:
        about = said(finding, words)
        name = visible(about.finding.code)
        case = ElementTree.SubElement(suite, "testcase", classname=name, name=about.where)
        if finding.severity is Severity.ERROR:
            ElementTree.SubElement(case, "failure", message=about.text.message, type=name).text = about.whole
        else:
            ElementTree.SubElement(case, "system-out").text = about.whole
    if not report.findings:
        clean = words.say("report.comment.clean", n=report.files)
        ElementTree.SubElement(suite, "testcase", classname="aubette", name=clean)
    ElementTree.indent(suite)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(suite, encoding="unicode") + "\n"
