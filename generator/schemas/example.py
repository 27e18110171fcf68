"""A commented example of each file, put together from its schema: every key, what it means, a value that passes.

Keys that would contradict the others (the code of a refusal beside a favourable decision) stand there as comments; the
fragment of their class names them (`omit`).
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from aubette.load.quoting import written
from schemas.compose import Schema
from schemas.fragments import Fragments

WIDTH = 110
STEP = "  "
HEAD = (
    "{title} : exemple commenté.",
    "{description}",
    "Les clés précédées d'un signe # ne vont pas avec les autres valeurs de l'exemple.",
    "Ce fichier est tiré du schéma {name}.schema.json ; il n'est pas lu par Aubette.",
)


class Example:
    """One schema's example, as data and as commented text."""

    def __init__(self, name: str, root: str, document: Schema, fragments: Fragments) -> None:
        self.name = name
        self.root = root
        self.document = document
        self.fragments = fragments

    def data(self) -> dict[str, Any]:
        """The values of the example."""
        return self._object(self.document, self.root)

    def text(self) -> str:
        """The commented file."""
        words = {"name": self.name, "title": self.document["title"], "description": self.document["description"]}
        head = [line for text in HEAD for line in comment(text.format(**words), "")]
        lines = [*head, "", *self._mapping(self.document, self.data(), "", commented=True)]
        return "\n".join(lines) + "\n"

    def _resolved(self, schema: Schema) -> tuple[Schema, str]:
        """What a reference leads to, and the class it is named after; empty for other schemas."""
        reference = schema.get("$ref", "")
        name = reference.removeprefix("#/$defs/")
        return (self.document["$defs"][name], name) if reference else (schema, "")

    def _omitted(self, cls: str) -> frozenset[str]:
        words = self.fragments.get(cls, {}).get("")
        return frozenset(words.get("omit", []) if words else [])

    def _object(self, schema: Schema, cls: str) -> dict[str, Any]:
        omitted = self._omitted(cls)
        return {key: self._value(part) for key, part in schema["properties"].items() if key not in omitted}

    def _value(self, schema: Schema) -> Any:
        target, cls = self._resolved(schema)
        if target.get("type") == "object" and "properties" in target:
            return self._object(target, cls)
        if target.get("type") == "array" and self._resolved(target["items"])[0].get("type") == "object":
            given = schema["examples"][0]
            return given if len(given) > 1 else [self._value(target["items"])]
        return as_money(schema["examples"][0]) if schema.get("x-format") == "money" else schema["examples"][0]

    def _mapping(self, schema: Schema, data: Mapping[str, Any], indent: str, commented: bool) -> Iterator[str]:
        """The lines of a mapping, each key under what it means; keys left out of the data as comments."""
        for key, part in schema["properties"].items():
            if commented:
                yield from comment(meaning(part, key in schema.get("required", ())), indent)
            if key in data:
                yield from self._entry(key, part, data[key], indent, commented)
            elif commented:
                left_out = self._entry(key, part, self._value(part), "", False)
                yield from (f"{indent}#{line}" for line in left_out)

    def _entry(self, key: str, schema: Schema, value: Any, indent: str, commented: bool) -> Iterator[str]:
        target, _ = self._resolved(schema)
        if isinstance(value, dict) and "properties" not in target:
            yield f"{indent}{key}:"
            yield from (f"{indent}{STEP}{name}: {scalar(one, indent)}" for name, one in value.items())
        elif isinstance(value, dict) and value:
            yield f"{indent}{key}:"
            yield from self._mapping(target, value, indent + STEP, commented)
        elif isinstance(value, list) and value:
            yield f"{indent}{key}:"
            for position, item in enumerate(value):
                yield from self._item(target.get("items", {}), item, indent + STEP, commented and position == 0)
        else:
            yield f"{indent}{key}: {scalar(value, indent + STEP)}"

    def _item(self, schema: Schema, item: Any, indent: str, commented: bool) -> Iterator[str]:
        """The lines of one item; the dash stands before its first key, below the comment on it."""
        target, _ = self._resolved(schema)
        if isinstance(item, list):
            lines = [line for one in item for line in self._item(target["items"], one, "", False)]
            yield f"{indent}- {lines[0]}"
            yield from (f"{indent}{STEP}{line}" for line in lines[1:])
        elif isinstance(item, dict):
            lines = list(self._mapping(target, item, indent + STEP, commented))
            first = next(n for n, line in enumerate(lines) if not line.lstrip().startswith("#"))
            yield from (line.removeprefix(STEP) for line in lines[:first])
            yield f"{indent}- {lines[first].lstrip()}"
            yield from lines[first + 1 :]
        else:
            yield f"{indent}- {scalar(item, indent + STEP)}"


def meaning(schema: Schema, required: bool) -> str:
    """What a key means, whether it must be there, and the words that may stand there."""
    mark = " (obligatoire)" if required else ""
    inner = schema.get("items", schema)
    values = f" Valeurs : {', '.join(inner['enum'])}." if "enum" in inner else ""
    return f"{schema['title']}{mark} : {schema['description']}{values}"


def comment(text: str, indent: str) -> list[str]:
    """A text as comment lines."""
    lead = f"{indent}# "
    return textwrap.wrap(text, WIDTH, initial_indent=lead, subsequent_indent=lead, break_on_hyphens=False)


def as_money(value: Any) -> Any:
    """An amount as a file writes it: whole units or two decimals."""
    return Decimal(f"{value:.2f}") if isinstance(value, float) else value


def scalar(value: Any, indent: str) -> str:
    """A value as the canonical form spells it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value)
    return written(value, indent) if isinstance(value, str) else str(value)
