"""A city folder opened for work: its files, its schemas and the day on which it is looked at."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from datetime import date as Date
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aubette.load.city import CITY_FILE
from aubette.load.root import find_city, schema_dir
from aubette.load.schema import Schemas
from aubette.load.worktree import WorkTree
from aubette.load.yaml_text import parse
from aubette.model.source import Source

MKDOCS = """\
site_name: {name}
docs_dir: site_config/pages
site_dir: site
theme:
  name: material
  font: false
  icon:
    logo: material/vote-outline
  palette:
    primary: indigo
    accent: deep orange
plugins: []
"""


def mkdocs_yml(name: str) -> str:
    """The `mkdocs.yml` that a new city starts with; the name is quoted as JSON, which is YAML for any text."""
    return MKDOCS.format(name=json.dumps(name, ensure_ascii=False))


class NoCityError(Exception):
    """There is no `site_config/city.yml` at or above the folder that was named."""


@dataclass(frozen=True)
class Folder:
    """A city's root on disk and a source over it."""

    root: Path
    source: Source
    schemas: Schemas

    def money_and_time(self) -> tuple[str, str]:
        """The city's currency and time zone, read before anything else so that even its errors are said rightly."""
        try:
            parsed = parse(self.source.read(CITY_FILE), CITY_FILE).data
        except FileNotFoundError:
            parsed = None  # it is there, behind a link that is never followed: the check says so
        data = parsed if isinstance(parsed, dict) else {}
        return str(data.get("currency") or "EUR"), _known_zone(str(data.get("time_zone") or "Europe/Paris"))


def open_folder(start: Path) -> Folder:
    """Open the city at or above `start`.

    Raises:
        NoCityError: none is there.
    """
    root = find_city(start.resolve())
    if root is None:
        raise NoCityError(str(start))
    return Folder(root, WorkTree(root), Schemas(schema_dir()))


def _known_zone(name: str) -> str:
    """The zone's name, or UTC where there is no such zone: the check says so elsewhere."""
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "UTC"


def today(chosen: str | None, time_zone: str, environment: Mapping[str, str]) -> Date:
    """The day of reference: the option, else SOURCE_DATE_EPOCH, else now, in the city's time zone.

    Raises:
        ValueError: the option is not an ISO date, or SOURCE_DATE_EPOCH is not a number.
    """
    if chosen:
        return Date.fromisoformat(chosen)
    epoch = environment.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return moment.astimezone(ZoneInfo(_known_zone(time_zone))).date()
