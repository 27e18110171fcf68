"""The outlines of a city's areas, as `site_config/areas.geojson` draws them."""

from __future__ import annotations

from dataclasses import dataclass

from aubette.model.finding import Place

Position = tuple[float, float]
"""Longitude and latitude in degrees of WGS84, in GeoJSON's order (RFC 7946)."""

Ring = tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """One drawn area: its id, every ring of its polygons (holes too), and where the file says it."""

    area: str
    rings: tuple[Ring, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Outlines:
    """What the file draws; `whole` is false where a part of it could not be read."""

    drawn: tuple[Outline, ...]
    whole: bool
    place: Place
