"""What a check saw, as one value that every report format says in its own way."""

from __future__ import annotations

from dataclasses import dataclass

from aubette.model.finding import Finding, Severity


@dataclass(frozen=True)
class Report:
    """Findings in reading order and how many files were read.

    `new` says of each finding whether the state before the change did not have it; None when nothing was compared.
    """

    findings: tuple[Finding, ...]
    files: int
    new: tuple[bool, ...] | None = None

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def fails(self, *, strict: bool = False) -> bool:
        """Whether the check fails: on errors always, on warnings where the city asked to be strict."""
        return bool(self.count(Severity.ERROR) or (strict and self.count(Severity.WARNING)))
