"""What only the repository's memory shows: corrections that form no chain, and seals that came too late.

What must follow stands in `tests/cases/votes/corrected/`, like for other spoiled editions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sealing
from damage import BV1, ZEROS, T, V, version_two
from sealing import House

from aubette.model.seal import Past
from aubette.votes import chain
from aubette.votes.sealed import digest

EXPECTED = Path(__file__).parents[2] / "cases" / "votes" / "corrected"
PATH = f"{V}/{BV1}/MANIFEST"
ACT = f"{V}/PROCLAMATION"


def corrected(house: House, note: str) -> bytes:
    """A correction of bv-01; the version that was there before."""
    before = house.files[PATH]
    house.report(("ville", "bv-01"), replace(sealing.minutes(sealing.BALLOTS["ville", "bv-01"]), note=note))
    return before


def another_version_named(house: House) -> Past:
    first = corrected(house, "counted again")
    house.say(BV1, "supersedes", ZEROS)
    house.restart()
    return Past({PATH: (first,)})


def version_skipped(house: House) -> Past:
    first = corrected(house, "counted again")
    corrected(house, "and again")
    house.restart()
    return Past({PATH: (first,)})


def two_first_versions(house: House) -> Past:
    other = house.files[PATH].replace(b"# note: none", b"# note: another")
    return Past({PATH: (other,)})


def two_first_proclamations(house: House) -> Past:
    first = house.files[ACT]
    house.say("PROCLAMATION", "note", "said once more")
    return Past({ACT: (first,)})


def arrived_late(house: House) -> Past:
    return Past(first_seen={f"{PATH}.teller-2.sig": datetime(2027, 5, 2, tzinfo=UTC)})


def proclaimed_late(house: House) -> Past:
    return Past(first_seen={f"{ACT}.teller-3.sig": datetime(2027, 5, 2, tzinfo=UTC)})


def proclamation_vanished(house: House) -> Past:
    first = house.files[ACT]
    for path in [path for path in house.files if path.startswith(ACT)]:
        del house.files[path]
    return Past({ACT: (first,)})


def audit_vanished(house: House) -> Past:
    return Past({f"{V}/AUDIT": (b"# statement: aubette-audit-v1\n",)})


CORRECTED: dict[str, Callable[[House], Past]] = {
    "correction-names-another-version": another_version_named,
    "correction-skips-a-version": version_skipped,
    "two-first-versions": two_first_versions,
    "two-first-proclamations": two_first_proclamations,
    "seal-arrived-after-its-key-expired": arrived_late,
    "proclamation-vanished-with-its-seals": proclamation_vanished,
    "audit-vanished-with-its-seals": audit_vanished,
    "proclamation-s-seal-arrived-after-its-key-expired": proclaimed_late,
}


@pytest.mark.parametrize("name", CORRECTED)
def test_corrected(name: str, house: House) -> None:
    past = CORRECTED[name](house)
    verdict = house.verdict(past=past)
    found = [f"{one.code} {one.place}".replace(V, "V").replace(T, "T") for one in verdict.findings]
    assert found == (EXPECTED / f"{name}.expect").read_text().splitlines()
    assert verdict.evidence is None


@pytest.mark.parametrize("name", CORRECTED)
def test_nothing_is_said_where_the_repository_remembers_nothing(name: str, house: House) -> None:
    CORRECTED[name](house)
    seen = ["votes/not-proclaimed"] if name.startswith("proclamation-vanished") else []
    assert [one.code for one in house.verdict().findings] == seen


def test_a_chain_of_corrections_is_good(house: House) -> None:
    versions = [corrected(house, "counted again"), corrected(house, "and again")]
    house.restart()
    assert house.verdict(past=Past({PATH: tuple(versions)})).evidence


@pytest.mark.parametrize("unit", [BV1, "PROCLAMATION"])
@pytest.mark.parametrize("note", ["counted again", "withdrawn: 2027-003. The first version forgot it.", "7"])
def test_a_correction_that_says_why_is_good(house: House, unit: str, note: str) -> None:
    version_two(unit, note)(house)
    assert house.verdict().findings == ()


@pytest.mark.parametrize("unit", [BV1, "PROCLAMATION"])
def test_only_the_published_text_or_the_version_after_it_is_sealed(house: House, unit: str) -> None:
    path = ACT if unit == "PROCLAMATION" else PATH
    first = house.files[path]
    assert chain.broken(path, None, first) == chain.broken(path, first, first) == ()
    house.say(unit, "signed", "2026-11-17T09:00:00Z")
    assert [one.code for one in chain.broken(path, first, house.files[path])] == ["votes/correction"]
    house.say(unit, "seq", 2)
    house.say(unit, "supersedes", digest(first))
    assert chain.broken(path, first, house.files[path]) == ()


def test_each_expectation_has_its_case() -> None:
    assert sorted(CORRECTED) == sorted(path.stem for path in EXPECTED.glob("*.expect"))
