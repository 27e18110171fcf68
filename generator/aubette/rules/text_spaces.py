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

SPACED = re.compile(
    r" (?:(?<=[^\s|] )(?:(?=[;!?](?:\s|$|[»)…'\"]))|(?=:(?:\s|$|['\"]))|(?=»))|(?<=« ))",
    re.MULTILINE,
)
FENCE = re.compile(r"^(```|~~~).*?^\1|\A---\n.*?^---$|`[^`\n]*`|^\|[ :|-]+\|$", re.MULTILINE | re.DOTALL)
OTHER_PAGE = re.compile(r"\.(?:de|en)\.md\Z")
FIELD = re.compile(r" *(?:- +)*\w+")
FRENCH = "fr"
IN_FRENCH = re.compile(r"^( *(?:- +)*)fr: *([|>]?).*$", re.MULTILINE)
IN_OTHERS = re.compile(r"^( *(?:- +)*)(?:de|en): *([|>]?).*$", re.MULTILINE)


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
    places = _in_lines(sheet.text, manner.first)
    return _in_values(sheet, manner) if places is None else places


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


def _in_lines(text: str, first: str) -> tuple[int, ...] | None:
    """In a file whose values begin on the line of their field; None where that does not tell field and text apart."""
    french = first == FRENCH
    other = IN_OTHERS if french else IN_FRENCH
    spans = [_span(text, found) for found in other.finditer(text)] if _speaks(text, french) else []
    places: list[int] = []
    for match in SPACED.finditer(text):
        at = match.start()
        before = text[text.rfind("\n", 0, at) + 1 : at]
        if text[at + 1] == ":" and FIELD.fullmatch(before):
            return None
        if any(start <= at < end for start, end in spans) != french and not before.lstrip().startswith("#"):
            places.append(at)
    return tuple(places)


def _speaks(text: str, french: bool) -> bool:
    """Whether a file may hold fields of the languages that matter; finding a word is faster than trying a pattern."""
    return "de:" in text or "en:" in text if french else "fr:" in text


def _span(text: str, found: re.Match[str]) -> tuple[int, int]:
    """Where the value of a field begins and ends, the lines of its block included."""
    if not found[2]:
        return found.span()
    after = re.compile(rf"\n {{0,{len(found[1])}}}(?=\S)").search(text, found.end())
    return found.start(), after.start() if after else len(text)


def _is_french(key: str, first: str) -> bool:
    """Whether a text under this key is in French: it says so, or says nothing in a city whose first language is."""
    return key == FRENCH or (key not in ("de", "en") and first == FRENCH)


french_spaces = SheetRule(SPACED.search, no_break_spaces)
