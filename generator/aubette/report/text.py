"""The report for a person at a terminal: excerpt, mark, cause, fix, second place; colours only when asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from textwrap import wrap

from aubette.model.finding import Place, Severity
from aubette.model.report import Report
from aubette.report.excerpt import LONGEST, Excerpt, Read, excerpt
from aubette.report.said import Said, said
from aubette.report.visible import visible
from aubette.words.catalogue import Catalogue

COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}
NARROWEST = 40
PERSONAL = "privacy/"
"""Findings whose line is not shown: a forge keeps its logs for all to read long after the line was mended."""
MANY = 10
"""From this many findings on, the end says which kinds they are: a screen shows no more than its last lines."""


def _nothing(path: str) -> bytes:
    raise FileNotFoundError(path)


class TextReport:
    """Says a report in one language; `read` gives the bytes of a file for its excerpts, `before` those of a file of the
    state before a change, `width` the terminal's columns.

    Without a width sentences keep their lines. What is the same for each finding of a code, its cause and where to read
    more, is said at the first one only.
    """

    def __init__(
        self,
        words: Catalogue,
        read: Read,
        *,
        colour: bool = False,
        width: int | None = None,
        before: Read | None = None,
    ) -> None:
        self.words = words
        self.read = read
        self.before = before
        self.colour = colour
        self.width = max(width, NARROWEST) if width else None
        self.told: set[str] = set()

    def write(self, report: Report) -> str:
        """The whole report, ending with the count."""
        self.told = set()
        new = report.new or (True,) * len(report.findings)
        every = zip(report.findings, new, strict=True)
        blocks = ["\n".join(self._block(said(finding, self.words), is_new=is_new)) for finding, is_new in every]
        return "\n\n".join([*blocks, "\n".join(self._end(report))]) + "\n"

    def _block(self, about: Said, *, is_new: bool) -> Iterator[str]:
        finding, text = about.finding, about.text
        severity = self.words.say(f"report.severity.{finding.severity.value}")
        label = f"{severity}[{visible(finding.code)}]"
        known = "" if is_new else f" {self.words.say('report.known')}"
        first, *rest = self._wrapped(f"{label}{known} {text.message}", 2)
        yield self._paint(label, f"1;{COLOURS[finding.severity]}") + first.removeprefix(label)
        yield from rest
        margin = len(str(max([finding.place.line, *(r.place.line for r in about.related)])))
        colour, show = COLOURS[finding.severity], not finding.code.startswith(PERSONAL)
        yield from self._shown("-->", finding.place, text.caret, "^", colour, margin, show=show)
        for related in about.related:
            read = (self.before or _nothing) if related.earlier else self.read
            yield from self._shown(":::", related.place, related.text, "-", "34", margin, read=read)
        yield from self._advice(about, margin)

    def _advice(self, about: Said, margin: int) -> Iterator[str]:
        code, text = about.finding.code, about.text
        if text.cause and self._once(code + text.cause):
            yield from self._note(self.words.say("report.cause"), text.cause, margin)
        if text.fix:
            yield from self._note(self.words.say("report.fix"), text.fix, margin)
        if self._once(code):
            yield from self._note(self.words.say("report.more"), f"aubette explain {visible(code)}", margin)

    def _once(self, what: str) -> bool:
        new = what not in self.told
        self.told.add(what)
        return new

    def _shown(
        self,
        arrow: str,
        place: Place,
        note: str,
        mark: str,
        colour: str,
        margin: int,
        *,
        show: bool = True,
        read: Read | None = None,
    ) -> Iterator[str]:
        pad = " " * margin
        yield f"{pad}{self._paint(arrow, '34')} {visible(str(place))}"
        room = min(LONGEST, self.width - margin - 5) if self.width else LONGEST
        found = excerpt(place, read or self.read, room) if show else None
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
        pad = " " * margin
        head, *more = self._wrapped(f"{pad} = {label}{self._colon()}{first}", margin + 3)
        yield head
        yield from more
        for line in rest:
            yield from self._wrapped(f"{pad}   {line}", margin + 3)

    def _wrapped(self, line: str, indent: int) -> list[str]:
        """A line of ours broken at spaces to the terminal's width; a path or a word longer than it stays whole."""
        if self.width is None or len(line) <= self.width:
            return [line]
        return wrap(
            line,
            self.width,
            subsequent_indent=" " * indent,
            break_long_words=False,
            break_on_hyphens=False,
            drop_whitespace=True,
            replace_whitespace=False,
        )

    def _colon(self) -> str:
        return "\u00a0: " if self.words.lang == "fr" else ": "

    def _paint(self, text: str, colour: str) -> str:
        return f"\x1b[{colour}m{text}\x1b[0m" if self.colour else text

    def _end(self, report: Report) -> Iterator[str]:
        kinds = Counter(finding.code for finding in report.findings)
        if len(report.findings) >= MANY and len(kinds) < len(report.findings):
            yield self.words.say("report.kinds")
            for code, n in sorted(kinds.items(), key=lambda kind: (-kind[1], kind[0])):
                yield f"{self.words.formats.number(n).rjust(6)}  {visible(code)}"
            yield ""
        yield self._summary(report)

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
