"""How the canonical form writes one text: plain where every reader agrees, else in quotes, else as a block.

The choices are those of the browser form's serializer (the JavaScript library yaml 2.9 with `lineWidth: 0` and
`singleQuote: true`), plus quotes around the words that YAML 1.1 reads as something else.
"""

from __future__ import annotations

import re

from aubette.load.raw import FORBIDDEN
from aubette.load.scalars import resolve, trap

WHY_NOT_PLAIN = (
    r"^[\n\t ,\[\]{}#&*!|>'\"%@`]",  # begins with an indicator
    r"^[?-](?:[ \t]|\Z)",
    r"[\n:][ \t]|[ \t]\n",  # ends a key, or would be folded away
    r"[\n\t ]#",  # begins a comment
    r"[\n\t :]\Z",
)
NOT_PLAIN = re.compile("|".join(WHY_NOT_PLAIN))
BLANK_END = re.compile(r"\n[ \t\n]*\Z")
ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def written(text: str, indent: str) -> str:
    """A text as the value of a key, or an item of a list, whose content stands at `indent`."""
    if "\n" in text and "\t" not in text and not FORBIDDEN.search(text) and not BLANK_END.search(text):
        return _block(text, indent)
    return written_on_one_line(text)


def written_on_one_line(text: str) -> str:
    """A text as a key, or as a value that fits a line."""
    if any(sign in text for sign in "\n\t") or FORBIDDEN.search(text):
        return double_quoted(text)
    return text if is_plain(text) else quoted(text)


def is_plain(text: str) -> bool:
    """Whether a one-line text needs no quotes and is read as this text by everybody."""
    return not NOT_PLAIN.search(text) and isinstance(resolve(text), str) and trap(text) is None


def quoted(text: str) -> str:
    """A one-line text in single quotes, or in double ones when it holds apostrophes only."""
    if "\n" in text or ("'" in text and '"' not in text):
        return double_quoted(text)
    return "'" + text.replace("'", "''") + "'"


def double_quoted(text: str) -> str:
    """A text on one line whatever it holds; invisible characters are written as escapes."""
    escaped = "".join(ESCAPES.get(character, character) for character in text)
    return '"' + FORBIDDEN.sub(lambda found: _escape(found.group()), escaped) + '"'


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _block(text: str, indent: str) -> str:
    """A literal block; its first line says how deep the text stands when the text itself begins with spaces."""
    first = text.lstrip("\n")
    header = "|2-" if first.startswith(" ") else "|-"
    lines = text.split("\n")
    rest = "".join("\n" + (indent + line if line else "") for line in lines[1:])
    return f"{header}\n{indent}{lines[0]}{rest}"
