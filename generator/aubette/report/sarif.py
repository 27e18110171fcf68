"""SARIF 2.1.0 (OASIS), which forges show beside the code; each rule brings its own page with it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from aubette.model.finding import Place, Severity
from aubette.model.report import Report
from aubette.report.explained import explained, explained_markdown
from aubette.report.said import Said, said, sentence
from aubette.report.visible import visible
from aubette.version import VERSION
from aubette.words.catalogue import Catalogue, UnknownMessageError

Json = dict[str, Any]
LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif_data(report: Report, words: Catalogue) -> Json:
    """The log; lines and columns count from 1 in code points, a whole file is told at its first line.

    The standard would let a whole file go without a line; the forge that shows these reports asks for one.
    """
    every = [said(finding, words) for finding in report.findings]
    codes = sorted({about.finding.code for about in every})
    marks = fingerprints(every)
    results = [_result(about, codes.index(about.finding.code), mark) for about, mark in zip(every, marks, strict=True)]
    if report.new is not None:
        for result, new in zip(results, report.new, strict=True):
            result["baselineState"] = "new" if new else "unchanged"
    driver = {"name": "aubette", "semanticVersion": VERSION, "rules": [_rule(code, words) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "language": words.lang,
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def fingerprints(every: Sequence[Said]) -> list[str]:
    """One name for each finding that does not move with its line; the second of two alike has another one."""
    seen: Counter[str] = Counter()
    names = []
    for about in every:
        identity = f"{about.finding.code}|{about.finding.place.file}|{about.text.message}"
        seen[identity] += 1
        counted = identity if seen[identity] == 1 else f"{identity}|{seen[identity]}"
        names.append(hashlib.sha256(counted.encode("utf-8", "surrogateescape")).hexdigest())
    return names


def _rule(code: str, words: Catalogue) -> Json:
    try:
        text = words.finding(code)
    except UnknownMessageError:
        return {"id": visible(code)}
    return {
        "id": code,
        "shortDescription": {"text": sentence(text.message)},
        **({"fullDescription": {"text": text.explain}} if text.explain else {}),
        "help": {
            "text": "\n\n".join(explained(words, code)),
            "markdown": "\n\n".join(explained_markdown(words, code)),
        },
        "properties": {"tags": [code.split("/")[0]]},
    }


def _result(about: Said, rule: int, mark: str) -> Json:
    return {
        "ruleId": visible(about.finding.code),
        "ruleIndex": rule,
        "level": LEVEL[about.finding.severity],
        "message": {"text": about.whole},
        "locations": [_location(about.finding.place)],
        "relatedLocations": [{**_location(r.place), "message": {"text": r.text}} for r in about.related],
        "partialFingerprints": {"aubette/v1": mark},
    }


def _location(place: Place) -> Json:
    uri = quote(place.file.encode("utf-8", "surrogateescape"), safe="/-._~+@!$&'(),;=")
    region = {"startLine": place.line, "startColumn": max(1, place.column)} if place.line else {"startLine": 1}
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}
