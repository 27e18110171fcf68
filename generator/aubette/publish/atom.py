"""Atom feeds (RFC 4287): what changed, for feed readers, with identifiers that never change (tag: URIs, RFC 4151)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

MEDIA_TYPE = "application/atom+xml"
MINTED = "2026"
"""The year that all identifiers carry, in which cities began to mint them: a later one would be another identifier."""

NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Item:
    """One entry of a feed; `updated` is RFC 3339, `lines` are sentences, `url` leads from the site's root."""

    id: str
    title: str
    updated: str
    url: str
    author: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Feed:
    """A feed: its page and its own address from the site's root; `updated` is its newest entry's moment."""

    id: str
    title: str
    page: str
    url: str
    updated: str
    author: str
    lang: str
    items: tuple[Item, ...]


def tag(authority: str, name: str) -> str:
    """An identifier of the city's own; `authority` is its domain, `name` what it names, for ever."""
    return f"tag:{authority},{MINTED}:{name}"


def atom(feed: Feed, site_url: str) -> bytes:
    """The bytes of a feed; its links are absolute where the site's address is known, else relative to the feed."""
    base = site_url.rstrip("/") + "/" if site_url else "../" * feed.url.count("/")
    return ("\n".join(_feed(feed, base)) + "\n").encode()


def _feed(feed: Feed, base: str) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{_said(feed.lang)}">'
    yield f"<id>{_said(feed.id)}</id>"
    yield f"<title>{_said(feed.title)}</title>"
    yield f"<updated>{feed.updated}</updated>"
    yield f"<author><name>{_said(feed.author)}</name></author>"
    yield f'<link rel="self" type="{MEDIA_TYPE}" href="{_said(base + feed.url)}"/>'
    yield f'<link rel="alternate" href="{_said(base + feed.page or "./")}"/>'
    for item in feed.items:
        yield from _item(item, base)
    yield "</feed>"


def _item(item: Item, base: str) -> Iterable[str]:
    content = "".join(f"<p>{escape(line)}</p>" for line in item.lines)
    yield "<entry>"
    yield f"<id>{_said(item.id)}</id>"
    yield f"<title>{_said(item.title)}</title>"
    yield f"<updated>{item.updated}</updated>"
    yield f"<author><name>{_said(item.author)}</name></author>"
    yield f'<link rel="alternate" href="{_said(base + item.url)}"/>'
    yield f'<content type="html">{_said(content)}</content>'
    yield "</entry>"


def _said(text: str) -> str:
    """A text as XML holds it: escaped, without the signs that XML has no place for."""
    return escape(NOT_XML.sub("\ufffd", text))
