"""A file as people wrote it, for the rules that read words and not fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from aubette.model.document import Step
from aubette.model.finding import Place


@dataclass(frozen=True, slots=True)
class Passage:
    """One value of a file: the way to it, what it says, the part of the text (`start:end`) that writes it.

    `style` is the YAML style: empty for a word without quotes, a quotation mark, or the sign of a block. A page is one
    passage with an empty way.
    """

    path: tuple[Step, ...]
    said: str
    start: int
    end: int
    style: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The text of a file; `passages` finds its values and is only called where a rule must know them.

    `html` says what the site would make of a text in Markdown.
    """

    file: str
    text: str
    passages: Callable[[], Sequence[Passage]]
    html: Callable[[str], str] = str

    def at(self, index: int) -> Place:
        """The line and column, from 1, of a position in the text."""
        return Place(self.file, self.text.count("\n", 0, index) + 1, index - self.text.rfind("\n", 0, index))
