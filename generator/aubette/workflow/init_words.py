"""What a new city's files say, in the languages that the city writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aubette.model.clauses import Chapter, Clause
from aubette.words.catalogue import Catalogue
from aubette.words.typography import typeset

WRITTEN = ("fr", "en")
"""The languages in which texts for new cities exist."""


class Speaker:
    """Says one thing in each of the city's languages: a plain text where there is one, else a mapping by language."""

    def __init__(self, languages: Sequence[str], currency: str) -> None:
        self.languages = tuple(lang for lang in languages if lang in WRITTEN) or ("fr",)
        self.plain = tuple(languages) == self.languages[:1]
        self.catalogues = {lang: Catalogue(lang, currency) for lang in self.languages}

    @property
    def first(self) -> Catalogue:
        """The words of the first language that the texts are written in."""
        return self.catalogues[self.languages[0]]

    def say(self, key: str, **params: Any) -> Any:
        """A message of the catalogues as content of a file."""
        return self._content({lang: words.say(key, **params) for lang, words in self.catalogues.items()})

    def clauses(self, clauses: Sequence[Clause], chapter: Chapter) -> Any:
        """The clauses of one chapter as one paragraph."""
        return self._content(
            {
                lang: " ".join(sentences(words, clauses, chapter)) or words.say("presets.article_open")
                for lang, words in self.catalogues.items()
            }
        )

    def chosen(self, value: Any) -> Any:
        """A value of a preset with its texts cut down to the city's languages."""
        if isinstance(value, Mapping):
            if value and set(value) <= {"fr", "en", "de"}:
                return self._content({lang: typeset(str(value[lang]), lang) for lang in self.languages})
            return {key: self.chosen(item) for key, item in value.items()}
        return [self.chosen(item) for item in value] if isinstance(value, list) else value

    def _content(self, texts: Mapping[str, str]) -> Any:
        return texts[self.languages[0]] if self.plain else dict(texts)


def sentences(words: Catalogue, clauses: Sequence[Clause], chapter: Chapter | None = None) -> list[str]:
    """The clauses as sentences of one language; of one chapter, or all of them."""
    kept = [clause for clause in clauses if chapter in (None, clause.chapter)]
    return [words.say(f"presets.clause.{clause.code}", **clause.params) for clause in kept]
