"""The reports that programs read: our JSON, SARIF 2.1.0, GitLab code quality and JUnit."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from xml.etree import ElementTree

from aubette.model.finding import Place, Severity
from aubette.model.report import Report
from aubette.report.said import Said, said
from aubette.words.catalogue import Catalogue

Json = dict[str, Any]
SARIF_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
GITLAB_LEVEL = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


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
    """SARIF 2.1.0; lines and columns count from 1."""
    every = [said(finding, words) for finding in report.findings]
    rules = sorted({about.finding.code for about in every})
    run = {
        "tool": {"driver": {"name": "aubette", "rules": [{"id": code} for code in rules]}},
        "results": [_sarif_result(about) for about in every],
    }
    return _dumped({"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]})


def _sarif_result(about: Said) -> Json:
    return {
        "ruleId": about.finding.code,
        "level": SARIF_LEVEL[about.finding.severity],
        "message": {"text": " ".join(filter(None, (about.text.message, about.text.cause, about.text.fix)))},
        "locations": [_sarif_location(about.finding.place)],
        "relatedLocations": [{**_sarif_location(r.place), "message": {"text": r.text}} for r in about.related],
    }


def _sarif_location(place: Place) -> Json:
    region = {"startLine": max(1, place.line), "startColumn": max(1, place.column)}
    return {"physicalLocation": {"artifactLocation": {"uri": place.file}, "region": region}}


def gitlab_report(report: Report, words: Catalogue) -> str:
    """GitLab's code quality report; the fingerprint does not move with the line."""
    return _dumped([_gitlab_issue(said(finding, words)) for finding in report.findings])


def _gitlab_issue(about: Said) -> Json:
    finding = about.finding
    identity = f"{finding.code}|{finding.place.file}|{about.text.message}"
    return {
        "check_name": finding.code,
        "description": " ".join(filter(None, (about.text.message, about.text.fix))),
        "severity": GITLAB_LEVEL[finding.severity],
        "fingerprint": hashlib.sha256(identity.encode()).hexdigest(),
        "location": {"path": finding.place.file, "lines": {"begin": max(1, finding.place.line)}},
    }


def junit_report(report: Report, words: Catalogue) -> str:
    """JUnit: one case per finding, warnings and notes as passing cases with output."""
    errors = report.count(Severity.ERROR)
    suite = ElementTree.Element("testsuite", name="aubette", tests=str(len(report.findings)), failures=str(errors))
    for finding in report.findings:
        about = said(finding, words)
        case = ElementTree.SubElement(suite, "testcase", classname=finding.code, name=str(finding.place))
        name = "failure" if finding.severity is Severity.ERROR else "system-out"
        child = ElementTree.SubElement(case, name)
        child.text = " ".join(filter(None, (about.text.message, about.text.cause, about.text.fix)))
        if name == "failure":
            child.set("message", about.text.message)
    ElementTree.indent(suite)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(suite, encoding="unicode") + "\n"
