"""The only module that touches MkDocs: what a city set in `mkdocs.yml`, Material's icons, and Markdown pages.

Plugins and hooks are not run: no logic of a site may hang on them. What Material calls palette, logo, favicon,
language, navigation, extra_css and copyright takes effect in our own shell.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import material
from jinja2 import Environment
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError
from mkdocs.structure.pages import Page

FAVICON_BY_MATERIAL = "assets/images/favicon.png"
ICONS = Path(material.__file__).parent / "templates" / ".icons"


class BadSiteConfigError(Exception):
    """MkDocs refuses `mkdocs.yml`; the argument is its sentence."""


@dataclass(frozen=True)
class SiteConfig:
    """What a person set for the look of the site."""

    site_name: str
    site_url: str
    language: str
    primary: str
    accent: str
    logo_icon: str
    logo_image: str
    favicon: str
    copyright: str
    extra_css: tuple[str, ...]
    nav: tuple[tuple[str, str], ...]

    @property
    def own_favicon(self) -> str:
        """The favicon that the city chose, "" where it is Material's."""
        return self.favicon if self.favicon != FAVICON_BY_MATERIAL else ""


def read_config(file: Path) -> SiteConfig:
    """Read `mkdocs.yml` as MkDocs 1.6 does; raises `BadSiteConfigError`."""
    config = _loaded(file, docs_dir=str(file.parent / "site_config"), site_dir=str(file.parent / "site"))
    theme = config.theme
    palette = theme.get("palette") or {}
    chosen: Any = palette[0] if isinstance(palette, list) and palette else palette
    first: Mapping[str, Any] = chosen if isinstance(chosen, Mapping) else {}
    icon = theme.get("icon") or {}
    return SiteConfig(
        site_name=config.site_name,
        site_url=config.site_url or "",
        language=str(theme.get("language") or "fr"),
        primary=str(first.get("primary") or "indigo"),
        accent=str(first.get("accent") or "deep orange"),
        logo_icon=str(icon.get("logo") or "material/vote-outline") if isinstance(icon, Mapping) else "",
        logo_image=str(theme.get("logo") or ""),
        favicon=str(theme.get("favicon") or ""),
        copyright=config.copyright or "",
        extra_css=tuple(str(sheet) for sheet in config.extra_css),
        nav=_nav(config.nav),
    )


def _nav(nav: Any) -> tuple[tuple[str, str], ...]:
    """The entries a city wrote in `nav`, groups laid flat: label, "" where none was given, and target."""
    entries: list[tuple[str, str]] = []
    for item in nav or ():
        if isinstance(item, str):
            entries.append(("", item))
        elif isinstance(item, Mapping):
            for label, target in item.items():
                entries.extend(_nav(target) if isinstance(target, list) else [(str(label), str(target))])
    return tuple(entries)


def icon(name: str) -> str:
    """The SVG of one of Material's icons, made decorative; empty where there is no such icon."""
    path = (ICONS / f"{name}.svg").resolve()
    if not path.is_relative_to(ICONS.resolve()) or not path.is_file():
        return ""
    svg = path.read_text(encoding="utf-8")
    return svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


def build_pages(file: Path, docs: Path, target: Path, environment: Environment, context: Mapping[str, object]) -> None:
    """Let MkDocs render the Markdown pages of `docs` into `target` with our environment.

    Raises:
        BadSiteConfigError: MkDocs refuses the configuration or a page.
    """
    config = _loaded(file, docs_dir=str(docs), site_dir=str(target), nav=None)
    rendering = environment.overlay()
    rendering.globals = {**environment.globals, **context}
    config.theme.get_env = lambda: rendering  # type: ignore[method-assign]
    config.theme.static_templates = set()
    config.validation.nav.omitted_files = logging.NOTSET
    logger = logging.getLogger("mkdocs")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        mkdocs_build(config)
    except (Abort, ConfigurationError) as error:
        raise BadSiteConfigError(str(error)) from None
    finally:
        logger.setLevel(level)


def _loaded(file: Path, **changes: Any) -> MkDocsConfig:
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    try:
        return load_config(str(file), plugins=[], hooks=[], **changes)
    except (ConfigurationError, Abort, FileNotFoundError) as error:
        raise BadSiteConfigError(str(error)) from None


__all__ = ["BadSiteConfigError", "Page", "SiteConfig", "build_pages", "icon", "read_config"]
