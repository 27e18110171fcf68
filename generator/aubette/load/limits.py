"""How much of anything a city's file may hold; beyond these a file is a mistake or an attack."""

from __future__ import annotations

import re
from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one YAML file, checked while it is read: bytes, depth, values, characters of a text, digits."""

    size: int = 64 * KIB
    depth: int = 8
    values: int = 5_000
    text: int = 20_000
    digits: int = 15


FOLDERS = ("projects", "schema", "site_config", "votes")
"""The folders of a city; what else stands beside them (the site, an environment, the tool) is none of its data."""

PROJECT = Limits()
SETTINGS = Limits(size=512 * KIB, values=40_000)

SIZES: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"projects/[^/]+/media/"), 3 * MIB),
    (re.compile(r"projects/"), PROJECT.size),
    (re.compile(r"site_config/[^/]+(?:/[^/]+)*\.yml\Z"), SETTINGS.size),
    (re.compile(r"site_config/areas\.geojson\Z"), 2 * MIB),
    (re.compile(r"votes/"), 64 * MIB),
)
OTHERWISE = 5 * MIB


def limits_of(path: str) -> Limits:
    """What a YAML file may hold: ledgers, editions and the other settings grow, one project does not."""
    return PROJECT if path.startswith("projects/") else SETTINGS


def largest(path: str) -> int:
    """The most bytes that a file at this path may have."""
    return next((size for pattern, size in SIZES if pattern.match(path)), OTHERWISE)


def is_data(path: str) -> bool:
    """Whether a path is the city's: in one of its folders, or a file at the root."""
    folder, slash, _ = path.partition("/")
    return not slash or folder in FOLDERS
