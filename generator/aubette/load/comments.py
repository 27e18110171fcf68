"""Where a YAML text holds comments: what the kept form has no place for, so that nobody loses one unasked."""

from __future__ import annotations

import re

import yaml

SIGN = re.compile(r"(?:^|(?<=[ \t]))#", re.MULTILINE)


def comment_lines(data: bytes) -> tuple[int, ...]:
    """The lines, from 1, on which a comment stands in a text that can be read; a `#` inside a value is none."""
    text = data.decode("utf-8-sig").replace("\r\n", "\n")
    bare = list(text)
    for event in yaml.parse(text, yaml.CSafeLoader):
        if isinstance(event, yaml.ScalarEvent) and event.start_mark and event.end_mark:
            first, last = event.start_mark.index, event.end_mark.index
            bare[first:last] = ["\n" if sign == "\n" else "x" for sign in text[first:last]]
    left = "".join(bare)
    return tuple(dict.fromkeys(left.count("\n", 0, found.start()) + 1 for found in SIGN.finditer(left)))
