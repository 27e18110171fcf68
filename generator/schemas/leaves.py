"""What a single value looks like in a published schema: patterns and bounds by format.

Patterns are ASCII, anchored at both ends, and read each character once: the repeated groups that exist begin with a
character that cannot belong to what stands before them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

DAY = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]"
ZONE = "(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])"
TIME = f"T{CLOCK}(:[0-5][0-9])?{ZONE}?"
SLUG = "[0-9a-z]+(-[0-9a-z]+)*"
AMOUNT = "(0|[1-9][0-9]{0,12})(\\.[0-9]{2})?"

LARGEST_AMOUNT = 9_999_999_999_999.99
"""What `Money.parse` reads: thirteen digits and two decimals."""


@dataclass(frozen=True)
class Shape:
    """A JSON type with its bounds; `pattern` stands without its anchors."""

    type: str
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None


LINE = Shape("string", minimum=1, maximum=200)

STRINGS: Mapping[str, Shape] = {
    "line": LINE,
    "text": Shape("string", minimum=1, maximum=2000),
    "key": Shape("string", "[0-9a-z]{6,12}"),
    "number": Shape("string", f"{SLUG}-[0-9]{{3,5}}", maximum=46),
    "project-ref": Shape("string", SLUG, maximum=46),
    "purse": Shape("string", f"{SLUG}(/{SLUG})?", maximum=81),
    "slug": Shape("string", SLUG, maximum=40),
    "code": Shape("string", "[0-9A-Za-z]+([.-][0-9A-Za-z]+)*", maximum=40),
    "rule": Shape("string", "[0-9A-Za-z]+([./-][0-9A-Za-z]+)*", maximum=60),
    "domain": Shape("string", "[0-9a-z]+([.-][0-9a-z]+)*", maximum=100),
    "url": Shape("string", "https?://[!#-;=?-~]{1,500}"),
    "path": Shape("string", "[0-9A-Za-z]+([._-][0-9A-Za-z]+)*", maximum=100),
    "site-path": Shape("string", "/[!#-;=?-~]{0,300}"),
    "field": Shape("string", "[a-z_]+(\\.[a-z_]+)*", maximum=100),
    "hours": Shape("string", f"{CLOCK}-{CLOCK}"),
    "telephone": Shape("string", "[+0-9][0-9 .]{2,19}"),
    "time-zone": Shape("string", "[A-Z][0-9A-Za-z_+-]{1,30}(/[A-Z][0-9A-Za-z_+-]{1,30}){0,2}"),
    "country": Shape("string", "[A-Z]{2}"),
    "currency": Shape("string", "[A-Z]{3}"),
    "digest": Shape("string", "([0-9a-f]{64}|none)"),
    "amount": Shape("string", AMOUNT),
    "percent": Shape("number", minimum=0, maximum=100),
    "coordinates": Shape("number", minimum=-180, maximum=180),
    "decimal": Shape("number", minimum=0, maximum=1000),
}
"""The formats of attributes that the model holds as `str`; the numbers among them keep their digits that way."""

DATES: Mapping[str, Shape] = {
    "date": Shape("string", DAY),
    "date-time": Shape("string", DAY + TIME),
    "moment": Shape("string", f"{DAY}({TIME})?"),
}
MONEY = Shape("number", minimum=0, maximum=LARGEST_AMOUNT)
INTEGER = Shape("integer", minimum=0, maximum=1_000_000_000)
BOOLEAN = Shape("boolean")


def leaf(shape: Shape, minimum: float | None, maximum: float | None) -> dict[str, object]:
    """The keywords of a shape; the bounds given, where there are any, replace the shape's own."""
    low = shape.minimum if minimum is None else minimum
    high = shape.maximum if maximum is None else maximum
    names = ("minLength", "maxLength") if shape.type == "string" else ("minimum", "maximum")
    keywords: dict[str, object] = {"type": shape.type}
    if shape.pattern is not None:
        keywords["pattern"] = f"^{shape.pattern}$"
    keywords.update({name: bound for name, bound in zip(names, (low, high), strict=True) if bound is not None})
    return keywords
