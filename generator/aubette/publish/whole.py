"""The whole site as files: every page in the frame, the data, the feeds; nothing is written to disk here."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from markupsafe import Markup

from aubette.model.enums import Provenance
from aubette.publish import palette
from aubette.publish.environment import THEME, environment
from aubette.publish.icons import icon
from aubette.publish.lens import Lens
from aubette.publish.look import SiteConfig
from aubette.publish.navigation import navigation
from aubette.publish.pages import (
    areas,
    budget,
    calendar,
    changes,
    data,
    editions,
    feeds,
    follow_up,
    history,
    home,
    project,
    projects,
    refusals,
    results,
    rule_changes,
    sitemap,
    unit,
    verify,
)
from aubette.publish.shell import Body, Frame, Shell, Tongue
from aubette.publish.site import Site
from aubette.words.catalogue import Catalogue

NAME = "site.shell.self"
KINDS = (
    home,
    projects,
    project,
    history,
    areas,
    calendar,
    results,
    unit,
    budget,
    refusals,
    follow_up,
    editions,
    rule_changes,
    changes,
    verify,
    data,
)


@dataclass(frozen=True)
class Look:
    """What the city chose for the look: its `mkdocs.yml`, its own templates, its Markdown pages (URL and title)."""

    config: SiteConfig
    theme: Path | None
    pages: tuple[tuple[str, str], ...] = ()


def tongues(site: Site, words: Catalogue) -> tuple[Tongue, ...]:
    """The languages of the site, the one at the root first: those of the city that we have words for, else `words`'."""
    asked = [language.value for language in site.city.config.languages]
    spoken = [lang for lang in asked if Catalogue(lang).lang == lang and Catalogue(lang).has(NAME, own=True)]
    names = {lang: Catalogue(lang).say(NAME) for lang in spoken or [words.lang]}
    return tuple(Tongue(lang, name, f"{lang}/" if rank else "") for rank, (lang, name) in enumerate(names.items()))


def lens_of(site: Site, words: Catalogue, look: Look, tongue: Tongue) -> Lens:
    """One language's view of the site, with the currency and time zone of `words`."""
    first = site.city.config.languages[0].value
    own = Catalogue(tongue.lang, words.formats.currency, words.formats.time_zone)
    pages = frozenset(url for url, _ in look.pages)
    return Lens(site, own, environment(own, tongue.lang, first, look.theme), tongue.prefix, pages)


def bodies(lens: Lens) -> tuple[Body, ...]:
    """Every page, the plan of the site last."""
    made = [body for kind in KINDS for body in kind.bodies(lens)]
    return (*made, *sitemap.bodies(lens, made))


@dataclass(frozen=True)
class View:
    """The site in one language: its lens, every page's body and the frame they go into."""

    tongue: Tongue
    lens: Lens
    bodies: tuple[Body, ...]
    shell: Shell


def views(site: Site, words: Catalogue, look: Look) -> tuple[View, ...]:
    """The site in each of its languages, the one at the root first."""
    spoken = tongues(site, words)
    return tuple(_view(lens_of(site, words, look, tongue), look, tongue, spoken) for tongue in spoken)


def _view(lens: Lens, look: Look, tongue: Tongue, spoken: tuple[Tongue, ...]) -> View:
    pages = bodies(lens)
    return View(
        tongue, lens, pages, Shell(lens.environment, frame_of(lens, look, {body.url for body in pages}, spoken))
    )


def pages(seen: Sequence[View]) -> Iterator[tuple[str, bytes]]:
    """Every page made from data, in each language: path and bytes."""
    for view in seen:
        for body in view.bodies:
            yield f"{view.tongue.prefix}{body.url}index.html", view.shell.page(body).encode()


def others(site: Site, look: Look, seen: Sequence[View]) -> Iterator[tuple[str, bytes]]:
    """Every other file: data, feeds, redirects and style, once for all languages."""
    first = seen[0]
    yield "404.html", _not_found(first.lens, first.shell)
    yield from data.files(first.lens)
    yield from calendar.files(first.lens)
    yield from history.files(first.lens)
    yield from feeds.files(first.lens, look.config.site_url)
    yield from verify.files(first.lens)
    yield from _redirects(first.lens)
    yield from _assets(look)
    yield "historique.json", _head(site)
    if look.config.site_url:
        urls = [f"{view.tongue.prefix}{body.url}" for view in seen for body in view.bodies]
        yield "sitemap.xml", _sitemap_xml(look.config.site_url, urls)


