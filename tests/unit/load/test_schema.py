from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from aubette.load import judge as judges
from aubette.load.judge_python import PythonJudge
from aubette.load.judge_rust import RustJudge
from aubette.load.problem import Problem
from aubette.load.schema import Schemas
from aubette.load.schema_findings import findings_of
from aubette.load.yaml_text import parse
from aubette.model.finding import Finding

FILE = "projects/2027/jardin-k7f3q9.yml"
FOLDER = Path(__file__).parent / "data" / "schemas"
CHECKOUT = Path(__file__).parents[3]
BASE = {"schema_version": "1", "key": "k7f3q9", "title": "Jardin", "status": "submitted"}
SMALL = Schemas(FOLDER)


def findings(yaml: str, schemas: Schemas = SMALL) -> tuple[Finding, ...]:
    parsed = parse(yaml.encode(), FILE)
    assert parsed.data is not None, parsed.findings
    return schemas.validate("small", parsed)


def with_base(**fields: str) -> str:
    return "".join(f"{key}: {value}\n" for key, value in {**BASE, **fields}.items())


def test_a_file_that_follows_its_schema_has_no_findings() -> None:
    assert findings(with_base(estimated_cost="80000.50", areas="[abc, abd]", count="5", place="{street: x}")) == ()


CASES = [
    ("title: 2027", "schema/expected-text", 3, 8, {"field": "title", "value": "2027"}),
    ("title:", "schema/empty", 3, 1, {"field": "title"}),
    ("title: ''", "schema/empty", 3, 8, {"field": "title"}),
    ("title: {}", "schema/needs-language", 3, 1, {"field": "title"}),
    ("title: {fr: a, it: b}", "schema/unknown-field", 3, 16, {"field": "it", "suggestions": ("fr", "en")}),
    ("title: {fr: ''}", "schema/empty", 3, 13, {"field": "fr"}),
    (f"title: {'x' * 61}", "schema/too-long", 3, 8, {"value": "61", "limit": "60"}),
    ("status: submited", "schema/not-in-list", 4, 9, {"value": "submited", "suggestions": ("submitted",)}),
    ("status: refused", "schema/not-in-list", 4, 9, {"suggestions": ("submitted", "eligible", "under_study")}),
    ("status: null", "schema/empty", 4, 1, {}),
    ("schema_version: 2", "schema/version", 1, 17, {"value": "2", "known": ("1",)}),
    ('key: "k7f3q9\\n"', "schema/pattern", 2, 6, {"value": "k7f3q9\\n", "example": "k7f3q9"}),
    ("key: k7f٣٣٣", "schema/pattern", 2, 6, {}),
    ("estimated_cost: 85.000", "schema/amount", 5, 17, {"suggestions": ("85000", "85.00")}),
    ("estimated_cost: 67000.5", "schema/amount", 5, 17, {"suggestions": ("67000.50",)}),
    ("estimated_cost: 67 000 €", "schema/amount", 5, 17, {"value": "67 000 €", "suggestions": ("67000",)}),
    ("estimated_cost: '67000'", "schema/amount", 5, 17, {"suggestions": ("67000",)}),
    ("estimated_cost: true", "schema/amount", 5, 17, {"value": "true"}),
    ("estimated_cost: 1e300", "schema/amount", 5, 17, {}),
    ("estimated_cost: .nan", "schema/amount", 5, 17, {}),
    ("estimated_cost: -5", "schema/minimum", 5, 17, {"value": "-5", "limit": "0.01"}),
    ("estimated_cost: 0", "schema/minimum", 5, 17, {}),
    ("share: 6", "schema/maximum", 5, 8, {"value": "6", "limit": "5.5"}),
    ("share: 5 %", "schema/percent", 5, 8, {"suggestions": ("5",)}),
    ("count: 0", "schema/above", 5, 8, {"limit": "0"}),
    ("count: 100", "schema/below", 5, 8, {"limit": "100"}),
    ("count: 7", "schema/multiple", 5, 8, {"limit": "5"}),
    ("count: 5.0", "schema/expected-whole-number", 5, 8, {"value": "5.0"}),
    ("count: beaucoup", "schema/expected-whole-number", 5, 8, {}),
    ("quick: oui", "schema/expected-true-or-false", 5, 8, {}),
    ("areas: abc", "schema/expected-list", 5, 8, {}),
    ("areas: [abc]", "schema/too-few", 5, 1, {"value": "1", "limit": "2"}),
    ("areas: []", "schema/empty", 5, 1, {}),
    ("areas: [abc, abd, abe, abf]", "schema/too-many", 5, 1, {"limit": "3"}),
    ("areas: [abc, abc]", "schema/duplicate-item", 5, 14, {"value": "abc"}),
    ("areas: [abc, ab]", "schema/too-short", 5, 14, {"field": "areas", "value": "2", "limit": "3"}),
    ("decision: ok", "schema/expected-block", 5, 11, {}),
    ("decision: {outcome: eligible, date: 2027-02-30}", "schema/date", 5, 37, {"value": "2027-02-30"}),
    ("decision: {outcome: eligible, date: 3/2/2027}", "schema/date", 5, 37, {"suggestions": ("2027-02-03",)}),
    ("decision: {outcome: eligible, date: 20270203}", "schema/date", 5, 37, {}),
    ("decision: {outcome: eligible, date: 2027-02-03, at: 2027-02-03T25:00}", "schema/date-time", 5, 53, {}),
    ("decision: {outcome: eligible}", "schema/missing-field", 5, 1, {"field": "date"}),
    ("decision: {outcome: ineligible, date: 2027-02-03}", "schema/missing-field", 5, 1, {"field": "reason"}),
    ("decision: {outcome: ineligible, date: 2027-02-03, reason: non}", "schema/too-short", 5, 59, {"limit": "20"}),
    (
        f"decision: {{outcome: eligible, date: 2027-02-03, reason: {'x' * 30}}}",
        "schema/not-here",
        5,
        49,
        {"field": "reason"},
    ),
    ("lines: [{label: a}]", "schema/missing-field", 5, 9, {"field": "amount"}),
    ("lines: [{amuont: 5}]", "schema/unknown-field", 5, 10, {"field": "amuont", "suggestions": ("amount",)}),
    ("lines: [{amount: 5, label: '?'}]", "schema/not-allowed", 5, 9, {}),
    ("place: {stret: x}", "schema/unknown-field", 5, 9, {"suggestions": ("street",)}),
    ("place: 5", "schema/expected-text", 5, 8, {}),
    ("place: ab", "schema/too-short", 5, 8, {}),
    ("by_service: {voierie: 5}", "schema/unknown-field", 5, 14, {"suggestions": ("voirie",)}),
    ("by_service: {voirie: 5.5}", "schema/amount", 5, 22, {"field": "voirie"}),
    ("by_service: {voirie: 5, parcs: 5, juridique: 5}", "schema/too-many", 5, 1, {}),
    ("dated: {from: 2027-01-01}", "schema/missing-field", 5, 1, {"field": "to"}),
    ("zone: Europe/Strasbourg", "schema/time-zone", 5, 7, {}),
    ("link: javascript:alert(1)", "schema/url", 5, 7, {}),
    ("file: ../secret.txt", "schema/path", 5, 7, {}),
    ("opens: demain", "schema/date", 5, 8, {}),
    ("opens: 2027-01-01T9:00", "schema/date-time", 5, 8, {}),
    ("titel: x", "schema/unknown-field", 5, 1, {"field": "titel", "suggestions": ("title",)}),
    ("parts: [{parts: [{cost: 1.1}]}]", "schema/amount", 5, 25, {}),
]


