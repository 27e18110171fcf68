"""The menu and the foot of every page: what the city wrote in `nav`, else our order; no page is lost from both."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from aubette.publish.lens import Lens
from aubette.publish.look import BadSiteConfigError
from aubette.publish.shell import Link

MENU = (
    ("projects", "projets/"),
    ("areas", "quartiers/"),
    ("calendar", "calendrier/"),
    ("results", "resultats/"),
    ("follow_up", "suivi/"),
    ("budget", "budget/"),
)
FOOT = (
    ("changes", "changements/"),
    ("refusals", "refus/"),
    ("verify", "verifier/"),
    ("data", "donnees/"),
    ("sitemap", "plan-du-site/"),
)
OF_THE_CITY = ("comment/", "proposer/", "voter/")
"""Markdown pages that residents look for first: they stand in our own menu."""


def navigation(
    lens: Lens, nav: Sequence[tuple[str, str]], pages: Mapping[str, str], urls: Collection[str]
) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    """The links of the menu and of the foot; `pages` are the city's Markdown pages, `urls` those made from data.

    Raises:
        BadSiteConfigError: `nav` names a page that is not there.
    """
    say = lens.words.say
    if nav:
        menu = tuple(_chosen(lens, label, target, pages, urls) for label, target in nav)
    else:
        ours = [Link(url, say(f"site.nav.{name}"), name) for name, url in MENU if url in urls]
        menu = (*ours, *(lens.own_page(url, title) for url, title in pages.items() if url in OF_THE_CITY))
    return menu, tuple(_foot(lens, {link.url for link in menu}, pages, urls))


def _foot(lens: Lens, above: Collection[str], pages: Mapping[str, str], urls: Collection[str]) -> Iterator[Link]:
    """The editions, then every page that the menu does not hold."""
    for edition in lens.site.editions():
        yield Link(f"editions/{edition.id}/", lens.say(edition.label), "editions")
    for name, url in (*MENU, *FOOT):
        if url in urls and url not in above:
            yield Link(url, lens.words.say(f"site.nav.{name}"), name)
    for url, title in pages.items():
        link = lens.own_page(url, title)
        if link.url not in above:
            yield link


def _chosen(lens: Lens, label: str, target: str, pages: Mapping[str, str], urls: Collection[str]) -> Link:
    """An entry of `nav`: a Markdown file, a page of ours by its address, or a place elsewhere."""
    if "://" in target:
        return Link(target, label or target)
    if target.endswith(".md"):
        url = f"{target.removesuffix('.md')}/"
        if url not in pages:
            raise BadSiteConfigError(f"nav: {target}")
        return lens.own_page(url, label or pages[url])
    url = f"{target.strip('/')}/".lstrip("/")
    if url not in urls:
        raise BadSiteConfigError(f"nav: {target}")
    return Link(url, label or target, next((name for name, known in (*MENU, *FOOT) if known == url), ""))
