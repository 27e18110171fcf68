"""A new city's folder, whole: what a preset and a few answers make of it, checked before anything is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Date
from pathlib import Path
from string import Template
from typing import Any

from aubette.load.build import build
from aubette.load.canonical import write
from aubette.load.root import find_city, schema_dir
from aubette.load.schema import Schemas
from aubette.model.clauses import Chapter, Clause, clauses_of
from aubette.model.edition import Edition
from aubette.model.finding import Finding
from aubette.model.source import MemorySource
from aubette.version import VERSION
from aubette.words.typography import typeset
from aubette.workflow.check import CHOICES, check
from aubette.workflow.folder import Folder, mkdocs_yml
from aubette.workflow.init_edition import Figures, first_edition
from aubette.workflow.init_money import area_populations
from aubette.workflow.init_words import Speaker, sentences
from aubette.workflow.pabulib_city import slug
from aubette.workflow.presets import Preset, house, page_names, template
from aubette.workflow.writing import WouldOverwriteError, write_files

AREA = re.compile(r"(?P<kind>[a-z]+)-(?P<n>[0-9]+)", re.ASCII)
PRIORITY_GROUP = "prioritaires"


@dataclass(frozen=True)
class Answers:
    """What the city said of itself; `domain` is what its seals are bound to."""

    name: str
    figures: Figures
    domain: str = ""
    population: int | None = None
    languages: tuple[str, ...] = ("fr",)
    country: str = "FR"
    currency: str = "EUR"
    time_zone: str = "Europe/Paris"

    @property
    def city_id(self) -> str:
        """The domain given, else one that can belong to nobody."""
        return self.domain or f"{slug(self.name, 40) or 'ville'}.example"


class AlreadyACityError(Exception):
    """The folder is, or lies in, a city; the argument is that city's folder."""


def new_city(preset: Preset, answers: Answers) -> dict[str, bytes]:
    """Every file of the new folder by its path."""
    speaker = Speaker(answers.languages, answers.currency)
    people = area_populations(preset.edition, answers.population)
    areas = _areas(preset.edition, people, speaker)
    labels = {area["id"]: area["label"] for area in areas}
    edition = first_edition(preset, answers.figures, people, labels, speaker)
    common, year = house(), str(answers.figures.year)
    documents = {
        "site_config/city.yml": ("city", _city(answers, areas, speaker)),
        f"site_config/editions/{year}.yml": ("edition", edition),
        f"site_config/checklists/{common['checklist']['id']}.yml": (
            "checklist",
            {"schema_version": 1, **speaker.chosen(common["checklist"])},
        ),
        f"site_config/ledger/{year}.yml": ("ledger", {"schema_version": 1, "entries": []}),
        f"site_config/trust/{year}/policy.yml": ("policy", common["policy"]),
        "site_config/redactions.yml": ("redactions", {"schema_version": 1, "redactions": []}),
    }
    schemas = Schemas(schema_dir())
    files = {path: write(data, schemas.document(kind)) for path, (kind, data) in documents.items()}
    return files | _around(answers, speaker, edition)


def seen_faults(files: Mapping[str, bytes], day: Date) -> tuple[Finding, ...]:
    """What the checks find, on a day, in a folder that holds these files and nothing else."""
    source = MemorySource(files)
    schemas = Schemas(schema_dir())
    return check(Folder(Path(), source, schemas), day, frozenset(CHOICES) - {"bytes"}).findings


def put_city(folder: Path, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Write a new city's files and return their paths.

    Raises:
        AlreadyACityError: a city is there, or around it.
        WouldOverwriteError: one of the files is there already; nothing was written.
    """
    around = find_city(folder.resolve())
    if around is not None:
        raise AlreadyACityError(str(around))
    if folder.exists() and not folder.is_dir():
        raise WouldOverwriteError(str(folder))
    return write_files(folder, files, new=True)


def _city(answers: Answers, areas: list[dict[str, Any]], speaker: Speaker) -> dict[str, Any]:
    return {
        "schema_version": 1,
        "id": answers.city_id,
        "name": answers.name,
        "title": speaker.say("presets.city_title", name=answers.name),
        "languages": list(answers.languages),
        "country": answers.country,
        "currency": answers.currency,
        "time_zone": answers.time_zone,
        **({"population": answers.population} if answers.population is not None else {}),
        "services": speaker.chosen(house()["services"]),
        "areas": areas,
        "themes": speaker.chosen(house()["themes"]),
        "contact": [{"label": speaker.say("presets.at_reception")}],
        "forge": {"kind": "none"},
        "accessibility": {"contact": speaker.say("presets.at_reception")},
        "legal": {
            "publisher": speaker.say("presets.publisher", name=answers.name),
            "controller": speaker.say("presets.publisher", name=answers.name),
            "data_licence": "Licence Ouverte 2.0",
        },
    }


def _areas(edition: Edition, people: Mapping[str, int], speaker: Speaker) -> list[dict[str, Any]]:
    """The areas that the preset's envelopes name, with names to be replaced by their own."""
    found: dict[str, dict[str, Any]] = {}
    for envelope in edition.envelopes:
        for name in (envelope.area, *envelope.areas):
            if name is None or name in found:
                continue
            found[name] = {"id": name, "label": _area_label(name, speaker)}
            if name in people:
                found[name] |= {"population": people[name], "approximate": True}
            if envelope.id == PRIORITY_GROUP:
                found[name]["priority"] = True
    return list(found.values())


def _area_label(name: str, speaker: Speaker) -> Any:
    match = AREA.fullmatch(name)
    kind, number = (match["kind"], str(int(match["n"]))) if match else (name, "")
    known = speaker.first.has(f"presets.area.{kind}")
    return speaker.say(f"presets.area.{kind if known else 'autre'}", n=number, name=kind)


def _around(answers: Answers, speaker: Speaker, edition: Mapping[str, Any]) -> dict[str, bytes]:
    """Everything that is no data: pages, the staff's page, the trust folder, git's and the forge's files."""
    year, lang = str(answers.figures.year), speaker.languages[0]
    clauses = clauses_of(build(Edition, edition))
    places = {
        "name": answers.name,
        "title": speaker.first.say("presets.city_title", name=answers.name),
        "edition": year,
        "after": str(answers.figures.year + 1),
        "domain": answers.city_id,
        **{chapter.value: _bullets(speaker, clauses, chapter) for chapter in Chapter},
    }
    texts = {f"site_config/pages/{name}": typeset(template(f"pages/{name}", lang), lang) for name in page_names()} | {
        "README.md": template("README.md", lang),
        "site_config/trust/README.md": template("trust.md", lang),
        ".gitattributes": template("gitattributes"),
        ".gitignore": template("gitignore"),
        ".github/workflows/check.yml": template("check.yml"),
        ".github/workflows/publish.yml": template("publish.yml"),
    }
    files = {path: Template(text).substitute(places).encode() for path, text in texts.items()}
    return files | {
        "mkdocs.yml": mkdocs_yml(str(places["title"])).encode(),
        "requirements.txt": f"aubette=={VERSION}\n".encode(),
        f"site_config/trust/{year}/allowed_signers": b"",
        f"site_config/trust/{year}/revoked_keys": b"",
        f"projects/{year}/.gitkeep": b"",
        "votes/.gitkeep": b"",
    }


def _bullets(speaker: Speaker, clauses: tuple[Clause, ...], chapter: Chapter) -> str:
    said = sentences(speaker.first, clauses, chapter) or [speaker.first.say("presets.article_open")]
    return "\n".join(f"- {sentence}" for sentence in said)
