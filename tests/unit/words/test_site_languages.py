"""What residents read stands in every language of the catalogues, with the same parameters."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from aubette.words import catalogue
from aubette.words.catalogue import PLURALS

WORDS = Path(catalogue.__file__).parent
PLACES = re.compile(r"{(\w+)(?::([\w.]+))?}")
ROOMS = ("history", "labels", "reasons", *sorted(f"site/{p.name.split('.')[0]}" for p in WORDS.glob("site/*.fr.json")))
FORMS = {"fr": {"one", "other"}, "en": {"one", "other"}, "de": {"one", "other"}}


def read(room: str, lang: str) -> dict[str, object]:
    found: dict[str, object] = json.loads((WORDS / f"{room}.{lang}.json").read_text("utf-8"))
    return found


def forms(value: object, path: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Each message by its key, as plural forms; one that has none is its own `other`."""
    if isinstance(value, str):
        yield path, {"other": value}
    elif isinstance(value, dict) and value.keys() <= PLURALS:
        yield path, value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from forms(item, f"{path}.{name}")


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("lang", ["en", "de"])
def test_every_message_is_translated(room: str, lang: str) -> None:
    french, other = dict(forms(read(room, "fr"))), dict(forms(read(room, lang)))
    assert list(french) == list(other)
    for key, said in other.items():
        assert said.keys() == french[key].keys(), key
        # One form may spell a number out, so it may use fewer places; the general form may not.
        assert set(PLACES.findall(said["other"])) == set(PLACES.findall(french[key]["other"])), key
        for form, text in said.items():
            assert text.strip(), f"{key}.{form}"
            assert {name for name, _ in PLACES.findall(text)} <= {n for n, _ in PLACES.findall(said["other"])}, key


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("lang", ["fr", "en", "de"])
def test_plurals_have_the_forms_of_the_language(room: str, lang: str) -> None:
    for key, said in forms(read(room, lang)):
        assert said.keys() in ({"other"}, FORMS[lang]), key


@pytest.mark.parametrize("lang", ["en", "de"])
def test_no_french_spacing_in_other_languages(lang: str) -> None:
    for room in ROOMS:
        for key, said in forms(read(room, lang)):
            for text in said.values():
                assert not re.search(r"\w [:;!?](\s|$)|« | »", text), f"{room}{key}: {text}"


def test_no_sentence_is_punctuated_in_code() -> None:
    """A colon has a space before it in French alone: the catalogues know, code does not."""
    sources = WORDS.parent.rglob("*.py")
    told = [path.name for path in sources if re.search(r"""f["'][^"\n]*} [:;!?] ?{?""", path.read_text("utf-8"))]
    assert told == []
