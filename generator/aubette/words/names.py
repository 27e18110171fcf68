"""What the ids in a project's changes are called, in one language: services, areas, themes, criteria, milestones."""

from __future__ import annotations

from aubette.model.city import City
from aubette.model.project import Project


def city_names(city: City, lang: str) -> dict[str, str]:
    """The names of the city's services, areas and themes by id, in `lang` or the next best language."""
    config = city.config
    first = config.languages[0].value
    labels = {t.id: t.label for t in config.themes}
    labels |= {a.id: a.label for a in config.areas} | {s.id: s.label for s in config.services}
    return {identifier: label.get(lang, first)[0] for identifier, label in labels.items()}


def project_names(city: City, project: Project, lang: str) -> dict[str, str]:
    """The names of a project's own milestones and of the criteria that it is studied by."""
    first = city.config.languages[0].value
    edition = city.edition(project.edition)
    use = edition.feasibility if edition else None
    checklist = city.checklist(use.checklist) if use else None
    named = {m.id: m.label for m in project.implementation.milestones} if project.implementation else {}
    named |= {c.id: c.label for c in checklist.criteria} if checklist else {}
    return {identifier: label.get(lang, first)[0] for identifier, label in named.items()}
