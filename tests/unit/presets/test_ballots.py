"""What a voter may write under each preset: a ballot that breaks it is found at its line, its twin is counted."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from toy import Toy, reported

from aubette.model.evidence import BallotGroup
from aubette.model.finding import Finding
from aubette.model.source import MemorySource
from aubette.workflow.presets import read_preset
from aubette.workflow.results import edition_results

Ballot = tuple[Sequence[int], Sequence[int]]
"""The projects that a ballot picks, and the points or grades beside them."""

CASES: tuple[tuple[str, str, str, Ballot, Ballot], ...] = (
    ("strasbourg-s1", "points", "votes/too-many-points", ((1, 2), (3, 3)), ((1, 2), (3, 2))),
    ("strasbourg-s2", "points", "votes/too-many-points", ((1,), (6,)), ((1,), (5,))),
    ("metz", "choices", "votes/too-many-choices", (range(1, 12), ()), (range(1, 11), ())),
    ("metz", "choices", "votes/too-many-choices", ((1, 2, 3, 4), ()), ((1, 2, 3), ())),
    ("paris-2021", "grades", "votes/points-out-of-range", ((1, 2), (0, 4)), ((1, 2), (0, 3))),
    ("rennes-s6", "choices", "votes/too-many-choices", (range(1, 12), ()), (range(1, 11), ())),
    ("rennes-s6", "cost_cap", "votes/over-budget", ((12, 13), ()), ((12, 14), ())),
    ("montreuil-s2", "choices", "votes/too-many-choices", ((1, 2, 3, 4), ()), ((1, 2, 3), ())),
    ("grenoble-2017", "choices", "votes/too-many-choices", (range(1, 7), ()), (range(1, 6), ())),
    ("lyon-2022", "choices_between", "votes/too-few-choices", ((1, 2), ()), ((1, 2, 3), ())),
    ("lyon-2022", "choices_between", "votes/too-many-choices", (range(1, 12), ()), (range(1, 11), ())),
    ("toulouse-2022", "choices_between", "votes/too-many-choices", ((1, 2, 3, 4), ()), ((1, 2, 3), ())),
    ("angers-2018", "choices_between", "votes/too-many-choices", (range(1, 7), ()), (range(1, 6), ())),
    ("dijon-2025", "choices", "votes/too-many-choices", ((1, 2, 3, 4), ()), ((1, 2, 3), ())),
    ("lorient-2021", "choices", "votes/too-many-choices", (range(1, 7), ()), (range(1, 6), ())),
    ("loire-atlantique-2023", "choices_between", "votes/too-few-choices", ((1, 2), ()), ((1, 2, 3), ())),
    ("loire-atlantique-2023", "choices_between", "votes/too-many-choices", (range(1, 12), ()), (range(1, 11), ())),
)
COVERED = {(preset, clause) for preset, clause, *_ in CASES}


def projects(preset: str) -> list[Toy]:
    """Fourteen projects of one place; at Rennes, the last three together are dearer than the envelopes."""
    first = next((a for e in read_preset(preset).edition.envelopes for a in (e.area, *e.areas) if a), "")
    dear = {12: 2_000_000, 13: 1_500_001, 14: 1_500_000} if preset == "rennes-s6" else {}
    return [Toy(f"{n:03}", dear.get(n, 1_000), 0, first) for n in range(1, 15)]


def findings(preset: str, code: str, ballot: Ballot) -> list[Finding]:
    picks, points = ballot
    group = BallotGroup(7, tuple(f"{preset}-{n:03}" for n in picks), tuple(points))
    contests = [c for c in read_preset(preset).edition.contests if c.envelopes]
    chosen = contests[1] if preset == "paris-2021" or (preset == "metz" and len(picks) < 5) else contests[0]
    files, city = reported(preset, projects(preset), ballots_of={chosen.id: (group,)})
    results = edition_results(MemorySource(files), city, city.editions[0], {})
    return [f for f in results.findings if not f.code.startswith("count/")]


@pytest.mark.parametrize(("preset", "clause", "code", "broken", "twin"), CASES)
def test_a_ballot_that_breaks_the_rules_is_found_at_its_line(
    preset: str, clause: str, code: str, broken: Ballot, twin: Ballot
) -> None:
    found = findings(preset, code, broken)
    assert code in {f.code for f in found}
    place = next(f.place for f in found if f.code == code)
    assert (place.file.rpartition("/")[2], place.line) == ("ballots.csv", 2)
    assert findings(preset, code, twin) == []
