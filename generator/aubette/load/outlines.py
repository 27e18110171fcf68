"""`site_config/areas.geojson`: the outlines of the areas, in the form of RFC 7946 that every map tool writes.

One feature for each area, whose `properties.id` (or own `id`) is the area's id in `city.yml`; polygons in degrees.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any, NoReturn

from aubette.load.json_places import Way, items, places, repeated
from aubette.load.limits import largest
from aubette.load.raw import place_of, read_raw
from aubette.model.finding import Finding, Param, Place, Severity
from aubette.model.outlines import Outline, Outlines, Position, Ring
from aubette.model.source import Source

FILE = "site_config/areas.geojson"
MOST_REPORTED = 20
LEAST_POSITIONS = 4
LONGEST_SHOWN = 40
EAST, NORTH = 180, 90


class _TwiceError(Exception):
    """A name stands twice in one block."""


class _SlipError(Exception):
    """One thing that is wrong with the file, and the way to it."""

    def __init__(self, code: str, way: Way, **params: Param) -> None:
        super().__init__(code)
        self.code, self.way, self.params = code, way, params


def read_outlines(source: Source) -> tuple[Outlines | None, tuple[Finding, ...]]:
    """What the file draws, None where there is no file or nothing of it can be read, and what is wrong with it.

    A file too large to be read is told with those of all files.
    """
    try:
        data = source.read(FILE)
    except FileNotFoundError:
        return None, ()
    if len(data) > largest(FILE):
        return None, ()
    raw = read_raw(data, FILE, largest(FILE))
    errors = tuple(f for f in raw.findings if f.severity is Severity.ERROR)
    if raw.data is None:
        return None, errors
    text = raw.data.decode()
    top = _parsed(text)
    if isinstance(top, Finding):
        return None, (top,)
    return _outlines(text, top)


def _outlines(text: str, top: Any) -> tuple[Outlines | None, tuple[Finding, ...]]:
    features = top.get("features") if isinstance(top, dict) and top.get("type") == "FeatureCollection" else None
    if not isinstance(features, list):
        found = str(top.get("type", "–")) if isinstance(top, dict) else "–"
        return None, (Finding("areas/not-a-collection", Place(FILE, 1, 1), {"found": _short(found)}),)
    drawn: list[Outline] = []
    slips: list[_SlipError] = []
    for number, index in enumerate(items(text, ("features",))):
        try:
            area, rings = _area(features[number], number), _rings(features[number], number)
        except _SlipError as slip:
            slips.append(slip)
        else:
            drawn.append(Outline(area, rings, place_of(text, index, FILE)))
    told = slips[:MOST_REPORTED]
    where = places(text, [slip.way for slip in told], FILE) if told else {}
    findings = tuple(Finding(slip.code, where[slip.way], slip.params) for slip in told)
    return Outlines(tuple(drawn), not slips, Place(FILE, 1, 1)), findings


def _parsed(text: str) -> Any:
    """The values of the text, or the finding about the place where it stops being JSON."""

    def refuse(name: str) -> NoReturn:
        raise json.JSONDecodeError(name, text, max(text.find(name), 0))

    def block(fields: list[tuple[str, Any]]) -> dict[str, Any]:
        values = dict(fields)
        if len(values) < len(fields):
            raise _TwiceError
        return values

    try:
        return json.loads(text, parse_constant=refuse, object_pairs_hook=block)
    except _TwiceError:
        way, index = repeated(text) or ((), 0)
        return Finding("areas/duplicate-key", place_of(text, index, FILE), {"name": str(way[-1:] and way[-1])})
    except json.JSONDecodeError as error:
        return Finding("areas/not-json", place_of(text, error.pos, FILE))
    except (ValueError, RecursionError):  # a number of thousands of digits, thousands of brackets
        return Finding("areas/not-json", Place(FILE, 1, 1))


def _short(value: object) -> str:
    return str(value)[:LONGEST_SHOWN]


def _area(feature: Any, number: int) -> str:
    """The id of the area that a feature draws."""
    way: Way = ("features", number)
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        found = feature.get("type", "–") if isinstance(feature, dict) else feature
        raise _SlipError("areas/not-a-feature", way, found=_short(found))
    properties = feature.get("properties")
    own = properties.get("id") if isinstance(properties, dict) else None
    name = feature.get("id") if own is None else own
    if not isinstance(name, (str, int)) or name == "":
        raise _SlipError("areas/unnamed", way)
    return str(name)


def _rings(feature: Any, number: int) -> tuple[Ring, ...]:
    """Every ring of a feature's polygons."""
    way: Way = ("features", number, "geometry")
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise _SlipError("areas/not-a-polygon", way, found=_short(kind or "–"))
    inside = (*way, "coordinates")
    coordinates = geometry.get("coordinates")
    polygons = [(inside, coordinates)]
    if kind == "MultiPolygon":
        polygons = list(_each(coordinates, inside))
    return tuple(_ring(ring, at) for here, polygon in polygons for at, ring in _each(polygon, here))


def _each(value: Any, way: Way) -> Iterator[tuple[Way, Any]]:
    """The items of a list that must not be empty, each with the way to it."""
    if not isinstance(value, list) or not value:
        raise _SlipError("areas/not-a-ring", way)
    yield from (((*way, position), item) for position, item in enumerate(value))


def _ring(ring: Any, way: Way) -> Ring:
    positions = tuple(_position(value, at) for at, value in _each(ring, way))
    if len(positions) < LEAST_POSITIONS:
        raise _SlipError("areas/not-a-ring", way)
    if positions[0] != positions[-1]:
        raise _SlipError("areas/open-ring", way)
    return positions


def _position(value: Any, way: Way) -> Position:
    """Longitude and latitude; a height may follow."""
    if not isinstance(value, list) or len(value) not in (2, 3) or not all(_is_number(part) for part in value):
        raise _SlipError("areas/not-a-ring", way)
    longitude, latitude = value[:2]
    if not (abs(longitude) <= EAST and abs(latitude) <= NORTH):
        raise _SlipError("areas/not-degrees", way, longitude=_short(longitude), latitude=_short(latitude))
    return float(longitude), float(latitude)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
