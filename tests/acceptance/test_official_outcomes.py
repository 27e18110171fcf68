"""What cities really funded comes out of their votes by configuration alone: a clause, or an envelope of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest

from aubette.load.city import load_city
from aubette.load.pabulib import read_pb
from aubette.load.root import schema_dir
from aubette.load.schema import Schemas
from aubette.model.city import City
from aubette.model.evidence import Evidence, FrozenEnvelope
from aubette.model.outcome import WINS, Result
from aubette.model.source import MemorySource
from aubette.workflow.import_pabulib import import_election
from aubette.workflow.recount import recount
from aubette.workflow.results import edition_results

Clauses = Mapping[str, object]

PLAIN = (
    "poland_katowice_2020_bogucice",
    "poland_krakow_2021_bienczyce",
    "poland_krakow_2021_bronowice",
    "poland_warszawa_2017_goclaw",
    "poland_warszawa_2019_rakowiec",
    "poland_wroclaw_2017_rejon-nr-13-250",
)
CONFIGURED: Mapping[str, Clauses] = {
    "poland_poznan_2023_5-grunwald-polnoc-grunwald-poludnie-stary-grunwald": {"overflow": "stop"},
    "poland_katowice_2020_zarzecze": {"thresholds": {"votes": 1, "points": 50}},
    "poland_warszawa_2021_ursynow": {"exclusions": [["1469", "1687"], ["1699", "459"], ["1947", "1821"]]},
    "poland_lodz_2020_": {"exclusions": [["L049", "L048"], ["L074", "L141"]]},
}
"""Files do not say which winner excludes a project that was passed over; a well placed one stands for it."""
OWN_ENVELOPE = {"poland_gdynia_2020_chylonia-small": "56222"}
"""The file names the district's envelope, of which the list of small projects has about a tenth."""


POOLED = {"poland_poznan_2023_5-grunwald-polnoc-grunwald-poludnie-stary-grunwald": 1_000_000}
"""What other districts left, in whole units, went to the best voted that had not been funded (`selected` is 2)."""


@lru_cache(maxsize=1)
def imported(data: bytes) -> tuple[MemorySource, City]:
    source = MemorySource(import_election(data, "x.pb").files)
    city = load_city(source, Schemas(schema_dir())).city
    assert city is not None
    return source, city


def funded(data: bytes, clauses: Clauses) -> list[str]:
    """The source ids that win; clauses name projects by these."""
    source, city = imported(data)
    edition = city.editions[0].id
    numbers = {p.source_id: p.number for p in city.projects}
    changes = dict(clauses)
    if "exclusions" in changes:
        groups = changes["exclusions"]
        assert isinstance(groups, list)
        changes["exclusions"] = [[numbers[one] for one in group] for group in groups]
    (outcome,) = recount(source, city, edition, changes).results.outcomes
    return sorted(p.source_id for p in outcome.projects if p.status in WINS)


@pytest.fixture(scope="module")
def official(elections_dir: Path) -> dict[str, list[str]]:
    expected = json.loads((elections_dir / "expected.json").read_text("utf-8"))
    return {name.removesuffix(".pb"): sorted(told["official"]) for name, told in expected.items() if told["official"]}


@pytest.mark.parametrize("name", PLAIN)
def test_in_the_order_of_votes(name: str, official: dict[str, list[str]], elections_dir: Path) -> None:
    assert funded((elections_dir / f"{name}.pb").read_bytes(), {}) == official[name]


@pytest.mark.parametrize("name", CONFIGURED)
def test_by_a_clause(name: str, official: dict[str, list[str]], elections_dir: Path) -> None:
    data = (elections_dir / f"{name}.pb").read_bytes()
    assert funded(data, {}) != official[name]
    assert funded(data, CONFIGURED[name]) == official[name]


@pytest.mark.parametrize("name", OWN_ENVELOPE)
def test_by_an_envelope_of_its_own(name: str, official: dict[str, list[str]], elections_dir: Path) -> None:
    data = (elections_dir / f"{name}.pb").read_bytes()
    before, _, rest = data.partition(b"\nbudget;")
    own = before + b"\nbudget;" + OWN_ENVELOPE[name].encode() + rest[rest.index(b"\n") :]
    assert funded(own, {}) == official[name]


@pytest.mark.parametrize("name", POOLED)
def test_by_a_pool_of_what_districts_left(name: str, elections_dir: Path) -> None:
    data = (elections_dir / f"{name}.pb").read_bytes()
    source, city = imported(data)
    rest = FrozenEnvelope("autres", POOLED[name] * 100)

    def alter(evidence: Evidence) -> Evidence:
        (contest,) = evidence.ballot.contests
        wider = replace(contest, envelopes=(*contest.envelopes, rest))
        return replace(evidence, ballot=replace(evidence.ballot, contests=(wider,)))

    clauses = {"overflow": "stop", "leftover": "pool_by_votes"}
    (outcome,) = edition_results(source, city, city.editions[0], clauses, alter=alter).outcomes
    read = read_pb(data, name).election
    assert read is not None
    official = {p.source_id: p.selected for p in read.projects}
    here = {Result.SELECTED: 1, Result.FUNDED_FROM_LEFTOVER: 2}
    assert {p.source_id: here.get(p.status, 0) for p in outcome.projects} == official
    assert {1, 2} <= set(official.values())
