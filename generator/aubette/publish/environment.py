"""The Jinja environment of the site: the city's templates in front, ours behind, autoescape always on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from aubette.model.text import Text
from aubette.publish.icons import icon
from aubette.publish.markdown import page_html, to_html
from aubette.words.catalogue import Catalogue

THEME = Path(__file__).resolve().parent / "theme"


def environment(words: Catalogue, lang: str, first_lang: str, city_theme: Path | None) -> Environment:
    """An environment that says things in one language; `first_lang` is the one the city writes in."""
    folders = [str(folder) for folder in (city_theme, THEME) if folder and folder.is_dir()]
    made = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,  # an environment lives for one build, whose templates stay as they are
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals.update({"t": words.say, "icon": lambda name: Markup(icon(name)), "lang": lang})
    # As a filter a fixed message is folded into the compiled template; as a function it takes parameters.
    made.filters.update({"t": words.say, **_formats(words), **_texts(lang, first_lang)})
    return made


def _formats(words: Catalogue) -> dict[str, Any]:
    """The filters that say amounts, dates and numbers."""
    formats = words.formats
    return {
        "money": formats.money,
        "signed": formats.signed_money,
        "day": formats.date,
        "short": formats.short_date,
        "when": formats.date_time,
        "percent": formats.percent,
        "number": formats.number,
        "listed": formats.listed,
        "iso": lambda moment: moment.isoformat(),
    }


def _texts(lang: str, first_lang: str) -> dict[str, Any]:
    """The filters that show what people wrote."""

    def content(text: Text | str | None) -> Markup | str:
        """A text of the city for this reader; one in another language says which, as RGAA 8.7 asks."""
        if text is None or isinstance(text, str):
            return text or ""
        value, spoken = text.get(lang, first_lang)
        return value if spoken == lang else Markup('<span lang="{}">{}</span>').format(spoken, value)

    def prose(text: Text | str | None) -> Markup:
        if text is None:
            return Markup("")
        value, spoken = text.get(lang, first_lang) if isinstance(text, Text) else (text, lang)
        rendered = Markup(to_html(value))
        return rendered if spoken == lang else Markup('<div lang="{}">{}</div>').format(spoken, rendered)

    def page(made: str) -> Markup:
        """One of the city's Markdown pages, as MkDocs made it."""
        return Markup(page_html(made))

    return {"content": content, "prose": prose, "page": page}
