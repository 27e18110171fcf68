"""Two versions of a text as HTML: what went and what came, told to eyes by colour and line, to ears in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from aubette.model.change import Change
from aubette.publish.lens import Lens
from aubette.words.changes import noun
from aubette.words.text_diff import Part, Piece, folded, text_diff


@dataclass(frozen=True)
class TextChange:
    """A text before and after: the field's name and the HTML of the comparison, one for each language it is in.

    `new` says that there was no text before: its words then stand without marks.
    """

    label: str
    versions: tuple[Markup, ...]
    new: bool


def text_change(lens: Lens, change: Change, names: Mapping[str, str]) -> TextChange | None:
    """The words of a text's change, None where the field has no name for residents."""
    label = noun(lens.words, change, names)
    return text_of(lens, label, change) if label else None


def text_of(lens: Lens, label: str, change: Change) -> TextChange:
    """The words of a text's change under a name of its own."""
    before, after = _by_language(change.before, lens.first), _by_language(change.after, lens.first)
    spoken = [lang for lang in dict.fromkeys((lens.words.lang, *after, *before)) if before.get(lang) != after.get(lang)]
    versions = (_version(lens, lang, before.get(lang, ""), after.get(lang, "")) for lang in spoken)
    return TextChange(label, tuple(versions), not before)


def _by_language(value: object, first: str) -> Mapping[str, str]:
    if isinstance(value, Mapping):
        return {str(lang): str(text) for lang, text in value.items()}
    return {} if value is None else {first: str(value)}


def _version(lens: Lens, lang: str, before: str, after: str) -> Markup:
    foreign = Markup(' lang="{}"').format(lang) if lang != lens.words.lang else Markup("")
    pieces = folded(text_diff(before, after)) if before and after else text_diff(before, after)
    inside = Markup("").join(_piece(lens, piece) for piece in pieces) if before else Markup("{}").format(after)
    return Markup('<p class="diff"{}>{}</p>').format(foreign, inside)


def _piece(lens: Lens, piece: Piece) -> Markup:
    """A stretch with its mark."""
    say = lens.words.say
    if piece.part is Part.SAME:
        return Markup("{}").format(piece.text)
    if piece.part is Part.FOLDED:
        return Markup(
            ' <span class="fold"><span aria-hidden="true">[…]</span><span class="vh">{}</span></span> '
        ).format(say("site.history.folded"))
    tag, name = ("del", "gone") if piece.part is Part.GONE else ("ins", "new")
    started, ended = say(f"site.history.{name}"), say(f"site.history.{name}_end")
    text = piece.text.strip()
    before, _, after = piece.text.partition(text)
    marked = Markup('<{0}><span class="vh">[{1}] </span>{2}<span class="vh"> [{3}]</span></{0}>')
    return Markup("{}{}{}").format(before, marked.format(Markup(tag), started, text, ended), after or " ")
