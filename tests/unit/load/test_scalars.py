from __future__ import annotations

from decimal import Decimal

import pytest
import yaml

from aubette.load.scalars import SUSPECT, Trap, is_iso, resolve, trap


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("80000", 80000),
        ("0", 0),
        ("-5", -5),
        ("85.00", Decimal("85.00")),
        ("85.000", Decimal("85.000")),
        ("-0.5", Decimal("-0.5")),
        ("true", True),
        ("false", False),
        ("null", None),
        ("Null", None),
        ("NULL", None),
        ("~", None),
        ("", None),
    ],
)
def test_a_word_that_has_a_type(word: str, value: object) -> None:
    assert resolve(word) == value
    assert type(resolve(word)) is type(value)
    assert trap(word) is None


def test_a_decimal_keeps_its_zeros() -> None:
    assert str(resolve("85.000")) == "85.000"


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        *(
            (word, Trap.YES_NO)
            for word in [
                "yes",
                "Yes",
                "YES",
                "no",
                "No",
                "NO",
                "on",
                "On",
                "ON",
                "off",
                "y",
                "Y",
                "n",
                "N",
                "True",
                "TRUE",
                "False",
            ]
        ),
        *(
            (word, Trap.NUMBER)
            for word in [
                "012",
                "-0",
                "+5",
                "00",
                "1_000",
                "0x1F",
                "0o17",
                "0b11",
                "1e3",
                "1E-3",
                ".5",
                "5.",
                "+1.5",
                "1_0.5",
            ]
        ),
        *((word, Trap.NUMBER) for word in [".inf", "-.INF", ".nan", ".NaN"]),
        *((word, Trap.TIME) for word in ["12:30", "1:20:30", "-1:30", "190:20:30.15"]),
        *((word, Trap.DATE) for word in ("2026-02-30", "2026-13-45", "2026-1-5", "2001-12-14 21:59:43.10 -5")),
        *((word, Trap.SPECIAL) for word in ("=", "<<")),
    ],
)
def test_a_word_that_others_read_otherwise_is_text_and_a_trap(word: str, kind: Trap) -> None:
    assert resolve(word) == word
    assert trap(word) is kind


@pytest.mark.parametrize(
    "word",
    [
        "2027-03-14",
        "2028-02-29",
        "2027-03-14T18:30",
        "2027-03-14T18:30:00Z",
        "2027-014",
        "06 12 34",
        "1.2.3",
        "12:30:x",
        "oui",
        "non",
        "None",
        "Non",
        "no.",
        "yes!",
        "-",
        "--",
        "a",
        "é",
        "٣",
        "１２",
        "1 000",
        "85 000 €",
        "67000,5",
        "0x",
        "1e",
    ],
)
def test_a_word_that_everybody_reads_as_text_is_no_trap(word: str) -> None:
    assert resolve(word) == word
    assert trap(word) is None


def test_what_is_no_trap_is_the_same_text_for_yaml_1_1() -> None:
    """PyYAML follows YAML 1.1: it must agree on every short word that is neither typed nor a trap."""
    alphabet = "019:.-+_exnoy~="
    words = {
        a + b + c + d for a in alphabet for b in alphabet for c in ("", *alphabet) for d in ("", "0", "5", "e", "s")
    }
    for word in sorted(words):
        if trap(word) is None and isinstance(resolve(word), str) and ": " not in word:
            assert yaml.resolver.Resolver().resolve(yaml.ScalarNode, word, (True, False)).endswith(":str"), word


def test_every_typed_or_trapped_word_begins_with_a_suspect() -> None:
    words = "80000 -5 true false null yes No on off y n ~ +5 .5 12:30 2026-02-30 = << True False Null Yes On Off"
    assert all(word[0] in SUSPECT for word in words.split())


@pytest.mark.parametrize(
    ("word", "is_day"), [("2027-02-28", True), ("2027-02-29", False), ("2027-2-1", False), ("x", False)]
)
def test_iso_days(word: str, is_day: bool) -> None:
    assert is_iso(word) is is_day
