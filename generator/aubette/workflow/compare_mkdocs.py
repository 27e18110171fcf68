"""`mkdocs.yml` counts as code: what would run, or read files from elsewhere, is refused before MkDocs loads it.

It is read by the strict reader of the city's files, which builds nothing but text, numbers and lists: a tag is a
finding there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aubette.load.yaml_text import Parsed, parse
from aubette.model.finding import Finding, Place
from aubette.model.source import Source

MKDOCS = "mkdocs.yml"
PLUGINS = frozenset({"search"})
READS_FILES = ("pymdownx.snippets", "markdown_include", "mdx_include", "pymdownx.b64")
OWN = ("pymdownx.", "markdown.extensions.", "material.extensions.")
FOLDERS = ("docs_dir", "site_dir")
SCRIPTS = ("extra_javascript", "extra_css")
CODE = ("hooks", "INHERIT", "watch")
FROM_ELSEWHERE = ("://", "//", "javascript:", "data:")


def judge_mkdocs(source: Source) -> Iterator[Finding]:
    """Everything in the site's configuration that a city's data may not set."""
    try:
        raw = source.read(MKDOCS)
    except FileNotFoundError:
        return
    parsed = parse(raw, MKDOCS)
    yield from parsed.findings
    if not isinstance(parsed.data, dict):
        return
    yield from _runs(parsed, parsed.data)
    yield from _folders(parsed, parsed.data)


def _runs(parsed: Parsed, data: Mapping[str, object]) -> Iterator[Finding]:
    """Settings that run something, here or in the reader's browser."""
    yield from (_said("base/mkdocs-code", parsed, (key,), key) for key in data if key in CODE)
    for key, code, refused in (
        ("plugins", "base/mkdocs-plugin", _is_plugin),
        ("markdown_extensions", "base/mkdocs-extension", _is_foreign),
        *((key, "base/mkdocs-script", _is_elsewhere) for key in SCRIPTS),
    ):
        yield from (_said(code, parsed, (key,), name) for name in _names(data.get(key)) if refused(name))


def _is_plugin(name: str) -> bool:
    return name not in PLUGINS


def _is_foreign(name: str) -> bool:
    """Whether an extension reads files or is some module of the machine."""
    return name in READS_FILES or ("." in name and not name.startswith(OWN))


def _is_elsewhere(name: str) -> bool:
    return any(sign in name.lower() for sign in FROM_ELSEWHERE)


def _folders(parsed: Parsed, data: Mapping[str, object]) -> Iterator[Finding]:
    """Folders inside the city only; the theme's own pages only from its theme folder."""
    for key in FOLDERS:
        if _leaves(data.get(key, "x")):
            yield _said("base/mkdocs-folder", parsed, (key,), str(data[key]))
    theme = data.get("theme")
    custom = theme.get("custom_dir") if isinstance(theme, dict) else None
    if custom is not None and (_leaves(custom) or str(custom).strip("./") != "site_config/theme"):
        yield _said("base/mkdocs-folder", parsed, ("theme", "custom_dir"), str(custom))


def _leaves(folder: object) -> bool:
    """Whether a folder is not a plain one below the city's."""
    if not isinstance(folder, str):
        return True
    parts = folder.replace("\\", "/").split("/")
    return folder.startswith(("/", "~", "\\")) or ".." in parts or ":" in folder or set(parts) <= {"", "."}


def _names(value: object) -> Iterator[str]:
    """The names in a list of names, of names with options, or of scripts; a mapping's names are its keys."""
    items = [value] if isinstance(value, str) else list(value) if isinstance(value, (list, dict)) else []
    for item in items:
        if isinstance(item, dict):
            yield str(item["path"]) if "path" in item else next(iter(map(str, item)), "")
        else:
            yield str(item)


def _said(code: str, parsed: Parsed, path: tuple[str, ...], name: str) -> Finding:
    line, column = parsed.locate(path)
    return Finding(code, Place(MKDOCS, line, column), {"name": name})
