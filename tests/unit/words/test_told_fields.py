"""No published fact changes in silence: every field of a project has words for its change, in three languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from aubette.history.diff import Node, compile_schema
from aubette.load.root import schema_dir
from aubette.load.schema import Schemas
from aubette.model.change import Change, Entry, Kind, Turn, Weight
from aubette.words.catalogue import Catalogue
from aubette.words.changes import DETAIL, FIELD, details, notes, sentence, sentences, told
from aubette.words.record import record

BOOKKEEPING = {
    "schema_version", "key", "status", "pictures[].file", "pictures[].decorative", "support.meetings[].date",
    "eligibility.criteria[].criterion", "study.opinions[].service", "study.checklist[].criterion",
    "study.cost.lines[].label", "study.other_funding[].source", "study.permits[].kind", "study.revisions[].proposed_on",
    "implementation.milestones[].id", "implementation.payment_credits[].year", "implementation.updates[].date",
    "implementation.updates[].service",
}  # fmt: skip
"""Fields by which items are known (they stand in the words of the item), and those with sentences of their own."""


def leaves(node: Node, path: str = "") -> Iterator[str]:
    if node.is_list and node.item:
        yield from leaves(node.item, f"{path}[]")
    elif node.fields:
        for name, field in node.fields.items():
            yield from leaves(field, f"{path}.{name}" if path else name)
    else:
        yield path


SHAPE = compile_schema(Schemas(schema_dir()).document("project"))
FIELDS = sorted(set(leaves(SHAPE)) - BOOKKEEPING)


@pytest.mark.parametrize("lang", ["fr", "de", "en"])
def test_every_field_has_words(lang: str) -> None:
    words = Catalogue(lang)
    missing = [f for f in FIELDS if not any(words.has(f"{room}.{f}", own=True) for room in (FIELD, DETAIL))]
    assert missing == []


def parts(node: Node, path: str = "") -> Iterator[str]:
    """Every place of a file that a change can name: fields, items of lists, and parts as a whole."""
    if node.is_list and node.item:
        yield f"{path}[]"
        yield from parts(node.item, f"{path}[]")
    elif path:
        yield path
    for name, field in node.fields.items():
        yield from parts(field, f"{path}.{name}" if path else name)


PLACES = sorted({place for place in parts(SHAPE) if place not in ("schema_version", "key")})


@pytest.mark.parametrize("lang", ["fr", "de", "en"])
@pytest.mark.parametrize(("before", "after"), [(None, {"a": 1}), ({"a": 1}, None), (None, "2027-01-02")])
def test_no_row_of_data_is_without_words(lang: str, before: object, after: object) -> None:
    words = Catalogue(lang)
    for place in PLACES:
        kind = Kind.STATUS if place == "status" else Kind.ADDED if isinstance(after, dict) else Kind.VALUE
        item = Change(place.replace("[]", "[x]"), kind, Weight.MINOR, before, after)
        row = record(words, Entry("2027-01-02", "c", "voirie", "", "", (item,)), {})["entries"][0]
        assert row["text"], place


def change(path: str, before: object, after: object, kind: Kind = Kind.VALUE, of: str = "") -> Change:
    return Change(path, kind, Weight.MINOR, before, after, of)


FR = Catalogue("fr")
NAMES: Mapping[str, str] = {"voirie": "Voirie", "E01": "Intérêt général"}


def said(item: Change, room: str = FIELD) -> str:
    return sentence(FR, item, NAMES, room).replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        (50000, 65000, "Coût estimé : 50 000 € → 65 000 € (+15 000 €), soit +30 %."),
        (60000, 59999, "Coût estimé : 60 000 € → 59 999 € (−1 €), soit 0 %."),
        (60000, 45000, "Coût estimé : 60 000 € → 45 000 € (−15 000 €), soit −25 %."),
        (0, 45000, "Coût estimé : 0 € → 45 000 € (+45 000 €)."),
        (None, 45000, "Coût estimé : 45 000 €."),
        (45000, None, "Coût estimé : retiré."),
    ],
)
def test_money_is_said_with_difference_and_share(before: int | None, after: int | None, text: str) -> None:
    assert said(change("estimated_cost", before, after, Kind.MONEY)) == text


@pytest.mark.parametrize(
    ("item", "text"),
    [
        (
            change("study.opinions[voirie].verdict", None, "favourable", Kind.ENUM, "Opinion"),
            "Avis de Voirie : favorable.",
        ),
        (
            change("study.opinions[voirie].waiting_for", None, "L'avis des pompiers.", Kind.TEXT),
            "Voirie attend : L'avis des pompiers.",
        ),
        (
            change("decisions[2026-05-03,feasible]", None, {"outcome": "feasible"}, Kind.ADDED),
            "Décision : Projet faisable.",
        ),
        (change("description", "un", "deux", Kind.TEXT), "La description est modifiée."),
        (change("theme", "a", "b"), "Thème : a → b."),
    ],
)
def test_changes_in_words(item: Change, text: str) -> None:
    assert said(item) == text


def test_details_say_what_sentences_leave_out_and_nothing_twice() -> None:
    changes = (
        change("estimated_cost", None, 100, Kind.MONEY),
        change("holder.members", 3, 5),
        change("study.checklist[E01].answer", None, "pending", Kind.ENUM, "Answer"),
        change("study.checklist[E01].evidence", None, "Vu.", Kind.TEXT),
    )
    assert sentences(FR, changes, NAMES) == (sentence(FR, changes[0], NAMES),)
    assert [t.replace("\xa0", " ") for t in details(FR, changes, NAMES)] == ["Membres du collectif : 3 → 5."]


def entry(**values: Any) -> Entry:
    return Entry("2026-05-03", "a" * 40, "voirie", "", "", (change("theme", "a", "b"),), **values)


def test_what_came_back_or_went_is_told_before_its_fields() -> None:
    assert told(FR, entry(created=True, turn=Turn.CREATED), {}) == ("L'idée est reçue.",)
    assert told(FR, entry(created=True, turn=Turn.RESTORED), {}) == ("Le dossier est remis en place.",)
    assert told(FR, entry(turn=Turn.REMOVED), {}) == ("Le dossier est retiré.",)
    assert len(told(FR, entry(), {})) == 1


def test_a_doubt_is_said_and_certainty_is_not() -> None:
    assert notes(FR, entry()) == ()
    assert len(notes(FR, entry(assumed=True, skipped=2))) == 2
