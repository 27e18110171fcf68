"""From a class of the model and its fragments to a JSON Schema, draft 2020-12.

The class says what there is (fields, their order, which are required, enums, lists); the fragments say it in words and
set bounds. A file's schema holds all it needs: it is read without fetching anything.
"""

from __future__ import annotations

import dataclasses
import enum
import re
import types
import typing
from collections.abc import Iterator, Mapping
from datetime import date as Date
from datetime import datetime as DateTime
from typing import Any

from aubette.model.lifecycle import WRITTEN
from aubette.model.money import Money
from aubette.model.text import Text
from aubette.words.typography import NARROW, typeset
from schemas.fragments import Fragment, Fragments
from schemas.leaves import BOOLEAN, DATES, INTEGER, MONEY, STRINGS, leaf
from schemas.shapes import CountingRule

DRAFT = "https://json-schema.org/draft/2020-12/schema"
LANGUAGES = {
    "fr": ("Français", "French", "Un texte en français, une phrase."),
    "de": ("Allemand", "German", "Ein deutscher Text, ein Satz."),
    "en": ("Anglais", "English", "A text in English, one sentence."),
}
THOUSANDS = re.compile(r"(?<=[0-9]) (?=[0-9]{3}\b)")
OUTSIDE_THE_FILE = frozenset({"edition", "origin"})
VALUES = {"written": tuple(status.value for status in WRITTEN)}

Schema = dict[str, Any]


@dataclasses.dataclass(frozen=True)
class Field:
    """One attribute of a class as the file writes it; `hint` is its type without `None`."""

    owner: type
    name: str
    hint: Any
    required: bool
    default: Any


def fields_of(cls: type) -> Iterator[Field]:
    """The fields of a dataclass that stand in its file, in canonical order."""
    hints = typing.get_type_hints(cls, include_extras=True)
    outside = OUTSIDE_THE_FILE if "origin" in hints else frozenset()
    for item in dataclasses.fields(cls):
        if item.name in outside:
            continue
        factory = item.default_factory
        default = item.default if factory is dataclasses.MISSING else factory()
        yield Field(cls, item.name.rstrip("_"), unwrap(hints[item.name]), default is dataclasses.MISSING, default)


def unwrap(hint: Any) -> Any:
    """A type without its `None`; `Date | DateTime` stays a union."""
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        rest = tuple(arg for arg in typing.get_args(hint) if arg is not type(None))
        return rest[0] if len(rest) == 1 else rest
    return hint


