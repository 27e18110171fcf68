"""What people wrote, as HTML that cannot harm: CommonMark with raw HTML off, then an allow-list.

Headings are pushed down so that a page keeps one outline; links say that they are not the city's word.
"""

from __future__ import annotations

import re
from functools import lru_cache

import cmarkgfm
import nh3

TAGS = frozenset({"p", "strong", "em", "a", "ul", "ol", "li", "h3", "h4", "blockquote", "br"})
SCHEMES = frozenset({"https", "tel"})
HEADING = re.compile(r"<(/?)h([1-6])>")


@lru_cache(maxsize=20000)
def to_html(text: str) -> str:
    """The safe HTML of a text in CommonMark."""
    raw = cmarkgfm.markdown_to_html(text)  # raw HTML is left out unless CMARK_OPT_UNSAFE is given
    lowered = HEADING.sub(lambda found: f"<{found[1]}h{3 if found[2] in '123' else 4}>", raw)
    return nh3.clean(
        lowered, tags=set(TAGS), attributes={"a": {"href"}}, url_schemes=set(SCHEMES), link_rel="nofollow ugc noopener"
    )
