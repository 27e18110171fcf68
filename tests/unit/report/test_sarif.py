"""SARIF as its standard asks (OASIS SARIF 2.1.0, sections 3.13 to 3.49), for the properties that we write."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from sayings import CLEAN, COMPARED, EVERYTHING, many, read

from aubette.model.report import Report
from aubette.report.registry import write
from aubette.words.catalogue import Catalogue


def closed(required: tuple[str, ...], **properties: Any) -> dict[str, Any]:
    """An object with these properties and no others."""
    return {"type": "object", "required": list(required), "properties": properties, "additionalProperties": False}


TEXT = closed(("text",), text={"type": "string", "minLength": 1})
HELP = closed(("text",), text={"type": "string", "minLength": 1}, markdown={"type": "string", "minLength": 1})
WHOLE = {"type": "integer", "minimum": 1}
URI = {"type": "string", "pattern": r"^(?!/)(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-F]{2})+$"}
PLACE = closed(
    ("artifactLocation", "region"),
    artifactLocation=closed(("uri",), uri=URI),
    region=closed(("startLine",), startLine=WHOLE, startColumn=WHOLE),
)
RULE = closed(
    ("id",),
    id={"type": "string", "minLength": 1},
    shortDescription=TEXT,
    fullDescription=TEXT,
    help=HELP,
    properties=closed((), tags={"type": "array", "items": {"type": "string"}, "uniqueItems": True}),
)
RESULT = closed(
    ("ruleId", "ruleIndex", "level", "message", "locations"),
    ruleId={"type": "string"},
    ruleIndex={"type": "integer", "minimum": 0},
    level={"enum": ["none", "note", "warning", "error"]},
    message=TEXT,
    locations={"type": "array", "items": closed(("physicalLocation",), physicalLocation=PLACE), "maxItems": 1},
    relatedLocations={
        "type": "array",
        "items": closed(("physicalLocation", "message"), physicalLocation=PLACE, message=TEXT),
        "uniqueItems": True,
    },
    partialFingerprints={"type": "object", "additionalProperties": {"type": "string"}},
    baselineState={"enum": ["new", "unchanged", "updated", "absent"]},
)
DRIVER = closed(
    ("name",),
    name={"type": "string"},
    semanticVersion={"type": "string", "pattern": r"^\d+\.\d+\.\d+"},
    rules={"type": "array", "items": RULE, "uniqueItems": True},
)
RUN = closed(
    ("tool",),
    tool=closed(("driver",), driver=DRIVER),
    language={"type": "string", "pattern": "^[a-z]{2}(-[A-Z]{2})?$"},
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    results={"type": "array", "items": RESULT},
)
LOG = {
    **closed(
        ("version", "runs"),
        version={"const": "2.1.0"},
        runs={"type": "array", "items": RUN, "minItems": 1, "maxItems": 1},
    )
}
LOG["properties"]["$schema"] = {"type": "string", "format": "uri"}


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("report", [EVERYTHING, CLEAN, COMPARED, many(200)])
def test_the_log_has_the_shape_of_the_standard(report: Report, lang: str) -> None:
    log = json.loads(write(report, "sarif", Catalogue(lang), read))
    jsonschema.validate(log, LOG)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) == len(report.findings)
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert ("baselineState" in result) == (report.new is not None)
    assert len({r["partialFingerprints"]["aubette/v1"] for r in run["results"]}) == len(run["results"])


def test_a_finding_about_a_whole_file_stands_at_its_first_line() -> None:
    """A forge refuses a report in which one finding has no line."""
    log = json.loads(write(EVERYTHING, "sarif", Catalogue("en"), read))
    first = log["runs"][0]["results"][0]
    assert first["ruleId"] == "history/no-repository"
    assert first["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}


def test_each_rule_brings_its_page() -> None:
    log = json.loads(write(EVERYTHING, "sarif", Catalogue("en"), read))
    cap = next(r for r in log["runs"][0]["tool"]["driver"]["rules"] if r["id"] == "budget/project-cap")
    text = Catalogue("en").finding("budget/project-cap")
    assert text.explain in cap["help"]["text"]
    assert cap["help"]["markdown"].startswith(f"**{text.message}**")
