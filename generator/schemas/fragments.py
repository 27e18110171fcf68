"""The words and bounds of each field, written by hand in `words/*.yml` beside this module.

One mapping per class, one entry per field:

    title:
      fr: [Titre, "Le nom du projet, tel qu'il sera imprimé sur le bulletin."]
      en: [Title, "The project's name as the ballot will print it."]
      max: 120
      examples: [Un verger partagé]

The entry "" names the class itself. Beyond `fr`, `en` and `examples`:

    format, ref   what a `str` is, and what list it points into
    min, max      bounds of a number, or of a text's length
    items_min     how many items a list has at least
    key           what identifies an item of a list
    weight        how much a change matters in the history
    values        the words allowed, when fewer than the whole enum
    alternative   a word that may stand instead of a list
    example       for a list of blocks, instead of one item put together from its fields
    when          (of a class) conditions between fields, as JSON Schema
    omit          (of a class) fields that an example leaves out because they contradict the others
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

WORDS = Path(__file__).parent / "words"
KEYS = frozenset(
    [
        "fr",
        "en",
        "examples",
        "format",
        "ref",
        "min",
        "max",
        "items_min",
        "key",
        "weight",
        "values",
        "alternative",
        "example",
        "when",
        "omit",
    ],
)


@dataclass(frozen=True)
class Fragment:
    """What people wrote about one field, or about a class."""

    fr: tuple[str, str]
    en: tuple[str, str]
    more: Mapping[str, Any]

    def get(self, key: str, default: Any = None) -> Any:
        """One of the keys beyond the words."""
        return self.more.get(key, default)


Fragments = Mapping[str, Mapping[str, Fragment]]


def read_fragments(folder: Path = WORDS) -> dict[str, dict[str, Fragment]]:
    """Every fragment by class and field.

    Raises:
        ValueError: a class described twice, an unknown key, or a field without its four texts.
    """
    found: dict[str, dict[str, Fragment]] = {}
    for path in sorted(folder.glob("*.yml")):
        for name, fields in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            if name in found:
                raise ValueError(f"{path.name}: {name} is described twice")
            found[name] = {field: _fragment(f"{name}.{field}", entry) for field, entry in fields.items()}
    return found


def _fragment(name: str, entry: Mapping[str, Any]) -> Fragment:
    unknown = set(entry) - KEYS
    if unknown:
        raise ValueError(f"{name}: unknown {sorted(unknown)}")
    more = {key: entry[key] for key in entry if key not in ("fr", "en")}
    return Fragment(_words(f"{name}.fr", entry.get("fr")), _words(f"{name}.en", entry.get("en")), more)


def _words(name: str, pair: Any) -> tuple[str, str]:
    match pair:
        case [str(title), str(description)] if title and description:
            return title, description
    raise ValueError(f"{name}: a title and a description are needed")
