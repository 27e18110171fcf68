"""From what a validator refuses to what a person can mend: one finding per slip, on the line where it was made."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from aubette.load.formats import written
from aubette.load.marks import Path
from aubette.load.parsed import Parsed
from aubette.load.problem import Problem, deepest
from aubette.load.shape import Schema, Shape
from aubette.load.syntax import OTHER_SIGNS
from aubette.model.document import Step
from aubette.model.finding import Finding, Param, Place, Related
from aubette.words.meant import meant

EXAMPLES: Mapping[object, str] = {
    "article": "R-03",
    "criterion": "F09",
    "date": "2027-06-21",
    "field": "holder.collective",
    "project": "2027-014",
    "service": "espaces-verts",
    "theme": "nature",
    "tier": "moyen",
}
"""For an item of a list, which has no example of its own in the schema: a pattern is no help to who writes."""

GLUED = re.compile(rf"(?:(?P<sign>[{OTHER_SIGNS}])[ \u00a0]|-)(?P<item>[^\s-].*?)(?= [-{OTHER_SIGNS}]|\Z)")
"""An item of a list whose dash no space follows; such lines are read as one text, « -neudorf -meinau »."""

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


@dataclass(frozen=True)
class _Slip:
    """One problem, the file in which it stands and the schema document that the file was held against."""

    problem: Problem
    parsed: Parsed
    document: Schema

    @property
    def value(self) -> object:
        return self.problem.value

    @property
    def fields(self) -> Mapping[str, object]:
        """The value as a block of fields; empty when it is none."""
        return self.problem.value if isinstance(self.problem.value, Mapping) else {}

    @property
    def known(self) -> tuple[str, ...]:
        """The fields that may stand here."""
        return tuple(Shape(self.problem.schema, self.document).keys())

    @property
    def size(self) -> int:
        return len(self.value) if isinstance(self.value, str | list | dict) else 0

    def place(self, *below: Step, key: bool = False) -> Place:
        return self.parsed.place((*self.problem.path, *below), key=key)

    def finding(self, code: str, **params: Param) -> Finding:
        """A finding on the value; on the key where the value is a block or nothing at all."""
        on_key = self.value is None or isinstance(self.value, dict | list)
        return Finding(code, self.place(key=on_key), {"field": field_of(self.problem.path), **params})


def findings_of(problem: Problem, parsed: Parsed, document: Schema) -> Iterator[Finding]:
    """What to tell about one problem of a file that was read with a schema document."""
    slip = _Slip(problem, parsed, document)
    if problem.about_key:
        yield _bad_key(slip)
    elif problem.branches:
        yield from _alternatives(slip)
    else:
        yield from HANDLERS.get(problem.keyword, _other)(slip)


def field_of(path: Path) -> str:
    """The name of the field at a path, or of the list in which an item stands."""
    return next((step for step in reversed(path) if isinstance(step, str)), "")


def _shown(value: object) -> str:
    """A value in a message: the beginning of what a person wrote."""
    if isinstance(value, dict):
        text = f"{next(iter(value), '')}: …"
    else:
        text = "- …" if isinstance(value, list) else written(value)
    text = text.replace("\n", "\\n")
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def _suggestions(word: str, known: Sequence[str]) -> dict[str, Param]:
    """The known words that look like a mistaken one, or all of them when none does."""
    close = get_close_matches(word, known, MOST_SUGGESTED, LIKENESS)
    return {"suggestions": tuple(close) or tuple(known), "known": tuple(known)}


def _named(schema: object) -> Iterator[str]:
    """Every field that a schema document knows: a condition asks for fields and does not repeat which there are."""
    below: Iterable[object] = ()
    if isinstance(schema, Mapping):
        properties = schema.get("properties")
        yield from properties if isinstance(properties, Mapping) else ()
        below = schema.values()
    elif isinstance(schema, list):
        below = schema
    for part in below:
        yield from _named(part)


def _missing(slip: _Slip) -> Iterator[Finding]:
    """Fields that are not there, unless a neighbour's misspelt name is meant to be one of them."""
    present = slip.fields
    known = slip.known or tuple(_named(slip.document))
    strangers = [key for key in present if key not in known]
    wanted: Any = slip.problem.expected
    if isinstance(wanted, Mapping):
        wanted = [field for given, needed in wanted.items() if given in present for field in needed]
    for field in wanted:
        if field not in present and not get_close_matches(field, strangers, 1, LIKENESS):
            yield Finding("schema/missing-field", slip.place(key=True), {"field": field})


def _unknown(slip: _Slip) -> Iterator[Finding]:
    """Fields that the schema does not know at this place."""
    known = slip.known
    for key in slip.fields:
        if key not in known:
            yield Finding("schema/unknown-field", slip.place(key, key=True), {"field": key, **_suggestions(key, known)})


def _type(slip: _Slip) -> Iterator[Finding]:
    expected = slip.problem.expected
    yield _wrong_type(slip, (expected,) if isinstance(expected, str) else tuple(expected or ()))


