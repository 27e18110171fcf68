"""Pictures at the border: what a file's bytes say it is, and the one form in which a picture is kept.

The header alone is read when a picture is judged, so that a small file that unpacks to gigabytes costs nothing. A
picture is kept without metadata (no place, no camera, no name), upright, and no larger than a page can show.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from dataclasses import replace

from PIL import Image, ImageOps, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from aubette.load.limits import largest
from aubette.model.pictures import LONGEST_SIDE, MOST_PIXELS, PictureFacts, PictureFormat
from aubette.model.source import Mode, Source

MEDIA = re.compile(r"projects/[^/]+/media/[^/]+/[^/]+\.(?:jpg|jpeg|png|webp)")
GPS = 0x8825
WRITTEN = frozenset({"exif", "xmp", "XML:com.adobe.xmp", "comment", "photoshop"})
QUALITY = 85
BY_ENDING = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}


def pictures(source: Source) -> Iterator[PictureFacts]:
    """The facts of every picture of a source, by path; a file too large to be read is told elsewhere."""
    entries = tuple(source.entries("projects"))
    keys = {entry.path.rpartition("-")[2].removesuffix(".yml") for entry in entries if entry.path.endswith(".yml")}
    for entry in entries:
        if MEDIA.fullmatch(entry.path) and entry.mode is Mode.FILE:
            data = source.read(entry.path) if entry.size <= largest(entry.path) else b""
            known = facts(entry.path, data) if data else PictureFacts(entry.path, entry.size)
            yield replace(known, owned=entry.path.split("/")[3] in keys)


def facts(path: str, data: bytes) -> PictureFacts:
    """What a file's bytes say of it; never raises, whatever they are."""
    kind = kind_of(data)
    if kind is None:
        return PictureFacts(path, len(data))
    try:
        width, height = _webp_size(data) if kind is PictureFormat.WEBP else _opened(data, kind).size
        if width * height > MOST_PIXELS:
            return PictureFacts(path, len(data), kind, width, height)
        image = _opened(data, kind)
        metadata, position = _told(image)
        return PictureFacts(path, len(data), kind, width, height, _is_whole(data, kind), metadata, position)
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, struct.error, MemoryError):
        return PictureFacts(path, len(data))


def kind_of(data: bytes) -> PictureFormat | None:
    """The format that the first bytes announce."""
    if data.startswith(b"\xff\xd8\xff"):
        return PictureFormat.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PictureFormat.PNG
    return PictureFormat.WEBP if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else None


def kept(path: str, data: bytes) -> bytes | None:
    """The bytes under which a picture is kept, in the format of its name; None where it is no picture of ours.

    The same bytes where nothing has to change: upright, without metadata, within the size, named as it is.
    """
    known = facts(path, data)
    if known.format is None or known.pixels > MOST_PIXELS:
        return None
    wanted = BY_ENDING[path.rpartition(".")[2]]
    fits = max(known.width, known.height) <= LONGEST_SIDE and wanted == known.format.value.upper()
    if fits and known.whole and not known.metadata:
        return data
    try:
        image: Image.Image = ImageOps.exif_transpose(_opened(data, known.format))
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
        return _encoded(image, wanted)
    except (OSError, SyntaxError, ValueError, EOFError, struct.error):
        return None


def _encoded(image: Image.Image, wanted: str) -> bytes:
    """A picture without anything beside its pixels."""
    if wanted == "JPEG" or image.mode not in ("1", "L", "LA", "P", "RGB", "RGBA"):
        if "A" in image.getbands() or "transparency" in image.info:
            ground = Image.new("RGBA", image.size, "white")
            image = Image.alpha_composite(ground, image.convert("RGBA"))
        image = image.convert("RGB")
    elif wanted == "WEBP":
        image = image.convert("RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB")
    clear = image.info.get("transparency") if wanted == "PNG" else None
    image.info.clear()
    target = io.BytesIO()
    if wanted == "PNG":
        image.save(target, "PNG", optimize=True, **({} if clear is None else {"transparency": clear}))
    elif wanted == "JPEG":
        image.save(target, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    else:
        image.save(target, "WEBP", quality=QUALITY, method=4)
    return target.getvalue()


def _opened(data: bytes, kind: PictureFormat) -> Image.Image:
    """The picture with its header read; Pillow's own limit is not asked, ours stands before every decoding."""
    stream = io.BytesIO(data)
    match kind:
        case PictureFormat.JPEG:
            return JpegImagePlugin.JpegImageFile(stream)
        case PictureFormat.PNG:
            return PngImagePlugin.PngImageFile(stream)
        case PictureFormat.WEBP:
            return WebPImagePlugin.WebPImageFile(stream)


def _webp_size(data: bytes) -> tuple[int, int]:
    """Width and height from a WebP header (RFC 9649), before any memory is asked for.

    Raises:
        ValueError: no known first chunk.
        struct.error: the header is cut short.
    """
    chunk = data[12:16]
    if chunk == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if chunk == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if chunk == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    raise ValueError(chunk)


def _told(image: Image.Image) -> tuple[bool, bool]:
    """Whether a picture carries words about itself, and whether these say where it was taken."""
    exif = image.getexif()
    packets = "".join(str(image.info.get(name, "")) for name in ("xmp", "XML:com.adobe.xmp"))
    texts = getattr(image, "text", {})
    metadata = bool(len(exif) or texts or WRITTEN & image.info.keys())
    return metadata, GPS in exif or "GPSLatitude" in packets


def _is_whole(data: bytes, kind: PictureFormat) -> bool:
    """Whether the picture ends exactly where the file ends: nothing is missing and nothing hides behind it."""
    match kind:
        case PictureFormat.JPEG:
            return data.endswith(b"\xff\xd9")
        case PictureFormat.PNG:
            return data.endswith(b"\x00\x00\x00\x00IEND\xaeB`\x82")
        case PictureFormat.WEBP:
            return int.from_bytes(data[4:8], "little") + 8 == len(data)
