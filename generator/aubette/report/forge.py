"""The reports that a forge shows on a change: annotations of GitHub, and one comment in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aubette.model.finding import Severity
from aubette.model.report import Report
from aubette.report.said import TICK, Said, ranked, said
from aubette.report.visible import visible
from aubette.words.catalogue import Catalogue

PER_KIND = 10
COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
MARKER = "<!-- aubette-report -->"
ROWS = 50
LONGEST = 60_000
WHOLE = 65_000
"""Bytes of the table and of the whole comment: a forge refuses more than 65 536 characters."""
REFERENCE = re.compile(r"(?<=[@#])(?=\w)")
APART = "\u200b"


def github_report(report: Report, words: Catalogue) -> str:
    """Workflow commands, the worst first, at most ten of each kind since the forge drops the rest in silence.

    The rest is counted in one notice of its own, for which the tenth notice makes room.
    """
    order = [report.findings[n] for n in ranked(report)]
    kinds = {severity: [f for f in order if f.severity is severity] for severity in Severity}
    over = any(len(group) > PER_KIND for group in kinds.values())
    most = {severity: PER_KIND - (over and severity is Severity.NOTE) for severity in Severity}
    lines = [_annotation(said(f, words)) for severity, group in kinds.items() for f in group[: most[severity]]]
    rest = {severity: len(group) - most[severity] for severity, group in kinds.items() if len(group) > most[severity]}
    if rest:
        counted = tuple(words.say(f"report.{severity.value}s", n=n) for severity, n in rest.items())
        lines.append(f"::notice title=aubette::{_escaped(words.say('report.dropped', kinds=counted))}")
    return "".join(f"{line}\n" for line in lines)


def _annotation(about: Said) -> str:
    finding, text = about.finding, about.text
    place = finding.place
    position = f",line={place.line},col={max(1, place.column)}" if place.line else ""
    body = _escaped("\n".join(filter(None, (text.message, text.cause, text.fix))))
    command = COMMANDS[finding.severity]
    title = _property(visible(finding.code))
    return f"::{command} file={_property(visible(place.file))}{position},title={title}::{body}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def markdown_report(report: Report, words: Catalogue) -> str:
    """One table with the next action first; a hidden marker lets the comment be updated in place."""
    return "\n".join([MARKER, *_markdown(report, words)]) + "\n"


def _markdown(report: Report, words: Catalogue) -> Iterator[str]:
    errors, warnings = report.count(Severity.ERROR), report.count(Severity.WARNING)
    if not report.findings:
        yield words.say("report.comment.clean", n=report.files)
        return
    yield words.say("report.comment.next", n=errors) if errors else words.say("report.comment.warnings", n=warnings)
    yield ""
    yield words.say("report.comment.header")
    yield "| --- | --- | --- |"
    shown = 0
    length = 0
    for position in ranked(report)[:ROWS]:
        row = _row(said(report.findings[position], words, TICK), words, is_new=not report.new or report.new[position])
        length += len(row.encode()) + 1
        if length > LONGEST:
            break
        yield row
        shown += 1
    if len(report.findings) > shown:
        yield ""
        yield words.say("report.not_shown", n=len(report.findings) - shown)


def _row(about: Said, words: Catalogue, *, is_new: bool) -> str:
    """Where, what with its severity and code, and what to do."""
    severity = words.say(f"report.severity.{about.finding.severity.value}")
    where = f"`{about.where.replace('`', chr(39))}`"
    code = f"`{visible(about.finding.code)}`"
    known = "" if is_new else f" {words.say('report.known')}"
    return (
        f"| {cell(where)} | **{severity}**{known} {cell(about.text.message)}<br>{cell(code)} | {cell(about.text.fix)} |"
    )


def cell(text: str) -> str:
    """A text with our own code between backticks as one cell: the city's words in it make no tag, link or mention."""
    parts = text.replace("\r", "").split("`")
    if len(parts) % 2 == 0:
        return prose(text)
    said = [_code(part) if place % 2 else prose(part) for place, part in enumerate(parts)]
    return "".join(said)


def _code(text: str) -> str:
    return "`" + text.replace("\n", " ").replace("|", "\\|").replace(TICK, "'") + "`"


def prose(text: str) -> str:
    """A text of the city inside Markdown, on one line: it makes no tag, link, mention, emphasis or picture."""
    escaped = "".join(f"\\{c}" if c in "\\`*_[]!|~" else {"<": "&lt;", "&": "&amp;"}.get(c, c) for c in text)
    return REFERENCE.sub(APART, escaped).replace("\n", "<br>").replace(TICK, "\\`")