def _wrong_type(slip: _Slip, types: tuple[str, ...]) -> Finding:
    if slip.value is None or slip.value == "":
        return slip.finding("schema/empty")
    wanted = tuple(name for name in types if name != "null")
    if "array" in wanted and (glued := GLUED.match(first := _first_word(slip.value))):
        place = slip.place(first, key=True) if slip.fields else slip.place()
        fixed = f"- {glued['item']}{':' if slip.fields else ''}"
        params: dict[str, Param] = {"field": field_of(slip.problem.path), "fixed": fixed}
        if glued["sign"]:
            return Finding("schema/list-sign", place, {**params, "sign": glued["sign"]})
        return Finding("schema/space-after-dash", place, params)
    return slip.finding(TYPE_CODES.get(wanted, "schema/wrong-type"), value=_shown(slip.value))


def _first_word(value: object) -> str:
    """What a text says, or the name of a block's first field."""
    return value if isinstance(value, str) else str(next(iter(value), "")) if isinstance(value, Mapping) else ""


def _choice(slip: _Slip) -> Iterator[Finding]:
    allowed = tuple(written(word) for word in slip.problem.schema.get("enum", [slip.problem.schema.get("const")]))
    value = _shown(slip.value)
    if slip.value is None or slip.value == "":
        yield slip.finding("schema/empty")
    elif field_of(slip.problem.path) == "schema_version":
        yield slip.finding("schema/version", value=value, known=allowed)
    elif value in slip.problem.schema.get("x-computed", ()):
        yield slip.finding("schema/computed", value=value)
    else:
        yield _unlisted(slip, value, allowed)


def _unlisted(slip: _Slip, value: str, allowed: tuple[str, ...]) -> Finding:
    """A value that is not in the list, with those it may mean, or the whole list when nothing is near."""
    computed = tuple(slip.problem.schema.get("x-computed", ()))
    guess = meant(value, (*allowed, *computed))
    if guess and set(guess) <= set(computed):
        return slip.finding("schema/computed", value=value)
    known = tuple(word for word in guess if word in allowed) or allowed
    return slip.finding("schema/not-in-list", value=value, n=len(known), suggestions=known, known=allowed)


def _pattern(slip: _Slip) -> Iterator[Finding]:
    if slip.value == "":
        yield slip.finding("schema/empty")
        return
    schema = slip.problem.schema
    examples = schema.get("examples") or [EXAMPLES.get(schema.get("x-format"), "neudorf")]
    yield slip.finding("schema/pattern", value=_shown(slip.value), example=written(examples[0]))


def _bound(slip: _Slip) -> Iterator[Finding]:
    """Too much of something, or a number beyond its bounds."""
    shown = _shown(slip.value) if isinstance(slip.value, int | Decimal) else str(slip.size)
    yield slip.finding(BOUND_CODES[slip.problem.keyword], value=shown, limit=written(slip.problem.expected))


def _short(slip: _Slip) -> Iterator[Finding]:
    """Too little of something: nothing at all is said in its own words."""
    if slip.size:
        code = "schema/too-short" if isinstance(slip.value, str) else "schema/too-few"
        yield slip.finding(code, value=str(slip.size), limit=written(slip.problem.expected))
    else:
        content = slip.value == {} and "string" in Shape(slip.problem.schema, slip.document).types
        yield slip.finding("schema/needs-language" if content else "schema/empty")


def _duplicates(slip: _Slip) -> Iterator[Finding]:
    """Each item that stands in the list before, with the place of the first."""
    seen: list[tuple[object, int]] = []
    for index, item in enumerate(slip.value if isinstance(slip.value, list) else ()):
        first = next((at for known, at in seen if known == item and type(known) is type(item)), None)
        if first is None:
            seen.append((item, index))
            continue
        related = (Related(slip.place(first), "first-here"),)
        params = {"field": field_of(slip.problem.path), "value": _shown(item)}
        yield Finding("schema/duplicate-item", slip.place(index), params, related=related)


def _bad_key(slip: _Slip) -> Finding:
    """A field's name that the schema does not allow, where the names are free."""
    key, schema = str(slip.value), slip.problem.schema
    known = tuple(written(word) for word in schema.get("enum", ()))
    example = str((schema.get("examples") or [schema.get("pattern", "")])[0])
    suggestions = _suggestions(key, known) if known else {"suggestions": (example,), "known": ()}
    return Finding("schema/unknown-field", slip.place(key, key=True), {"field": key, **suggestions})


def _alternatives(slip: _Slip) -> Iterator[Finding]:
    """None of several alternatives: the one that was meant says what is wrong, else the types that are welcome."""
    meant = deepest(slip.problem.branches, slip.problem.path)
    for inner in meant:
        yield from findings_of(inner, slip.parsed, slip.document)
    if not meant:
        yield _wrong_type(slip, Shape(slip.problem.schema, slip.document).types)


def _other(slip: _Slip) -> Iterator[Finding]:
    """A schema's rarer words: a field that may not stand here, a combination that may not be."""
    code = "schema/not-allowed" if slip.problem.keyword else "schema/not-here"
    yield Finding(code, slip.place(key=True), {"field": field_of(slip.problem.path)})


HANDLERS: Mapping[str, Callable[[_Slip], Iterator[Finding]]] = {
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
