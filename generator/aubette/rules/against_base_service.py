"""Who changed which line: a service answers its own lines of the study, and only these (R15, R16)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aubette.model.enums import Answer
from aubette.model.finding import Finding
from aubette.model.project import Project
from aubette.model.study import ChecklistAnswer, ServiceOpinion
from aubette.rules.against_base import pairs
from aubette.rules.context import Context

Line = ChecklistAnswer | ServiceOpinion


def own_lines(context: Context) -> Iterator[Finding]:
    """A change made as one service leaves the answers of the others alone; nothing is judged where nobody said who."""
    service = context.comparison.service
    if not service:
        return
    for pair in pairs(context):
        for block in ("checklist", "opinions"):
            before, after = _lines(pair.before, block), _lines(pair.after, block)
            for name in {**before, **after}:
                old, new = before.get(name), after.get(name)
                owners = {line[1].service for line in (old, new) if line is not None}
                if owners <= {service} or _same(old, new):
                    continue
                steps = ("study", block) if new is None else ("study", block, new[0])
                owner = (old or new or (0, None))[1]
                yield Finding(
                    "base/foreign-line",
                    pair.after.origin.at(*steps),
                    {
                        "project": pair.after.name,
                        "line": name,
                        "service": service,
                        "owner": owner.service if owner else "",
                    },
                )


def _same(old: tuple[int, Line] | None, new: tuple[int, Line] | None) -> bool:
    """Whether nothing was said: the same line, or a new one that only asks."""
    if old is None:
        line = new[1] if new else None
        return line.answer is Answer.PENDING if isinstance(line, ChecklistAnswer) else not (line and line.verdict)
    return new is not None and old[1] == new[1]


def _lines(project: Project, block: str) -> Mapping[str, tuple[int, Line]]:
    lines: tuple[Line, ...] = getattr(project.study, block) if project.study else ()
    return {getattr(line, "criterion", line.service): (i, line) for i, line in enumerate(lines)}
