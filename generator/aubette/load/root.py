"""Where the package's own data stand (schemas, theme, presets) and where a city folder begins."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
MARKER = Path("site_config") / "city.yml"


def schema_dir() -> Path:
    """The published schemas: packaged in a wheel, else the checkout's `schema/`.

    Raises:
        FileNotFoundError: the installation is broken.
    """
    for candidate in (PACKAGE / "_schema", PACKAGE.parent.parent / "schema"):
        if (candidate / "project.schema.json").is_file():
            return candidate
    raise FileNotFoundError("schema/project.schema.json")


def presets_dir() -> Path:
    """What a new city starts from: the editions of real cities and the files around them, inside the package.

    Raises:
        FileNotFoundError: the installation is broken.
    """
    folder = PACKAGE / "presets"
    if not (folder / "house.yml").is_file():
        raise FileNotFoundError(str(folder / "house.yml"))
    return folder


def find_city(start: Path) -> Path | None:
    """The nearest folder at or above `start` that holds `site_config/city.yml`."""
    return next((folder for folder in (start, *start.parents) if (folder / MARKER).is_file()), None)
