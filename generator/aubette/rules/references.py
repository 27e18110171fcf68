"""Every name that points somewhere points at something: services, areas, themes, envelopes, articles, projects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from aubette.model.city import City
from aubette.model.document import Origin
from aubette.model.edition import Edition
from aubette.model.finding import Finding, Place
from aubette.model.project import Project
from aubette.model.registers import Ledger
from aubette.rules.context import Context
from aubette.rules.unread import unread_keys, unread_settings
from aubette.rules.ways import Way, along

MOST_NAMES = 8
"""How many declared names are told where none comes near what was written."""

Reference = tuple[str, Way]
"""What a name points to, and the way to it."""

IN_PROJECT: tuple[Reference, ...] = (
    ("theme", ("theme",)),
    ("envelope", ("envelope",)),
    ("key", ("previous",)),
    ("area", ("areas", "*")),
    ("area", ("holder", "area")),
    ("service", ("support", "service")),
    ("service", ("eligibility", "service")),
    ("criterion", ("eligibility", "criteria", "*", "criterion")),
    ("service", ("study", "opinions", "*", "service")),
    ("criterion", ("study", "checklist", "*", "criterion")),
    ("service", ("study", "checklist", "*", "service")),
    ("service", ("study", "running_cost", "service")),
    ("service", ("decisions", "*", "service")),
    ("key", ("decisions", "*", "into")),
    ("service", ("implementation", "service")),
    ("service", ("implementation", "updates", "*", "service")),
    ("service", ("evaluation", "service")),
)
IN_EDITION: tuple[Reference, ...] = (
    ("article", ("rules", "amendments", "*", "articles", "*")),
    ("service", ("governance", "lead_service")),
    ("area", ("envelopes", "*", "area")),
    ("area", ("envelopes", "*", "areas", "*")),
    ("theme", ("envelopes", "*", "themes", "*")),
    ("tier", ("envelopes", "*", "tiers", "*")),
    ("theme", ("eligibility", "themes", "*")),
    ("checklist", ("feasibility", "checklist")),
    ("service", ("feasibility", "routes", "*", "services", "*")),
    ("criterion", ("feasibility", "routes", "*", "criteria", "*")),
    ("theme", ("feasibility", "routes", "*", "themes", "*")),
    ("tier", ("feasibility", "routes", "*", "tiers", "*")),
    ("contest", ("contests", "*", "feeds")),
    ("envelope", ("contests", "*", "envelopes", "*")),
    ("area", ("contests", "*", "units", "*", "area")),
    ("number", ("contests", "*", "counting", "exclusions", "*", "*")),
    ("number", ("contests", "*", "counting", "withdrawn", "*")),
    ("service", ("phases", "*", "owner")),
    ("contest", ("phases", "*", "contest")),
    ("area", ("events", "*", "area")),
    ("project", ("events", "*", "projects", "*")),
    ("article", ("lessons", "*", "article")),
)
IN_LEDGER: tuple[Reference, ...] = (("service", ("entries", "*", "service")),)
IN_CHECKLIST: tuple[Reference, ...] = (("service", ("criteria", "*", "service")),)

PROJECTS = ("key", "number", "project")
"""How a project is named: by its key, by its number alone, or by either."""


def project_references(context: Context) -> Iterator[Finding]:
    """A project names services, areas, themes, criteria, envelopes and projects that exist."""
    for edition in context.city.editions:
        known = _known(context.city, edition)
        for project in context.city.projects_of(edition.id):
            yield from _unknown_in(project, project.origin, IN_PROJECT, known)


def edition_references(context: Context) -> Iterator[Finding]:
    """An edition, its ledger and its checklist name articles, services, areas, tiers, contests ... that exist."""
    services = {"service": frozenset(s.id for s in context.city.config.services)}
    for edition in context.city.editions:
        yield from _unknown_in(edition, edition.origin, IN_EDITION, _known(context.city, edition))
    for ledger in context.city.ledgers:
        yield from _unknown_in(ledger, ledger.origin, IN_LEDGER, services)
    for checklist in context.city.checklists:
        yield from _unknown_in(checklist, checklist.origin, IN_CHECKLIST, services)


def _unknown_in(
    document: object, origin: Origin, references: Iterable[Reference], known: Mapping[str, frozenset[str] | None]
) -> Iterator[Finding]:
    for kind, way in references:
        names = known[kind]
        for steps, name in along(document, way) if names is not None else ():
            if str(name) not in (names or ()):
                code = "project" if kind in PROJECTS else kind
                yield unknown(origin.at(*steps), code, str(name), names or ())


def _known(city: City, edition: Edition) -> Mapping[str, frozenset[str] | None]:
    """The names of each kind that a document of an edition may use; None where some of them could not be read."""
    checklist = city.checklist(edition.feasibility.checklist) if edition.feasibility else None
    keys = frozenset(p.key for p in city.projects) | unread_keys(city)
    numbers = None if unread_keys(city) else frozenset(p.number for p in city.projects if p.number)
    return {
        "service": frozenset(s.id for s in city.config.services),
        "area": frozenset(a.id for a in city.config.areas),
        "theme": frozenset(t.id for t in city.config.themes),
        "envelope": frozenset(e.id for e in edition.envelopes),
        "key": keys,
        "number": numbers,
        "project": None if numbers is None else keys | numbers,
        "article": frozenset(a.id for a in edition.rules.articles) if edition.rules else frozenset(),
        "checklist": frozenset(c.id for c in city.checklists) | unread_settings(city, "checklists"),
        "criterion": frozenset(c.id for c in checklist.criteria) if checklist else None,
        "tier": frozenset(t.id for t in edition.size_tiers),
        "contest": frozenset(c.id for c in edition.contests),
    }


def unknown(place: Place, kind: str, name: str, known: Iterable[str]) -> Finding:
    """A name that points nowhere, with the nearest one that does, or some of those that there are."""
    guess = get_close_matches(name, sorted(known), 1) or sorted(known)[:MOST_NAMES] or ["–"]
    return Finding(f"reference/unknown-{kind}", place, {"name": name, "guess": tuple(guess)})


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
