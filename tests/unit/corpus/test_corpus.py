"""Seeded changes of the example city by hundreds: what breaks is told at its line, what does not is silent."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from every_field import edits, taken
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
from aubette.model.change import Kind
from aubette.model.finding import Finding, Severity
from aubette.rules.privacy_persons import public_words
from aubette.rules.registry import WORDS
from aubette.rules.sheets import Manner, judge_sheets
from aubette.words.catalogue import Catalogue
from aubette.words.changes import details, sentences
from aubette.words.named import Fields, every_change
from aubette.workflow.compare_told import field_titles

SCHEMAS = Schemas(schema_dir())
HERE = Path(__file__).parent
MANY = {"breaking": 400, "neutral": 150, "legal": 100}
"""How many of each class."""

KINDS = ("project", "edition", "city", "checklist", "ledger", "policy", "redactions", "redirects")
SHOWN = ("money", "date", "date-time", "moment", "integer", "boolean", "string", "percent", "decimal")
"""The formats of which both values stand in the sentence."""

CODE = re.compile(r"\b[a-z]+_[a-z]+\b")
"""What is written in a file but is no word."""


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


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_change_of_any_field_is_named_in_words(kind: str, lang: str) -> None:
    """Of each field that the schema has, with its value before and after, for numbers, days and words of a list."""
    schema, words = SCHEMAS.document(kind), Catalogue(lang)
    fields = Fields(field_titles(SCHEMAS, kind, lang)[1], kind == "project")
    shape = compile_schema(schema)
    for edited in edits(schema):
        changes = diff(edited.before, edited.after, shape, "fr")
        said = every_change(words, changes, {}, fields)
        assert changes and said, (kind, edited.where)
        for text in said:
            assert " " in text, (text, "in words")
            assert not CODE.search(text), (text, "a field's name in the file is no word")
        only = changes[0] if len(changes) == 1 and edited.of in SHOWN else None
        if only and only.after is not None and only.kind not in (Kind.STATUS, Kind.TEXT):
            assert " → " in said[0], (edited.where, said)


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_field_that_comes_or_goes_is_named_in_words(kind: str, lang: str) -> None:
    schema, words = SCHEMAS.document(kind), Catalogue(lang)
    fields = Fields(field_titles(SCHEMAS, kind, lang)[1], kind == "project")
    shape = compile_schema(schema)
    for edited in edits(schema):
        less = taken(edited.before, edited.where)
        for before, after in ((edited.before, less), (less, edited.before)):
            assert every_change(words, diff(before, after, shape, "fr"), {}, fields), (kind, edited.where)


def test_a_text_in_another_language_and_a_long_text_are_told_by_what_differs() -> None:
    words, fields = Catalogue("fr"), Fields({})
    shape = compile_schema(SCHEMAS.document("project"))
    both = {"description": {"fr": "Un verger.", "en": "An orchard."}}
    other = {"description": {"fr": "Un verger.", "en": "A garden."}}
    assert every_change(words, diff(both, other, shape, "fr"), {}, fields) == (
        "Description\u00a0: le texte change dans une autre langue.",
    )
    long = " ".join(f"La phrase numéro {n} du projet." for n in range(20))
    new = long.replace("numéro 7 du", "numéro 7 de ce")
    said = every_change(words, diff({"description": long}, {"description": new}, shape, "fr"), {}, fields)
    assert said == ("Description\u00a0: «\u00a0du\u00a0» → «\u00a0de ce\u00a0».",)


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
