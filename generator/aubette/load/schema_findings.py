"""From what a validator refuses to what a person can mend: one finding per slip, on the line where it was made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from aubette.load.formats import written
from aubette.load.judge import Problem, deepest
from aubette.load.marks import Path
from aubette.load.shape import Schema, Shape
from aubette.load.yaml_text import Parsed
from aubette.model.finding import Finding, Param, Related

MOST_SUGGESTED = 3
LIKENESS = 0.6
LONGEST_SHOWN = 80

TYPE_CODES: Mapping[tuple[str, ...], str] = {
    ("string",): "schema/expected-text",
    ("number",): "schema/expected-number",
    ("integer",): "schema/expected-whole-number",
    ("boolean",): "schema/expected-true-or-false",
    ("array",): "schema/expected-list",
    ("object",): "schema/expected-block",
    ("string", "object"): "schema/expected-text",
}
BOUND_CODES: Mapping[str, str] = {
    "minimum": "schema/minimum",
    "maximum": "schema/maximum",
    "exclusiveMinimum": "schema/above",
    "exclusiveMaximum": "schema/below",
    "multipleOf": "schema/multiple",
    "maxLength": "schema/too-long",
    "maxItems": "schema/too-many",
    "maxProperties": "schema/too-many",
}


def findings_of(problem: Problem, parsed: Parsed, document: Schema) -> Iterator[Finding]:
    """What to tell about one problem of a file that was read with a schema document."""
    if problem.about_key:
        yield _bad_key(problem, parsed)
    elif problem.branches:
        yield from _alternatives(problem, parsed, document)
    else:
        handler = HANDLERS.get(problem.keyword, _other)
        yield from handler(problem, parsed, document)


def _field(path: Path) -> str:
    return next((step for step in reversed(path) if isinstance(step, str)), "")


def _shown(value: object) -> str:
    """A value in a message: the beginning of what a person wrote."""
    if isinstance(value, dict):
        text = f"{next(iter(value), '')}: …"
    else:
        text = "- …" if isinstance(value, list) else written(value)
    text = text.replace("\n", "\\n")
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def _at(problem: Problem, parsed: Parsed, code: str, **params: Param) -> Finding:
    """A finding on a value; on the key where the value is a block or nothing at all."""
    on_key = problem.value is None or isinstance(problem.value, dict | list)
    return Finding(code, parsed.place(problem.path, key=on_key), {"field": _field(problem.path), **params})


def _suggestions(word: str, known: Sequence[str]) -> dict[str, Param]:
    """The known words that look like a mistaken one, or all of them when none does."""
    close = get_close_matches(word, known, MOST_SUGGESTED, LIKENESS)
    return {"suggestions": tuple(close) or tuple(known), "known": tuple(known)}


def _missing(problem: Problem, parsed: Parsed, document: Schema) -> Iterator[Finding]:
    """Fields that are not there, unless a neighbour's misspelt name is meant to be one of them."""
    present = problem.value if isinstance(problem.value, Mapping) else {}
    known = Shape(problem.schema, document).keys()
    strangers = [key for key in present if key not in known]
    wanted: Any = problem.expected
    if isinstance(wanted, Mapping):
        wanted = [field for given, needed in wanted.items() if given in present for field in needed]
    for field in wanted:
        if field in present or get_close_matches(field, strangers, 1, LIKENESS):
            continue
        yield Finding("schema/missing-field", parsed.place(problem.path, key=True), {"field": field})


def _unknown(problem: Problem, parsed: Parsed, document: Schema) -> Iterator[Finding]:
    """Fields that the schema does not know at this place."""
    known = tuple(Shape(problem.schema, document).keys())
    for key in problem.value if isinstance(problem.value, Mapping) else ():
        if key not in known:
            place = parsed.place((*problem.path, key), key=True)
            yield Finding("schema/unknown-field", place, {"field": key, **_suggestions(key, known)})


def _type(problem: Problem, parsed: Parsed, document: Schema) -> Iterator[Finding]:
    expected = problem.expected
    types = (expected,) if isinstance(expected, str) else tuple(expected or ())
    yield _wrong_type(problem, parsed, types)


def _wrong_type(problem: Problem, parsed: Parsed, types: tuple[str, ...]) -> Finding:
    if problem.value is None or problem.value == "":
        return _at(problem, parsed, "schema/empty")
    types = tuple(name for name in types if name != "null")
    code = TYPE_CODES.get(types, "schema/wrong-type")
    return _at(problem, parsed, code, value=_shown(problem.value))


