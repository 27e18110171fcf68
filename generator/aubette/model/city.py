"""The city itself and everything its folder says, as one frozen value.

The shape of `site_config/city.yml`; attribute names are the keys of the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from functools import cached_property

from aubette.model import enums
from aubette.model.budget import Envelope
from aubette.model.document import UNKNOWN, Origin
from aubette.model.edition import Edition
from aubette.model.numerals import Degrees, Percent
from aubette.model.paying import paying
from aubette.model.project import Project
from aubette.model.registers import Checklist, Ledger, Redaction, Redirect
from aubette.model.text import Text


@dataclass(frozen=True)
class Service:
    """A city service; `authors` are the names its people sign commits with, mapped so that no person is shown."""

    id: str
    label: Text
    short: Text | None = None
    directorate: str | None = None
    capacity: int | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Area:
    """A neighbourhood; `approximate` marks a population that is not an official figure."""

    id: str
    label: Text
    population: int | None = None
    approximate: bool = False
    priority: bool = False


@dataclass(frozen=True)
class Extent:
    """The rectangle that holds the city's territory, in degrees; a point outside it is no place of the city."""

    south: Degrees
    west: Degrees
    north: Degrees
    east: Degrees


@dataclass(frozen=True)
class Theme:
    """What projects are sorted under."""

    id: str
    label: Text
    icon: str | None = None


@dataclass(frozen=True)
class Contact:
    """How residents reach the city; service addresses only."""

    label: Text
    url: str | None = None
    telephone: str | None = None
    place: Text | None = None


@dataclass(frozen=True)
class Forge:
    """Where the repository is hosted, for links to changes and files."""

    kind: enums.ForgeKind
    url: str | None = None
    branch: str = "main"


@dataclass(frozen=True)
class Accessibility:
    """The declaration required by law 2005-102; no audit date means « non conforme »."""

    audited_on: Date | None = None
    rate_percent: Percent | None = None
    contact: Text | None = None


@dataclass(frozen=True)
class Legal:
    """Legal notice and data protection facts (GDPR, CRPA L312-1-1)."""

    publisher: Text | None = None
    host: Text | None = None
    controller: Text | None = None
    dpo: Text | None = None
    data_licence: str = "Licence Ouverte 2.0"


@dataclass(frozen=True, kw_only=True)
class CityConfig:
    """`site_config/city.yml`: names, places and services; `id` is the domain that seals are bound to."""

    schema_version: int
    id: str
    name: str
    title: Text | None = None
    example: bool = False
    languages: tuple[enums.Language, ...]
    country: str = "FR"
    currency: str = "EUR"
    time_zone: str
    population: int | None = None
    extent: Extent | None = None
    site_url: str | None = None
    propose_url: str | None = None
    vote_url: str | None = None
    services: tuple[Service, ...]
    areas: tuple[Area, ...]
    themes: tuple[Theme, ...]
    contact: tuple[Contact, ...] = ()
    forge: Forge | None = None
    accessibility: Accessibility = Accessibility()
    legal: Legal = Legal()
    origin: Origin = field(default=UNKNOWN, compare=False)


@dataclass(frozen=True)
class City:
    """Everything a city folder says, read once; `policies` maps an edition id to its parsed trust policy.

    `unread` are the paths of data files that are there and could not be read: what they hold is unknown, not absent.
    """

    config: CityConfig
    editions: tuple[Edition, ...]
    projects: tuple[Project, ...]
    checklists: tuple[Checklist, ...] = ()
    ledgers: tuple[Ledger, ...] = ()
    redactions: tuple[Redaction, ...] = ()
    redirects: tuple[Redirect, ...] = ()
    policies: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()

    def edition(self, identifier: str) -> Edition | None:
        """The edition of that id, if there is one."""
        return next((e for e in self.editions if e.id == identifier), None)

    @cached_property
    def _by_key(self) -> Mapping[str, Project]:
        return {project.key: project for project in reversed(self.projects)}

    def project(self, key: str | None) -> Project | None:
        """The project of that key, if there is one; the first by path should two files claim it."""
        return self._by_key.get(key) if key else None

    @cached_property
    def _by_edition(self) -> Mapping[str, tuple[Project, ...]]:
        found: dict[str, list[Project]] = {}
        for project in self.projects:
            found.setdefault(project.edition, []).append(project)
        return {edition: tuple(projects) for edition, projects in found.items()}

    def projects_of(self, edition: str) -> tuple[Project, ...]:
        """The projects of one edition, in the order of their files."""
        return self._by_edition.get(edition, ())

    @cached_property
    def _payers(self) -> Mapping[tuple[int, int], Envelope | None]:
        """By the identity of the edition and of the project, since two of a city may be equal, or carry one name."""
        return {(id(e), id(p)): paying(e, p) for e in self.editions for p in self.projects_of(e.id)}

    def payer(self, edition: Edition, project: Project) -> Envelope | None:
        """The envelope that would pay a project, as `paying` says; found once for an edition and a project of here."""
        known = (id(edition), id(project))
        return self._payers[known] if known in self._payers else paying(edition, project)

    def ledger(self, edition: str) -> Ledger:
        """The edition's ledger, empty where the city keeps none."""
        return next((ledger for ledger in self.ledgers if ledger.edition == edition), Ledger(1, edition=edition))

    def checklist(self, identifier: str) -> Checklist | None:
        """The checklist of that id, if there is one."""
        return next((c for c in self.checklists if c.id == identifier), None)