def frame_of(lens: Lens, look: Look, urls: set[str], spoken: Sequence[Tongue]) -> Frame:
    """What all pages of one language share; the navigation holds only pages that exist."""
    config = lens.site.city.config
    nav, footer = navigation(lens, look.config.nav, dict(look.pages), urls)
    return Frame(
        lang=lens.words.lang,
        site_name=lens.say(config.title) or look.config.site_name,
        today=lens.site.today,
        commit=lens.site.commit,
        licence=config.legal.data_licence,
        site_nav=nav,
        footer=footer,
        banners=tuple(_banners(lens)),
        copyright=Markup(html.escape(look.config.copyright)),
        logo_icon=Markup(icon(look.config.logo_icon)),
        logo_image=look.config.logo_image,
        favicon=look.config.own_favicon,
        extra_css=look.config.extra_css,
        here=next(t for t in spoken if t.prefix == lens.prefix),
        tongues=tuple(spoken),
    )


def _banners(lens: Lens) -> Iterator[str]:
    """What stands above every page: that it is of the past, that a city is made up, or its votes imported."""
    if lens.site.as_of:
        yield lens.words.say("site.shell.as_of", day=lens.site.today, commit=lens.site.as_of[:10])
    if lens.site.city.config.example:
        yield lens.words.say("site.shell.example")
    if any(e.provenance is Provenance.IMPORTED for e in lens.site.city.editions):
        yield lens.words.say("site.shell.imported")


def _not_found(lens: Lens, shell: Shell) -> bytes:
    say = lens.words.say
    content = (
        f"<h1>{html.escape(say('site.shell.not_found'))}</h1><p>{html.escape(say('site.shell.not_found_help'))}</p>"
    )
    return shell.page(Body("", say("site.shell.not_found"), say("site.shell.not_found_help"), content)).encode()


def _redirects(lens: Lens) -> Iterator[tuple[str, bytes]]:
    """A way from each project's key and bare number to its page, and the city's own redirects."""
    targets = {f"projets/{p.key}/": lens.url(p) for p in lens.site.public_projects()}
    targets |= {f"projets/{p.number}/": lens.url(p) for p in lens.site.public_projects() if p.number}
    targets |= {f"{r.from_.strip('/')}/": r.to for r in lens.site.city.redirects}
    for source, target in sorted(targets.items()):
        way = "../" * source.count("/") + target if "://" not in target else target
        yield (
            f"{source}index.html",
            (
                f'<!doctype html><html lang="{lens.words.lang}"><meta charset="utf-8"><title>→</title>'
                f'<meta http-equiv="refresh" content="0;url={html.escape(way)}">'
                f'<link rel="canonical" href="{html.escape(way)}"><a href="{html.escape(way)}">→</a></html>\n'
            ).encode(),
        )


def _assets(look: Look) -> Iterator[tuple[str, bytes]]:
    """Our style sheet with the city's colours, and a favicon from the logo's icon."""
    sheet = (THEME / "assets" / "site.css").read_text(encoding="utf-8")
    colours = palette.stylesheet(look.config.primary, look.config.accent)
    yield "assets/site.css", f"{sheet}{colours}\n".encode()
    drawing = icon(look.config.logo_icon) or icon("material/vote-outline")
    yield "assets/favicon.svg", drawing.replace("<svg ", '<svg fill="#4051b5" ', 1).encode()


def _head(site: Site) -> bytes:
    """Which commit this site tells of, so that the next build can prove that history was not rewritten."""
    told = {"schema": "aubette-history/1", "commit": site.published or site.commit, "date": site.today.isoformat()}
    rewrites = [asdict(rewrite) for rewrite in site.rewrites]
    return (json.dumps({**told, "rewrites": rewrites}, ensure_ascii=False) + "\n").encode()


def _sitemap_xml(site_url: str, urls: Sequence[str]) -> bytes:
    base = site_url.rstrip("/")
    rows = "".join(f"<url><loc>{html.escape(f'{base}/{url}')}</loc></url>" for url in urls)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>\n'
    ).encode()
