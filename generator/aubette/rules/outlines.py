"""The outlines of areas against `city.yml`: each area drawn once, none that nobody declared, in the city itself."""

from __future__ import annotations

from collections.abc import Iterator

from aubette.model.city import Extent
from aubette.model.finding import Finding, Place, Related
from aubette.model.outlines import Outline, Position
from aubette.rules.context import Context
from aubette.rules.references import unknown


def known(context: Context) -> Iterator[Finding]:
    """Each outline is that of a declared area, and the only one of it."""
    if context.outlines is None:
        return
    declared = [area.id for area in context.city.config.areas]
    first: dict[str, Place] = {}
    for outline in context.outlines.drawn:
        if outline.area not in declared:
            yield unknown(outline.place, "area", outline.area, declared)
        elif first.setdefault(outline.area, outline.place) != outline.place:
            related = (Related(first[outline.area], "first-here"),)
            yield Finding("areas/twice", outline.place, {"name": outline.area}, related=related)


def complete(context: Context) -> Iterator[Finding]:
    """Each declared area is drawn; a file of which a part could not be read has not been asked."""
    if context.outlines is None or not context.outlines.whole:
        return
    drawn = {outline.area for outline in context.outlines.drawn}
    for position, area in enumerate(context.city.config.areas):
        if area.id not in drawn:
            related = (Related(context.city.config.origin.at("areas", position, "id"), "set-here"),)
            yield Finding("areas/not-drawn", context.outlines.place, {"name": area.id}, related=related)


def on_territory(context: Context) -> Iterator[Finding]:
    """An outline touches the city's own limits; one that would with its two numbers the other way round has swapped."""
    extent = context.city.config.extent
    if context.outlines is None or extent is None:
        return
    for outline in context.outlines.drawn:
        if not _touches(outline, extent):
            swapped = _touches(outline, extent, swapped=True)
            related = (Related(context.city.config.origin.at("extent"), "extent-here"),)
            code = "areas/swapped" if swapped else "areas/elsewhere"
            yield Finding(code, outline.place, {"name": outline.area}, related=related)


def _touches(outline: Outline, extent: Extent, *, swapped: bool = False) -> bool:
    """Whether the box around an outline and the city's have a point in common; a box may hold the other whole."""
    points: list[Position] = [point[::-1] if swapped else point for ring in outline.rings for point in ring]
    longitudes, latitudes = zip(*points, strict=True)
    beside = min(longitudes) > float(extent.east) or max(longitudes) < float(extent.west)
    return not (beside or min(latitudes) > float(extent.north) or max(latitudes) < float(extent.south))
