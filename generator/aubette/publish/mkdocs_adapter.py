"""The only module that touches MkDocs: what a city set in `mkdocs.yml`, and its Markdown pages.

Plugins and hooks are not run: no logic of a site may hang on them. What Material calls palette, logo, favicon,
navigation, extra_css and copyright takes effect in our own shell; the languages are those of `city.yml`.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError

from aubette.publish.look import BadSiteConfigError, SiteConfig, site_config


def read_config(file: Path) -> SiteConfig:
    """Read `mkdocs.yml` as MkDocs 1.6 does; raises `BadSiteConfigError`."""
    config = _loaded(file, docs_dir=str(file.parent / "site_config"), site_dir=str(file.parent / "site"))
    return site_config(config, config.theme)


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
        return load_config(str(file), plugins=[], hooks=[], use_directory_urls=True, **changes)
    except (ConfigurationError, Abort, FileNotFoundError) as error:
        raise BadSiteConfigError(str(error)) from None
