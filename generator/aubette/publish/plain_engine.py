"""The site without MkDocs and without Material: `mkdocs.yml` read as YAML, Markdown pages by our own CommonMark.

Data pages never pass through an engine, so they are the same bytes with this one; the Markdown pages of the city lose
only what MkDocs' extensions add, such as anchors on headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cmarkgfm
import yaml
from cmarkgfm.cmark import Options
from jinja2 import Environment

from aubette.publish.look import BadSiteConfigError, SiteConfig, site_config

FRONT = re.compile(r"\A---\s*\n(.*?)\n---\s*\n", re.DOTALL)
HEADING = re.compile(r"^#\s+(.+?)\s*$", re.MULTILINE)
LINK = re.compile(r'href="(?:\./)?([\w-]+)\.md((?:#[^"]*)?)"')


@dataclass(frozen=True)
class Page:
    """One of the city's Markdown pages, as the template takes it."""

    title: str
    content: str
    url: str


def read_config(file: Path) -> SiteConfig:
    """Read `mkdocs.yml` as plain YAML, without tags; raises `BadSiteConfigError`."""
    try:
        data: Any = yaml.safe_load(file.read_bytes())
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise BadSiteConfigError(str(error)) from None
    if not isinstance(data, Mapping) or not isinstance(data.get("site_name"), str):
        raise BadSiteConfigError("site_name")
    theme = data.get("theme")
    return site_config(data, theme if isinstance(theme, Mapping) else {})


def build_pages(_file: Path, docs: Path, target: Path, environment: Environment, context: Mapping[str, object]) -> None:
    """Render the Markdown pages of `docs` into `target`, one folder each."""
    template = environment.get_template("main.html")
    for path in sorted(docs.glob("*.md")):
        made = template.render({**context, "page": _page(path)})
        place = target / path.stem
        place.mkdir(parents=True, exist_ok=True)
        (place / "index.html").write_text(made, encoding="utf-8")


def _page(path: Path) -> Page:
    text = path.read_text(encoding="utf-8")
    front = FRONT.match(text)
    body = text[front.end() :] if front else text
    made = cmarkgfm.github_flavored_markdown_to_html(body, options=Options.CMARK_OPT_UNSAFE)
    title = next(_titles(front[1] if front else "", body), path.stem)
    return Page(title, LINK.sub(r'href="../\1/\2"', made), f"{path.stem}/")


def _titles(front: str, body: str) -> Iterator[str]:
    """The title in the file's head, then its first heading."""
    try:
        said = yaml.safe_load(front)
    except yaml.YAMLError:
        said = None
    if isinstance(said, Mapping) and said.get("title"):
        yield str(said["title"])
    yield from HEADING.findall(body)
