"""Where the package's own data stand (schemas, theme, presets) and where a city folder begins."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
MARKER = Path("site_config") / "city.yml"
REMAINS = ("site_config", "projects")


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
    """The nearest folder at or above `start` that holds `site_config/city.yml`.

    Where none does, the nearest one that looks like a city whose `city.yml` was lost or moved, so that the loss is told
    as a finding of that city.
    """
    above = (start, *start.parents)
    whole = (folder for folder in above if (folder / MARKER).is_file())
    bereft = (folder for folder in above if all((folder / part).is_dir() for part in REMAINS))
    return next(whole, None) or next(bereft, None)
