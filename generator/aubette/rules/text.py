"""How texts are written: no HTML, safe links, one alphabet per word.

These rules read the words of every file, fields and pages alike; what a browser or a reader would take for something
else is an error.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html import unescape

from aubette.model.finding import Finding, Severity
from aubette.model.sheet import Sheet
from aubette.rules.sheets import Manner, SheetRule

TAG = re.compile(
    r"</?[A-Za-z][A-Za-z0-9-]*(?:[ \t/][^<>\n]*)?>|<!--|<![A-Za-z]|<\?[a-z]|<(?:script|iframe|img|svg)\b", re.IGNORECASE
)
CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"\[[^\]\n]{0,500}\]\(\s*<?([^)\s>]{1,2000})|<([A-Za-z][A-Za-z0-9+.-]{1,20}:[^>\s]{1,2000})>")
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}:")
SAFE = frozenset({"https:", "http:", "mailto:", "tel:"})
GARBLED = re.compile("[ÃÂ][\u00a0-\u00bf]|Ã[‰€Šˆ‡”œ]|â€[™œ“˜¦]")
"""What UTF-8 becomes under the eyes of a program that takes it for the old code of Windows."""

INSECURE = re.compile(r"http://(?!localhost\b|127\.|www\.w3\.org/)[\w.-]+")
FOREIGN = (
    "\u0370-\u03ff\u0400-\u052f\u0530-\u058f\u13a0-\u13ff\u1c80-\u1c8f\u1f00-\u1fff\u2de0-\u2dff\ua640-\ua69f"
    "\ua4d0-\ua4ff\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff"
)
UNITS = "μΩΔπ"
LATIN = "A-Za-zÀ-ÖØ-öø-ɏ"
MIXED = re.compile(f"[{LATIN}]+[{FOREIGN}]|[{FOREIGN}]+[{LATIN}]|[\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff]")
MAY_BE_FOREIGN = re.compile(f"[{FOREIGN}]")
WORD = re.compile(r"\w+")


def html(sheet: Sheet, _manner: Manner) -> Iterator[Finding]:
    """A text is Markdown without HTML: tags would be shown as they are written, or dropped."""
    for match in TAG.finditer(_without_code(sheet.text)):
        yield Finding("text/raw-html", sheet.at(match.start()), {"tag": match.group()[:40]})


def links(sheet: Sheet, _manner: Manner) -> Iterator[Finding]:
    """A link leads to a web page, an address or a number, over https; a picture stands in the city's own folder."""
    text = _without_code(sheet.text)
    for match in LINK.finditer(text):
        target = unescape(match[1] or match[2])
        scheme = SCHEME.match(re.sub(r"[\x00-\x20]+", "", target))
        named = scheme.group().lower() if scheme else ""
        place = sheet.at(match.start(1) if match[1] else match.start(2))
        if named and named not in SAFE:
            yield Finding("text/unsafe-link", place, {"scheme": named})
        elif text[match.start() - 1 : match.start()] == "!" and (named or target.startswith("//")):
            yield Finding("text/remote-picture", place, {"target": target[:80]})


def insecure_links(sheet: Sheet, _manner: Manner) -> Iterator[Finding]:
    """An address without encryption."""
    for match in INSECURE.finditer(sheet.text):
        params = {"target": match.group()[:80]}
        yield Finding("text/link-not-https", sheet.at(match.start()), params, Severity.WARNING)


def mixed_scripts(sheet: Sheet, _manner: Manner) -> Iterator[Finding]:
    """A word of two alphabets, or letters drawn like others: it looks like a word that it is not (UTS 39)."""
    for match in WORD.finditer(sheet.text):
        stranger = MAY_BE_FOREIGN.search(match.group())
        if stranger and MIXED.search(match.group()) and stranger.group() not in UNITS:
            letter = stranger.group()
            params = {
                "word": match.group()[:60],
                "character": f"U+{ord(letter):04X}",
                "name": unicodedata.name(letter, "?"),
            }
            yield Finding("text/mixed-scripts", sheet.at(match.start()), params)


def doubly_encoded(sheet: Sheet, _manner: Manner) -> Iterator[Finding]:
    """Accents that a program read in one code and wrote in another: `Ã©` for é."""
    for match in GARBLED.finditer(sheet.text):
        params = {"found": match.group(), "meant": match.group().encode("cp1252").decode("utf-8", "replace")}
        yield Finding("text/garbled", sheet.at(match.start()), params)
        return


def _without_code(text: str) -> str:
    """The text with the words between backquotes blanked, every position kept."""
    return CODE.sub(lambda found: " " * len(found.group()), text) if "`" in text else text


raw_html = SheetRule(TAG.search, html)
safe_links = SheetRule(LINK.search, links)
secure_links = SheetRule(INSECURE.search, insecure_links)
one_script = SheetRule(MAY_BE_FOREIGN.search, mixed_scripts)
whole_accents = SheetRule(GARBLED.search, doubly_encoded)
