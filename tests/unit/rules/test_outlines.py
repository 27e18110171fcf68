"""`areas.geojson` is read at the border and held against `city.yml`: each slip is told at its line, none crashes."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from aubette.load.limits import largest
from aubette.load.outlines import FILE, read_outlines
from aubette.model.city import City, Extent
from aubette.model.finding import Finding, Severity
from aubette.model.source import MemorySource
from aubette.rules.context import Context
from aubette.rules.registry import FAMILIES
from aubette.words.catalogue import Catalogue
from aubette.workflow.check import check
from aubette.workflow.folder import open_folder

DAY = date(2026, 11, 20)
CODES = sorted(code for code in Catalogue("fr").codes() if code.startswith("areas/"))
SQUARE = [[7.75, 48.57], [7.77, 48.57], [7.77, 48.58], [7.75, 48.58], [7.75, 48.57]]
CITY = open_folder(Path(__file__).resolve().parents[3])


def feature(area: str, rings: Any = (SQUARE,), kind: str = "Polygon", **more: Any) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": rings}
    return {"type": "Feature", "properties": {"id": area}, "geometry": geometry, **more}


def written(*features: Any, **more: Any) -> bytes:
    """A collection, one feature on each line from the second on."""
    lines = ",\n".join(json.dumps(item) for item in features)
    rest = "".join(f', "{key}": {json.dumps(value)}' for key, value in more.items())
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n]{rest}}}\n'.encode()


@pytest.fixture(scope="module")
def city() -> City:
    """The example with two areas left."""
    loaded = check(CITY, DAY, frozenset({"schema", "identity"}), cold=True).loaded.city
    assert loaded is not None
    two = tuple(area for area in loaded.config.areas if area.id in ("neudorf", "neuhof"))
    return replace(loaded, config=replace(loaded.config, areas=two))


def judged(city: City, data: bytes) -> list[Finding]:
    drawn, slips = read_outlines(MemorySource({FILE: data}))
    context = Context(city, DAY, outlines=drawn)
    return [*slips, *(finding for rule in FAMILIES["areas"] for finding in rule(context))]


def told(city: City, data: bytes) -> list[tuple[str, int]]:
    return [(finding.code, finding.place.line) for finding in judged(city, data)]


def test_each_area_drawn_once_is_well(city: City) -> None:
    hole = [[7.755, 48.575], [7.756, 48.575], [7.756, 48.576], [7.755, 48.575]]
    pieces = feature("neuhof", [[SQUARE, hole], [[[*point, 140.5] for point in SQUARE]]], "MultiPolygon", bbox=[1, 2])
    named = {**feature("neudorf"), "properties": None, "id": "neudorf"}
    assert told(city, written(pieces, named, name="quartiers")) == []
    drawn, _ = read_outlines(MemorySource({FILE: written(pieces, named)}))
    assert drawn is not None
    assert [(outline.area, len(outline.rings)) for outline in drawn.drawn] == [("neuhof", 3), ("neudorf", 1)]


def test_a_city_without_the_file_is_asked_nothing(city: City) -> None:
    assert read_outlines(MemorySource({})) == (None, ())
    assert [f for rule in FAMILIES["areas"] for f in rule(Context(city, DAY))] == []


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("code", CODES)
def test_the_example_of_a_code_shows_it_and_its_mending_shows_nothing(city: City, code: str, lang: str) -> None:
    def ours(text: str) -> set[str]:
        declared = ["neudorf", "neuhof"] if "neuhof\n" in text else ["neudorf"]
        areas = tuple(area for area in city.config.areas if area.id in declared)
        body = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#"))
        return {f.code for f in judged(replace(city, config=replace(city.config, areas=areas)), body.encode())}

    example = Catalogue(lang).finding(code)
    assert ours(example.before + "\n") == {code}
    assert ours(example.after + "\n") == set()


def test_every_code_of_the_family_has_an_example_here() -> None:
    assert len(CODES) == 13
    assert {"areas/twice", "areas/not-drawn", "areas/swapped", "areas/elsewhere"} < set(CODES)


BOTH = (feature("neudorf"), feature("neuhof"))
OPEN = SQUARE[:-1]
BAD = {
    "an unknown area": (written(*BOTH, feature("neuhoff")), [("reference/unknown-area", 4)]),
    "an area by its label": (written(*BOTH, feature("Neudorf – Port du Rhin")), [("reference/unknown-area", 4)]),
    "a number for an id": (written(*BOTH, feature(12)), [("reference/unknown-area", 4)]),  # type: ignore[arg-type]
    "a second outline": (written(*BOTH, feature("neuhof")), [("areas/twice", 4)]),
    "no outline": (written(feature("neuhof")), [("areas/not-drawn", 1)]),
    "nothing drawn": (b'{"type": "FeatureCollection", "features": []}\n', [("areas/not-drawn", 1)] * 2),
    "an open line": (written(BOTH[0], feature("neuhof", [OPEN])), [("areas/open-ring", 3)]),
    "metres": (written(BOTH[0], feature("neuhof", [[[1050200, 6840500]] * 4])), [("areas/not-degrees", 3)]),
    "a latitude beyond the pole": (written(BOTH[0], feature("neuhof", [[[7, 90.5]] * 4])), [("areas/not-degrees", 3)]),
    "swapped": (written(BOTH[0], feature("neuhof", [[[b, a] for a, b in SQUARE]])), [("areas/swapped", 3)]),
    "another city": (written(BOTH[0], feature("neuhof", [[[2.3, 48.8]] * 4])), [("areas/elsewhere", 3)]),
    "three points": (written(BOTH[0], feature("neuhof", [SQUARE[:3]])), [("areas/not-a-ring", 3)]),
    "no ring": (written(BOTH[0], feature("neuhof", [])), [("areas/not-a-ring", 3)]),
    "rings of a piece": (written(BOTH[0], feature("neuhof", [SQUARE], "MultiPolygon")), [("areas/not-a-ring", 3)]),
    "words for numbers": (written(BOTH[0], feature("neuhof", [[["7", "48"]] * 4])), [("areas/not-a-ring", 3)]),
    "yes for a number": (written(BOTH[0], feature("neuhof", [[[True, 48]] * 4])), [("areas/not-a-ring", 3)]),
    "no number at all": (written(BOTH[0], feature("neuhof", [[[float("nan"), 48]] * 4])), [("areas/not-json", 3)]),
    "beyond all numbers": (
        written(*BOTH).replace(b"7.77", b"1e999"), [("areas/not-a-ring", 2), ("areas/not-a-ring", 3)]
    ),
    "a line": (written(BOTH[0], feature("neuhof", SQUARE, "LineString")), [("areas/not-a-polygon", 3)]),
    "no outline in it": (written(BOTH[0], {**BOTH[1], "geometry": None}), [("areas/not-a-polygon", 3)]),
    "a bare geometry": (written(BOTH[0], BOTH[1]["geometry"]), [("areas/not-a-feature", 3)]),
    "a word": (written(BOTH[0], "neuhof"), [("areas/not-a-feature", 3)]),
    "no name": (written(BOTH[0], {**BOTH[1], "properties": {"nom": "x"}}), [("areas/unnamed", 3)]),
    "a list of names": (written(BOTH[0], {**BOTH[1], "properties": {"id": ["x"]}}), [("areas/unnamed", 3)]),
    "a list": (b"[]\n", [("areas/not-a-collection", 1)]),
    "a topology": (b'{"type": "Topology", "features": []}\n', [("areas/not-a-collection", 1)]),
    "features as a block": (b'{"type": "FeatureCollection", "features": {}}\n', [("areas/not-a-collection", 1)]),
    "a name twice": (
        written(*BOTH).replace(b'"properties":', b'"geometry": {}, "properties":'), [("areas/duplicate-key", 2)]
    ),
    "nothing": (b"", [("areas/not-json", 1)]),
    "an opening bracket": (b"{\n", [("areas/not-json", 2)]),
    "a comma too many": (written(*BOTH).replace(b"}\n]", b"},\n]"), [("areas/not-json", 4)]),
    "YAML": (b"type: FeatureCollection\n", [("areas/not-json", 1)]),
    "old Windows letters": (written(*BOTH)[:-1] + b"\xe9", [("bytes/not-utf8", 4)]),
    "a spreadsheet": (b"PK\x03\x04", [("bytes/not-text", 0)]),
    "a thousand brackets": (b"[" * 100_000, [("areas/not-json", 1)]),
    "thousands of digits": (b"1" * 6_000, [("areas/not-json", 1)]),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_slip_is_told_at_its_line(city: City, name: str) -> None:
    data, expected = BAD[name]
    assert told(city, data) == expected


def test_a_city_that_gives_no_limits_is_not_asked_where_it_lies(city: City) -> None:
    away = written(BOTH[0], feature("neuhof", [[[2.3, 48.8]] * 4]))
    assert told(replace(city, config=replace(city.config, extent=None)), away) == []
    around = Extent(south=48.571, west=7.751, north=48.572, east=7.752)
    assert told(replace(city, config=replace(city.config, extent=around)), written(*BOTH)) == []


def test_a_second_outline_and_a_missing_one_lead_to_the_other_place(city: City) -> None:
    twice, missing = judged(city, written(feature("neuhof"), feature("neuhof")))
    assert [str(place.place) for place in twice.related] == [f"{FILE}:2:1"]
    assert missing.related[0].place.file == "site_config/city.yml"


def test_no_cut_and_no_changed_byte_crashes_the_reader(city: City) -> None:
    data = written(*BOTH)
    for length in range(len(data) - 1):
        assert judged(city, data[:length]), length
    chance = random.Random(7)
    for _ in range(1_000):
        changed = bytearray(data)
        changed[chance.randrange(len(data))] = chance.randrange(256)
        judged(city, bytes(changed))


@pytest.fixture
def city_copy(tmp_path: Path) -> Path:
    for name in ("projects", "site_config", "votes"):
        shutil.copytree(CITY.root / name, tmp_path / name)
    shutil.copy(CITY.root / "mkdocs.yml", tmp_path)
    return tmp_path


def test_a_city_folder_with_a_broken_file_does_not_pass(city_copy: Path) -> None:
    def errors() -> list[tuple[str, str]]:
        found = check(open_folder(city_copy), DAY, cold=True).findings
        return [(f.place.file, f.code) for f in found if f.severity is Severity.ERROR]

    file = city_copy / FILE
    file.write_bytes(b'{"type": "FeatureCollection"')
    assert errors() == [(FILE, "areas/not-json")]
    file.write_bytes(b" " * (largest(FILE) + 1))
    assert errors() == [(FILE, "bytes/too-large")]
