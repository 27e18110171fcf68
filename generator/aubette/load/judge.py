"""The JSON Schema validators: jsonschema-rs decides, jsonschema stands in where there is no wheel for the machine.

Both give the same verdicts; a problem is a path in the data and the place of the schema that it breaks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Protocol

from aubette.load.marks import Path
from aubette.load.shape import Schema


@dataclass(frozen=True)
class Problem:
    """One thing that a validator refuses.

    `keyword` is the schema's word that was broken, `schema` the part of the schema that says it, `value` what stood
    there instead; `about_key` when the value is a field's name; `branches` are the problems with each alternative.
    """

    path: Path
    keyword: str
    schema: Schema
    value: object
    about_key: bool = False
    branches: tuple[tuple[Problem, ...], ...] = ()

    @property
    def expected(self) -> Any:
        """What the schema's keyword asks for."""
        return self.schema.get(self.keyword)


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


def deepest(branches: Iterable[tuple[Problem, ...]], path: Path) -> tuple[Problem, ...]:
    """The problems of the alternative that was meant: one whose type fits, with the fewest problems; else none."""
    fitting = [branch for branch in branches if not any(p.keyword == "type" and p.path == path for p in branch)]
    return min(fitting, key=len, default=())
