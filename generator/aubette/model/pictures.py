"""What is known of a picture without showing it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MOST_PIXELS = 40_000_000
"""Beyond this a picture fills a server's memory when it is opened, however small its file."""

LONGEST_SIDE = 2_400
"""Pixels; no page shows more, on any screen."""


class PictureFormat(StrEnum):
    """The formats that every browser shows; by content, never by name."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WebP"


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """A file of `projects/<edition>/media/<key>/`: `format` is None where it is no picture that we show.

    `whole` says that the picture ends where the file ends; `metadata` that it carries words about itself (camera,
    author, software), `position` that they say where it was taken. `owned` is false where no project file bears the
    folder's key in its name.
    """

    path: str
    size: int
    format: PictureFormat | None = None
    width: int = 0
    height: int = 0
    whole: bool = True
    metadata: bool = False
    position: bool = False
    owned: bool = True

    @property
    def pixels(self) -> int:
        """Width by height."""
        return self.width * self.height
