"""Old addresses arrive somewhere: each leads one way only, and none leads back to itself.

`identity/duplicate-item` of an address and `identity/redirect-loop`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from aubette.model.finding import Finding, Related
from aubette.model.registers import Redirect
from aubette.rules.context import Context


def lead_one_way(context: Context) -> Iterator[Finding]:
    """An address is redirected once: of two ways the site would keep the last."""
    first: dict[str, Redirect] = {}
    for redirect in context.city.redirects:
        earlier = first.setdefault(_page(redirect.from_), redirect)
        if earlier is not redirect:
            yield Finding(
                "identity/duplicate-item",
                redirect.origin.at("from"),
                {"name": redirect.from_, "list": "redirects"},
                related=(Related(earlier.origin.at("from"), "first-here"),),
            )


def arrive(context: Context) -> Iterator[Finding]:
    """Followed from one to the next, redirects end at a page; a ring of them is told once, where it closes."""
    ways: dict[str, str] = {}
    for redirect in context.city.redirects:
        start = _page(redirect.from_)
        if start in ways:
            continue
        ways[start] = _page(redirect.to)
        if _returns(ways, start):
            params = {"from": redirect.from_, "to": redirect.to}
            yield Finding("identity/redirect-loop", redirect.origin.at("to"), params)


def _returns(ways: Mapping[str, str], start: str) -> bool:
    """Whether the way from a page comes back to it; a ring that closed elsewhere is left after one turn."""
    at, passed = ways[start], {start}
    while at in ways and at not in passed:
        passed.add(at)
        at = ways[at]
    return at == start


def _page(address: str) -> str:
    """An address as the site keeps it: the slashes around it, a query and an anchor make no other page."""
    return re.split(r"[?#]", address, maxsplit=1)[0].strip("/")
