"""Seeded changes of the example city by hundreds: what breaks is told at its line, what does not is silent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from mutations import ROOT, Mutation, corpus, files

from aubette.history.diff import diff
from aubette.history.shape import compile_schema
from aubette.load.city import kind_of
from aubette.load.judge_python import PythonJudge
from aubette.load.judge_rust import RustJudge
from aubette.load.root import schema_dir
from aubette.load.schema import Schemas
from aubette.load.sheets import sheet
from aubette.load.yaml_text import parse
from aubette.model.finding import Finding, Severity
from aubette.rules.privacy_persons import public_words
from aubette.rules.registry import WORDS
from aubette.rules.sheets import Manner, judge_sheets
from aubette.words.catalogue import Catalogue
from aubette.words.changes import details, sentences

SCHEMAS = Schemas(schema_dir())
HERE = Path(__file__).parent
MANY = {"breaking": 400, "neutral": 150, "legal": 100}
"""How many of each class."""


def schema_of(path: str) -> str:
    known = kind_of(path)
    assert known is not None
    return known[0]


@cache
def manner() -> Manner:
    return Manner("fr", public_words((ROOT / "site_config/city.yml").read_text("utf-8")))


def told(mutation: Mutation) -> Iterator[Finding]:
    """What the border and the rules on words say of one file."""
    parsed = parse(mutation.text, mutation.path)
    yield from parsed.findings
    yield from SCHEMAS.validate(schema_of(mutation.path), parsed)
    yield from judge_sheets([sheet(mutation.path, mutation.text.decode())], manner(), WORDS)


def test_what_breaks_is_told_at_its_line() -> None:
    silent = [
        (name, str(mutation))
        for name, mutation in corpus(MANY["breaking"], 1, "breaking")
        if mutation.line not in {f.place.line for f in told(mutation) if f.severity is Severity.ERROR}
    ]
    assert silent == []


def test_what_means_the_same_is_silent_and_read_the_same() -> None:
    before = {path: parse(data, path).data for path, data in files().items()}
    for name, mutation in corpus(MANY["neutral"], 2, "neutral"):
        assert list(told(mutation)) == [], (name, str(mutation))
        assert parse(mutation.text, mutation.path).data == before[mutation.path], (name, str(mutation))


def test_a_change_that_may_be_is_silent_and_told_as_one_change() -> None:
    for name, mutation in corpus(MANY["legal"], 3, "legal"):
        assert list(told(mutation)) == [], (name, str(mutation))
        old, new = parse(files()[mutation.path], mutation.path).data, parse(mutation.text, mutation.path).data
        assert old is not None and new is not None
        changes = diff(old, new, compile_schema(SCHEMAS.document("project")))
        said = [*sentences(Catalogue("fr"), changes, {}), *details(Catalogue("fr"), changes, {})]
        assert len(said) == 1 and " " in said[0], (name, str(mutation), said)


def test_both_validators_agree_on_the_whole_corpus() -> None:
    """The list of differences, which is empty, stands beside this test; a new one must be written there by hand."""
    judges = {
        name: (RustJudge(SCHEMAS.document(name)), PythonJudge(SCHEMAS.document(name))) for name in SCHEMAS.names()
    }
    differences = []
    for kind, n in MANY.items():
        for name, mutation in corpus(n, {"breaking": 1, "neutral": 2, "legal": 3}[kind], kind):
            data = parse(mutation.text, mutation.path).data
            if data is not None:
                rust, python = judges[schema_of(mutation.path)]
                if rust.accepts(data) != python.accepts(data):
                    differences.append({"mutation": name, "file": mutation.path, "line": mutation.line})
    assert differences == json.loads((HERE / "validator-differences.json").read_text("utf-8"))


def test_there_are_enough() -> None:
    assert sum(MANY.values()) >= 500
