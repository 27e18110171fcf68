"""What people wrote, as HTML that cannot harm: CommonMark with raw HTML off, then an allow-list.

The city's own Markdown pages come from MkDocs, which keeps raw HTML: they pass a wider list, still without scripts,
styles or anything that another server would be asked for.

Headings are pushed down so that a page keeps one outline; links say that they are not the city's word.
"""

from __future__ import annotations

import re
from functools import lru_cache

import cmarkgfm
import nh3

TAGS = frozenset({"p", "strong", "em", "a", "ul", "ol", "li", "h3", "h4", "blockquote", "br"})
SCHEMES = frozenset({"https", "tel"})
PAGE_TAGS = TAGS | {
    "h1", "h2", "h5", "h6", "table", "caption", "thead", "tbody", "tr", "th", "td", "img", "code", "pre", "hr",
    "dl", "dt", "dd", "div", "span", "section", "details", "summary", "figure", "figcaption", "abbr", "sup",
    "sub", "del", "ins", "small", "time", "address",
}  # fmt: skip
PAGE_ATTRIBUTES = {
    "*": {"id", "class", "lang", "title"},
    "a": {"href", "hreflang"},
    "img": {"src", "alt", "width", "height"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
    "time": {"datetime"},
}
HEADING = re.compile(r"<(/?)h([1-6])>")


@lru_cache(maxsize=20000)
def to_html(text: str) -> str:
    """The safe HTML of a text in CommonMark."""
    raw = cmarkgfm.markdown_to_html(text)  # raw HTML is left out unless CMARK_OPT_UNSAFE is given
    lowered = HEADING.sub(lambda found: f"<{found[1]}h{3 if found[2] in '123' else 4}>", raw)
    return nh3.clean(
        lowered, tags=set(TAGS), attributes={"a": {"href"}}, url_schemes=set(SCHEMES), link_rel="nofollow ugc noopener"
    )


def page_html(made: str) -> str:
    """The HTML of one of the city's Markdown pages, without scripts, handlers or pictures from elsewhere."""
    return nh3.clean(
        made,
        tags=set(PAGE_TAGS),
        attributes=PAGE_ATTRIBUTES,
        attribute_filter=_of_our_own,
        url_schemes={*SCHEMES, "mailto", "http"},
        link_rel=None,
    )


def _of_our_own(tag: str, attribute: str, value: str) -> str | None:
    """Leaves out the address of a picture that stands on another server."""
    return None if tag == "img" and attribute == "src" and ("//" in value or ":" in value) else value
