"""What libyaml's parser complains about, told as the slip of the pen that causes it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aubette.load.events import Mark, MarkedYAMLError
from aubette.load.quoting import quoted
from aubette.model.finding import Finding, Param, Place, Related

KEY = r"[A-Za-z_][A-Za-z0-9_-]*"
KEY_AND_TEXT = re.compile(rf"\s*(?:- +)*(?P<key>{KEY}):\s+(?P<text>\S.*)", re.ASCII)
KEY_GLUED = re.compile(rf"\s*(?:- +)*(?P<key>{KEY}):(?P<text>\S.*)", re.ASCII)
KEY_ALONE = re.compile(rf"\s*(?:- +)*(?P<key>{KEY}):\s*\Z", re.ASCII)
OTHER_SIGNS = "–—−•·*"
"""What programs for letters make of a list's dash, and what Markdown takes for one."""

ITEMS = tuple(f"{sign} " for sign in f"-{OTHER_SIGNS}")
NO_ITEM = re.compile(rf"[ \t]*(?:(?P<sign>[{OTHER_SIGNS}])[ \u00a0]|-)(?P<item>[^\s-].*)\Z")

BY_PROBLEM: tuple[tuple[str, str], ...] = (
    ("cannot start any token", "yaml/reserved-character"),
    ("block sequence entries are not allowed", "yaml/list-beside-key"),
    ("expected ',' or", "yaml/unclosed-bracket"),
    ("escape", "yaml/escape"),
    ("hexdecimal", "yaml/escape"),
    ("unexpected end of stream", "yaml/unclosed-quote"),
    ("unexpected document indicator", "yaml/unclosed-quote"),
    ("tag", "yaml/tag"),
    ("directive", "yaml/directive"),
    ("incompatible YAML document", "yaml/directive"),
)
BY_CONTEXT: tuple[tuple[str, str], ...] = (
    ("scanning an alias", "yaml/alias"),
    ("scanning an anchor", "yaml/anchor"),
    ("scanning a tag", "yaml/tag"),
    ("scanning a block scalar", "yaml/block-header"),
    ("scanning a directive", "yaml/directive"),
)
DOCUMENT_END = "..."
FARTHEST_QUOTE = 500
AT_THE_OPENING = ("yaml/unclosed-quote", "yaml/unclosed-bracket", "yaml/alias", "yaml/anchor", "yaml/block-header")


