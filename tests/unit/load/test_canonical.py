from __future__ import annotations

import json
import unicodedata
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aubette.load.canonical import reformat, write
from aubette.load.raw import FORBIDDEN
from aubette.load.yaml_text import parse

FILE = "projects/2027/jardin-k7f3q9.yml"
BROWSER_FORM = json.loads(
    (Path(__file__).parent / "data" / "browser_form.json").read_text(encoding="utf-8"), parse_float=Decimal
)
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "title": {"$ref": "#/$defs/text"},
        "cost": {"$ref": "#/$defs/money"},
        "rate": {"type": "number"},
        "lines": {"type": "array", "items": {"$ref": "#/$defs/line"}},
    },
    "$defs": {
        "text": {"type": ["string", "object"], "properties": {"fr": {"type": "string"}, "en": {"type": "string"}}},
        "money": {"type": "number", "x-format": "money"},
        "line": {
            "type": "object",
            "properties": {"label": {"$ref": "#/$defs/text"}, "amount": {"$ref": "#/$defs/money"}},
        },
    },
}


def read(data: bytes) -> object:
    parsed = parse(data, FILE)
    assert parsed.findings == ()
    return parsed.data


@pytest.mark.parametrize("case", BROWSER_FORM, ids=lambda case: json.dumps(case["data"], default=str)[:40])
def test_it_writes_what_the_browser_form_writes(case: dict[str, Any]) -> None:
    """The saved answers are those of the form's serializer, yaml 2.9.1 with the form's options."""
    assert write(case["data"], {}).decode() == case["yaml"]
    assert read(case["yaml"].encode()) == case["data"]


@pytest.mark.parametrize("word", ["NO", "off", "y", "12:30", "1_000", "2026-02-30", "0b1", "=", "<<"])
def test_unlike_the_form_it_quotes_what_others_misread(word: str) -> None:
    assert write({"t": word}, {}) == f"t: '{word}'\n".encode()
    assert write({word: 1}, {}) == f"'{word}': 1\n".encode()


def test_fields_stand_in_the_order_of_the_schema_and_strangers_last() -> None:
    data = {"z": 1, "lines": [{"amount": 5, "label": {"en": "b", "fr": "a"}}], "a": 2, "title": "t"}
    assert write(data, SCHEMA).decode() == (
        "title: t\nlines:\n  - label:\n      fr: a\n      en: b\n    amount: 5\nz: 1\na: 2\n"
    )


def test_amounts_have_one_spelling_and_other_decimals_keep_theirs() -> None:
    data = {"cost": Decimal("80000.00"), "rate": Decimal("2.00"), "lines": [{"amount": Decimal("0.50")}]}
    assert write(data, SCHEMA).decode() == "cost: 80000\nrate: 2.00\nlines:\n  - amount: 0.50\n"


def test_a_line_end_at_the_end_of_a_text_is_dropped() -> None:
    assert write({"a": "x\n\n", "b": "x\ny\n"}, {}) == b"a: x\nb: |-\n  x\n  y\n"


def test_a_value_that_no_file_holds_is_refused() -> None:
    with pytest.raises(TypeError, match="float"):
        write({"a": 1.5}, {})


TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp", "Mn", "Lo"))
    | st.sampled_from(list(": #-'\"\n\t.,0e")),
    max_size=30,
).map(lambda text: text.rstrip("\n"))
SCALARS = (
    TEXTS
    | st.booleans()
    | st.none()
    | st.integers(-(10**12), 10**12)
    | st.decimals(-9999, 9999, places=2, allow_nan=False).filter(lambda value: value != 0 or not value.is_signed())
)
DATA = st.dictionaries(
    TEXTS.filter(lambda key: "\n" not in key and "\t" not in key and key != "<<"),
    st.recursive(
        SCALARS,
        lambda below: (
            st.lists(below, max_size=3)
            | st.dictionaries(TEXTS.map(lambda k: "k" + k.replace("\n", "")), below, max_size=3)
        ),
        max_leaves=8,
    ),
    min_size=1,
    max_size=5,
)


@given(DATA)
@example({"a": "\n  x"})
@example({"a": ["  x\n y", " "]})
@example({"a": "x \ny"})
@example({"a": "x\n  "})
@settings(max_examples=500, deadline=None)
def test_what_is_written_is_read_again(data: dict[str, Any]) -> None:
    written = write(data, SCHEMA)
    parsed = parse(written, FILE)
    assert [f.code for f in parsed.findings if f.code not in ("yaml/too-deep", "yaml/blank-text")] == []
    if parsed.data is not None:
        assert _typed(parsed.data) == _typed(_composed(data))
        assert write(parsed.data, SCHEMA) == written


def _composed(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, dict):
        return {_composed(key): _composed(part) for key, part in value.items()}
    return [_composed(part) for part in value] if isinstance(value, list) else value


def _typed(value: Any) -> Any:
    """The value with the type of each scalar, so that 1, True and Decimal(1) differ; amounts may lose their zeros."""
    if isinstance(value, dict):
        return {key: _typed(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_typed(part) for part in value]
    return (
        ("number", value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else (type(value), value)
    )


@given(DATA, st.integers(0, 4), st.integers(0, 10**6))
@settings(max_examples=150, deadline=None)
def test_one_changed_number_is_one_changed_line(data: dict[str, Any], place: int, number: int) -> None:
    data = {**data, "n": -1}
    before, after = write(data, {}).split(b"\n"), write({**data, "n": number}, {}).split(b"\n")
    assert len(before) == len(after)
    assert sum(old != new for old, new in zip(before, after, strict=True)) == 1


@given(st.text(max_size=40))
@example("\u00a0")
@settings(max_examples=300, deadline=None)
def test_any_text_can_be_written_and_comes_back_or_is_complained_about(text: str) -> None:
    if any("\ud800" <= character <= "\udfff" for character in text):
        return
    parsed = parse(write({"a": text}, {}), FILE)
    assert parsed.data is not None
    if not FORBIDDEN.search(text):
        assert [f.code for f in parsed.findings] == ["yaml/blank-text"] * _composed(text).rstrip("\n").isspace()
        assert parsed.data == {"a": _composed(text).rstrip("\n")}


def test_reformatting_mends_what_is_harmless_and_refuses_the_rest() -> None:
    messy = "\ufefflines: [{amount: 5.00, label: 'Jar\u200bdin'}]\r\ntitle: a\tb # remarque".encode()
    assert reformat(messy, FILE, SCHEMA).data == b"title: a b\nlines:\n  - label: Jardin\n    amount: 5\n"
    refused = reformat(b"title: a : b\n", FILE, SCHEMA)
    assert refused.data is None
    assert [f.code for f in refused.findings] == ["yaml/unquoted-colon"]
    assert reformat(b"\xff\xfe", FILE, SCHEMA).data is None


def test_reformatting_twice_changes_nothing() -> None:
    for case in BROWSER_FORM:
        once = reformat(case["yaml"].encode(), FILE, SCHEMA).data
        assert once is not None
        assert reformat(once, FILE, SCHEMA).data == once
