"""Schemas judged by jsonschema, for machines without a wheel of jsonschema-rs, and as the oracle of its tests."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.exceptions import SchemaError
from jsonschema.validators import extend

from aubette.load.problem import Problem
from aubette.load.shape import Schema

NEVER: Mapping[str, Any] = {"not": {}}
"""What `false` is replaced by: the library forgets the path of a field whose schema is `false`."""


class PythonJudge:
    """jsonschema, taught what the other does by itself: `$` ends the text, digits are ASCII, 2.0 is whole."""

    def __init__(self, document: Schema) -> None:
        types = Draft202012Validator.TYPE_CHECKER.redefine("integer", lambda _, value: _is_whole(value))
        cls = extend(Draft202012Validator, {"pattern": _pattern}, type_checker=types)  # type: ignore[no-untyped-call]
        try:
            cls.check_schema(document)
        except SchemaError as error:
            raise ValueError(error.message) from error
        self.validator: Any = cls(_placed(document))

    def accepts(self, data: object) -> bool:
        """See `Judge`."""
        return bool(self.validator.is_valid(data))

    def problems(self, data: object) -> Iterator[Problem]:
        """See `Judge`."""
        for error in self.validator.iter_errors(data):
            yield _problem(error)


def _problem(error: ValidationError) -> Problem:
    branches: dict[int, list[Problem]] = {}
    for inner in error.context or ():
        branches.setdefault(int(inner.schema_path[0]), []).append(_problem(inner))
    return Problem(
        path=tuple(error.absolute_path),
        keyword="" if error.schema == NEVER else str(error.validator or ""),
        schema=error.schema if isinstance(error.schema, Mapping) else {},
        value=error.instance,
        about_key="propertyNames" in list(error.absolute_schema_path)[-2:-1],
        branches=tuple(tuple(branches[index]) for index in sorted(branches)),
    )


def _placed(node: Any) -> Any:
    """The same schema with `NEVER` for each field that may not be there."""
    if isinstance(node, list):
        return [_placed(part) for part in node]
    if not isinstance(node, Mapping):
        return node
    found = {key: _placed(part) for key, part in node.items()}
    fields = found.get("properties")
    if isinstance(fields, dict):
        found["properties"] = {key: NEVER if part is False else part for key, part in fields.items()}
    return found


def _pattern(_: object, written: str, value: object, __: object) -> Iterator[ValidationError]:
    """The keyword `pattern` with `$` for the end of the text, not for a line end before it."""
    expression = re.sub(r"(?<!\\)\$\Z", r"\\Z", written)
    if isinstance(value, str) and not re.search(expression, value, re.ASCII):
        yield ValidationError("pattern")


def _is_whole(value: object) -> bool:
    if isinstance(value, Decimal):
        return value == value.to_integral_value()
    return isinstance(value, int) and not isinstance(value, bool)
