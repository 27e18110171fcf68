"""French typography: a space that cannot break before : ; ! ? » and after «, in the French texts of every file.

A warning that `aubette check --fix` mends. Most cities type ordinary spaces, so this is read line by line: a file's
values are only taken apart where a line alone does not say in which language it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from aubette.model.finding import Finding, Severity
from aubette.model.sheet import Sheet
from aubette.rules.sheets import Manner, SheetRule

SPACED = re.compile(r"(?<=[^\s|]) (?:(?=[;!?](?:\s|$|[»)…'\"]))|(?=:(?:\s|$|['\"]))|(?=»))|(?<=«) ", re.MULTILINE)
FENCE = re.compile(r"^(```|~~~).*?^\1|\A---\n.*?^---$|`[^`\n]*`|^\|[ :|-]+\|$", re.MULTILINE | re.DOTALL)
OTHER_PAGE = re.compile(r"\.(?:de|en)\.md\Z")
LINE = re.compile(r"(?P<indent> *(?:- +)*)(?:(?P<key>\w+)(?P<colon> *:)(?: (?P<block>[|>])?|$))?", re.ASCII)
FRENCH, OTHERS = "fr", ("de", "en")


def no_break_spaces(sheet: Sheet, manner: Manner) -> Iterator[Finding]:
    """Ordinary spaces where French wants others: one finding for a file, at the first."""
    places = breakable(sheet, manner)
    if places:
        yield Finding("text/no-break-space", sheet.at(places[0]), {"n": len(places)}, Severity.WARNING)


def breakable(sheet: Sheet, manner: Manner) -> tuple[int, ...]:
    """The positions in a file of the ordinary spaces of French texts that should not break."""
    if not sheet.file.endswith(".yml"):
        return () if manner.first != FRENCH or OTHER_PAGE.search(sheet.file) else _in_page(sheet.text)
    if "{" in sheet.text:
        return _in_values(sheet, manner)
    return tuple(_in_lines(sheet.text, manner.first))


def _in_page(text: str) -> tuple[int, ...]:
    """In a page, outside code, tables' rulers and the head."""
    blanked = FENCE.sub(lambda found: "x" * len(found.group()), text)
    return tuple(match.start() for match in SPACED.finditer(blanked))


def _in_values(sheet: Sheet, manner: Manner) -> tuple[int, ...]:
    """In the values of a file, each by its own way to it."""
    return tuple(
        passage.start + match.start()
        for passage in sheet.passages()
        if _is_french(str(passage.path[-1]) if passage.path else "", manner.first)
        for match in SPACED.finditer(sheet.text[passage.start : passage.end])
    )


def _in_lines(text: str, first: str) -> Iterator[int]:
    """In a file whose values each begin on the line of their field: the field's name says the language."""
    start, key, block = 0, "", -1
    for line in text.split("\n"):
        found = LINE.match(line)
        indent = len(found["indent"]) if found else 0
        if block >= 0 and line.strip() and len(line) - len(line.lstrip(" ")) <= block:
            block = -1
        value = 0
        if block < 0 and found and found["key"]:
            key, value = found["key"], found.end("colon")
            block = indent if found["block"] else -1
        if not line.lstrip().startswith("#") and _is_french(key, first):
            yield from (start + match.start() for match in SPACED.finditer(line, value))
        start += len(line) + 1


def _is_french(key: str, first: str) -> bool:
    """Whether a text under this key is in French: it says so, or says nothing in a city whose first language is."""
    return key == FRENCH or (key not in OTHERS and first == FRENCH)


french_spaces = SheetRule(SPACED.search, no_break_spaces)
