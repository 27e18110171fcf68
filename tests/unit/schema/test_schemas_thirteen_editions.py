"""The thirteen editions that cities published: each can be written as data, and the odd ones are counted as they were.

Facts: city sites and press, 2014 to 2025. The investment budgets are orders of magnitude, which the files say.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from schema_walk import SCHEMA

from aubette.load.build import build, unbuild
from aubette.load.root import presets_dir
from aubette.load.schema import Schemas
from aubette.load.yaml_text import parse
from aubette.model.counting import Candidate, Pot
from aubette.model.edition import Edition
from aubette.model.enums import Cadence, Effect, EnvelopeKind, VoteChannel
from aubette.model.money import total
from aubette.model.outcome import Outcome
from aubette.votes.count.contest import count_greedy
from aubette.votes.count.rule_data import from_mapping

CASES = presets_dir() / "editions"


def edition(name: str) -> Edition:
    data = parse((CASES / f"{name}.yml").read_bytes(), f"site_config/editions/{name}.yml").data
    assert data is not None
    return build(Edition, data)


def _metz(e: Edition) -> bool:
    hall = e.contests[1]
    area = e.envelopes[1].amount
    return (
        [c.effect for c in e.contests] == [Effect.ADVISORY, Effect.DECISIVE]
        and hall.units[0].channel is VoteChannel.MEETING
        and (e.caps.project_area, e.caps.area) == (area, area)
    )


def _paris(e: Edition) -> bool:
    city, area = e.contests[:2]
    return len(e.contests) == 21 and len(city.ballot.grades) == 4 and from_mapping(area.counting).max_winners == 3


def _dijon(e: Edition) -> bool:
    apart = total(v.operating for v in e.envelopes) == e.budget.operating_envelope
    return apart and {c.units[0].channel for c in e.contests} == {VoteChannel.MEETING} and bool(e.workshops)


def _kinds(e: Edition) -> list[EnvelopeKind]:
    return [envelope.kind for envelope in e.envelopes]


SAYS: dict[str, Callable[[Edition], bool]] = {
    "strasbourg-s1": lambda e: e.contests[0].ballot.max_points == 5 and "population" in str(e.split),
    "strasbourg-s2": lambda e: e.cadence is Cadence.BIENNIAL and "association" not in str(e.eligibility),
    "metz": _metz,
    "paris-2021": _paris,
    "rennes-s6": lambda e: _kinds(e)[1:] == [EnvelopeKind.GROUP] * 2 and e.contests[0].ballot.cost_cap,
    "montreuil-s2": lambda e: len({v.amount for v in e.envelopes if v.kind is EnvelopeKind.AREA}) == 2,
    "grenoble-2017": lambda e: [v.tiers for v in e.envelopes] == [("gros",), ("petit",)],
    "lyon-2022": lambda e: (e.contests[0].ballot.min_choices, e.contests[0].ballot.max_choices) == (3, 10),
    "toulouse-2022": lambda e: from_mapping(e.contests[0].counting).min_winners_per_area == 2,
    "angers-2018": lambda e: e.contests[0].min_age == 11,
    "dijon-2025": _dijon,
    "lorient-2021": lambda e: e.caps.project_minimum is not None and "max_ideas_per_holder=1" in str(e.eligibility),
    "loire-atlantique-2023": lambda e: e.caps.project_city is not None and e.caps.project_city.written() == "50000",
}


def test_there_are_thirteen() -> None:
    assert sorted(path.stem for path in CASES.glob("*.yml")) == sorted(SAYS)
    assert len(SAYS) == 13


@pytest.mark.parametrize("name", SAYS)
def test_is_written_as_data(name: str) -> None:
    parsed = parse((CASES / f"{name}.yml").read_bytes(), f"site_config/editions/{name}.yml")
    assert (parsed.findings, Schemas(SCHEMA).validate("edition", parsed)) == ((), ())
    assert parsed.data is not None
    assert unbuild(edition(name)) == parsed.data
    assert SAYS[name](edition(name))


@pytest.mark.parametrize("name", SAYS)
def test_its_envelopes_add_up_to_the_cent(name: str) -> None:
    of_city = edition(name)
    assert total(envelope.amount for envelope in of_city.envelopes) == of_city.budget.envelope


def results(name: str, candidates: list[Candidate]) -> dict[str, str]:
    """What becomes of each candidate in the first contest of an edition."""
    contest = edition(name).contests[0]
    amounts = {envelope.id: envelope.amount.cents for envelope in edition(name).envelopes}
    pots = [Pot(envelope, amounts[envelope]) for envelope in contest.envelopes]
    outcome = count_greedy(contest.id, from_mapping(contest.counting), pots, candidates, 1000)
    assert isinstance(outcome, Outcome)
    return {project.number.rpartition("-")[2]: project.status.value for project in outcome.projects}


def test_grenoble_one_big_project_then_small_ones_with_what_is_left() -> None:
    def candidate(number: str, euros: int, envelope: str, votes: int) -> Candidate:
        return Candidate(f"grenoble-2017-{number}", euros * 100, envelope, votes, votes)

    found = results(
        "grenoble-2017",
        [
            candidate("001", 500_000, "gros", 700),
            candidate("002", 250_000, "gros", 690),
            candidate("003", 210_000, "gros", 400),
            candidate("011", 180_000, "petits", 300),
            candidate("012", 150_000, "petits", 200),
            candidate("013", 100_000, "petits", 100),
        ],
    )
    assert found == {
        "001": "selected",
        "002": "not_selected",
        "003": "not_selected",
        "011": "selected",
        "012": "not_selected",
        "013": "selected",
    }


def test_toulouse_two_winners_in_each_area_then_the_best_voted_of_all() -> None:
    def candidate(number: str, euros: int, area: int, votes: int) -> Candidate:
        return Candidate(f"t-{number}", euros * 100, f"quartier-{area:02}", votes, votes, f"quartier-{area:02}")

    found = results(
        "toulouse-2022",
        [
            candidate("001", 200_000, 1, 20),
            candidate("002", 90_000, 1, 10),
            candidate("003", 20_000, 1, 5),
            candidate("004", 250_000, 2, 900),
            candidate("005", 240_000, 2, 800),
            candidate("006", 50_000, 2, 700),
        ],
    )
    assert found == {
        "001": "selected",
        "002": "selected",
        "003": "funded_from_leftover",
        "004": "selected",
        "005": "funded_from_leftover",
        "006": "selected",
    }
