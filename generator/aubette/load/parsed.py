"""What reading a YAML file gives: its plain values, where each stands, and what was wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from aubette.load.marks import Path, Position
from aubette.load.scalars import Scalar
from aubette.model.finding import Finding, Place, Severity

Value = dict[str, "Value"] | list["Value"] | Scalar


@dataclass(frozen=True)
class Parsed:
    """A file's content (plain dictionaries, lists, `str`, `int`, `Decimal`, `bool`, `None`) and what was wrong.

    `data` is None where no tree could be built. Of a key written twice the first value stands; an alias is null.
    """

    file: str
    data: dict[str, Value] | None
    findings: tuple[Finding, ...]
    locate: Callable[..., Position]

    def place(self, path: Path = (), *, key: bool = False) -> Place:
        """The place of a value or of its key, or of the nearest parent that is written."""
        line, column = self.locate(path, key=key)
        return Place(self.file, line, column)

    @property
    def broken(self) -> bool:
        """Whether anything about the file is an error."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)
