"""The JSON Schema validators: jsonschema-rs decides, jsonschema stands in where there is no wheel for the machine.

Both give the same verdicts and the same problems.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from typing import Protocol

from aubette.load.problem import Problem
from aubette.load.shape import Schema


class Judge(Protocol):
    """A compiled schema."""

    def accepts(self, data: object) -> bool:
        """Whether the data follow the schema."""
        ...

    def problems(self, data: object) -> Iterator[Problem]:
        """Every reason why they do not."""
        ...


def judge(document: Schema) -> Judge:
    """Compile a schema document, all of whose `$ref`s lead inside it.

    Raises:
        ValueError: it is no valid schema, or a pattern of it cannot be matched in linear time.
    """
    if find_spec("jsonschema_rs"):
        from aubette.load.judge_rust import RustJudge

        return RustJudge(document)
    from aubette.load.judge_python import PythonJudge

    return PythonJudge(document)
