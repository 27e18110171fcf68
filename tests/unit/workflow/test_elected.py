"""The vote's word stands in the timeline at the commit that wrote the proclamation, in the order of the commits."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from aubette.load.city import load_city
from aubette.model.change import Change, Entry, Kind, Turn, Weight
from aubette.model.city import City
from aubette.model.enums import Effect
from aubette.model.outcome import Reason, Result
from aubette.words.catalogue import Catalogue
from aubette.words.changes import sentences
from aubette.words.changes import told as in_words
from aubette.workflow.elected import elected
from aubette.workflow.folder import open_folder
from aubette.workflow.remember import Remembered
from aubette.workflow.results import Results, results_of

SEAL = "votes/2026/PROCLAMATION"


def entry(order: int) -> Entry:
    return Entry("2026-10-16", f"{order:040}", "elections", "7", "sujet", (), order=order)


@pytest.fixture(scope="module")
def counted(repo_root: Path) -> tuple[City, tuple[Results, ...]]:
    folder = open_folder(repo_root)
    city = load_city(folder.source, folder.schemas).city
    assert city is not None
    return city, results_of(folder.source, city)


def known(city: City, **seals: tuple[Entry, ...]) -> Remembered:
    timelines = {project.key: (entry(9), entry(5), entry(1)) for project in city.projects if project.edition == "2026"}
    return Remembered(timelines, "x", (), seals={SEAL: seals.get("sealed", (entry(3), entry(6)))})


def test_each_project_of_the_ballot_is_told_once(counted: tuple[City, tuple[Results, ...]]) -> None:
    city, results = counted
    told = elected(known(city), city, results)
    (result,) = (r for r in results if r.edition == "2026")
    on_ballot = {p.number for outcome in result.outcomes for p in outcome.projects}
    for project in city.projects:
        entries = told.timelines.get(project.key, ())
        votes = [(e.order, c) for e in entries for c in e.changes if c.kind is Kind.OUTCOME]
        assert len(votes) == (project.number in on_ballot)
        assert [e.order for e in entries] == sorted((e.order for e in entries), reverse=True)
        assert all(order == 6 for order, _ in votes)


@pytest.mark.parametrize(("lang", "won"), [("fr", "lauréat, sous réserve"), ("en", "winner"), ("de", "gewonnen")])
def test_winners_and_others_are_told_apart(counted: tuple[City, tuple[Results, ...]], lang: str, won: str) -> None:
    city, results = counted
    told = elected(known(city), city, results)
    changes = [c for entries in told.timelines.values() for e in entries for c in e.changes]
    said = [sentences(Catalogue(lang), [change], {})[0] for change in changes]
    assert sum(won in text for text in said) == sum(change.after["won"] for change in changes)  # type: ignore[index]
    assert 0 < sum(won in text for text in said) < len(said)


def test_what_a_shortlist_did_not_keep_has_its_votes_there(counted: tuple[City, tuple[Results, ...]]) -> None:
    city, results = counted
    (result,) = (r for r in results if r.edition == "2026")
    (decisive,) = (o for o in result.outcomes if o.contest == "ville")
    first, *others = decisive.projects
    behind = replace(first, status=Result.NOT_SHORTLISTED, score=70, reason=Reason("beyond_shortlist"))
    absent = replace(behind, score=0, reason=Reason("not_kept"))
    shortlist = replace(decisive, contest="tri", effect=Effect.SHORTLIST, projects=(behind, *others))
    fed = replace(decisive, projects=(absent, *others))
    (key,) = (project.key for project in city.projects if project.number == first.number)
    told = elected(known(city), city, [replace(result, outcomes=(shortlist, fed))])
    (change,) = (c for e in told.timelines[key] for c in e.changes)
    (said,) = sentences(Catalogue("en"), [change], {})
    assert said == "The vote is proclaimed: 70 votes, the project is not selected."


def test_what_is_not_proclaimed_or_broken_is_not_told(counted: tuple[City, tuple[Results, ...]]) -> None:
    city, results = counted
    assert elected(known(city, sealed=()), city, results) == known(city, sealed=())
    unproved = tuple(replace(result, evidence=None) for result in results)
    assert elected(known(city), city, unproved) == known(city)


@pytest.mark.parametrize("turn", [Turn.CHANGED, Turn.CREATED])
def test_a_commit_that_proclaims_and_changes_a_project_is_one_entry(
    counted: tuple[City, tuple[Results, ...]], turn: Turn
) -> None:
    """A city whose past began with everything in one commit tells that ideas came in, and what the vote said."""
    city, results = counted
    title = Change("title", Kind.TEXT, Weight.TEXT, "Un", "Deux")
    at_once = replace(entry(6), changes=(title,), turn=turn, created=turn is Turn.CREATED)
    before = known(city)
    told = elected(replace(before, timelines=dict.fromkeys(before.timelines, (entry(9), at_once))), city, results)
    voted = 0
    for entries in told.timelines.values():
        assert [e.order for e in entries] == [9, 6]
        kinds = [change.kind for change in entries[1].changes]
        assert kinds in ([Kind.OUTCOME, Kind.TEXT], [Kind.TEXT])
        if kinds[0] is Kind.OUTCOME:
            voted += 1
            said = in_words(Catalogue("fr"), entries[1], {})
            assert any("Le vote est proclamé" in text for text in said)
            assert len(said) == 2
    assert voted > 5
