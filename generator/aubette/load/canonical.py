"""The one way a city's file is written: `aubette fmt`, the importers and the browser form give the same bytes.

Keys stand in the schema's order (unknown ones last, in theirs), everything is in block style indented by two, texts
are never wrapped and end without a line end, a text of several lines is a literal block. One edited field is one
changed line. Comments are not kept: the browser form drops them too, so a remark that must last needs a field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from aubette.load.limits import Limits
from aubette.load.quoting import written, written_on_one_line
from aubette.load.raw import plain_text, without_invisible
from aubette.load.shape import Schema, Shape
from aubette.load.yaml_text import parse
from aubette.model.finding import Finding

STEP = "  "


@dataclass(frozen=True, slots=True)
class Formatted:
    """A file in its canonical form, or None and the errors for which it cannot be read."""

    data: bytes | None
    findings: tuple[Finding, ...]


def write(data: Mapping[str, Any], schema: Schema) -> bytes:
    """The canonical bytes of a file's content; `schema` is the whole schema document of its kind.

    Amounts (`x-format: money`) without cents are written as whole units; line ends at the end of a text are dropped.

    Raises:
        TypeError: a value that no file can hold (a float, a date).
    """
    lines = _mapping(data, Shape(schema, schema), "")
    return ("\n".join(lines) + "\n").encode()


def reformat(data: bytes, file: str, schema: Schema, limits: Limits | None = None) -> Formatted:
    """The canonical form of a file's bytes, without invisible characters and with spaces for tabs inside lines."""
    parsed = parse(_mended(data), file, limits)
    if parsed.data is None or parsed.broken:
        return Formatted(None, parsed.findings)
    return Formatted(write(parsed.data, schema), parsed.findings)


def _mended(data: bytes) -> bytes:
    """The same text without what nobody sees; bytes that are no text stay as they are, for the reader to refuse."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return data
    lines = without_invisible(plain_text(text)).split("\n")
    return "\n".join(_spaced(line) for line in lines).encode()


def _spaced(line: str) -> str:
    body = line.lstrip(" \t")
    return line[: len(line) - len(body)] + body.replace("\t", " ")


def _mapping(data: Mapping[str, Any], shape: Shape, indent: str) -> list[str]:
    """The lines of a mapping; a line may hold line ends where a text is a block."""
    known = shape.keys()
    order = [key for key in known if key in data] + [key for key in data if key not in known]
    other = shape.other()
    lines: list[str] = []
    for key in order:
        value, inside = data[key], known.get(key, other)
        if isinstance(value, Mapping) and value:
            lines += [f"{indent}{_key(key)}:", *_mapping(value, inside, indent + STEP)]
        elif isinstance(value, list | tuple) and value:
            lines += [f"{indent}{_key(key)}:", *_list(value, inside, indent + STEP)]
        else:
            lines.append(f"{indent}{_key(key)}: {_scalar(value, inside, indent + STEP)}")
    return lines


def _list(items: list[Any] | tuple[Any, ...], shape: Shape, indent: str) -> list[str]:
    inside = shape.item()
    lines: list[str] = []
    for item in items:
        if isinstance(item, Mapping) and item:
            lines += _as_item(_mapping(item, inside, indent + STEP), indent)
        elif isinstance(item, list | tuple) and item:
            lines += _as_item(_list(item, inside, indent + STEP), indent)
        else:
            lines.append(f"{indent}- {_scalar(item, inside, indent + STEP)}")
    return lines


def _as_item(lines: list[str], indent: str) -> list[str]:
    """The lines of a nested value with its first line begun by the dash."""
    return [f"{indent}- {lines[0][len(indent) + len(STEP) :]}", *lines[1:]]


def _key(key: str) -> str:
    return written_on_one_line(plain_text(key))


def _scalar(value: Any, shape: Shape, indent: str) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case Decimal():
            return (
                str(int(value))
                if shape.format == "money" and value == value.to_integral_value()
                else format(value, "f")
            )
        case str():
            return written(plain_text(value).rstrip("\n"), indent)
        case Mapping():
            return "{}"
        case list() | tuple():
            return "[]"
    raise TypeError(f"{type(value).__name__} cannot be written to a file")
