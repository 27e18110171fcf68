"""What real files of past elections hold: projects that cost nothing, that nobody chose, and endless names."""

from __future__ import annotations

from aubette.load.city import load_city
from aubette.load.root import schema_dir
from aubette.load.schema import Schemas
from aubette.model.source import MemorySource
from aubette.workflow.import_pabulib import import_election
from aubette.workflow.recount import data_of, recount

PLACE = "Zandka, quartier dont le nom dit toutes les rues, " + "et encore une rue, " * 8

ELECTION = f"""META
key;value
description;District PB
country;Poland
unit;Zabrze
district;{PLACE}
subunit;{PLACE}
instance;2020
num_projects;4
num_votes;3
budget;100
vote_type;approval
rule;greedy
min_length;1
max_length;2
PROJECTS
project_id;cost;votes;name
P1;60;2;A tree
P2;30;0;Nobody's bench
P3;0;1;Removed by the city
P4;50;1;A fountain
VOTES
voter_id;vote
1;P1
2;P1,P4
3;P3
"""


def elected(**changes: object) -> set[str]:
    imported = import_election(ELECTION.encode(), "zabrze_2020")
    assert imported.files, imported.findings
    source = MemorySource(imported.files)
    loaded = load_city(source, Schemas(schema_dir()))
    assert loaded.findings == ()
    assert loaded.city is not None
    data = data_of(recount(source, loaded.city, loaded.city.editions[0].id, changes))
    return {row["source_id"] for envelope in data["envelopes"] for row in envelope["rounds"]}


def test_greedy_funds_what_is_free_and_what_nobody_chose_while_it_fits() -> None:
    assert elected() == {"P1", "P2", "P3"}


def test_a_rule_that_asks_for_one_vote_leaves_it_out() -> None:
    assert elected(thresholds={"votes": 1}) == {"P1", "P3"}


def test_equal_shares_by_cost_leaves_out_what_is_free() -> None:
    assert elected(method="equal-shares", utility="cost", completion="none", then="none") <= {"P1", "P4"}
