"""A whole number as an option or an answer: what is none is told in our words, with the limits."""

from __future__ import annotations

import click

from aubette.votes.reading import WHOLE
from aubette.words.catalogue import Catalogue

MOST = 999_999_999


class Whole(click.ParamType[int]):
    """Digits alone, from `least` to `most`, as in the files of votes."""

    name = "N"

    def __init__(self, words: Catalogue, least: int = 0, most: int = MOST) -> None:
        self.words, self.least, self.most = words, least, most

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; a slip ends in a sentence and, at a question, in the same question again."""
        text = str(value).strip()
        if not WHOLE.fullmatch(text) or not self.least <= int(text) <= self.most:
            self.fail(self.words.say("cli.whole", found=text, least=self.least, most=self.most), param, ctx)
        return int(text)
