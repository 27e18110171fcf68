"""`mkdocs.yml` counts as code: what would run, or read files from elsewhere, is refused before MkDocs loads it.

It is read by the strict reader of the city's files, which builds nothing but text, numbers and lists: a tag is a
finding there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aubette.load.parsed import Parsed
from aubette.load.yaml_text import parse
from aubette.model.finding import Finding, Place, Severity
from aubette.model.source import Source

MKDOCS = "mkdocs.yml"
PLUGINS = frozenset({"search"})
READS_FILES = frozenset({"pymdownx.snippets", "pymdownx.b64"})
OWN = ("pymdownx.", "markdown.extensions.", "material.extensions.")
SHORT = frozenset(
    (
        "abbr",
        "admonition",
        "attr_list",
        "codehilite",
        "def_list",
        "extra",
        "fenced_code",
        "footnotes",
        "legacy_attrs",
        "legacy_em",
        "md_in_html",
        "meta",
        "nl2br",
        "sane_lists",
        "smarty",
        "tables",
        "toc",
        "wikilinks",
    )
)
"""The extensions that Markdown itself brings; any other short name would be imported as a module of the machine."""

FOLDERS = ("docs_dir", "site_dir")
SCRIPTS = ("extra_javascript", "extra_css")
CODE = ("hooks", "INHERIT", "watch", "extra_templates")
"""What runs code, reads another configuration, or fills in pages as templates, which can run anything."""

JUDGED = (*FOLDERS, *CODE, "plugins", "extra_css")
HEEDED = frozenset({"site_name", "site_url", "copyright", "nav", "theme", "markdown_extensions", "extra", *JUDGED})
OF_THEME = frozenset({"name", "palette", "icon", "logo", "favicon", "custom_dir", "font"})
"""What takes effect, or is judged here; `docs_dir`, `site_dir`, `plugins` and `font` only say what is so anyway."""

FROM_ELSEWHERE = ("://", "//", "javascript:", "data:")


def judge_mkdocs(source: Source) -> Iterator[Finding]:
    """Everything in the site's configuration that a city's data may not set."""
    try:
        raw = source.read(MKDOCS)
    except FileNotFoundError:
        yield Finding("build/no-mkdocs", Place(MKDOCS, 1, 1))
        return
    parsed = parse(raw, MKDOCS)
    yield from parsed.findings
    if not isinstance(parsed.data, dict):
        return
    yield from _idle(parsed, parsed.data)
    yield from _runs(parsed, parsed.data)
    yield from _folders(parsed, parsed.data)


def _idle(parsed: Parsed, data: Mapping[str, object]) -> Iterator[Finding]:
    """Settings without effect on our pages: the city would believe that they have one."""
    theme = data.get("theme")
    inside = theme if isinstance(theme, dict) else {}
    top = [(str(key),) for key in data if key not in HEEDED]
    for way in (*top, *(("theme", str(key)) for key in inside if key not in OF_THEME)):
        line, column = parsed.locate(way)
        params = {"name": ".".join(way)}
        yield Finding("base/mkdocs-idle", Place(MKDOCS, line, column), params, Severity.WARNING)


def _runs(parsed: Parsed, data: Mapping[str, object]) -> Iterator[Finding]:
    """Settings that run something, here or in the reader's browser."""
    yield from (_said("base/mkdocs-code", parsed, (key,), key) for key in data if key in CODE)
    for key, code, refused in (
        ("plugins", "base/mkdocs-plugin", _is_plugin),
        ("markdown_extensions", "base/mkdocs-extension", _is_foreign),
        *((key, "base/mkdocs-script", _is_elsewhere) for key in SCRIPTS),
    ):
        yield from (_said(code, parsed, (key, *at), name) for at, name in _names(data.get(key)) if refused(name))


def _is_plugin(name: str) -> bool:
    return name not in PLUGINS


def _is_foreign(name: str) -> bool:
    """Whether an extension reads files or is some module of the machine; `module:Class` names the module too."""
    module = name.partition(":")[0].strip()
    return module in READS_FILES or not (module in SHORT or module.startswith(OWN))


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


def _names(value: object) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The names in a list of names, of names with options, or of scripts, and where; a mapping's are its keys."""
    if isinstance(value, str):
        yield (), value
    elif isinstance(value, dict):
        yield from (((str(name),), str(name)) for name in value)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            names = [str(item["path"])] if isinstance(item, dict) and "path" in item else item
            yield from (((place,), str(name)) for name in (names if isinstance(names, (list, dict)) else [names]))


def _said(code: str, parsed: Parsed, path: tuple[str | int, ...], name: str) -> Finding:
    line, column = parsed.locate(path)
    return Finding(code, Place(MKDOCS, line, column), {"name": name})
