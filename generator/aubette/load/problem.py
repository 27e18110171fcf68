"""What a schema validator refuses, whichever of them says so: a path in the data and the place that it breaks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

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


def deepest(branches: Iterable[tuple[Problem, ...]], path: Path) -> tuple[Problem, ...]:
    """The problems of the alternative that was meant: one whose type fits, with the fewest problems; else none."""
    fitting = [branch for branch in branches if not any(p.keyword == "type" and p.path == path for p in branch)]
    return min(fitting, key=len, default=())
