"""The reports that a forge shows on a change: annotations of GitHub, and one comment in Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from aubette.model.finding import Finding, Severity
from aubette.model.report import Report
from aubette.report.said import said
from aubette.words.catalogue import Catalogue

PER_KIND = 10
COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
MARKER = "<!-- aubette-report -->"
ROWS = 50


def github_report(report: Report, words: Catalogue) -> str:
    """Workflow commands, at most ten of each kind since the forge drops the rest in silence; the rest is counted."""
    lines: list[str] = []
    for severity in Severity:
        group = [finding for finding in report.findings if finding.severity is severity]
        lines.extend(_annotation(finding, words) for finding in group[:PER_KIND])
        if len(group) > PER_KIND:
            more = words.say("report.not_shown", n=len(group) - PER_KIND)
            lines.append(f"::{COMMANDS[severity]}::{_escaped(more)}")
    return "".join(f"{line}\n" for line in lines)


def _annotation(finding: Finding, words: Catalogue) -> str:
    text = said(finding, words).text
    place = finding.place
    position = f",line={place.line},col={place.column}" if place.line else ""
    body = _escaped("\n".join(filter(None, (text.message, text.cause, text.fix))))
    command = COMMANDS[finding.severity]
    return f"::{command} file={_property(place.file)}{position},title={_property(finding.code)}::{body}"


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
    ranked = sorted(report.findings, key=lambda f: list(Severity).index(f.severity))
    for finding in ranked[:ROWS]:
        text = said(finding, words).text
        yield f"| {_cell(f'`{finding.place}`')} | {_cell(text.message)} | {_cell(text.fix)} |"
    if len(ranked) > ROWS:
        yield ""
        yield words.say("report.not_shown", n=len(ranked) - ROWS)


def _cell(text: str) -> str:
    return text.replace("<", "&lt;").replace("|", "\\|").replace("\n", "<br>")
