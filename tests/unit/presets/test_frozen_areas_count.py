"""Where a rule looks at areas, they are frozen with it: what happens to the projects' files later elects nobody."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from test_counts import N, S, rule, two_areas
from toy import SCHEMAS, Toy, fates, reported

from aubette.load.city import load_city
from aubette.model.city import City
from aubette.model.enums import Provenance
from aubette.model.finding import Severity
from aubette.model.source import MemorySource
from aubette.workflow.results import counted as counted_evidence
from aubette.workflow.results import edition_results


def unplaced(files: dict[str, bytes], digits: str) -> tuple[MemorySource, City]:
    """The folder after somebody took the area out of a project's file."""
    path = f"projects/toulouse-2022/projet-k{digits}toy.yml"
    other = files[path].replace(b"areas:\n  - quartier-01\n", b"")
    assert other != files[path]
    source = MemorySource({**files, path: other})
    city = load_city(source, SCHEMAS).city
    assert city is not None
    return source, city


def test_an_area_that_changed_after_the_freeze_elects_nobody() -> None:
    """Toulouse guarantees two winners in each area: 003 is the second of the first, whatever its file says now."""
    files, city = reported("toulouse-2022", two_areas(), edit=rule(overflow="stop", leftover="return"))
    before = edition_results(MemorySource(files), city, city.editions[0], {})
    source, later = unplaced(files, "003")
    after = edition_results(source, later, later.editions[0], {})
    assert fates(after) == fates(before)
    assert fates(after)["003"] == S


def test_a_sealed_ballot_without_the_areas_that_its_rule_asks_for_elects_nobody() -> None:
    files, city = reported("toulouse-2022", two_areas(), edit=rule(overflow="stop", leftover="return"))
    evidence = edition_results(MemorySource(files), city, city.editions[0], {}).evidence
    assert evidence is not None
    contests = tuple(replace(contest, areas=None) for contest in evidence.ballot.contests)
    sealed = replace(evidence, provenance=Provenance.LIVE, ballot=replace(evidence.ballot, contests=contests))
    outcomes, findings = counted_evidence(sealed, city, city.editions[0], {})
    assert outcomes == ()
    assert [(one.code, one.severity) for one in findings] == [("count/areas-not-frozen", Severity.ERROR)]


def test_an_imported_ballot_without_areas_is_counted_by_those_of_its_projects() -> None:
    files, city = reported("toulouse-2022", two_areas(), edit=rule(overflow="stop", leftover="return"))
    evidence = edition_results(MemorySource(files), city, city.editions[0], {}).evidence
    assert evidence is not None
    contests = tuple(replace(contest, areas=None) for contest in evidence.ballot.contests)
    taken = replace(evidence, provenance=Provenance.IMPORTED, ballot=replace(evidence.ballot, contests=contests))
    outcomes, findings = counted_evidence(taken, city, city.editions[0], {})
    assert findings == ()
    assert {p.number[-3:]: p.status.value for p in outcomes[0].projects}["003"] == S
    _, later = unplaced(files, "003")
    outcomes, _ = counted_evidence(taken, later, later.editions[0], {})
    assert {p.number[-3:]: p.status.value for p in outcomes[0].projects}["003"] == N


@pytest.mark.parametrize(("provenance", "first"), [(Provenance.IMPORTED, "002"), (Provenance.LIVE, "001")])
def test_only_an_imported_election_breaks_ties_by_the_ids_of_its_source(provenance: Provenance, first: str) -> None:
    """Two equal projects and money for one: no `source_id` in a project's file may choose."""
    toys = [Toy("001", 900_000, 60), Toy("002", 900_000, 60)]
    files, city = reported("angers-2018", toys, edit=rule(ties=["id"]))
    evidence = edition_results(MemorySource(files), city, city.editions[0], {}).evidence
    assert evidence is not None
    ids = {"001": "z", "002": "a"}
    named = tuple(replace(p, source_id=ids[(p.number or "")[-3:]]) for p in city.projects)
    taken = replace(evidence, provenance=provenance)
    outcomes, findings = counted_evidence(taken, replace(city, projects=named), city.editions[0], {})
    assert findings == ()
    assert [number[-3:] for number in outcomes[0].winners] == [first]


def test_areas_are_frozen_only_where_a_rule_asks_for_them() -> None:
    files, _ = reported("toulouse-2022", two_areas())
    assert json.loads(files["votes/toulouse-2022/ballot/rules.json"])["contests"][0]["areas"] == {
        f"toulouse-2022-{p.digits}": p.area for p in two_areas()
    }
    without, _ = reported("toulouse-2022", two_areas(), edit=rule(min_winners_per_area=None))
    assert b'"areas"' not in without["votes/toulouse-2022/ballot/rules.json"]
    ties, _ = reported(
        "toulouse-2022", two_areas(), edit=rule(min_winners_per_area=None, ties=["area_without_winner", "draw"])
    )
    assert b'"areas"' in ties["votes/toulouse-2022/ballot/rules.json"]
