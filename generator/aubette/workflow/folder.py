"""A city folder opened for work: its files, its schemas and the day on which it is looked at."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from datetime import date as Date
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aubette.load.root import find_city, schema_dir
from aubette.load.schema import Schemas
from aubette.load.worktree import WorkTree
from aubette.model.source import Source


class NoCityError(Exception):
    """There is no `site_config/city.yml` at or above the folder that was named."""


@dataclass(frozen=True)
class Folder:
    """A city's root on disk and a source over it."""

    root: Path
    source: Source
    schemas: Schemas


def open_folder(start: Path) -> Folder:
    """Open the city at or above `start`.

    Raises:
        NoCityError: none is there.
    """
    root = find_city(start.resolve())
    if root is None:
        raise NoCityError(str(start))
    return Folder(root, WorkTree(root), Schemas(schema_dir()))


def today(chosen: str | None, time_zone: str, environment: os._Environ[str] | dict[str, str]) -> Date:
    """The day of reference: the option, else SOURCE_DATE_EPOCH, else now, in the city's time zone.

    Raises:
        ValueError: the option is not an ISO date, or SOURCE_DATE_EPOCH is not a number.
    """
    if chosen:
        return Date.fromisoformat(chosen)
    try:
        zone = ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    epoch = environment.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return moment.astimezone(zone).date()
