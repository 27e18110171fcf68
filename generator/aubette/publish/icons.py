"""Icons as SVG: those we ship first, so that a site needs no theme, then those of Material where it is installed."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

OURS = Path(__file__).resolve().parent / "theme" / "icons"


def icon(name: str) -> str:
    """The SVG of an icon, made decorative; empty where there is no such icon."""
    for folder in _folders():
        path = (folder / f"{name}.svg").resolve()
        if path.is_relative_to(folder) and path.is_file():
            svg = path.read_text(encoding="utf-8")
            return svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    return ""


@cache
def _folders() -> tuple[Path, ...]:
    found = find_spec("material")
    places = (found.submodule_search_locations or ()) if found else ()
    return (OURS, *((Path(place) / "templates" / ".icons").resolve() for place in places))
