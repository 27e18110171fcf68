"""Markdown that a reader would see as signs: bold that never ends, a link that is none, marks where none are read.

A description and the city's pages are Markdown; every other text of a file is shown as it is written. What the site
would show is asked of the same parser that makes its pages: code, escapes, lists and sums are its business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from aubette.model.finding import Finding, Severity
from aubette.model.sheet import Passage, Sheet
from aubette.rules.sheets import Manner, SheetRule

SIGNS = ("**", "](", "] (", ")[")
MARKDOWN = "description"
WELL = re.compile(
    r"(?<![\w*\\])\*\*\w(?:[^*\n`\\]*\w)?\*\*(?![\w*])|\[[^\[\]\n`\\]+\]\((?:https?:|tel:)[^()\s<>]+\)", re.ASCII
)
"""Bold and links that no parser doubts, so that a file of nothing else is not taken apart."""

DESCRIPTION = re.compile(r"^description:.*(?:\n(?: .*)?)*", re.MULTILINE)
HEAD = re.compile(r"^(?:description|  [a-z]{2}): *(\S.*)", re.MULTILINE)
"""What stands after its name, or that of a language, which is the sign of a block where it has one."""

ESCAPED = re.compile(r"\\[*\[\]()\\]")
NO_WORDS = re.compile(r'<(code|pre)\b.*?</\1>|<a href="([^"]*)">\2</a>', re.DOTALL)
"""Code, and an address that is its own link."""

ADDRESS = re.compile(r'(?<=href=")[^"]+')
NOWHERE = re.compile(r"\]\(\s*(?:\)|www\.)")
STARS = r"(?<!\*)\*\*(?!\*)"
BOLD = re.compile(rf"{STARS}(?=[^\s*<])|(?<=[^\s*>]){STARS}|{STARS}(?= [^*\n<]*[^\W\d_]{{2}}[^*\n<]* \*\*)")
"""Two stars at a word, or two pairs with a space inside around words; sums, single stars and rows of stars are none."""

FOOTNOTE = re.compile(r"(?:^|\n|>)\*\* [^*\n]*(?:\n|<|$)")
AT_AN_END = re.compile(r"(?<=[^\s*>])\*\*(?![\w*])")
LINK = re.compile(r"\]\(|\[[^\[\]<\n]+\] \((?=https?:|www\.)|\)\[(?=https?:|www\.)")
ENTITY = re.compile(r"&(?:#[0-9]{2,6}|#x[0-9a-fA-F]{2,5}|[A-Za-z]{2,8});")
"""A character as web pages write it: a copy of their source, and no word of a text."""

PLAIN = re.compile(
    rf"(?<!\*)\*\*(?=\w)[^*\n]+(?<=\w)\*\*(?!\*)|\[[^\[\]\n]+\]\(\s*(?:https?:|www\.|/)|{ENTITY.pattern}"
)
ITEM = r"^[ \t]*(?:-(?=[^\W\d_])|[–•][ \t]?(?=\S))"
GLUED_LIST = re.compile(rf"{ITEM}.*\n{ITEM}", re.MULTILINE)
"""Two lines one below the other whose sign touches the word, or is none that Markdown knows."""

FOLDED_LIST = re.compile(r"^[ \t]+[-*•–][ \t]?(?=\S).*\n[ \t]+[-*•–][ \t]?(?=\S)", re.MULTILINE)
LISTED = re.compile(rf"{ITEM}|^[ \t]+[-*][ \t]", re.MULTILINE)
LITERAL = "|"
FENCED = re.compile(r"^[ \t]*(```|~~~).*?^[ \t]*\1", re.DOTALL | re.MULTILINE)
CONTEXT = 16


def stray_marks(sheet: Sheet, _manner: Manner) -> Iterator[Finding]:
    """Signs of Markdown that the site would show as signs."""
    if not _doubtful(sheet):
        return
    for passage in sheet.passages():
        written = sheet.text[passage.start : passage.end]
        if not passage.path or passage.path[0] == MARKDOWN:
            yield from _lost_list(sheet, passage, written)
        if not _has_signs(written):
            continue
        if passage.path and passage.path[0] != MARKDOWN:
            yield from _unread(sheet, passage, written)
        else:
            yield from _stray(sheet, passage, written)


def _doubtful(sheet: Sheet) -> bool:
    """Whether a file holds more than bold and links that are well, in a text where they are read."""
    text = sheet.text
    if not sheet.file.endswith(".yml"):
        return True
    described = DESCRIPTION.findall(text)
    elsewhere = DESCRIPTION.sub("", text)
    listed = any((GLUED_LIST if _literal(one) else FOLDED_LIST).search(one) for one in described)
    return listed or any(map(_has_signs, (elsewhere, *(WELL.sub("", one) for one in described))))


def _literal(described: str) -> bool:
    """Whether the description keeps its lines, in each of its languages."""
    return all(head.startswith(LITERAL) for head in HEAD.findall(described))


def _lost_list(sheet: Sheet, passage: Passage, written: str) -> Iterator[Finding]:
    """A list that would run on in one line, since its dashes are none or its lines are not kept."""
    form = FOLDED_LIST if passage.path and passage.style != LITERAL else GLUED_LIST
    found = form.search(FENCED.sub(lambda code: " " * len(code.group()), written))
    if found:
        at = passage.start + found.end() - len(found.group().rpartition("\n")[2].lstrip())
        yield Finding("text/stray-list", sheet.at(at), severity=Severity.WARNING)


def _unread(sheet: Sheet, passage: Passage, written: str) -> Iterator[Finding]:
    """Bold or a link in a text that is shown as it is written."""
    found = PLAIN.search(written)
    if found:
        params = {"text": found.group()[:60]}
        yield Finding("text/marks-not-read", sheet.at(passage.start + found.start()), params, Severity.WARNING)


def _stray(sheet: Sheet, passage: Passage, written: str) -> Iterator[Finding]:
    """The first bold and the first link that the parser leaves as they are written."""
    shown = NO_WORDS.sub("", sheet.html(ESCAPED.sub("\ue000\ue000", passage.said)))
    noted = bool(FOOTNOTE.search(shown))
    words = ADDRESS.sub("", shown)
    bold = next((one for one in BOLD.finditer(words) if not (noted and AT_AN_END.match(words, one.start()))), None)
    if bold:
        at = _place(written, words, bold.start())
        yield Finding("text/stray-bold", sheet.at(passage.start + at), severity=Severity.WARNING)
    link = LINK.search(shown)
    nowhere = NOWHERE.search(written) if '<a href=""' in shown or '<a href="www.' in shown else None
    if link or nowhere:
        at = nowhere.start() if nowhere else _place(written, shown, link.start() if link else 0)
        yield Finding("text/stray-link", sheet.at(passage.start + at), severity=Severity.WARNING)


def _place(written: str, shown: str, index: int) -> int:
    """Where what is shown at an index was written: by the words after it, or else those before it."""
    after = re.split(r"[<&\n]", shown[index : index + CONTEXT])[0]
    before = re.split(r"[>;\n]", shown[max(0, index - CONTEXT) : index])[-1]
    for words, shift in ((before + after, len(before)), (after, 0), (before, len(before))):
        at = written.rfind(unescape(words)) if words.strip() else -1
        if at >= 0:
            return at + shift
    return 0


def _wary(text: str) -> bool:
    return _has_signs(text) or bool(LISTED.search(text))


def _has_signs(text: str) -> bool:
    return any(sign in text for sign in SIGNS) or ("&" in text and bool(ENTITY.search(text)))


marks = SheetRule(_wary, stray_marks)
