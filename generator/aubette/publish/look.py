"""What a person sets in `mkdocs.yml` for the look of the site, whichever engine reads the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FAVICON_BY_MATERIAL = "assets/images/favicon.png"


class BadSiteConfigError(Exception):
    """`mkdocs.yml` or a page is refused; the argument is the engine's sentence."""


@dataclass(frozen=True)
class SiteConfig:
    """What a person set for the look of the site."""

    site_name: str
    site_url: str
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


def site_config(top: Mapping[str, Any], theme: Mapping[str, Any]) -> SiteConfig:
    """The settings from the file's values and those of its `theme`, each with what stands where nothing was set."""
    palette = theme.get("palette") or {}
    chosen: Any = palette[0] if isinstance(palette, list) and palette else palette
    first: Mapping[str, Any] = chosen if isinstance(chosen, Mapping) else {}
    icon = theme.get("icon") or {}
    return SiteConfig(
        site_name=str(top["site_name"]),
        site_url=str(top.get("site_url") or ""),
        primary=str(first.get("primary") or "indigo"),
        accent=str(first.get("accent") or "deep orange"),
        logo_icon=str(icon.get("logo") or "material/vote-outline") if isinstance(icon, Mapping) else "",
        logo_image=str(theme.get("logo") or ""),
        favicon=str(theme.get("favicon") or ""),
        copyright=str(top.get("copyright") or ""),
        extra_css=tuple(str(sheet) for sheet in top.get("extra_css") or ()),
        nav=_nav(top.get("nav")),
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
