"""Schemas judged by jsonschema-rs, where there is a wheel of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jsonschema_rs import Draft202012Validator, RegexOptions, ValidationError
from jsonschema_rs import ValidationErrorKind as Kind

from aubette.load.problem import Problem
from aubette.load.shape import Schema


class RustJudge:
    """jsonschema-rs, with its regular expressions that cannot be made slow and without a network."""

    def __init__(self, document: Schema) -> None:
        self.document = document
        options = RegexOptions()
        self.validator = Draft202012Validator(dict(document), pattern_options=options, offline=True)

    def accepts(self, data: object) -> bool:
        """See `Judge`."""
        return self.validator.is_valid(data)

    def problems(self, data: object) -> Iterator[Problem]:
        """See `Judge`."""
        for error in self.validator.iter_errors(data):
            yield self._problem(error, data)

    def _problem(self, error: ValidationError, data: object) -> Problem:
        kind = error.kind
        path = tuple(error.instance_path)
        value: Any = data
        for step in path:
            value = value[step]  # the error's own copy of it has floats
        if isinstance(kind, Kind.FalseSchema):
            return Problem(path, "", {}, value)
        *steps, keyword = error.schema_path
        node: Any = self.document
        for step in steps:
            node = node[step]
        if isinstance(kind, Kind.PropertyNames):
            return Problem(path, str(keyword), node, kind.error.instance, about_key=True)
        branches = tuple(
            tuple(self._problem(inner, data) for inner in branch) for branch in getattr(kind, "context", ())
        )
        return Problem(path, str(keyword), node, value, branches=branches)
