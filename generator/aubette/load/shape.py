"""Finding one's way in a JSON Schema: where a `$ref` leads, which parts a place has, whichever alternative holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]
NOTHING: Schema = {}
ALTERNATIVES = ("allOf", "anyOf", "oneOf")
CONDITIONAL = ("then", "else")
LONGEST_CHAIN = 20


class Shape:
    """One place of a schema document.

    `source` is what stands there, `node` what its `$ref` leads to with the words beside it; empty where nothing is.
    """

    def __init__(self, node: Any, root: Schema) -> None:
        self.root = root
        self.source = node
        self.node = self._resolved(node)

    def _resolved(self, node: Any) -> Schema:
        for _ in range(LONGEST_CHAIN):
            if not isinstance(node, Mapping):
                return NOTHING
            reference = node.get("$ref")
            if not isinstance(reference, str):
                return node
            beside = {key: value for key, value in node.items() if key != "$ref"}
            node = {**self._target(reference), **beside} if beside else self._target(reference)
        return NOTHING

    def _target(self, reference: str) -> Schema:
        node: Any = self.root
        for step in reference.removeprefix("#").strip("/").split("/"):
            node = node.get(step, NOTHING) if isinstance(node, Mapping) and step else node
        return node if isinstance(node, Mapping) else NOTHING

    @property
    def format(self) -> str:
        """The `x-format` of this place or of one of its alternatives, else empty."""
        return next((str(shape.node["x-format"]) for shape in self.variants() if "x-format" in shape.node), "")

    @property
    def types(self) -> tuple[str, ...]:
        """The JSON types that are welcome here, in the order of the alternatives."""
        found: dict[str, None] = {}
        for shape in self.variants():
            named = shape.node.get("type", ())
            found.update(dict.fromkeys([named] if isinstance(named, str) else named))
        return tuple(found)

    def variants(self) -> Iterator[Shape]:
        """This place and the alternatives that it allows, in their order."""
        yield self
        for word in ALTERNATIVES:
            for node in self.node.get(word, ()):
                yield from Shape(node, self.root).variants()
        for word in CONDITIONAL:
            if word in self.node:
                yield from Shape(self.node[word], self.root).variants()

    def keys(self) -> dict[str, Shape]:
        """The fields that may stand here, in the schema's order."""
        found: dict[str, Shape] = {}
        for shape in self.variants():
            for key, node in shape.node.get("properties", NOTHING).items():
                found.setdefault(key, Shape(node, self.root))
        return found

    def other(self) -> Shape:
        """What a field that is not listed holds."""
        return self._first("additionalProperties")

    def item(self) -> Shape:
        """What an item of a list holds."""
        return self._first("items")

    def _first(self, word: str) -> Shape:
        nodes = (shape.node.get(word) for shape in self.variants())
        return Shape(next((node for node in nodes if isinstance(node, Mapping)), NOTHING), self.root)
