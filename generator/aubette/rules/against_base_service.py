"""Who changed which line: a service answers its own lines of the study, and only these (R15, R16).

Whose change it is, is said by whoever asks, or by the authors of its commits where the city knows all of them as
people of services; the service that leads an edition writes down what the others answered, and is not held to this.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aubette.model.city import City
from aubette.model.enums import Answer
from aubette.model.finding import Finding
from aubette.model.project import Project
from aubette.model.study import ChecklistAnswer, ServiceOpinion
from aubette.rules.against_base import pairs
from aubette.rules.context import Context

Line = ChecklistAnswer | ServiceOpinion


def own_lines(context: Context) -> Iterator[Finding]:
    """A change made by services leaves the answers of the others alone; nothing is judged where nobody said who."""
    services = context.comparison.services
    if not services:
        return
    for pair in pairs(context):
        for block in ("checklist", "opinions"):
            before, after = _lines(pair.before, block), _lines(pair.after, block)
            for name in {**before, **after}:
                old, new = before.get(name), after.get(name)
                owners = {line[1].service for line in (old, new) if line is not None}
                if owners <= services or _same(old, new):
                    continue
                steps = ("study", block) if new is None else ("study", block, new[0])
                owner = (old or new or (0, None))[1]
                yield Finding(
                    "base/foreign-line",
                    pair.after.origin.at(*steps),
                    {
                        "project": pair.after.name,
                        "line": name,
                        "service": ", ".join(sorted(services)),
                        "owner": owner.service if owner else "",
                    },
                )


def services_of(city: City, authors: frozenset[str]) -> frozenset[str]:
    """The services whose people made a change; nothing where an author is unknown or leads an edition."""
    known = {name: s.id for s in city.config.services for name in (*s.authors, s.id)}
    leading = {e.governance.lead_service for e in city.editions if e.governance}
    found = frozenset(known.get(author, "") for author in authors)
    return frozenset() if "" in found or found & leading else found


def _same(old: tuple[int, Line] | None, new: tuple[int, Line] | None) -> bool:
    """Whether nothing was said: the same line, or a new one that only asks."""
    if old is None:
        line = new[1] if new else None
        return line.answer is Answer.PENDING if isinstance(line, ChecklistAnswer) else not (line and line.verdict)
    return new is not None and old[1] == new[1]


def _lines(project: Project, block: str) -> Mapping[str, tuple[int, Line]]:
    lines: tuple[Line, ...] = getattr(project.study, block) if project.study else ()
    return {getattr(line, "criterion", line.service): (i, line) for i, line in enumerate(lines)}
