"""The report for a person at a terminal: excerpt, mark, cause, fix, second place; colours only when asked."""

from __future__ import annotations

from collections.abc import Iterator

from aubette.model.finding import Place, Severity
from aubette.model.report import Report
from aubette.report.excerpt import Excerpt, Read, excerpt
from aubette.report.said import Said, said
from aubette.words.catalogue import Catalogue

COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}


class TextReport:
    """Says a report in one language; `read` gives the bytes of a file for its excerpts."""

    def __init__(self, words: Catalogue, read: Read, *, colour: bool = False) -> None:
        self.words = words
        self.read = read
        self.colour = colour

    def write(self, report: Report) -> str:
        """The whole report, ending with the count."""
        blocks = ["\n".join(self._block(said(finding, self.words))) for finding in report.findings]
        return "\n\n".join([*blocks, self._summary(report)]) + "\n"

    def _block(self, about: Said) -> Iterator[str]:
        finding, text = about.finding, about.text
        severity = self.words.say(f"report.severity.{finding.severity.value}")
        head = self._paint(f"{severity}[{finding.code}]", f"1;{COLOURS[finding.severity]}")
        yield f"{head} {text.message}"
        margin = len(str(max([finding.place.line, *(r.place.line for r in about.related)])))
        yield from self._shown("-->", finding.place, text.caret, "^", COLOURS[finding.severity], margin)
        for related in about.related:
            yield from self._shown(":::", related.place, related.text, "-", "34", margin)
        for name in ("cause", "fix"):
            sentence = getattr(text, name)
            if sentence:
                yield from self._note(self.words.say(f"report.{name}"), sentence, margin)
        yield from self._note(self.words.say("report.more"), f"aubette explain {finding.code}", margin)

    def _shown(self, arrow: str, place: Place, note: str, mark: str, colour: str, margin: int) -> Iterator[str]:
        pad = " " * margin
        yield f"{pad}{self._paint(arrow, '34')} {place}"
        found = excerpt(place, self.read)
        if found is None:
            if note:
                yield f"{pad} = {note}"
            return
        bar = self._paint("|", "34")
        yield f"{pad} {bar}"
        yield f"{self._paint(str(place.line).rjust(margin), '34')} {bar} {found.text}"
        yield f"{pad} {bar} {self._paint(self._mark(found, mark, note), colour)}"

    def _mark(self, found: Excerpt, mark: str, note: str) -> str:
        return (" " * found.start + mark * found.length + (f" {note}" if note else "")).rstrip()

    def _note(self, label: str, sentence: str, margin: int) -> Iterator[str]:
        first, *rest = sentence.splitlines()
        yield f"{' ' * margin} = {label}{self._colon()}{first}"
        yield from (f"{' ' * margin}   {line}" for line in rest)

    def _colon(self) -> str:
        return "\u00a0: " if self.words.lang == "fr" else ": "

    def _paint(self, text: str, colour: str) -> str:
        return f"\x1b[{colour}m{text}\x1b[0m" if self.colour else text

    def _summary(self, report: Report) -> str:
        parts = [
            self.words.say("report.files", n=report.files),
            self.words.say("report.errors", n=report.count(Severity.ERROR)),
            self.words.say("report.warnings", n=report.count(Severity.WARNING)),
        ]
        if report.count(Severity.NOTE):
            parts.append(self.words.say("report.notes", n=report.count(Severity.NOTE)))
        if report.new is not None:
            parts.append(self.words.say("report.new", n=sum(report.new)))
        return " · ".join(parts)
