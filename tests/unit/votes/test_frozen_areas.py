"""The areas of the candidates in `rules.json`: read as written, of candidates alone, and held by the seals."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest
import sealing
from sealing import CITY, EDITION, VOTES, House

from aubette.model.evidence import FrozenBallot, FrozenContest
from aubette.votes import frozen
from aubette.votes.reading import Read
from aubette.votes.rules_json import canonical

RULES = f"{VOTES}/ballot/rules.json"
GUARANTEE = {"method": "greedy", "overflow": "skip", "min_winners_per_area": 1}
AREAS = {"2027-001": "sud", "2027-002": "sud", "2027-003": "nord"}


def freeze(contest: FrozenContest) -> dict[str, bytes]:
    contests = (contest, sealing.CONTESTS[1])
    return frozen.freeze(city=CITY, edition=EDITION, contests=contests, projects=sealing.PROJECTS, units=sealing.UNITS)


def read(files: Mapping[str, bytes]) -> Read[FrozenBallot | None]:
    return frozen.read(CITY, EDITION, {path.rpartition("/")[2]: data for path, data in files.items()})


def ville(areas: Mapping[str, str] | None, rule: Mapping[str, object] = GUARANTEE) -> FrozenContest:
    return replace(sealing.CONTESTS[0], rule=rule, areas=areas)


@pytest.mark.parametrize("areas", [None, {}, AREAS])
def test_areas_are_read_as_they_were_written(areas: dict[str, str] | None) -> None:
    files = freeze(ville(areas))
    assert (b'"areas"' in files[RULES]) is (areas is not None)
    ballot = read(files).value
    assert ballot
    assert ballot.contest("ville").areas == areas


@pytest.mark.parametrize(
    ("areas", "key"),
    [
        ({"2027-004": "nord"}, "contests[0].areas.2027-004"),
        ({"2027-009": "nord"}, "contests[0].areas.2027-009"),
        ({"2027-001": "Nord"}, "contests[0].areas.2027-001"),
        ({"2027-001": ""}, "contests[0].areas.2027-001"),
        ({"2027-001": ["nord"]}, "contests[0].areas.2027-001"),
        (["nord"], "contests[0].areas"),
        ("nord", "contests[0].areas"),
        (None, "contests[0].areas"),
    ],
)
def test_areas_of_no_candidate_or_ill_written_are_refused(areas: object, key: str) -> None:
    files = freeze(ville(AREAS))
    rules = json.loads(files[RULES])
    rules["contests"][0]["areas"] = areas
    found = read({**files, RULES: canonical(rules)})
    assert found.value is None
    assert [(one.code, one.params["key"]) for one in found.findings] == [("votes/rules-value", key)]


def test_a_frozen_area_that_was_changed_is_refused_by_the_seals(house: House) -> None:
    rules = json.loads(house.files[RULES])
    rules["contests"][0]["areas"] = AREAS
    house.files[RULES] = canonical(rules)
    assert house.verdict().evidence is None
    assert {one.code for one in house.verdict().findings} == {"votes/ballot-changed"}
