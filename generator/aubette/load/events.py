"""The one door to libyaml: a text's events, typed by what this project reads of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, cast

from yaml import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    MarkedYAMLError,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    YAMLError,
)
from yaml._yaml import CParser

__all__ = [
    "AliasEvent",
    "DocumentStartEvent",
    "MappingEndEvent",
    "MappingStartEvent",
    "MarkedYAMLError",
    "ScalarEvent",
    "SequenceEndEvent",
    "SequenceStartEvent",
    "StreamEndEvent",
    "YAMLError",
]


class Mark(Protocol):
    """A position; line and column count from 0."""

    line: int
    column: int


class Event(Protocol):
    """An event with every attribute that some kind of it has; `style` is empty where nothing is quoted."""

    start_mark: Mark
    end_mark: Mark
    value: str
    style: str | None
    anchor: str | None
    tag: str | None
    version: tuple[int, int] | None
    tags: dict[str, str] | None
    flow_style: bool


def events(data: bytes) -> Callable[[], Event]:
    """A function that gives the next event of a text at each call.

    The last one is a `StreamEndEvent`; the function then gives None and must not be called again. It raises
    `yaml.YAMLError` where the text is no YAML.
    """
    return cast(Callable[[], Event], CParser(data).get_event)
