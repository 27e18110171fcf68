"""Files that are there and could not be read: what they hold is unknown, so no rule calls it missing.

A broken file has findings of its own; a second one about everything that names it would only hide the first.
"""

from __future__ import annotations

from aubette.model.city import City


def unread_keys(city: City) -> frozenset[str]:
    """The keys of projects whose files could not be read, as the names of these files give them."""
    names = (path.rpartition("/")[2] for path in city.unread if path.startswith("projects/"))
    return frozenset(name.rpartition(".")[0].rpartition("-")[2] for name in names)


def unread_projects(city: City, edition: str) -> bool:
    """Whether some project of an edition could not be read."""
    return any(path.startswith(f"projects/{edition}/") for path in city.unread)


def unread_settings(city: City, folder: str) -> frozenset[str]:
    """The ids of the files of `site_config/<folder>/` that could not be read."""
    start = f"site_config/{folder}/"
    return frozenset(path.removeprefix(start).rpartition(".")[0] for path in city.unread if path.startswith(start))
