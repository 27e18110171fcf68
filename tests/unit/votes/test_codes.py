"""Every code of the verifier has a test, words in both languages that fit its parameters, and a family."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
import sealing
from damage import T, V
from test_spoiled import SPOILED

import aubette.votes
from aubette.cli import votes_verb
from aubette.model.finding import Finding, Place
from aubette.votes.families import FAMILIES, Family, family
from aubette.words.catalogue import Catalogue
from aubette.words.pasted import values

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
            text = catalogue.finding(one.code, values(one))
            assert "{" not in text.message + text.caret + text.cause + text.fix, (name, one.code)


def commands(fix: str) -> list[list[str]]:
    """The commands that a fix gives, each on a line of its own below the sentence."""
    return [shlex.split(line) for line in fix.split("\n")[1:]]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_each_command_of_a_fix_is_whole(lang: str, built: sealing.House) -> None:
    """It names files that are there or were, from the city's folder, and options that its verb has."""
    catalogue = Catalogue(lang)
    votes = votes_verb.command(catalogue)
    seen: set[str] = set()
    for name, spoil in SPOILED.items():
        house = sealing.House(built.keys, dict(built.files))
        spoil(house)
        there = {*built.files, *house.files, f"{V}/ville/bv-99/MANIFEST", f"{V}/AUDIT"}
        for one in house.verdict().findings:
            for program, *words in commands(catalogue.finding(one.code, values(one)).fix):
                seen.add(program)
                if program == "aubette" and words[0] == "votes":
                    verb = votes.get_command(click.Context(votes), words[1])
                    assert verb, (name, words)
                    verb.make_context(words[1], words[2:], resilient_parsing=False)
                named = [word for word in words if "/" in word and program in ("git", "rm", "mv")]
                assert all(word in there or word == f"{V}/ballot" for word in named[:1]), (name, one.code, words)
                assert not any(word in ("", "{", "FILE", "NAME") for word in words), (name, one.code)
    assert {"aubette", "git", "rm", "mv"} <= seen


def test_a_name_that_a_shell_would_run_is_not_pasted() -> None:
    odd = Finding("votes/tally-changed", Place(f"{V}/ville/$(reboot)/tally.csv"), {"found": 1, "rows": 2})
    assert "reboot" not in Catalogue("en").finding(odd.code, values(odd)).fix


def test_families_hold_known_codes_once() -> None:
    assert set(FAMILIES) <= set(CODES)
    assert family("votes/not-signed") is Family.AUTHENTICITY
    assert family("votes/header") is Family.CONSISTENCY
    assert {family(code) for code in CODES} == set(Family)


def test_paths_are_the_published_ones() -> None:
    assert (V, T) == ("votes/2027", "site_config/trust/2027")
