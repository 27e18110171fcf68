"""Word diffs of texts: they lose no letter, mark what differs and nothing more, and fold what did not change."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aubette.words.text_diff import Part, Piece, folded, text_diff

TEXTS = st.lists(
    st.sampled_from(["un ", "deux ", "trois", ". ", "\n", " ", "arbre ", "place !", "\u202f?", "é", "\t"]), max_size=60
).map("".join)


def without(pieces: tuple[Piece, ...], part: Part) -> str:
    return "".join(piece.text for piece in pieces if piece.part is not part)


@given(TEXTS, TEXTS)
def test_both_versions_can_be_read_from_the_pieces(before: str, after: str) -> None:
    for pieces in (text_diff(before, after), folded(text_diff(before, after))):
        assert without(pieces, Part.NEW) == before
        assert without(pieces, Part.GONE) == after


@given(TEXTS)
def test_a_text_that_stayed_has_no_change(text: str) -> None:
    assert {piece.part for piece in text_diff(text, text)} <= {Part.SAME}


def test_one_word_is_one_change() -> None:
    pieces = text_diff("Dix bancs sur la place. On plante.", "Douze bancs sur la place. On plante.")
    assert [(p.part, p.text.strip()) for p in pieces] == [
        (Part.GONE, "Dix"), (Part.NEW, "Douze"), (Part.SAME, "bancs sur la place. On plante."),
    ]  # fmt: skip


def test_far_words_are_folded_and_near_ones_stay() -> None:
    words = " ".join(f"mot{n}" for n in range(40))
    pieces = folded(text_diff(f"{words} fin", f"{words} début"))
    assert [p.part for p in pieces] == [Part.FOLDED, Part.SAME, Part.GONE, Part.NEW]
    assert pieces[1].text.split() == [f"mot{n}" for n in range(32, 40)]


def test_a_short_stretch_is_not_folded() -> None:
    pieces = folded(text_diff("a b c d", "a b c e"))
    assert Part.FOLDED not in {p.part for p in pieces}


def test_a_book_is_compared_at_once() -> None:
    book = "\n".join(" ".join(f"mot{(n * 7 + line) % 50}" for n in range(200)) for line in range(200))
    assert text_diff(book, book[::-1])


def test_an_amount_is_one_word() -> None:
    pieces = text_diff("au plus 80\u00a0000\u00a0€ par projet", "au plus 100\u00a0000\u00a0€ par projet")
    assert [p.text.strip(" ") for p in pieces if p.part in (Part.GONE, Part.NEW)] == [
        "80\u00a0000\u00a0€",
        "100\u00a0000\u00a0€",
    ]
