"""Every code of the verifier has a test, words in both languages that fit its parameters, and a family."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sealing
from damage import T, V
from test_spoiled import SPOILED

import aubette.votes
from aubette.votes.families import FAMILIES, Family, family
from aubette.words.catalogue import Catalogue

PACKAGE = Path(aubette.votes.__file__).parent
TESTS = Path(__file__).parent
CASES = TESTS.parents[1] / "cases" / "votes"
CODE = re.compile(r"votes/[a-z0-9-]+")


def quoted(path: Path) -> set[str]:
    return set(re.findall(r'"(votes/[a-z0-9-]+)"', path.read_text("utf-8")))


CODES = sorted(set().union(*map(quoted, PACKAGE.glob("*.py"))))


def test_every_code_is_found_by_a_test() -> None:
    shown = set().union(*(CODE.findall(path.read_text("utf-8")) for path in CASES.rglob("*.expect")))
    named = set().union(*(quoted(path) for path in TESTS.glob("test_*.py")))
    assert set(CODES) - shown - named == set()


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_code_has_words_of_its_own(lang: str) -> None:
    catalogue = Catalogue(lang)
    said = {code for code in catalogue.codes() if code.startswith("votes/")}
    assert said >= set(CODES)
    for code in CODES:
        text = catalogue.finding(code)
        assert text.message, code
        assert text.fix, code
        assert text.explain, code


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_words_fit_the_parameters(lang: str, built: sealing.House) -> None:
    catalogue = Catalogue(lang)
    for name, spoil in SPOILED.items():
        house = sealing.House(built.keys, dict(built.files))
        spoil(house)
        for one in house.verdict().findings:
            text = catalogue.finding(one.code, one.params)
            assert "{" not in text.message + text.caret + text.cause + text.fix, (name, one.code)


def test_families_hold_known_codes_once() -> None:
    assert set(FAMILIES) <= set(CODES)
    assert family("votes/not-signed") is Family.AUTHENTICITY
    assert family("votes/header") is Family.CONSISTENCY
    assert {family(code) for code in CODES} == set(Family)


def test_paths_are_the_published_ones() -> None:
    assert (V, T) == ("votes/2027", "site_config/trust/2027")
