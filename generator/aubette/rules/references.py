"""Every name that points somewhere points at something: services, areas, themes, envelopes, articles, projects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from aubette.model.document import Step
from aubette.model.edition import Edition
from aubette.model.finding import Finding, Place
from aubette.model.project import Project
from aubette.model.registers import Ledger
from aubette.rules.context import Context
from aubette.rules.unread import unread_keys, unread_settings

MOST_NAMES = 8
"""How many declared names are told where none comes near what was written."""

Named = tuple[str, tuple[Step, ...], str | None]
"""What a reference points into, where it is written, and the name."""


def project_references(context: Context) -> Iterator[Finding]:
    """A project names services, areas, themes, criteria, envelopes and projects that exist."""
    config = context.city.config
    for edition in context.city.editions:
        known = {
            "service": {s.id for s in config.services},
            "area": {a.id for a in config.areas},
            "theme": {t.id for t in config.themes},
            "envelope": {e.id for e in edition.envelopes},
            "project": {p.key for p in context.city.projects} | unread_keys(context.city),
        }
        for project in context.city.projects_of(edition.id):
            for kind, path, name in _of_project(project):
                if name is not None and name not in known[kind]:
                    yield unknown(project.origin.at(*path), kind, name, known[kind])


def unknown(place: Place, kind: str, name: str, known: Iterable[str]) -> Finding:
    """A name that points nowhere, with the nearest one that does, or some of those that there are."""
    guess = get_close_matches(name, sorted(known), 1) or sorted(known)[:MOST_NAMES] or ["–"]
    return Finding(f"reference/unknown-{kind}", place, {"name": name, "guess": tuple(guess)})


def _of_project(project: Project) -> Iterator[Named]:
    yield "theme", ("theme",), project.theme
    yield "envelope", ("envelope",), project.envelope
    yield "project", ("previous",), project.previous
    for n, area in enumerate(project.areas):
        yield "area", ("areas", n), area
    yield "area", ("holder", "area"), project.holder.area
    if project.support:
        yield "service", ("support", "service"), project.support.service
    if project.eligibility:
        yield "service", ("eligibility", "service"), project.eligibility.service
    for n, decision in enumerate(project.decisions):
        yield "service", ("decisions", n, "service"), decision.service
        yield "project", ("decisions", n, "into"), decision.into
    yield from _of_study(project)
    yield from _of_works(project)


def _of_study(project: Project) -> Iterator[Named]:
    if project.study is None:
        return
    for n, opinion in enumerate(project.study.opinions):
        yield "service", ("study", "opinions", n, "service"), opinion.service
    for n, answer in enumerate(project.study.checklist):
        yield "service", ("study", "checklist", n, "service"), answer.service
    if project.study.running_cost:
        yield "service", ("study", "running_cost", "service"), project.study.running_cost.service


def _of_works(project: Project) -> Iterator[Named]:
    works = project.implementation
    if works:
        yield "service", ("implementation", "service"), works.service
        for n, update in enumerate(works.updates):
            yield "service", ("implementation", "updates", n, "service"), update.service
    if project.evaluation:
        yield "service", ("evaluation", "service"), project.evaluation.service


def edition_references(context: Context) -> Iterator[Finding]:
    """An edition names services, areas, themes, a checklist, criteria, tiers and envelopes that exist."""
    config = context.city.config
    for edition in context.city.editions:
        checklist = context.city.checklist(edition.feasibility.checklist) if edition.feasibility else None
        known = {
            "service": {s.id for s in config.services},
            "area": {a.id for a in config.areas},
            "theme": {t.id for t in config.themes},
            "envelope": {e.id for e in edition.envelopes},
            "checklist": {c.id for c in context.city.checklists} | unread_settings(context.city, "checklists"),
            "criterion": {c.id for c in checklist.criteria} if checklist else set(),
            "tier": {t.id for t in edition.size_tiers},
            "contest": {c.id for c in edition.contests},
        }
        for kind, path, name in _of_edition(edition):
            unlisted = kind == "criterion" and checklist is None
            if name is not None and name not in known[kind] and not unlisted:
                yield unknown(edition.origin.at(*path), kind, name, known[kind])


def _of_edition(edition: Edition) -> Iterator[Named]:
    if edition.governance:
        yield "service", ("governance", "lead_service"), edition.governance.lead_service
    for n, envelope in enumerate(edition.envelopes):
        yield "area", ("envelopes", n, "area"), envelope.area
    for n, phase in enumerate(edition.phases):
        yield "service", ("phases", n, "owner"), phase.owner
    for n, event in enumerate(edition.events):
        yield "area", ("events", n, "area"), event.area
    for n, contest in enumerate(edition.contests):
        yield "contest", ("contests", n, "feeds"), contest.feeds
        for m, name in enumerate(contest.envelopes):
            yield "envelope", ("contests", n, "envelopes", m), name
    yield from _of_feasibility(edition)


def _of_feasibility(edition: Edition) -> Iterator[Named]:
    if edition.feasibility:
        yield "checklist", ("feasibility", "checklist"), edition.feasibility.checklist
        for n, route in enumerate(edition.feasibility.routes):
            for kind, field in (
                ("service", "services"),
                ("criterion", "criteria"),
                ("theme", "themes"),
                ("tier", "tiers"),
            ):
                for m, name in enumerate(getattr(route, field)):
                    yield kind, ("feasibility", "routes", n, field, m), name


def unique_names(context: Context) -> Iterator[Finding]:
    """No two projects share a key or a number, and a number belongs to its edition."""
    seen: dict[tuple[str, str], Project] = {}
    for project in context.city.projects:
        for kind, name in (("key", project.key), ("number", project.number)):
            if name is None:
                continue
            first = seen.setdefault((kind, name), project)
            if first is not project:
                place = project.origin.at(kind)
                yield Finding(f"identity/same-{kind}", place, {kind: name, "file": first.origin.file})
        if project.number and not project.number.startswith(f"{project.edition}-"):
            place = project.origin.at("number")
            yield Finding(
                "identity/number-of-other-edition", place, {"number": project.number, "edition": project.edition}
            )


def file_names(context: Context) -> Iterator[Finding]:
    """A project's file name ends with its key, an edition's and a checklist's is its id."""
    for project in context.city.projects:
        if not project.origin.file.endswith(f"-{project.key}.yml"):
            yield Finding("identity/file-without-key", project.origin.at("key"), {"key": project.key})
    for edition in context.city.editions:
        if not edition.origin.file.endswith(f"/{edition.id}.yml"):
            yield Finding("identity/edition-file", edition.origin.at("id"), {"edition": edition.id})
    for checklist in context.city.checklists:
        if not checklist.origin.file.endswith(f"/{checklist.id}.yml"):
            yield Finding("identity/checklist-file", checklist.origin.at("id"), {"checklist": checklist.id})


def folders_have_editions(context: Context) -> Iterator[Finding]:
    """Each folder of projects and each ledger belongs to an edition: one finding for a folder, at its first file."""
    told = {e.id for e in context.city.editions} | unread_settings(context.city, "editions")
    documents: tuple[Project | Ledger, ...] = (*context.city.projects, *context.city.ledgers)
    for document in documents:
        if document.edition not in told:
            told.add(document.edition)
            yield Finding("identity/unknown-edition", document.origin.at(), {"edition": document.edition})
