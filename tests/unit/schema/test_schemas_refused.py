"""What the schemas refuse, beside the same file that they accept."""

from __future__ import annotations

import copy
from typing import Any

import jsonschema_rs
import pytest
from schema_walk import SCHEMA, document

from aubette.load.canonical import write
from aubette.load.schema import Schemas
from aubette.load.yaml_text import parse

SCHEMAS = Schemas(SCHEMA)


def example(name: str) -> Any:
    return parse((SCHEMA / f"EXAMPLE-{name}.yml").read_bytes(), "example.yml").data


def changed(name: str, path: str, value: object) -> Any:
    """An example with one value put in, or taken out (`value` is ...)."""
    data = copy.deepcopy(example(name))
    *steps, last = [int(step) if step.isdecimal() else step for step in path.split("/")]
    place = data
    for step in steps:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return data


def accepts(name: str, data: object) -> bool:
    return jsonschema_rs.Draft202012Validator(document(name)).is_valid(data)


REFUSED: list[tuple[str, str, object]] = [
    ("project", "schema_version", 2),
    ("project", "key", "K7F3Q9"),
    ("project", "number", "14"),
    ("project", "number", "2027-14"),
    ("project", "status", "selected"),
    ("project", "titre", "Un verger"),
    ("project", "title", "x" * 121),
    ("project", "title", ""),
    ("project", "title", {}),
    ("project", "title", {"it": "Un frutteto"}),
    ("project", "summary", "x" * 281),
    ("project", "description", {"fr": "x" * 8001}),
    ("project", "estimated_cost", "48 000 €"),
    ("project", "estimated_cost", -5),
    ("project", "submission/received_on", "12/09/2026"),
    ("project", "submission/received_on", "2026-13-01"),
    ("project", "submission/received_on", "２０２６-01-01"),
    ("project", "pictures/0/alt", ...),
    ("project", "pictures/0/file", "../secret.jpg"),
    ("project", "decisions/1/reason", "Trop cher."),
    ("project", "theme", ...),
    ("project", "location/latitude", 91),
    ("project", "holder/name", "Jeanne"),
    ("edition", "id", 2027),
    ("edition", "provenance", "imported"),
    ("edition", "envelopes/0/area", ...),
    ("edition", "envelopes/0/kind", "group"),
    ("edition", "envelopes", []),
    ("edition", "budget/max_share_percent", 101),
    ("edition", "split/base", ...),
    ("edition", "contests/0/effect", "shortlist"),
    ("edition", "contests/0/shortlist", 12),
    ("edition", "contests/0/ballot/type", "points"),
    ("edition", "contests/0/ballot/max_points", 5),
    ("edition", "contests/0/ballot/type", "grades"),
    ("edition", "contests/0/counting/method", "knapsack"),
    ("edition", "contests/0/counting/ties/0", "alphabet"),
    ("edition", "phases/0/moved_from", ...),
    ("edition", "phases/0/moved_reason", ...),
    ("edition", "phases/0/starts", "2027-03-15 08:00"),
    ("edition", "events/0/hours", "14h-17h"),
    ("edition", "publication/0/phase", ...),
    ("edition", "caps/project_arae", 5),
    ("city", "id", "https://ville.example"),
    ("city", "languages", []),
    ("city", "languages", ["fr", "fr"]),
    ("city", "site_url", "ville.example"),
    ("city", "services/0/id", "Espaces verts"),
    ("city", "accessibility/audited_on", ...),
    ("checklist", "criteria", []),
    ("ledger", "entries/0/amount", ...),
    ("ledger", "entries/0/from", ...),
    ("ledger", "entries/1/rule", ...),
    ("policy", "threshold", 0),
    ("policy", "colleges/0/signers", []),
    ("redactions", "redactions/0/field", "Description"),
    ("redirects", "redirects/0/to", "https://elsewhere.example/"),
    ("ballot-rules", "seed_commitment", "secret"),
    ("ballot-rules", "contests/0/envelopes/0/amount", 3900000),
]


@pytest.mark.parametrize(("name", "path", "value"), REFUSED, ids=[f"{n}:{p}={str(v)[:20]}" for n, p, v in REFUSED])
def test_refused(name: str, path: str, value: object) -> None:
    assert accepts(name, example(name))
    assert not accepts(name, changed(name, path, value))


@pytest.mark.parametrize(("name", "path", "value"), REFUSED, ids=[f"{n}:{p}={str(v)[:20]}" for n, p, v in REFUSED])
def test_what_is_refused_is_told(name: str, path: str, value: object) -> None:
    """A file that the schema turns away never leaves without a word."""
    parsed = parse(write(changed(name, path, value), SCHEMAS.document(name)), "example.yml")
    assert [*parsed.findings, *SCHEMAS.validate(name, parsed)]


ACCEPTED: list[tuple[str, str, object]] = [
    ("project", "title", {"fr": "Un verger", "de": "Ein Obstgarten"}),
    ("project", "title", "x" * 120),
    ("project", "pictures/0", {"file": "trait.png", "decorative": True}),
    ("project", "number", "jeunes-2027-00014"),
    ("project", "submission", {"channel": "paper"}),
    ("project", "eligibility", {"service": "participation"}),
    ("edition", "phases/0/starts", "2027-03-15"),
    ("edition", "phases/0/ends", "2027-04-04T18:00+02:00"),
    ("edition", "envelopes/0", {"id": "qpv", "kind": "group", "amount": 0, "areas": ["elsau", "neuhof"]}),
    ("edition", "contests/0/effect", "advisory"),
    ("ledger", "entries/1/project", ...),
    ("ballot-rules", "seed_commitment", "0" * 64),
]


@pytest.mark.parametrize(("name", "path", "value"), ACCEPTED, ids=[f"{n}:{p}" for n, p, _ in ACCEPTED])
def test_accepted(name: str, path: str, value: object) -> None:
    assert accepts(name, changed(name, path, value))
