"""Pictures are what their names say, small, described, and silent about people; the kept form loses nothing else."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from aubette.load.city import load_city
from aubette.load.pictures import facts, kept, pictures
from aubette.load.root import schema_dir
from aubette.load.schema import Schemas
from aubette.load.worktree import WorkTree
from aubette.model.city import City
from aubette.model.finding import Finding, Severity
from aubette.model.pictures import PictureFacts, PictureFormat
from aubette.model.project import Picture
from aubette.model.source import MemorySource
from aubette.model.text import Text
from aubette.rules.context import Context
from aubette.rules.registry import FAMILIES
from aubette.workflow.fmt import reformatted
from aubette.workflow.folder import Folder

ROOT = Path(__file__).resolve().parents[3]
ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825


def image(
    form: str = "JPEG", size: tuple[int, int] = (6, 4), exif: Image.Exif | None = None, mode: str = "RGB"
) -> bytes:
    target = io.BytesIO()
    picture = Image.new(mode, size, 200)
    picture.putpixel((0, 0), 0)
    picture.save(target, form, **({"exif": exif} if exif else {}))
    return target.getvalue()


def located() -> Image.Exif:
    exif = Image.Exif()
    exif[MAKE] = "Camera"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (48.0, 34.0, 1.0)
    return exif


def named(tag: int, value: str | int) -> Image.Exif:
    exif = Image.Exif()
    exif[tag] = value
    return exif


def huge_png(side: int) -> bytes:
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    parts = (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(b"")), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.fixture(scope="module")
def city() -> City:
    loaded = load_city(WorkTree(ROOT), Schemas(schema_dir())).city
    assert loaded is not None
    return loaded


def judged(city: City, name: str, data: bytes, picture: Picture | None = None) -> list[Finding]:
    """The findings on one project with one picture of that name in its folder."""
    base = city.projects_of("2027")[0]
    named_picture = picture or Picture(name, Text.plain("Le parc"))
    project = replace(base, pictures=(named_picture,))
    path = f"projects/2027/media/{base.key}/{name}"
    seen = tuple(pictures(MemorySource({path: data})))
    context = Context(replace(city, projects=(project,)), date(2026, 11, 20), pictures=seen)
    return [f for rule in FAMILIES["pictures"] for f in rule(context)]


@pytest.mark.parametrize(
    ("name", "data", "code", "severity"),
    [
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "pictures/not-a-picture", Severity.ERROR),
        ("a.png", b"", "pictures/not-a-picture", Severity.ERROR),
        ("a.jpg", b"\xff\xd8\xff\xe0 no more", "pictures/not-a-picture", Severity.ERROR),
        ("a.png", image("JPEG"), "pictures/wrong-extension", Severity.ERROR),
        ("a.jpg", image("WEBP"), "pictures/wrong-extension", Severity.ERROR),
        ("a.png", huge_png(14_000), "pictures/too-many-pixels", Severity.ERROR),
        ("a.png", image("PNG") + b"PK\x03\x04 archive", "pictures/extra-data", Severity.ERROR),
        ("a.jpg", image("JPEG") + b"<script>", "pictures/extra-data", Severity.ERROR),
        ("a.webp", image("WEBP") + b"more", "pictures/extra-data", Severity.ERROR),
        ("a.jpg", image("JPEG", (2401, 2)), "pictures/too-wide", Severity.WARNING),
        ("a.jpg", image("JPEG", exif=located()), "pictures/position", Severity.ERROR),
        ("a.webp", image("WEBP", exif=located()), "pictures/position", Severity.ERROR),
        ("a.png", image("PNG", exif=located()), "pictures/position", Severity.ERROR),
        ("a.jpg", image("JPEG", exif=named(MAKE, "Camera")), "pictures/metadata", Severity.WARNING),
    ],
)
def test_each_slip_is_found(city: City, name: str, data: bytes, code: str, severity: Severity) -> None:
    assert [(f.code, f.severity) for f in judged(city, name, data)] == [(code, severity)]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_in_good_order_is_silent(city: City, form: str) -> None:
    assert judged(city, f"a.{form.lower()}", image(form)) == []


def test_alternative_text(city: City) -> None:
    def said(**values: object) -> list[str]:
        return [f.code for f in judged(city, "a.png", image("PNG"), Picture("a.png", **values))]  # type: ignore[arg-type]

    assert said() == said(alt=Text.plain(" ")) == ["pictures/no-alt"]
    assert said(decorative=True) == said(alt=Text({"fr": "Le parc", "de": "Der Park"})) == []


def test_missing_and_orphan(city: City) -> None:
    other = Picture("b.png", Text.plain("Le parc"))
    seen = judged(city, "a.png", image("PNG"), other)
    assert [f.code for f in seen] == ["pictures/missing", "pictures/orphan"]
    assert seen[1].severity is Severity.WARNING


def test_a_project_that_cannot_be_read_has_no_orphans(city: City) -> None:
    path = "projects/2027/media/zzzzzz/a.png"
    lone = MemorySource({path: image("PNG")})
    beside = MemorySource({path: image("PNG"), "projects/2027/parc-zzzzzz.yml": b"broken"})
    for source, codes in ((lone, ["pictures/orphan"]), (beside, [])):
        context = Context(replace(city, projects=()), date(2026, 11, 20), pictures=tuple(pictures(source)))
        assert [f.code for rule in FAMILIES["pictures"] for f in rule(context)] == codes


def test_the_facts_of_a_picture() -> None:
    assert facts("a.jpg", image("JPEG")) == PictureFacts("a.jpg", len(image("JPEG")), PictureFormat.JPEG, 6, 4)
    assert facts("a.png", huge_png(14_000)).pixels == 196_000_000
    lossy, lossless = image("WEBP"), io.BytesIO()
    Image.new("RGBA", (7, 5)).save(lossless, "WEBP", lossless=True)
    assert (facts("a.webp", lossy).width, facts("a.webp", lossless.getvalue()).height) == (6, 5)


def test_the_kept_form_is_upright_and_says_nothing_about_itself() -> None:
    exif = located()
    exif[ORIENTATION] = 6
    data = kept("a.jpg", image("JPEG", (6, 4), exif))
    assert data is not None
    known = facts("a.jpg", data)
    assert (known.width, known.height, known.metadata, known.position, known.whole) == (4, 6, False, False, True)
    assert kept("a.jpg", data) == data
    assert kept("a.jpg", image("JPEG", (6, 4), exif)) == data


@pytest.mark.parametrize(
    ("path", "data", "size"),
    [
        ("a.jpg", image("JPEG", (4800, 20)), (2400, 10)),
        ("a.png", image("JPEG", (6, 4)), (6, 4)),
        ("a.jpg", image("PNG", (6, 4), mode="RGBA"), (6, 4)),
        ("a.webp", image("PNG", (6, 4), mode="P"), (6, 4)),
        ("a.png", image("PNG", (6, 4)) + b"more", (6, 4)),
        ("a.jpg", image("JPEG", (6, 4)) + b"more", (6, 4)),
    ],
)
def test_the_kept_form_fits(path: str, data: bytes, size: tuple[int, int]) -> None:
    after = kept(path, data)
    assert after is not None
    known = facts(path, after)
    assert known.format is not None
    assert known.format.value.lower() == {"jpg": "jpeg"}.get(path[2:], path[2:])
    assert (known.width, known.height, known.whole) == (*size, True)
    assert kept(path, after) == after


def test_what_is_no_picture_is_not_touched() -> None:
    assert kept("a.png", b"<svg/>") is None
    assert kept("a.png", huge_png(14_000)) is None
    assert kept("a.png", image("PNG")[:40]) is None
    clean = image("PNG")
    assert kept("a.png", clean) == clean


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=60), st.sampled_from(["JPEG", "PNG", "WEBP"]), st.integers(0, 300))
def test_damaged_bytes_never_raise(noise: bytes, form: str, at: int) -> None:
    data = image(form)
    damaged = data[:at] + noise + data[at + len(noise) :]
    assert facts("a.png", damaged).size == len(damaged)
    kept("a.jpg", damaged)


def test_fmt_keeps_pictures_and_says_which() -> None:
    path = "projects/2027/media/k7f3q9/a.jpg"
    files = {path: image("JPEG", exif=located()), "projects/2027/media/k7f3q9/b.png": image("PNG")}
    done = reformatted(Folder(ROOT, MemorySource(files), Schemas(schema_dir())))
    assert (list(done.changed), done.files) == ([path], 2)
    assert not facts(path, done.changed[path]).metadata
    other = reformatted(Folder(ROOT, MemorySource(files), Schemas(schema_dir())), ("site_config/",))
    assert (dict(other.changed), other.files) == ({}, 0)
