"""A whole file mended: its bytes first, then each slip at its place, and nothing that would change another field."""

from __future__ import annotations

from collections.abc import Iterable

from aubette.load.mend import DAY_FIRST, MENDERS, Edit, Spot, edit_for
from aubette.load.raw import FORBIDDEN, plain_text, without_invisible
from aubette.load.schema import Schemas
from aubette.load.sheets import passages
from aubette.load.yaml_text import parse
from aubette.model.finding import Finding
from aubette.model.sheet import Passage

MOST_ROUNDS = 200
BLOCKS = ("|", ">")


def repair_text(data: bytes) -> bytes:
    """A text file's bytes with LF line ends, composed accents, its last line ended, and nothing invisible.

    Bytes that are no UTF-8 come back as they are.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data
    text = plain_text(text)
    text = without_invisible(text) if FORBIDDEN.search(text) else text
    return (text if not text or text.endswith("\n") else text + "\n").encode()


def repair_data(data: bytes, file: str, kind: str, schemas: Schemas, first: str) -> bytes:
    """A data file's bytes with every slip mended that has one certain repair.

    `first` is the city's first language: it says whether the day comes before the month. Each change is made only if
    the file then reads at least as far, and every other value says what it said.
    """
    try:
        text = _spaced(repair_text(data).decode("utf-8"))
    except UnicodeDecodeError:
        return data
    tried: set[tuple[str, int, int]] = set()
    for _ in range(MOST_ROUNDS):
        after = _one_step(text, _told(text, file, kind, schemas), tried, day_first=first in DAY_FIRST)
        if after is None:
            break
        text = after
    return _trimmed(text).encode()


def _findings(data: bytes, file: str, kind: str, schemas: Schemas) -> tuple[Finding, ...]:
    """What the reader and the schema say about a file."""
    parsed = parse(data, file)
    return (*parsed.findings, *(schemas.validate(kind, parsed) if isinstance(parsed.data, dict) else ()))


def _told(text: str, file: str, kind: str, schemas: Schemas) -> list[Finding]:
    """The findings that may be mended, the schema's before those of the spelling: it knows what is meant."""
    rank = {code: n for n, code in enumerate(MENDERS)}
    return sorted(
        (f for f in _findings(text.encode(), file, kind, schemas) if f.code in rank),
        key=lambda f: (rank[f.code], f.place),
    )


def _one_step(text: str, findings: list[Finding], tried: set[tuple[str, int, int]], *, day_first: bool) -> str | None:
    """The text after the first repair that is possible and safe; None when there is no more."""
    if not findings:
        return None
    values = passages(text)
    by_start = {passage.start: passage for passage in values}
    lines = _starts(text)
    for finding in findings:
        line, column = finding.place.line, finding.place.column
        if (finding.code, line, column) in tried or line < 1:
            continue
        index = lines[line - 1] + column - 1
        edit = edit_for(finding, Spot(text, index, by_start.get(index), day_first))
        if edit is None or not _is_safe(text, edit, values):
            tried.add((finding.code, line, column))
            continue
        return text[: edit.start] + edit.new + text[edit.end :]
    return None


def _is_safe(text: str, edit: Edit, values: tuple[Passage, ...]) -> bool:
    """Whether nothing but what the edit covers changes, and the file is read at least as far as before."""
    after = passages(text[: edit.start] + edit.new + text[edit.end :])
    if len(after) < len(values):
        return False
    return all(
        new.said == old.said and len(new.path) == len(old.path)
        for old, new in zip(values, after, strict=False)
        if old.end <= edit.start or old.start >= edit.end
    )


def _starts(text: str) -> list[int]:
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts


def _spaced(text: str) -> str:
    """The text with spaces for tabs: two at the head of a line, one inside it."""
    if "\t" not in text:
        return text
    lines = []
    for line in text.split("\n"):
        body = line.lstrip(" \t")
        lines.append(line[: len(line) - len(body)].replace("\t", "  ") + body.replace("\t", " "))
    return "\n".join(lines)


def _trimmed(text: str) -> str:
    """The text without blanks at the end of lines; the lines of a block are a text's own and stay."""
    if " \n" not in text:
        return text
    blocks = [(p.start, p.end) for p in passages(text) if p.style[:1] in BLOCKS or "\n" in text[p.start : p.end]]
    edits: list[Edit] = []
    start = 0
    for line in text.split("\n"):
        end, kept = start + len(line), start + len(line.rstrip(" "))
        if kept < end and not any(first <= end <= last for first, last in blocks):
            edits.append(Edit(kept, end, ""))
        start = end + 1
    return applied(text, edits)


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text with all of these edits, which do not overlap."""
    for edit in sorted(edits, key=lambda e: e.start, reverse=True):
        text = text[: edit.start] + edit.new + text[edit.end :]
    return text