class Composer:
    """Composes one file's schema, and gathers the definitions that it refers to."""

    def __init__(
        self, fragments: Fragments, groups: Mapping[tuple[str, str], str], *, numbers_as_text: bool = False
    ) -> None:
        self.fragments = fragments
        self.groups = groups
        self.numbers_as_text = numbers_as_text
        self.definitions: dict[str, Schema] = {}

    def file(self, name: str, root: type) -> Schema:
        """The schema of the files of one kind, whose top is an instance of `root`."""
        top = self.object(root)
        head: Schema = {"$schema": DRAFT, "$id": f"urn:aubette:schema:{name}:1"}
        return {**head, **top, "$defs": dict(sorted(self.definitions.items()))}

    def object(self, cls: type) -> Schema:
        """The schema of one class."""
        fields = list(fields_of(cls))
        words = self.fragments[cls.__name__]
        described = set(words) - {""}
        if described != {field.name for field in fields}:
            raise ValueError(f"{cls.__name__}: described {sorted(described ^ {f.name for f in fields})} differs")
        return {
            **titles(words[""]),
            "type": "object",
            "additionalProperties": False,
            "required": [field.name for field in fields if field.required],
            "properties": {field.name: self.property(field, words[field.name]) for field in fields},
            **({"allOf": words[""].get("when")} if words[""].get("when") else {}),
        }

    def property(self, field: Field, words: Fragment) -> Schema:
        """One property: its words, its shape and what other tools need to know of it."""
        schema: Schema = {**titles(words), **self.shape(field, field.hint, words)}
        if schema.get("x-format") == "amount":
            schema["examples"] = [str(example) for example in schema["examples"]]
        if "examples" not in schema:
            schema["examples"] = [words.get("example") or self.shortest(schema)]
        if not field.required and (default := written_default(field.default)) is not None:
            schema["default"] = default
        key = words.get("key")
        if key:
            schema["x-key"] = key if isinstance(key, list) else [key]
        schema["x-weight"] = words.get("weight") or weight_of(field.hint)
        group = self.groups.get((field.owner.__name__, field.name))
        if group:
            schema["x-group"] = group
        return schema

    def shortest(self, schema: Schema) -> Any:
        """An example of a block or of a list of them: the fields that must, or may have to, be there."""
        if schema.get("type") == "array":
            return [self.shortest(schema["items"])]
        name = schema["$ref"].removeprefix("#/$defs/")
        target, words = self.definitions[name], self.fragments[name][""]
        branches = [rule.get(branch, {}) for rule in words.get("when", []) for branch in ("then", "else")]
        needed = {*target["required"], *(key for branch in branches for key in branch.get("required", []))}
        shown = [key for key in target["properties"] if key in needed - set(words.get("omit", []))]
        return {key: target["properties"][key]["examples"][0] for key in shown}

    def shape(self, field: Field, hint: Any, words: Fragment) -> Schema:
        """The keywords that a value of this type must satisfy."""
        if field.name == "schema_version":
            return {"type": "integer", "const": 1}
        if typing.get_origin(hint) is Mapping and typing.get_args(hint)[1] is str:
            return {"type": "object", "additionalProperties": {"type": "string", "maxLength": 60}}
        if typing.get_origin(hint) is Mapping:
            return self.reference(CountingRule)
        if typing.get_origin(hint) is tuple:
            return self.array(field, typing.get_args(hint)[0], words)
        if dataclasses.is_dataclass(hint) and hint not in (Text, Money):
            return self.reference(typing.cast(type, hint))
        return self.value(hint, words)

    def array(self, field: Field, item: Any, words: Fragment) -> Schema:
        """A list; a list of plain values holds each once."""
        schema: Schema = {"type": "array", "items": self.shape(field, item, words)}
        if words.get("alternative"):
            return {"anyOf": [schema, {"type": "string", "enum": [words.get("alternative")]}]}
        if words.get("items_min"):
            schema["minItems"] = words.get("items_min")
        if isinstance(item, type) and (item is str or item is Date or issubclass(item, enum.Enum)):
            schema["uniqueItems"] = True
        return schema

    def reference(self, cls: type) -> Schema:
        """A reference to the definition of a class, which is made when it is first met."""
        name = cls.__name__
        if name not in self.definitions:
            self.definitions[name] = {}
            self.definitions[name] = self.object(cls)
        return {"$ref": f"#/$defs/{name}"}

    def value(self, hint: Any, words: Fragment) -> Schema:
        """A single value."""
        if hint is Text:
            return self.text(words)
        if isinstance(hint, type) and issubclass(hint, enum.Enum):
            values = chosen_values(words) or [member.value for member in hint]
            computed = [member.value for member in hint if member.value not in values]
            told = {"x-computed": computed} if words.get("values") == "written" else {}
            return {"type": "string", "enum": values, "x-enum": hint.__name__, **told}
        if hint is str:
            return self.string(words)
        if hint in (int, Money) or typing.get_origin(hint) is typing.Annotated:
            return self.number(hint, words.get("min"), words.get("max"))
        if hint is bool:
            return leaf(BOOLEAN, None, None)
        name = "moment" if isinstance(hint, tuple) else "date-time" if hint is DateTime else "date"
        return {**leaf(DATES[name], None, None), "x-format": name}

    def number(self, hint: Any, low: float | None, high: float | None) -> Schema:
        """A whole number, an amount, or a number that the model keeps as text."""
        if hint is int:
            return leaf(INTEGER, low, high)
        if self.numbers_as_text:
            return {**leaf(STRINGS["amount"], None, None), "x-format": "amount"}
        if hint is Money:
            return {**leaf(MONEY, low, high), "x-format": "money"}
        name = hint.__metadata__[0]
        return {**leaf(STRINGS[name], low, high), "x-format": name}

    def string(self, words: Fragment) -> Schema:
        """A value that the model keeps as `str`: an identifier, a reference, a number with its digits, a line."""
        ref = words.get("ref")
        name = words.get("format") or ("project-ref" if ref == "project" else "slug" if ref else "line")
        schema = {**leaf(STRINGS[name], words.get("min"), words.get("max"))}
        if values := chosen_values(words):
            return {"type": "string", "enum": values}
        if ref:
            return {**schema, "x-format": ref if isinstance(ref, str) else "reference", "x-ref": ref}
        return {**schema, "x-format": "text" if name == "line" else name}

    def text(self, words: Fragment) -> Schema:
        """Content: a string in the city's first language, or one per language."""
        low, high = words.get("min", 1), words.get("max", 500)
        name = f"Text{low}To{high}"
        self.definitions.setdefault(name, text_definition(low, high))
        return {"$ref": f"#/$defs/{name}", "x-format": words.get("format", "text")}


def chosen_values(words: Fragment) -> list[str]:
    """The values that a fragment allows, by name or one by one; empty where it allows all."""
    chosen = words.get("values", [])
    return list(VALUES[chosen] if isinstance(chosen, str) else chosen)


def text_definition(low: int, high: int) -> Schema:
    """A text of so many characters, in one language or in several; the keywords bind the type that they are for."""
    bounds = {"minLength": low, "maxLength": high}
    french = (
        "Texte",
        f"Une phrase dans la première langue de la ville, ou une par langue ; {low} à {high} caractères.",
    )
    english = ("Text", f"A sentence in the city's first language, or one per language; {low} to {high} characters.")
    languages = {
        lang: {
            **titles(Fragment((fr, f"Le texte en {fr.lower()}."), (en, f"The text in {en}."), {"examples": [sample]})),
            "type": "string",
            **bounds,
            "x-weight": "text",
        }
        for lang, (fr, en, sample) in LANGUAGES.items()
    }
    return {
        **titles(Fragment(french, english, {})),
        "type": ["string", "object"],
        **bounds,
        "minProperties": 1,
        "additionalProperties": False,
        "properties": languages,
    }


def titles(words: Fragment) -> Schema:
    """French first, and both languages for tools that show either."""
    title, description = (typeset(THOUSANDS.sub(NARROW, text), "fr") for text in words.fr)
    schema: Schema = {
        "title": title,
        "description": description,
        "x-title": {"fr": title, "en": words.en[0]},
        "x-description": {"fr": description, "en": words.en[1]},
    }
    if words.get("examples"):
        schema["examples"] = words.get("examples")
    return schema


def written_default(value: Any) -> Any:
    """A default as a file would write it, None where leaving the field out says something of its own."""
    if isinstance(value, Money):
        return value.cents // 100
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, bool | int):
        return value
    if isinstance(value, str) and value:
        return int(value) if value.isdecimal() else value
    return None


def weight_of(hint: Any) -> str:
    """How much a change of such a field matters in a project's history, unless its fragment says otherwise."""
    if typing.get_origin(hint) is tuple:
        return weight_of(typing.get_args(hint)[0])
    if isinstance(hint, tuple) or hint in (Date, DateTime):
        return "date"
    return {Money: "money", Text: "text"}.get(hint, "minor")
