"""Every oddity of a `.pb` file is told with its line; what would change a count refuses the file, nothing crashes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aubette.load.city import load_city
from aubette.load.pabulib import read_pb
from aubette.load.root import schema_dir
from aubette.load.schema import Schemas
from aubette.model.finding import Severity
from aubette.model.source import MemorySource
from aubette.workflow.import_pabulib import import_election
from aubette.workflow.recount import data_of, recount

PLAIN = """META
key;value
description;PB
country;Poland
unit;Zabrze
instance;2020
num_projects;2
num_votes;2
budget;100
vote_type;approval
rule;greedy
date_begin;01.02.2020
date_end;10.02.2020
max_length;2
PROJECTS
project_id;cost;name
P1;60;A tree
P2;30;A bench
VOTES
voter_id;vote
1;P1
2;P1,P2
"""
POINTS = PLAIN.replace("approval", "cumulative").replace(
    "voter_id;vote\n1;P1\n2;P1,P2", "voter_id;vote;points\n1;P1;3\n2;P1,P2;2,1"
)
LONG = "9" * 5000

Edit = Callable[[str], str | bytes]


def swap(old: str, new: str, text: str = PLAIN) -> str:
    assert old in text
    return text.replace(old, new)


def told(text: str | bytes) -> list[tuple[str, int, Severity]]:
    data = text if isinstance(text, bytes) else text.encode()
    read = read_pb(data, "x.pb")
    assert (read.election is None) is any(f.severity is Severity.ERROR for f in read.findings)
    return [(f.code.removeprefix("pabulib/"), f.place.line, f.severity) for f in read.findings]


REFUSED = {
    "latin": (PLAIN.replace("Zabrze", "Łódź").encode("iso-8859-2"), "not-utf8", 5),
    "nothing": ("", "section-missing", 0),
    "no-section": (PLAIN[: PLAIN.index("VOTES")], "section-missing", 0),
    "section-twice": (PLAIN + "VOTES\nvoter_id;vote\n3;P1\n", "section-twice", 23),
    "before": ("x\n" + PLAIN, "before-sections", 1),
    "quote": (swap("A tree", '"A tree'), "broken-quotes", 17),
    "long-cell": (swap("A tree", "x" * 200_000), "cell-too-long", 17),
    "vote-type": (swap("approval", "mood"), "vote-type", 10),
    "budget-none": (swap("budget;100\n", ""), "amount", 0),
    "budget-comma": (swap("budget;100", "budget;100,50"), "amount", 9),
    "budget-thirds": (swap("budget;100", "budget;100.505"), "amount", 9),
    "budget-zero": (swap("budget;100", "budget;0"), "amount", 9),
    "budget-long": (swap("budget;100", f"budget;{LONG}"), "amount", 9),
    "budget-exponent": (swap("budget;100", "budget;1e6"), "amount", 9),
    "budget-digits": (swap("budget;100", "budget;１００"), "amount", 9),
    "cost-none": (swap("P1;60", "P1;"), "amount", 17),
    "cost-below-zero": (swap("P1;60", "P1;-60"), "amount", 17),
    "cost-nan": (swap("P1;60", "P1;nan"), "amount", 17),
    "cost-column": (swap("project_id;cost", "project_id;price"), "column", 16),
    "cost-columns": (swap("cost;name", "cost;cost"), "column", 16),
    "project-header": (swap("project_id;cost", "id;cost"), "header", 16),
    "project-unnamed": (swap("P1;60", ";60"), "project-id", 17),
    "project-long": (swap("P1", "P" * 61), "project-id", 17),
    "project-twice": (swap("P2;30", "P1;30"), "project-twice", 18),
    "no-project": (swap("P1;60;A tree\nP2;30;A bench\n", ""), "nothing", 16),
    "vote-column": (swap("voter_id;vote", "voter_id;votes"), "column", 20),
    "no-ballot": (PLAIN[: PLAIN.index("1;P1\n")], "nothing", 20),
    "cell-missing": (swap("2;P1,P2", "2"), "cells", 22),
    "cell-too-many": (swap("2;P1,P2", "2;P1,P2;x"), "cells", 22),
    "voter-twice": (swap("2;P1,P2", "1;P1,P2"), "voter-twice", 22),
    "unknown-project": (swap("2;P1,P2", "2;P1,P3"), "unknown-project", 22),
    "trailing-comma": (swap("2;P1,P2", "2;P1,"), "unknown-project", 22),
    "single-choice": (swap("approval", "choose-1"), "several-picks", 22),
    "points-half": (swap("1;P1;3", "1;P1;3.5", POINTS), "points", 21),
    "points-below-zero": (swap("1;P1;3", "1;P1;-3", POINTS), "points", 21),
    "points-long": (swap("1;P1;3", f"1;P1;{LONG}", POINTS), "points", 21),
    "points-many": (swap("1;P1;3", "1;P1;10001", POINTS), "points", 21),
    "points-too-few": (swap("P2;2,1", "P2;2", POINTS), "points", 22),
    "points-digits": (swap("1;P1;3", "1;P1;٣", POINTS), "points", 21),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_change_a_count_refuses_the_file(name: str) -> None:
    text, code, line = REFUSED[name]
    assert (code, line, Severity.ERROR) in told(text)


ACCEPTED = {
    "plain": (PLAIN, None),
    "bom": ("\ufeff" + PLAIN, None),
    "windows": (PLAIN.replace("\n", "\r\n"), None),
    "mac": (PLAIN.replace("\n", "\r"), None),
    "semicolons": (PLAIN.replace("META\n", "META;\n").replace("VOTES\n", "VOTES;;\n"), None),
    "no-key-value": (swap("key;value\n", ""), ("meta-header", 2)),
    "key-twice": (swap("budget;100\n", "budget;100\nbudget;9\n"), ("meta-twice", 10)),
    "line-separator": (swap("A tree", "A\u2028tree"), ("unprintable", 17)),
    "form-feed": (swap("A tree", "A\x0ctree"), ("unprintable", 17)),
    "bidi": (swap("A tree", "A \u202etree"), ("unprintable", 17)),
    "nul": (swap("unit;Zabrze", "unit;Zab\0rze"), ("unprintable", 5)),
    "no-name": (swap("A tree", ""), None),
    "long-name": (swap("A tree", "A tree " * 3000), None),
    "long-unit": (swap("Zabrze", "Z" * 300), None),
    "weird-date": (swap("01.02.2020", "31.02.2020"), ("date", 12)),
    "short-year": (swap("10.02.2020", "9.2.20"), ("date", 13)),
    "no-dates": (swap("date_begin;01.02.2020\ndate_end;10.02.2020\n", ""), None),
    "far-instance": (swap("instance;2020", "instance;9999"), None),
    "instance-in-words": (swap("instance;2020", "instance;Edycja V"), None),
    "counts": (swap("num_votes;2", "num_votes;3"), ("count-differs", 8)),
    "counts-odd": (swap("num_votes;2", "num_votes;²"), None),
    "counts-long": (swap("num_votes;2", f"num_votes;{LONG}"), None),
    "longest-odd": (swap("max_length;2", f"max_length;{LONG}"), None),
    "longest-exceeded": (swap("max_length;2", "max_length;1"), None),
    "longest-huge": (swap("max_length;2", "max_length;900000000"), None),
    "pick-twice": (swap("1;P1\n", "1;P1,P1\n"), ("pick-twice", 21)),
    "no-point": (swap("2,1", "2,0", POINTS), ("no-point", 22)),
    "markup": (swap("A tree", "<script>x</script>"), None),
    "marker-like-id": (swap("P1", "@amount:1@"), None),
    "quote-like-id": (swap("P1", "P'1 @"), None),
    "free": (swap("P2;30", "P2;0"), None),
    "decimals": (swap("P2;30", "P2;30.50"), None),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_does_not_is_told_and_counted(name: str) -> None:
    text, warning = ACCEPTED[name]
    assert told(text) == ([(*warning, Severity.WARNING)] if warning else [])
    imported = import_election(text.encode(), "x.pb")
    source = MemorySource(imported.files)
    loaded = load_city(source, Schemas(schema_dir()))
    assert loaded.findings == ()
    assert loaded.city is not None
    data = data_of(recount(source, loaded.city, loaded.city.editions[0].id, {}))
    assert len(data["envelopes"][0]["rounds"]) == 2
    assert data["projects"][f"{data['edition']}-001"]["votes"] == (5 if "cumulative" in text else 2)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([PLAIN, POINTS]), st.lists(st.tuples(st.integers(0, 300), st.binary(max_size=4)), max_size=4))
def test_no_damage_raises(text: str, damage: list[tuple[int, bytes]]) -> None:
    data = text.encode()
    for at, written in damage:
        data = data[:at] + written + data[at + len(written) + at % 2 :]
    read = read_pb(data, "x.pb")
    if read.election is not None:
        import_election(data, "x.pb")
