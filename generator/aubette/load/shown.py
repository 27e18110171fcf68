"""Paths as people may read them."""

from __future__ import annotations


def shown(path: str) -> str:
    """A path for people: bytes that are no text, and characters that nobody sees, as escapes."""
    text = path.encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
