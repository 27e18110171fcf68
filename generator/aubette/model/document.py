"""Where a value of the model was written, so that every rule can point at the line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from aubette.model.finding import Place

Step = str | int
Locate = Callable[[tuple[Step, ...]], tuple[int, int]]


def _nowhere(_path: tuple[Step, ...]) -> tuple[int, int]:
    return (0, 0)


@dataclass(frozen=True, slots=True)
class Origin:
    """The file of a document and a way to find a field in it; two documents are equal whatever their origin."""

    file: str
    locate: Locate = field(default=_nowhere, repr=False, compare=False)

    def at(self, *path: Step) -> Place:
        """The place of a field, or of its nearest parent that is written."""
        line, column = self.locate(path)
        return Place(self.file, line, column)


UNKNOWN = Origin("")
