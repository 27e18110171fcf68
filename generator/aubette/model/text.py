"""Content that people wrote: one string in the city's first language, or one per language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the city; `by_lang` maps a language tag to it, and "" stands for the city's first language."""

    by_lang: Mapping[str, str]

    @classmethod
    def plain(cls, value: str) -> Text:
        """A text in the city's first language only."""
        return cls({"": value})

    def get(self, lang: str, first: str) -> tuple[str, str]:
        """The text for a reader of `lang` in a city whose first language is `first`, and the language it is in."""
        if lang in self.by_lang:
            return self.by_lang[lang], lang
        if "" in self.by_lang:
            return self.by_lang[""], first
        if first in self.by_lang:
            return self.by_lang[first], first
        found = min(self.by_lang)
        return self.by_lang[found], found

    def everything(self) -> tuple[str, ...]:
        """Each language's text, in the order of the language tags, for checks that read all of them."""
        return tuple(self.by_lang[lang] for lang in sorted(self.by_lang))
