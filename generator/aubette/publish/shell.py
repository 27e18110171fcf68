"""The page around every page: rendered once per depth and kind, then spliced, since only a few words of it change.

A sentinel stands for each part that changes; a test compares a spliced page with one rendered whole, and a part that
is not found exactly as often as expected is our own bug, told at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Date

from jinja2 import Environment
from markupsafe import Markup, escape

SLOTS = ("TITLE", "DESCRIPTION", "HEAD", "LANGUAGES", "CRUMBS", "CONTENT")


@dataclass(frozen=True)
class Link:
    """A place of the site: its URL from the root, its label and the section of the navigation it belongs to.

    `lang` is set where the place is in another language than the page.
    """

    url: str
    label: str
    section: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Tongue:
    """A language of the site: its tag, its own name for itself and its folder, "" for the one at the root."""

    lang: str
    name: str
    prefix: str = ""


@dataclass(frozen=True)
class Frame:
    """What all pages of one language share."""

    lang: str
    site_name: str
    today: Date
    commit: str
    licence: str
    site_nav: tuple[Link, ...]
    footer: tuple[Link, ...]
    banners: tuple[str, ...] = ()
    copyright: Markup = Markup("")
    logo_icon: Markup = Markup("")
    logo_image: str = ""
    favicon: str = ""
    extra_css: tuple[str, ...] = ()
    here: Tongue = Tongue("fr", "Français")
    tongues: tuple[Tongue, ...] = ()


@dataclass(frozen=True)
class Body:
    """What one page puts into the frame; `url` is its folder from the root, "" for the home page."""

    url: str
    title: str
    description: str
    content: str
    section: str = ""
    crumbs: tuple[Link, ...] = ()
    banners: tuple[str, ...] = ()
    head: str = ""


def root_of(url: str) -> str:
    """The way from a page's folder to the root of the site, relative so that a site opens from any folder."""
    return "../" * url.count("/") or "./"


def top_of(root: str, prefix: str) -> str:
    """The way to the root of the whole site, where style and data lie, from a page of the language in `prefix`."""
    return "../" * prefix.count("/") + root if root != "./" else root_of(prefix)


def switch(frame: Frame, url: str, label: str, top: str = "") -> Markup:
    """The list of languages, each leading to the page at `url` in it; empty where there is only one.

    `top` is the way to the root of the site from a page that stands elsewhere than at `url`.
    """
    if len(frame.tongues) < 2:
        return Markup("")
    top = top or top_of(root_of(url), frame.here.prefix)
    items = []
    for tongue in frame.tongues:
        current = ' aria-current="true"' if tongue == frame.here else ""
        way = f'href="{top}{tongue.prefix}{url}" lang="{tongue.lang}" hreflang="{tongue.lang}"'
        items.append(f'<li><a {way} aria-label="{escape(tongue.name)}"{current}>{tongue.lang.upper()}</a></li>')
    return Markup(f'<nav class="langs" aria-label="{escape(label)}"><ul>{"".join(items)}</ul></nav>\n')


class Shell:
    """Puts bodies into the frame of a site."""

    def __init__(self, environment: Environment, frame: Frame) -> None:
        self.environment = environment
        self.frame = frame
        self._pieces: dict[tuple[str, str, tuple[str, ...]], tuple[str, ...]] = {}

    def page(self, body: Body) -> str:
        """The whole page."""
        root = root_of(body.url)
        pieces = self._cut(root, body.section, body.banners)
        values = (
            str(escape(body.title)),
            str(escape(body.description)),
            body.head + self._alternates(body.url, root),
            switch(self.frame, body.url, self._say("languages")),
            self._crumbs(body.crumbs, root) + self._note(body.content),
            body.content,
        )
        parts = [pieces[0]]
        title_again = f"{values[0]} – {escape(self.frame.site_name)}"
        filled = (title_again if body.title != self.frame.site_name else values[0], *values[1:])
        for piece, value in zip(pieces[1:], filled, strict=True):
            parts += (value, piece)
        return "".join(parts)

    def context(self, root: str, section: str, banners: Sequence[str]) -> dict[str, object]:
        """What the shell's template needs besides the page's own words."""
        own = {name: getattr(self.frame, name) for name in self.frame.__dataclass_fields__}
        top = top_of(root, self.frame.here.prefix)
        return {**own, "root": root, "top": top, "section": section, "banners": (*self.frame.banners, *banners)}

    def _cut(self, root: str, section: str, banners: tuple[str, ...]) -> tuple[str, ...]:
        key = (root, section, banners)
        if key not in self._pieces:
            self._pieces[key] = _split(self._rendered(root, section, banners), self.frame.site_name)
        return self._pieces[key]

    def _rendered(self, root: str, section: str, banners: tuple[str, ...]) -> str:
        template = self.environment.get_template("shell.html")
        context = self.context(root, section, banners)
        marks: Mapping[str, object] = {
            "title": _mark("TITLE"),
            "description": _mark("DESCRIPTION"),
            "head": Markup(_mark("HEAD")),
            "languages": Markup(_mark("LANGUAGES")),
            "content": Markup(_mark("CRUMBS") + _mark("CONTENT")),
        }
        return template.render({**context, **marks, "crumbs": ()})

    def _crumbs(self, crumbs: Sequence[Link], root: str) -> str:
        if not crumbs:
            return ""
        label = escape(self._say("crumbs"))
        items = "".join(f'<li><a href="{root}{c.url}">{escape(c.label)}</a></li>' for c in crumbs)
        return f'<nav class="crumbs" aria-label="{label}"><ol>{items}</ol></nav>\n'

    def _alternates(self, url: str, root: str) -> str:
        """Where machines find this page in the other languages."""
        top = top_of(root, self.frame.here.prefix)
        return "".join(
            f'<link rel="alternate" hreflang="{t.lang}" href="{top}{t.prefix}{url}">\n'
            for t in self.frame.tongues
            if len(self.frame.tongues) > 1
        )

    def _note(self, content: str) -> str:
        """Says that some texts are not translated yet, on pages that hold such texts (RGAA 8.7)."""
        spoken = next(iter(self.frame.tongues), self.frame.here).lang
        if spoken == self.frame.here.lang or f' lang="{spoken}"' not in content:
            return ""
        return f'<p class="soft small">{escape(self._say("untranslated"))}</p>\n'

    def _say(self, name: str) -> str:
        return str(self.environment.globals["t"](f"site.shell.{name}"))  # type: ignore[operator]


def _mark(slot: str) -> str:
    return f"@@AUBETTE-{slot}@@"


def _split(rendered: str, site_name: str) -> tuple[str, ...]:
    """The shell's text between its sentinels; the title's takes the site's name behind it along."""
    rendered = rendered.replace(f"{_mark('TITLE')} – {escape(site_name)}", _mark("TITLE"), 1)
    pieces: list[str] = []
    for slot in SLOTS:
        before, found, rendered = rendered.partition(_mark(slot))
        if not found or _mark(slot) in rendered:
            raise AssertionError(f"the shell does not hold {slot} exactly once")
        pieces.append(before)
    return (*pieces, rendered)