@pytest.mark.parametrize(("line", "code", "row", "column", "params"), CASES, ids=[case[0][:50] for case in CASES])
@pytest.mark.parametrize("engine", ["rust", "python"])
def test_each_slip_is_one_finding_at_its_place(
    line: str, code: str, row: int, column: int, params: dict[str, Any], engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if engine == "python":
        monkeypatch.setattr(judges, "find_spec", lambda name: None)
    key, _, value = line.partition(":")
    found = findings(with_base(**{key: value.strip()}), Schemas(FOLDER))
    assert [(f.code, f.place.line, f.place.column) for f in found] == [(code, row, column)]
    assert {name: found[0].params.get(name) for name in params} == params


@pytest.mark.parametrize(
    ("field", "lines", "fixed"),
    [("areas", "\n  -abc\n  -abd", "- abc"), ("lines", "\n  -amount: 5", "- amount:")],
)
def test_a_dash_without_a_space_is_told_on_its_line(field: str, lines: str, fixed: str) -> None:
    (found,) = findings(with_base(**{field: lines}))
    assert (found.code, found.place.line, found.place.column) == ("schema/space-after-dash", 6, 3)
    assert found.params == {"field": field, "fixed": fixed}


@pytest.mark.parametrize("sign", ["–", "—", "•"])
def test_another_sign_than_the_dash_is_told_as_such(sign: str) -> None:
    """Programs for letters put it there; YAML reads one long text."""
    (found,) = findings(with_base(areas=f"\n  {sign} abc\n  {sign} abd"))
    assert (found.code, found.place.line, found.place.column) == ("schema/list-sign", 6, 3)
    assert found.params == {"field": "areas", "fixed": "- abc", "sign": sign}


def test_a_pattern_is_shown_by_an_example_not_by_itself() -> None:
    item = {"type": "string", "pattern": "^[a-z]+$", "x-format": "service"}
    problem = Problem(("services", 0), "pattern", item, "a b")
    parsed = parse(b"services: [a b]\n", FILE)
    (finding,) = findings_of(problem, parsed, {})
    assert finding.params["example"] == "espaces-verts"


def test_a_misspelt_field_is_not_also_missing() -> None:
    assert [f.code for f in findings("schema_version: 1\nkey: k7f3q9\ntitel: a\nstatus: eligible\n")] == [
        "schema/unknown-field"
    ]
    assert [f.params["field"] for f in findings("schema_version: 1\n")] == ["key", "title", "status"]


def test_the_second_of_two_equal_items_names_the_first() -> None:
    found = findings(with_base(areas="[abc, abd, abc]"))
    assert [(str(f.place), str(f.related[0].place)) for f in found] == [(f"{FILE}:5:19", f"{FILE}:5:9")]


def test_a_line_about_which_the_reader_complained_is_left_alone() -> None:
    parsed = parse(with_base(estimated_cost="&a x", count="x").encode(), FILE)
    assert [f.code for f in parsed.findings] == ["yaml/anchor"]
    assert [(f.code, f.place.line) for f in SMALL.validate("small", parsed)] == [("schema/expected-whole-number", 6)]


def test_a_file_without_a_tree_has_nothing_to_validate() -> None:
    assert SMALL.validate("small", parse(b"a: b : c\n", FILE)) == ()


def test_an_unknown_kind_of_file_is_an_error_of_the_caller() -> None:
    with pytest.raises(FileNotFoundError):
        SMALL.document("nothing")
    assert SMALL.names() == ("small",)


VALUES = [
    *("1", "5", "-1", "5.0", "0.01", "85.000", "67000.5", "true", "null", "''", "abc", "ab", "k7f3q9", "'k7f3q9\\n'"),
    *("submitted", "2027-02-30", "2027-02-03", "2027-02-03T10:00", "[]", "[abc]", "[abc, abc]", "[1, 1.0]", "{}"),
    *("{fr: a}", "{fr: 1, xx: b}", "{street: 5}", "{voirie: 5, parcs: 6}", "{outcome: ineligible, date: 2027-02-03}"),
    *(
        "[{amount: 5}]",
        "[{label: '?', amount: 1}]",
        "Europe/Paris",
        "https://a.fr/",
        "a/b.png",
        "[[a]]",
        "99999999999999",
    ),
]


def test_both_validators_give_the_same_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    """jsonschema is the oracle: random files, the same verdict and the same words from both."""
    document = SMALL.document("small")
    rust, python = RustJudge(document), PythonJudge(document)
    monkeypatch.setattr(judges, "find_spec", lambda name: None)
    oracle = Schemas(FOLDER)
    rng = random.Random(7)
    keys = list(document["properties"])
    accepted = 0
    for _ in range(1_500):
        fields = {key: rng.choice(VALUES) for key in rng.sample(keys, rng.randint(0, 3))}
        yaml = with_base(**fields)
        data = parse(yaml.encode(), FILE).data
        assert rust.accepts(data) == python.accepts(data), yaml
        assert findings(yaml) == findings(yaml, oracle), yaml
        accepted += rust.accepts(data)
    assert 100 < accepted < 1_400


PUBLISHED = CHECKOUT / "schema"
NAMES = [path.name.removesuffix(".schema.json") for path in sorted(PUBLISHED.glob("*.schema.json"))]


@pytest.mark.parametrize("name", NAMES)
def test_each_published_schema_compiles_in_both_validators(name: str) -> None:
    document = Schemas(PUBLISHED).document(name)
    for compiled in (RustJudge(document), PythonJudge(document)):
        assert not compiled.accepts({"no such field": 1})


@pytest.mark.parametrize("name", NAMES)
def test_each_published_pattern_is_anchored_and_in_ascii(name: str) -> None:
    for pattern in _patterns(Schemas(PUBLISHED).document(name)):
        assert pattern.isascii(), pattern
        assert pattern.startswith("^") and pattern.endswith("$"), pattern
        assert "\\d" not in pattern and "\\w" not in pattern and "\\s" not in pattern, pattern


def _patterns(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["pattern"]] if isinstance(node.get("pattern"), str) else []
        return own + [pattern for part in node.values() for pattern in _patterns(part)]
    return [pattern for part in node for pattern in _patterns(part)] if isinstance(node, list) else []


@pytest.mark.parametrize("name", NAMES)
def test_no_published_pattern_can_be_made_slow(name: str) -> None:
    """A pattern that backtracks would hang here for years, in the library without linear-time expressions."""
    for pattern in _patterns(Schemas(PUBLISHED).document(name)):
        for piece in ("a", "0", "a-", "0.", "-", "A", " ", "a_", "2027-01-01"):
            assert not PythonJudge({"type": "string", "pattern": pattern}).accepts(piece * 20_000 + "\n")
