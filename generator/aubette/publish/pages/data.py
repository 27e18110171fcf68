"""Everything as open data: projects and results as CSV and JSON, each with its checksum (CRPA L312-1-1)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

from aubette.model.enums import FieldGroup
from aubette.model.project import Project
from aubette.publish.lens import Lens
from aubette.publish.shell import Body
from aubette.publish.site import cost_of

COLUMNS = (
    "number",
    "edition",
    "title",
    "status",
    "theme",
    "scope",
    "areas",
    "received_on",
    "channel",
    "cost",
    "currency",
    "votes",
    "latitude",
    "longitude",
    "url",
)
DANGEROUS = tuple("=+-@\t\r\0")


@dataclass(frozen=True)
class FileRow:
    """A file to download."""

    url: str
    name: str
    what: str
    sha256: str


def bodies(lens: Lens) -> Iterator[Body]:
    """The page of downloads."""
    say = lens.words.say
    rows = tuple(
        FileRow(
            path,
            PurePosixPath(path).name,
            say(f"site.data.of_{PurePosixPath(path).suffix[1:]}"),
            sha256(data).hexdigest(),
        )
        for path, data in files(lens)
    )
    yield lens.page(
        "pages/data.html",
        "donnees/",
        say("site.data.title"),
        say("site.data.lead"),
        section="data",
        crumbs=lens.crumb(),
        files=rows,
        licence=say("site.data.licence", licence=lens.site.city.config.legal.data_licence),
    )


def files(lens: Lens) -> tuple[tuple[str, bytes], ...]:
    """The data files, by path."""
    rows = [_row(lens, project) for project in lens.site.public_projects()]
    return (("donnees/projets.csv", _csv(rows)), ("donnees/projets.json", _json(rows)))


def _json(rows: Sequence[dict[str, Any]]) -> bytes:
    """A line for each project, so that a diff of two days reads well."""
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows)
    return f'{{"projects": [\n{lines}\n], "schema": "aubette-projects/1"}}\n'.encode()


def _row(lens: Lens, project: Project) -> dict[str, Any]:
    outcome = lens.site.outcome(project)
    cost = cost_of(project) if lens.site.shows(project, FieldGroup.COST_TOTAL) else None
    place = project.location
    graded = outcome is not None and lens.site.votes[project.edition].unit(outcome.number) == "grades"
    return {
        "number": project.name,
        "edition": project.edition,
        "title": lens.first_title(project),
        "status": lens.site.status(project).value,
        "theme": project.theme,
        "scope": project.scope.value,
        "areas": " ".join(project.areas),
        "received_on": project.submission.received_on.isoformat() if project.submission.received_on else "",
        "channel": project.submission.channel.value,
        "cost": cost.written() if cost else "",
        "currency": lens.site.city.config.currency,
        "votes": outcome.score if outcome and not graded else "",
        "latitude": place.latitude or "" if place else "",
        "longitude": place.longitude or "" if place else "",
        "url": lens.url(project),
    }


def _csv(rows: Sequence[dict[str, Any]]) -> bytes:
    """UTF-8, comma, CRLF, header: what national open-data portals ask for; no cell can start a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_safe(row[name]) for name in COLUMNS])
    return out.getvalue().encode()


def _safe(value: Any) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(DANGEROUS) and not text.lstrip("-").replace(".", "").isdigit() else text
