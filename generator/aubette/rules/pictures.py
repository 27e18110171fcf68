"""Pictures of projects: what they are, what they weigh, what they tell about people, and who can do without them."""

from __future__ import annotations

from collections.abc import Iterator

from aubette.model.finding import Finding, Place, Severity
from aubette.model.pictures import LONGEST_SIDE, MOST_PIXELS, PictureFacts, PictureFormat
from aubette.model.project import Project
from aubette.rules.context import Context

ENDINGS = {PictureFormat.JPEG: ("jpg", "jpeg"), PictureFormat.PNG: ("png",), PictureFormat.WEBP: ("webp",)}


def content(context: Context) -> Iterator[Finding]:
    """A file is the picture that its name says, whole, and small enough to be opened and shown."""
    for picture in context.pictures or ():
        place = Place(picture.path)
        ending = picture.path.rpartition(".")[2].lower()
        if picture.format is None:
            yield Finding("pictures/not-a-picture", place, {"ending": ending})
        elif picture.pixels > MOST_PIXELS:
            yield Finding("pictures/too-many-pixels", place, _size(picture, MOST_PIXELS // 1_000_000))
        elif ending not in ENDINGS[picture.format]:
            yield Finding("pictures/wrong-extension", place, {"ending": ending, "format": picture.format.value})
        elif not picture.whole:
            yield Finding("pictures/extra-data", place, {"format": picture.format.value})
        elif max(picture.width, picture.height) > LONGEST_SIDE:
            yield Finding("pictures/too-wide", place, _size(picture, LONGEST_SIDE), Severity.WARNING)


def metadata(context: Context) -> Iterator[Finding]:
    """A picture says neither where it was taken nor by whom: a photograph from a balcony gives an address away."""
    for picture in context.pictures or ():
        if picture.position:
            yield Finding("pictures/position", Place(picture.path))
        elif picture.metadata:
            yield Finding("pictures/metadata", Place(picture.path), severity=Severity.WARNING)


def described(context: Context) -> Iterator[Finding]:
    """Each picture has words for those who do not see it, unless it is decoration (RGAA 1.1, law 2005-102)."""
    for project in context.city.projects:
        for position, picture in enumerate(project.pictures):
            said = picture.alt is not None and all(text.strip() for text in picture.alt.everything())
            if not said and not picture.decorative:
                yield Finding(
                    "pictures/no-alt", project.origin.at("pictures", position, "file"), {"file": picture.file}
                )


def present(context: Context) -> Iterator[Finding]:
    """Each picture that a project names is there."""
    if context.pictures is None:
        return
    there = {picture.path for picture in context.pictures}
    for project in context.city.projects:
        for position, path in enumerate(_paths(project)):
            if path not in there:
                place = project.origin.at("pictures", position, "file")
                yield Finding("pictures/missing", place, {"file": project.pictures[position].file, "path": path})


def declared(context: Context) -> Iterator[Finding]:
    """A picture that news of the works shows is one of the project's, where its words for those who do not see it are.

    Whether the file is there is asked of the project's pictures alone.
    """
    for project in context.city.projects:
        known = {picture.file for picture in project.pictures}
        for position, update in enumerate(project.implementation.updates if project.implementation else ()):
            if update.picture is not None and update.picture not in known:
                yield Finding(
                    "pictures/not-declared",
                    project.origin.at("implementation", "updates", position, "picture"),
                    {"project": project.name, "file": update.picture},
                )


def orphans(context: Context) -> Iterator[Finding]:
    """Each picture is named by the project in whose folder it stands; another would be published unseen.

    A project whose file cannot be read has not been asked.
    """
    if not context.pictures:
        return
    named = {path for project in context.city.projects for path in _paths(project)}
    for picture in context.pictures:
        key = picture.path.split("/")[3]
        asked = context.city.project(key) is not None or not picture.owned
        if asked and picture.path not in named:
            yield Finding("pictures/orphan", Place(picture.path), {"key": key}, Severity.WARNING)


def _paths(project: Project) -> list[str]:
    folder = f"projects/{project.edition}/media/{project.key}"
    return [f"{folder}/{picture.file}" for picture in project.pictures]


def _size(picture: PictureFacts, limit: int) -> dict[str, int]:
    return {"width": picture.width, "height": picture.height, "limit": limit}
