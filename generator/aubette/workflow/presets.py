"""The editions of real cities as a new city can take them over, and what every new city starts with.

Figures only: amounts, numbers and kinds that cities published; no text of theirs is copied.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from aubette.load.build import build
from aubette.load.root import presets_dir
from aubette.load.yaml_text import parse
from aubette.model.edition import Edition

DEFAULT = "pilote"


@dataclass(frozen=True)
class Preset:
    """One preset: `data` is its edition as the file holds it, `edition` the same as a value."""

    name: str
    data: Mapping[str, Any]
    edition: Edition


def preset_names() -> tuple[str, ...]:
    """The presets by name: the real editions; the pilot, which is taken when none is named, stands apart."""
    return tuple(sorted(path.stem for path in (presets_dir() / "editions").glob("*.yml")))


@cache
def read_preset(name: str) -> Preset:
    """A preset by its name.

    Raises:
        KeyError: there is none of that name.
    """
    if name != DEFAULT and name not in preset_names():
        raise KeyError(name)
    folder = presets_dir() if name == DEFAULT else presets_dir() / "editions"
    data = _read(folder / f"{name}.yml")
    return Preset(name, data, build(Edition, data))


@cache
def house() -> Mapping[str, Any]:
    """What every new city starts with: services, themes, articles, roles, calendar, checklist, policy."""
    return _read(presets_dir() / "house.yml")


def template(name: str, lang: str = "any") -> str:
    """The text of a file of a new city, with places to fill (`string.Template`)."""
    return (presets_dir() / "files" / lang / name).read_text(encoding="utf-8")


def page_names() -> tuple[str, ...]:
    """The hand-written pages that a new city has."""
    return tuple(sorted(path.name for path in (presets_dir() / "files" / "fr" / "pages").glob("*.md")))


def _read(path: Path) -> Mapping[str, Any]:
    data = parse(path.read_bytes(), path.name).data
    assert isinstance(data, dict), path
    return data
