"""A file against the published schema of its kind: the validators' verdict, our formats, our words' parameters."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path as FilePath

from aubette.load.format_plan import Plan, compile_plan, flaws, holds
from aubette.load.judge import Judge, judge
from aubette.load.parsed import Parsed
from aubette.load.schema_findings import field_of, findings_of
from aubette.load.shape import Schema
from aubette.model.document import Step
from aubette.model.finding import Finding, Severity, ordered

SUFFIX = ".schema.json"


@dataclass
class _Compiled:
    """One schema document, made ready for use when it is first needed."""

    document: Schema

    @cached_property
    def judge(self) -> Judge:
        return judge(self.document)

    @cached_property
    def plan(self) -> Plan:
        return compile_plan(self.document)


class Schemas:
    """The schemas of a folder, by name: `project` is `project.schema.json`. Each is read and compiled once."""

    def __init__(self, folder: FilePath) -> None:
        self.folder = folder
        self._compiled: dict[str, _Compiled] = {}

    def names(self) -> tuple[str, ...]:
        """The kinds of file that have a schema, sorted."""
        return tuple(sorted(path.name.removesuffix(SUFFIX) for path in self.folder.glob(f"*{SUFFIX}")))

    def document(self, name: str) -> Schema:
        """The schema as it is published.

        Raises:
            FileNotFoundError: there is no schema of that name.
        """
        return self._of(name).document

    def validate(self, name: str, parsed: Parsed) -> tuple[Finding, ...]:
        """What is wrong with the shape of a file that was read; nothing where no tree could be built.

        Lines about which the reader already complained are left out: one slip, one finding.
        """
        compiled = self._of(name)
        data = parsed.data
        if data is None or (compiled.judge.accepts(data) and holds(compiled.plan, data)):
            return ()
        return ordered(_judged(compiled, parsed))

    def _of(self, name: str) -> _Compiled:
        if name not in self._compiled:
            text = (self.folder / f"{name}{SUFFIX}").read_text(encoding="utf-8")
            self._compiled[name] = _Compiled(json.loads(text, parse_float=Decimal))
        return self._compiled[name]


def _judged(compiled: _Compiled, parsed: Parsed) -> list[Finding]:
    """Formats first: they say more than the type or the pattern that fails with them."""
    known_lines = {f.place.line for f in parsed.findings if f.severity is Severity.ERROR}
    found: dict[tuple[object, ...], Finding] = {}
    formatted: set[tuple[Step, ...]] = set()

    def add(finding: Finding) -> None:
        if finding.place.line not in known_lines:
            found.setdefault((finding.code, finding.place, finding.params.get("field")), finding)

    for path, (code, params) in flaws(compiled.plan, parsed.data):
        formatted.add(path)
        add(Finding(code, parsed.place(path), {"field": field_of(path), **params}))
    problems = tuple(compiled.judge.problems(parsed.data))
    mistyped = {problem.path for problem in problems if problem.keyword == "type"}
    for problem in problems:
        told = problem.path in formatted or (problem.path in mistyped and problem.keyword != "type")
        if problem.about_key or not told:
            for finding in findings_of(problem, parsed, compiled.document):
                add(finding)
    return list(found.values())