def _choice(problem: Problem, parsed: Parsed, document: Schema) -> Iterator[Finding]:
    allowed = tuple(written(word) for word in problem.schema.get("enum", [problem.schema.get("const")]))
    if problem.value in (None, ""):
        yield _at(problem, parsed, "schema/empty")
    elif _field(problem.path) == "schema_version":
        yield _at(problem, parsed, "schema/version", value=_shown(problem.value), known=allowed)
    else:
        value = _shown(problem.value)
        yield _at(problem, parsed, "schema/not-in-list", value=value, **_suggestions(value, allowed))


def _pattern(problem: Problem, parsed: Parsed, document: Schema) -> Iterator[Finding]:
    if problem.value == "":
        yield _at(problem, parsed, "schema/empty")
        return
    examples = problem.schema.get("examples") or [problem.expected]
    yield _at(problem, parsed, "schema/pattern", value=_shown(problem.value), example=written(examples[0]))


def _bound(problem: Problem, parsed: Parsed, document: Schema) -> Iterator[Finding]:
    value = problem.value
    size = len(value) if isinstance(value, str | list | dict) else 0
    shown = _shown(value) if isinstance(value, int | Decimal) else str(size)
    limit = written(problem.expected)
    yield _at(problem, parsed, BOUND_CODES[problem.keyword], value=shown, limit=limit)


def _short(problem: Problem, parsed: Parsed, document: Schema) -> Iterator[Finding]:
    """Too little of something: nothing at all is said in its own words."""
    value = problem.value
    size = len(value) if isinstance(value, str | list | dict) else 0
    if size == 0:
        content = isinstance(value, dict) and "string" in Shape(problem.schema, document).types
        yield _at(problem, parsed, "schema/needs-language" if content else "schema/empty")
        return
    code = "schema/too-short" if isinstance(value, str) else "schema/too-few"
    yield _at(problem, parsed, code, value=str(size), limit=written(problem.expected))


def _duplicates(problem: Problem, parsed: Parsed, document: Schema) -> Iterator[Finding]:
    """Each item that stands in the list before, with the place of the first."""
    seen: list[tuple[object, int]] = []
    for index, item in enumerate(problem.value if isinstance(problem.value, list) else ()):
        first = next((at for known, at in seen if known == item and type(known) is type(item)), None)
        if first is None:
            seen.append((item, index))
            continue
        related = (Related(parsed.place((*problem.path, first)), "first-here"),)
        params = {"field": _field(problem.path), "value": _shown(item)}
        yield Finding("schema/duplicate-item", parsed.place((*problem.path, index)), params, related=related)


def _bad_key(problem: Problem, parsed: Parsed) -> Finding:
    key = str(problem.value)
    place = parsed.place((*problem.path, key), key=True)
    known = tuple(written(word) for word in problem.schema.get("enum", ()))
    example = str((problem.schema.get("examples") or [problem.schema.get("pattern", "")])[0])
    suggestions = _suggestions(key, known) if known else {"suggestions": (example,), "known": ()}
    return Finding("schema/unknown-field", place, {"field": key, **suggestions})


def _alternatives(problem: Problem, parsed: Parsed, document: Schema) -> Iterator[Finding]:
    """None of several alternatives: the one that was meant says what is wrong, else the types that are welcome."""
    meant = deepest(problem.branches, problem.path)
    for inner in meant:
        yield from findings_of(inner, parsed, document)
    if not meant:
        yield _wrong_type(problem, parsed, Shape(problem.schema, document).types)


def _other(problem: Problem, parsed: Parsed, document: Schema) -> Iterator[Finding]:
    """A schema's rarer words: a field that may not stand here, a combination that may not be."""
    code = "schema/not-here" if not problem.keyword else "schema/not-allowed"
    yield Finding(code, parsed.place(problem.path, key=True), {"field": _field(problem.path)})


HANDLERS: Mapping[str, Callable[[Problem, Parsed, Schema], Iterator[Finding]]] = {
    "required": _missing,
    "dependentRequired": _missing,
    "additionalProperties": _unknown,
    "unevaluatedProperties": _unknown,
    "type": _type,
    "enum": _choice,
    "const": _choice,
    "pattern": _pattern,
    "minLength": _short,
    "minItems": _short,
    "minProperties": _short,
    "uniqueItems": _duplicates,
    **dict.fromkeys(BOUND_CODES, _bound),
}