def explain(error: MarkedYAMLError, lines: Sequence[str], file: str) -> Finding:
    """The finding for a syntax error; `lines` are the text's, without line ends."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return Finding("yaml/syntax", Place(file))
    problem, context = error.problem or "", error.context or ""
    place = Place(file, mark.line + 1, mark.column + 1)
    line = lines[mark.line] if mark.line < len(lines) else ""
    if problem.startswith("mapping values"):
        return _second_colon(place, line, lines)
    if problem.startswith("could not find expected ':'"):
        return _no_colon(_place(error.context_mark, file) or place, lines)
    if problem.endswith("<document start>") and DOCUMENT_END in lines[: mark.line]:
        return Finding("yaml/several-documents", place)
    if problem.endswith(("expected key", "'-' indicator", "<document start>")):
        return _misaligned(place, lines, _place(error.context_mark, file))
    at_the_end = "expected node content" in problem and not "".join(lines[mark.line :]).strip()
    if at_the_end and (opening := _last_opening(lines, file)):
        return Finding("yaml/unclosed-bracket", opening)
    code = _code(problem, context)
    if code in AT_THE_OPENING:
        place = _place(error.context_mark, file) or place
    if code == "yaml/alias" and (item := _no_item(lines, place)):
        return item
    return Finding(code, place, _params(code, line, mark.column))


def _last_opening(lines: Sequence[str], file: str) -> Place | None:
    """Where the last bracket of a text opens, which ends before anything stands in it or after its comma."""
    for number in range(len(lines), 0, -1):
        column = max(map(lines[number - 1].rfind, "[{"))
        if column >= 0:
            return Place(file, number, column + 1)
    return None


def _code(problem: str, context: str) -> str:
    for sign, code in BY_CONTEXT:
        if sign in context:
            return code
    return next((code for sign, code in BY_PROBLEM if sign in problem), "yaml/syntax")


def _params(code: str, line: str, column: int) -> dict[str, Param]:
    if code == "yaml/reserved-character":
        return {"character": line[column : column + 1], "fixed": quoted(line[column:].rstrip())}
    return {"tag": line[column:].rstrip()} if code == "yaml/tag" else {}


def _place(mark: Mark | None, file: str) -> Place | None:
    return None if mark is None else Place(file, mark.line + 1, mark.column + 1)


def _second_colon(place: Place, line: str, lines: Sequence[str]) -> Finding:
    """`title: Garden : square`, or a key where none can begin."""
    found = KEY_AND_TEXT.match(line)
    if found and found.start("text") < place.column:
        fixed = f"{found['key']}: {quoted(found['text'].rstrip())}"
        return Finding("yaml/unquoted-colon", place, {"key": found["key"], "fixed": fixed})
    above = max((n for n in range(place.line - 1) if lines[n].strip()), default=None)
    if above is not None and ":" not in lines[above]:
        return _no_colon(Place(place.file, above + 1, _indent(lines[above]) + 1), lines)
    return _no_item(lines, place) or Finding("yaml/indentation", Place(place.file, place.line, _indent(line) + 1))


def _no_colon(place: Place, lines: Sequence[str]) -> Finding:
    line = lines[place.line - 1]
    if dash := _no_item(lines, place):
        return dash
    glued = KEY_GLUED.match(line)
    if glued:
        column = glued.end("key") + 1
        fixed = f"{glued['key']}: {glued['text'].strip()}"
        return Finding("yaml/space-after-colon", Place(place.file, place.line, column), {"fixed": fixed})
    return Finding("yaml/missing-colon", place, {"text": line.strip()})


def _misaligned(place: Place, lines: Sequence[str], opened: Place | None) -> Finding:
    """A line that belongs to nothing above it, or words after a closing quote or bracket."""
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    if line[: place.column - 1].strip():
        if (start := _quote_left_open(lines, place)) is not None:
            return Finding("yaml/unclosed-quote", start)
        found = KEY_AND_TEXT.match(line)
        fixed = f"{found['key']}: {quoted(_unquoted(found['text']))}" if found else quoted(line.strip())
        return Finding("yaml/text-after-end", place, {"fixed": fixed})
    if line[place.column - 1 :].startswith(":"):
        return Finding("yaml/complex-key", place)
    related = (Related(opened, "opened-here"),) if opened else ()
    return _no_item(lines, place) or Finding("yaml/indentation", place, related=related)


def _no_item(lines: Sequence[str], place: Place) -> Finding | None:
    """`-date: 2027-01-17` or `– meinau` on this line or the one above: a field or a text of what should be an item."""
    for number in (place.line, place.line - 1):
        found = NO_ITEM.match(lines[number - 1]) if 0 < number <= len(lines) else None
        field = _list_around(lines, number) if found else ""
        if found and field:
            params: dict[str, Param] = {"field": field, "fixed": f"- {found['item'].rstrip()}"}
            if not found["sign"]:
                return Finding("schema/space-after-dash", Place(place.file, number, found.start("item")), params)
            where = Place(place.file, number, found.start("sign") + 1)
            return Finding("schema/list-sign", where, {**params, "sign": found["sign"]})
    return None


def _list_around(lines: Sequence[str], number: int) -> str:
    """The field whose list the dash of a line stands in; nothing where it stands in none."""
    indent = _indent(lines[number - 1])
    for line in reversed(lines[: number - 1]):
        inside = _indent(line) > indent or line.startswith(ITEMS, indent)
        if line.strip() and not inside and not line.lstrip().startswith("#"):
            found = KEY_ALONE.match(line)
            return found["key"] if found else ""
    return ""


def _quote_left_open(lines: Sequence[str], place: Place) -> Place | None:
    """Where the text began that a quote on this line seems to close, when it began on a line above."""
    between = ""
    for number in range(place.line - 1, max(0, place.line - FARTHEST_QUOTE), -1):
        found = KEY_AND_TEXT.match(lines[number - 1])
        if found and (quote := found["text"][0]) in "'\"" and found["text"].count(quote) % 2 and quote not in between:
            return Place(place.file, number, found.start("text") + 1)
        between += lines[number - 1]
    return None


def _unquoted(text: str) -> str:
    """What a writer meant who put quotes inside quotes: the same words without the outer pair."""
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
