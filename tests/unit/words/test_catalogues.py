"""Every language says the same things with the same parameters, and every finding has words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from aubette.load.yaml_text import parse
from aubette.model import enums
from aubette.model.money import Money
from aubette.words import catalogue
from aubette.words.catalogue import Catalogue
from aubette.words.typography import typeset

WORDS = Path(catalogue.__file__).parent
GENERATOR = WORDS.parent
PLACES = re.compile(r"{(\w+)")
CODE = re.compile(
    r"\"(?!text/event-stream)((?:budget|feasibility|eligibility|calendar|lifecycle|governance|ballot|reference|identity|count|city|areas|"
    r"pabulib|history|build|import|privacy|base|text|pictures|files)/[a-z-]+)\""
)
PLURALS = {"zero", "one", "two", "few", "many", "other"}


def messages(value: object, path: str = "") -> Iterator[tuple[str, set[str]]]:
    if isinstance(value, str):
        yield path, set(PLACES.findall(value))
    elif isinstance(value, dict) and value.keys() <= PLURALS:
        yield path, {place for text in value.values() for place in PLACES.findall(text)}
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from messages(item, f"{path}.{name}")


def rooms() -> list[str]:
    return sorted(str(p.relative_to(WORDS)).removesuffix(".fr.json") for p in WORDS.rglob("*.fr.json"))


@pytest.mark.parametrize(
    "room", [r for r in rooms() if r.startswith(("findings/", "cli", "report", "labels", "reasons", "recount"))]
)
def test_english_says_the_same(room: str) -> None:
    french = dict(messages(json.loads((WORDS / f"{room}.fr.json").read_text("utf-8"))))
    english = dict(messages(json.loads((WORDS / f"{room}.en.json").read_text("utf-8"))))
    assert french.keys() == english.keys()
    for key, places in english.items():
        if not key.endswith((".before", ".after", ".explain")):
            assert places <= french[key] | {"n"} or places == french[key], key


@pytest.mark.parametrize("path", sorted(WORDS.rglob("*.json")), ids=lambda path: path.name)
def test_no_word_is_said_twice_in_one_catalogue(path: Path) -> None:
    """Of two equal keys the reader keeps the last one and says nothing."""

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        names = [name for name, _ in pairs]
        assert [name for name in names if names.count(name) > 1] == []
        return dict(pairs)

    json.loads(path.read_text("utf-8"), object_pairs_hook=once)


def test_every_code_of_the_rules_has_words() -> None:
    known = set(Catalogue("fr").codes())
    used = {code for path in GENERATOR.rglob("*.py") for code in CODE.findall(path.read_text("utf-8"))}
    assert used
    assert used - known == set()


@pytest.mark.parametrize(
    ("room", "values"),
    [
        ("status", enums.Status),
        ("refusal_code", enums.RefusalCode),
        ("outcome", enums.Outcome),
        ("phase", enums.PhaseKind),
        ("opinion", enums.Opinion),
        ("answer", enums.Answer),
        ("holder_kind", enums.HolderKind),
        ("submission_channel", enums.SubmissionChannel),
        ("vote_channel", enums.VoteChannel),
        ("event", enums.EventKind),
        ("ledger", enums.LedgerKind),
        ("works_step", enums.WorksStep),
        ("role", enums.GovernanceRole),
        ("programme_cost", enums.ProgrammeCostCategory),
        ("group", enums.FieldGroup),
    ],
)
@pytest.mark.parametrize("lang", ["fr", "en", "de"])
def test_every_member_of_a_list_has_a_label(room: str, values: type, lang: str) -> None:
    words = Catalogue(lang)
    for member in values:
        assert words.has(f"labels.{room}.{member.value}", own=True), member


def test_french_formats() -> None:
    formats = Catalogue("fr").formats
    assert formats.money(Money(123456800)) == "1\u202f234\u202f568\u00a0€"
    assert formats.money(Money(6554312)) == "65\u202f543,12\u00a0€"
    assert formats.date(date(2027, 3, 1)) == "1er mars 2027"
    assert formats.date(date(2027, 8, 2)) == "2 août 2027"
    assert formats.date_time(datetime(2027, 3, 2, 18, 5)) == "2 mars 2027 à 18\u00a0h\u00a005"
    assert formats.percent(Fraction(63, 1000)) == "6,3\u00a0%"
    assert formats.percent("5") == "5\u00a0%"
    assert formats.signed_money(Money(-100)) == "−1\u00a0€"


def test_the_zloty_is_not_the_euro() -> None:
    assert Catalogue("fr", "PLN").formats.money(Money(100)) == "1\u00a0PLN"


def test_plurals_follow_the_language() -> None:
    assert Catalogue("fr").say("report.errors", n=0) == "0 erreur"
    assert Catalogue("en").say("report.errors", n=0) == "0 errors"


def test_typography_leaves_code_alone() -> None:
    assert typeset("Qui ? « moi » : oui", "fr") == "Qui\u202f? «\u00a0moi\u00a0»\u00a0: oui"
    assert typeset("Qui ?", "en") == "Qui ?"
    assert typeset("https://exemple.fr/?a=1", "fr") == "https://exemple.fr/?a=1"


EVERY = [(lang, code) for lang in ("fr", "en") for code in Catalogue(lang).codes()]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_code_is_explained_with_an_example_before_and_after(lang: str) -> None:
    for code in Catalogue(lang).codes():
        text = Catalogue(lang).finding(code)
        for name in ("message", "fix", "explain", "before", "after"):
            assert getattr(text, name).strip(), (code, name)
        assert text.before != text.after, code


def keys(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from keys(item)


OTHER_FILES = (
    "votes/",
    "history/",
    "machine/",
    "pabulib/",
    "build/",
    "areas/",
    "pictures/",
    "bytes/",
    "base/mkdocs-",
    "base/trust",
)
"""Examples of files that are no YAML of the city, or of what is typed."""


def test_examples_name_fields_that_exist() -> None:
    """What a person copies from an example is a field of some schema; `before` may be wrong, that is what it shows."""
    fields: set[object] = {"fr", "de", "en"}
    for path in (GENERATOR.parents[1] / "schema").glob("*.schema.json"):
        fields |= set(re.findall(r'"([a-z_]+)": \{', path.read_text("utf-8")))
    checked = 0
    for lang, code in EVERY:
        after = Catalogue(lang).finding(code).after
        if code.startswith((*OTHER_FILES, "yaml/")) or after.startswith("$") or ";" in after.split("\n")[0]:
            continue
        read = parse(f"{after}\n".encode(), "site_config/x.yml")
        if isinstance(read.data, dict):
            checked += 1
            assert set(keys(read.data)) <= fields, (lang, code)
    assert checked > 300


def test_what_was_said_before_is_only_said_again_of_the_same_values() -> None:
    words, key = Catalogue("fr"), "site.project.until"
    days = [date(2027, 3, 1), datetime(2027, 3, 1, 9, 30), date(2027, 3, 2), date(2027, 3, 1)]
    again = [words.say(key, day=day) for day in days]
    assert again == [Catalogue("fr").say(key, day=day) for day in days]
    counts = [words.say("site.project.checklist", n=n) for n in (1, True, 2, 1)]
    assert counts == [Catalogue("fr").say("site.project.checklist", n=n) for n in (1, True, 2, 1)]


def test_what_is_to_be_chosen_from_is_told_with_or() -> None:
    """« Vouliez-vous dire a, b et c » would ask for all three."""
    some = ("nord", "sud", "ville")
    said = [Catalogue(lang).formats.either(some) for lang in ("fr", "en", "de")]
    assert said == ["nord, sud ou ville", "nord, sud or ville", "nord, sud oder ville"]
    assert Catalogue("fr").formats.either(some[:1]) == "nord"
    assert Catalogue("fr").formats.either(()) == ""


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_no_finding_proposes_several_at_once(lang: str) -> None:
    """A suggestion, a guess, and what is allowed are one thing or another."""
    texts = "".join(path.read_text("utf-8") for path in (WORDS / "findings").glob(f"*.{lang}.json"))
    assert re.findall(r"\{(?:guess|suggestions):list\}", texts) == []
    assert len(re.findall(r"\{(?:guess|suggestions|allowed):either\}", texts)) > 15
